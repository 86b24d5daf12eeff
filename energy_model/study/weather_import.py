"""Own profiles in the place of a study's: weather, loads, prices; hourly CSV, and NetCDF as atlite and xarray write it.

A file is read into one frame [hour x column] of 8,760 hours in the study's time and then merged into its hourly table.
What is wrong with a file is collected and reported at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.dataset.checks.hourly import bounds, wrong_mean
from energy_model.study.local_time import HoursError, Moved, stamps_of, year_of

NAMELESS = "__xarray_dataarray_variable__"
"""What xarray calls an array without a name when it writes one."""


class WeatherFileError(ValueError):
    """A weather file that cannot be used; `problems` holds one sentence each."""

    def __init__(self, path: Path | str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"{path}: {len(problems)} problem(s)\n" + "\n".join(f"  - {text}" for text in problems))


def read_weather(
    path: Path | str, mapping: Mapping[str, str] | None = None, kinds: Mapping[str, str] | None = None, *, offset: float
) -> tuple[pd.DataFrame, Moved]:
    """Read a year of hourly profiles.

    A CSV has a column `time`; stamps without an offset are in the study's time, others are moved to it. A NetCDF has a
    dimension `time` in UTC and at most one more (bus, region, name): its variables become columns `variable` or
    `variable_label`. Stamps are beginnings of hours. The hours that a year of another offset has in the next or last
    year of the study's are put at its other end. 29 February is dropped.

    Args:
        path: a file ending in .csv, .nc, .nc4 or .h5.
        mapping: column of the file -> profile; only these are read. Without it every column is, under its own name.
        kinds: kind of each profile of the study, which says what its numbers may be.
        offset: of the study's time from UTC [hour].

    Returns:
        Frame [hour x profile], 8,760 rows, index `time` naive in the study's time; and how its hours came there.

    Raises:
        WeatherFileError: with every problem found.
    """
    path = Path(path)
    try:
        raw, given = read_table(path) if path.suffix.lower() == ".csv" else (read_netcdf(path, mapping), (0.0,))
    except (OSError, TypeError, ValueError) as error:
        if isinstance(error, WeatherFileError):
            raise
        raise WeatherFileError(path, [f"cannot be read: {error}"]) from error
    if mapping is not None:
        raw = chosen_columns(raw, mapping, path)
    try:
        frame = year_of(raw, offset)
    except HoursError as error:
        raise WeatherFileError(path, error.problems) from error
    if problems := list(value_problems(frame, kinds or {})):
        raise WeatherFileError(path, problems)
    return frame, Moved(offset, given)


def read_table(path: Path) -> tuple[pd.DataFrame, tuple[float, ...]]:
    """A CSV as [stamp x column], and its offsets; the index is naive or in UTC. Text that is no number becomes NaN."""
    table = pd.read_csv(path)
    if "time" not in table:
        raise WeatherFileError(path, [f"has no column 'time' (columns: {', '.join(table.columns)})"])
    stamps, given = stamps_of(table["time"])
    numbers: pd.DataFrame = table.drop(columns="time").apply(pd.to_numeric, errors="coerce")
    return numbers.set_axis(stamps.rename("time")), given


def read_netcdf(path: Path, mapping: Mapping[str, str] | None) -> pd.DataFrame:
    """A NetCDF as [stamp in UTC x column]; variables without the dimension time are passed over."""
    columns: dict[str, np.ndarray] = {}
    problems: list[str] = []
    with xr.open_dataset(path) as dataset:
        if "time" not in dataset.indexes:
            raise WeatherFileError(path, [f"has no dimension 'time' (dimensions: {', '.join(map(str, dataset.dims))})"])
        for name, variable in dataset.data_vars.items():
            others = [dim for dim in variable.dims if dim != "time"]
            if "time" not in variable.dims or not np.issubdtype(variable.dtype, np.number):
                continue
            if len(others) > 1:
                problems.append(f"variable '{name}' has dimensions {variable.dims}: aggregate it to regions first")
            elif others:
                prefix = "" if name == NAMELESS else f"{name}_"
                labels = variable[others[0]].to_numpy()
                columns.update(
                    {f"{prefix}{label}": variable.isel({others[0]: i}).to_numpy() for i, label in enumerate(labels)}
                )
            else:
                columns[str(name)] = variable.to_numpy()
        stamps = pd.DatetimeIndex(dataset.indexes["time"], name="time").tz_localize("UTC")
    wanted_all = mapping is not None and set(mapping) <= set(columns)
    if problems and not wanted_all:
        raise WeatherFileError(path, problems)
    return pd.DataFrame(columns, index=stamps)


def chosen_columns(frame: pd.DataFrame, mapping: Mapping[str, str], path: Path | str) -> pd.DataFrame:
    """The columns of a mapping under the names of their profiles."""
    problems = [
        f"has no column '{name}'{suggestion(name, [str(column) for column in frame])}"
        for name in mapping
        if name not in frame
    ]
    targets = list(mapping.values())
    problems += [f"profile '{name}' is filled twice" for name in sorted(set(targets)) if targets.count(name) > 1]
    if problems:
        raise WeatherFileError(path, problems)
    return frame[list(mapping)].rename(columns=dict(mapping))


def suggestion(name: str, known: list[str]) -> str:
    """'; did you mean ...?' with the nearest known name, or what there is."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else f" (there are: {', '.join(known)})"


