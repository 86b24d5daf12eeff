"""A study of one's own: copied from the packaged one or an example, and own weather in the place of its profiles."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from energy_model.atomic_write import replacing_file
from energy_model.dataset import Problem, StudyError, read_tables
from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.dictionary import HOURLY, dictionary
from energy_model.dataset.tables import file_of, is_workbook
from energy_model.study.local_time import Moved
from energy_model.study.location import PACKAGE, WORKBOOK, packaged_study, study_folder

PARTS = ("inputs", "scenarios", "seeds")
EXAMPLES = ("village", "island", "park")  # the folders of energy_model/examples/, the smallest first
README = "README.md"


def copy_study(target: Path | str, study: Path | str | None = None, workbook: bool = False) -> list[Path]:
    """Copy a study (None: the packaged one) into a new or empty folder and give what was made.

    workbook : one workbook `study.xlsx` in the place of the folder inputs/; Raises StudyError if the folder is not
    empty.
    """
    source = packaged_study() if study is None else study_folder(study)
    target, made = new_folder(target), []
    if workbook:
        made.append(write_workbook(target / WORKBOOK, source))
    for part in PARTS[1 if workbook else 0 :]:
        if (source / part).is_dir():
            # contents only: files of an installed package may be read-only
            made.append(Path(shutil.copytree(source / part, target / part, copy_function=shutil.copyfile)))
    return made


def copy_example(target: Path | str, name: str, workbook: bool = False) -> list[Path]:
    """Copy an example (one of `EXAMPLES`) with its page into a new or empty folder; as `copy_study`."""
    source = PACKAGE / "examples" / name
    made = copy_study(target, source, workbook)
    return [*made, Path(shutil.copyfile(source / README, Path(target) / README))]


def new_folder(target: Path | str) -> Path:
    """Make a folder for a new study. Raises StudyError where there is something already."""
    target = Path(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        hint = "Name a folder that is not there yet; what is there is never overwritten."
        raise StudyError([Problem("not-empty", str(target), "there is something here already.", hint)])
    target.mkdir(parents=True, exist_ok=True)
    return target


def write_workbook(path: Path, study: Path) -> Path:
    """Write the tables of a study as sheets of a workbook and give its path. Raises StudyError on faults in them."""
    from energy_model.dataset.spreadsheet import write_workbook as write  # openpyxl takes a moment to import
    from energy_model.dataset.study_sheets import study_pages

    tables = read_tables(study)
    if tables.problems:
        raise StudyError(tables.problems)
    write(path, study_pages(tables))
    return path


def import_weather(
    study: Path | str, file: Path | str, mapping: Mapping[str, str] | None = None
) -> tuple[list[str], Moved]:
    """Put the columns of an hourly file in the place of profiles of a study.

    Gives the names of the profiles, and how the file's hours came into the study's time (setting utc_offset).

    file : hourly CSV or NetCDF, see `study.weather_import.read_weather`
    mapping : column of the file -> profile; None: every column under its own name

    The hourly table is written whole or not at all; cells of other profiles stay as they are. Raises StudyError for the
    study's tables hourly and settings and WeatherFileError for the file; nothing is written then.
    """
    from energy_model.study.weather_import import merge_weather, read_weather  # xarray takes a moment to import

    folder = study_folder(study)
    if is_workbook(folder):
        hint = f"Put the columns into its sheet {HOURLY}, or use a study that is a folder with inputs/."
        raise StudyError([Problem("no-folder", str(study), "weather is not put into workbooks.", hint)])
    tables = read_tables(folder)
    if faults := [problem for problem in tables.problems if problem.table in (HOURLY, "settings")]:
        raise StudyError(faults)
    profiles = tables["profiles"]
    kinds = dict(zip(profiles["profile"], profiles["kind"], strict=True))
    offset = float(setting(tables, "utc_offset", [0])[0])
    imported, moved = read_weather(file, mapping or None, kinds, offset=offset)
    merged = merge_weather(tables[HOURLY].drop(columns=list(dictionary()[HOURLY].columns)), imported, kinds=kinds)
    words = tables.texts[HOURLY].copy()
    names = [str(name) for name in imported]
    for name in names:
        words[name] = [f"{value:.6g}" for value in merged[name]]
    _write(folder / file_of(folder, HOURLY), words.rename(columns=tables.headers[HOURLY]))
    return names, moved


def _write(path: Path, words: pd.DataFrame) -> None:
    with replacing_file(path) as fresh:
        words.to_csv(fresh, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
