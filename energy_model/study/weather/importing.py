"""A file of hours into the profiles of a study: read, moved to its time, put onto its steps, checked, written."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from energy_model.atomic_write import replacing_file
from energy_model.dataset import Problem, StudyError, Tables, read_tables
from energy_model.dataset.dictionary import HOURLY
from energy_model.dataset.reading.stamps import in_words, usual_step
from energy_model.dataset.reading.timestamps import hours_of_year
from energy_model.dataset.steps import given_lengths, in_year, model_years
from energy_model.dataset.tables import HOURS_PER_YEAR, file_of, is_workbook
from energy_model.study.location import study_folder
from energy_model.study.weather import sun
from energy_model.study.weather.choice import chosen
from energy_model.study.weather.errors import HoursError, WeatherFileError
from energy_model.study.weather.hours import local_rows
from energy_model.study.weather.lines import lines_of
from energy_model.study.weather.netcdf import netcdf_table
from energy_model.study.weather.notes import Note
from energy_model.study.weather.steps import onto_steps
from energy_model.study.weather.table import FileTable, table_of
from energy_model.study.weather.values import SourceColumn, as_profiles

_NETCDF = (".nc", ".nc4", ".h5")


@dataclass(frozen=True)
class ImportOptions:
    """Words of the user on a file.

    mapping : 'column' or 'column/number' (divided by it) -> profile; None: every column under its own name
    utc : offset from UTC of its stamps [h]; None: what the file says, else the study's
    year : which of several years; model_year : whose rows of the hourly table are filled; None: all rows
    ends : stamps are the ends of their steps
    """

    mapping: Mapping[str, str] | None = None
    utc: float | None = None
    year: int | None = None
    model_year: int | None = None
    ends: bool = False


@dataclass
class Imported:
    """Names of the profiles that were filled, and what was assumed for them."""

    names: list[str]
    notes: list[Note] = field(default_factory=list)


def import_weather(study: Path | str, file: Path | str, options: ImportOptions | None = None) -> Imported:
    """Put the columns of an hourly file in the place of profiles of a study.

    file : CSV of any separator and encoding, Excel, EPW, JSON of PVGIS, NetCDF; see docs/weather.md

    The hourly table is written whole or not at all; cells of other profiles stay as they are. Raises StudyError for the
    study's tables hourly, profiles and settings and WeatherFileError for the file; nothing is written then.
    """
    folder, path = study_folder(study), Path(file)
    tables = _tables(folder)
    try:
        return _imported(tables, path, options or ImportOptions())
    except HoursError as error:
        raise WeatherFileError(path, error.problems) from error
    except (OSError, TypeError, ValueError) as error:
        raise WeatherFileError(path, [f"cannot be read: {error}"]) from error


def _tables(folder: Path) -> Tables:
    if is_workbook(folder):
        hint = f"Put the columns into its sheet {HOURLY}, or use a study that is a folder with inputs/."
        raise StudyError([Problem("no-folder", str(folder), "weather is not put into workbooks.", hint)])
    tables = read_tables(folder)
    of_these = [problem for problem in tables.problems if problem.table in (HOURLY, "profiles", "settings")]
    if faults := [problem for problem in of_these if (problem.kind, problem.table) != ("missing-table", HOURLY)]:
        raise StudyError(faults)
    return tables


def _imported(tables: Tables, path: Path, options: ImportOptions) -> Imported:
    table = file_table(path, options)
    columns = chosen(table, options.mapping, tables["profiles"])
    table = _whole(table, columns)
    rows, notes = local_rows(table, tables.utc_offset, options.utc, options.year, options.ends)
    tables = _of_model_year(tables, options.model_year)
    hourly, words = _hourly(tables, rows)
    begin, length = hourly["time"], given_lengths(tables) if len(tables[HOURLY]) else np.ones(len(hourly))
    on_steps, more = onto_steps(rows, begin, length, in_words(tables.utc_offset))
    kinds = dict(zip(tables["profiles"]["profile"], tables["profiles"]["kind"], strict=True))
    weight = length * hourly["weight"].fillna(1.0).to_numpy()
    file_step = (usual_step(pd.Series(rows.index)) or pd.Timedelta(hours=1)) / pd.Timedelta(hours=1)
    found, scaled, problems = as_profiles(on_steps, columns, kinds, weight, file_step)
    known = options.utc is not None or table.offset is not None or bool(table.stamps.offsets)
    for profile, column in columns.items():
        if kinds[profile] != "availability" or profile not in found:
            continue
        doubt = _misplaced_sun(tables, profile, found[profile], begin, length)
        if doubt and sun.may_be_ends(doubt[1]):
            scaled.append(Note("sun_of_ends", column=column.name, noon=sun.clock(doubt[0])))
        elif doubt and not known:
            problems.append(sun.in_doubt(column.name, *doubt))
        elif doubt:
            when = {"noon": sun.clock(doubt[0]), "meant": sun.clock(sun.solar_noon(*doubt[2:]))}
            scaled.append(Note("sun", column=column.name, longitude=f"{doubt[2]:g}", **when))
    if problems:
        raise HoursError(*problems)
    for profile in map(str, found):
        words[profile] = words.get(profile, pd.Series("", index=words.index, dtype="str"))
        words.loc[found.index, profile] = [f"{value:.6g}" for value in found[profile]]
    _write(tables, words)
    return Imported([str(name) for name in found], [*notes, *more, *scaled])


def _of_model_year(tables: Tables, year: int | None) -> Tables:
    """Tables with the hourly rows that are filled. Raises HoursError where a model year has none."""
    if year is None:
        return tables
    if year not in (known := model_years(tables)):
        named = ", ".join(map(str, known)) or "none"
        raise HoursError(f"is for the model year {year}, which the table {HOURLY} has no rows of (years: {named})")
    return in_year(tables, year)


def file_table(path: Path, options: ImportOptions) -> FileTable:
    """Rows of a file of any kind. Raises HoursError, OSError and ValueError."""
    if path.suffix.lower() in _NETCDF:
        return netcdf_table(path, list(options.mapping) if options.mapping else None)
    return table_of(lines_of(path))


def _whole(table: FileTable, columns: Mapping[str, SourceColumn]) -> FileTable:
    """The columns that are wanted, each of which has a number in every row."""
    frame = table.frame[list({column.name: None for column in columns.values()})]
    problems = []
    for name in frame:
        bad = frame.index[~np.isfinite(frame[name])]
        if len(bad):
            problems.append(f"column '{name}': {len(bad)} values are not numbers, the first in row {bad[0]}")
    if problems:
        raise HoursError(*problems)
    return FileTable(frame, table.stamps, table.offset, table.above)


def _hourly(tables: Tables, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The study's steps and the words of its hourly table; of a study without rows the year of the file."""
    hourly = tables[HOURLY]
    if len(hourly) and "time" in tables.texts[HOURLY] and HOURLY not in tables.shipped:
        return hourly, tables.texts[HOURLY].copy()
    times = pd.Series(hours_of_year(int(rows.index[len(rows) // 2].year)), index=range(2, HOURS_PER_YEAR + 2))
    stamps = [f"{time:%Y-%m-%d %H:%M}" for time in times]
    return pd.DataFrame({"time": times, "weight": 1.0}), pd.DataFrame({"time": stamps}, index=times.index)


def _misplaced_sun(
    tables: Tables, profile: str, values: pd.Series[float], begin: pd.Series[pd.Timestamp], length: np.ndarray
) -> tuple[float, float, float, float] | None:
    """Noon [h], how late it is [h], longitude and offset from UTC [h] where a profile of the sun is misplaced."""
    assets, zones = tables["assets"], tables["zones"]
    at = assets.loc[assets["availability"] == profile, "zone"]
    longitude = zones["longitude"][zones["zone"].isin(at) | at.empty].mean()
    found = sun.noon(values, begin, length)
    if found is None or not np.isfinite(longitude):
        return None
    late = sun.misplaced(found, float(longitude), tables.utc_offset)
    return None if late is None else (found, late, float(longitude), tables.utc_offset)


def _write(tables: Tables, words: pd.DataFrame) -> None:
    with replacing_file(tables.folder / file_of(tables.folder, HOURLY)) as fresh:
        named = words.sort_index().rename(columns=tables.headers.get(HOURLY, {}))
        named.to_csv(fresh, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