def value_problems(frame: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[str]:
    """Sentences on values that are missing, or not what profiles of their kind must be."""
    if frame.empty or not len(frame.columns):
        yield "has no column of numbers over time"
    for name, series in frame.items():
        absent = series.index[~np.isfinite(series)]
        if len(absent):
            yield f"column '{name}': {len(absent)} values are not numbers, the first at {absent[0]:%Y-%m-%d %H:%M}"
        elif name in kinds:
            yield from (f"column '{name}': {fault}" for fault in _faults(series, kinds[str(name)]))


def _faults(series: pd.Series[float], kind: str) -> Iterator[str]:
    """Faults that keep a column from being a profile of a kind."""
    low, high = bounds(kind)
    if len(beyond := series[(series < low) | (series > high)]):
        where = f"outside of {low:g}..{high:g}" if np.isfinite(high) else f"below {low:g}"
        first = f"the first at {beyond.index[0]:%Y-%m-%d %H:%M} ({beyond.iloc[0]:g})"
        yield f"{len(beyond)} values {where}, {first}; a profile of kind {kind} has none"
    if (mean := wrong_mean(series, kind)) is not None:
        yield f"its mean is {mean:.4g}; divide it by that, a profile of kind {kind} has mean 1"


def merge_weather(
    hourly: pd.DataFrame,
    imported: pd.DataFrame,
    mapping: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Put imported columns in the place of a study's profiles.

    Hours meet by month, day and hour: the study's calendar stays, whatever year the weather is of.

    Args:
        hourly: the study's profiles [hour x profile], 8,760 rows.
        imported: what `read_weather` returned.
        mapping: column of `imported` -> profile; without it, columns go by their own names.
        kinds: kind of each profile of the study.

    Returns:
        A new frame like `hourly`.

    Raises:
        WeatherFileError: a column or a profile is unknown, or values do not fit the profile they are meant for.
    """
    chosen = chosen_columns(imported, mapping or {str(name): str(name) for name in imported}, "imported weather")
    known = list(hourly.columns)
    problems = [f"there is no profile '{name}'{suggestion(str(name), known)}" for name in chosen if name not in known]
    problems += value_problems(chosen, kinds or {})
    if len(chosen) != len(hourly):
        problems.append(f"has {len(chosen)} hours, the study {len(hourly)}")
    if problems:
        raise WeatherFileError("imported weather", problems)
    return hourly.assign(**{str(name): chosen[name].to_numpy() for name in chosen})
