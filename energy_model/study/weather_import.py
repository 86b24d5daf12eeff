"""Own weather in place of the synthetic year: hourly CSV, and NetCDF as atlite and xarray write it.

A file is read into one frame [hour x column] of 8,760 hours in UTC+8 and then merged into the study's hourly table.
What is wrong with a file is collected and reported at once.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.dataset.reading.timestamps import TIME_ZONE, hours_of_year

NAMELESS = "__xarray_dataarray_variable__"
"""What xarray calls an array without a name when it writes one."""


class WeatherFileError(ValueError):
    """A weather file that cannot be used; `problems` holds one sentence each."""

    def __init__(self, path: Path | str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"{path}: {len(problems)} problem(s)\n" + "\n".join(f"  - {text}" for text in problems))


def read_weather(
    path: Path | str, mapping: Mapping[str, str] | None = None, shapes: Collection[str] = ()
) -> pd.DataFrame:
    """Read a year of hourly profiles.

    A CSV has a column `time`; stamps without an offset are UTC+8, others are converted. A NetCDF has a dimension `time`
    in UTC and at most one more (bus, region, name): its variables become columns `variable` or `variable_label`.
    Stamps are beginnings of hours. The hours that a year in UTC leaves over in UTC+8 (the next 1 January, 0:00-8:00)
    are put at its beginning. 29 February is dropped.

    Args:
        path: a file ending in .csv, .nc, .nc4 or .h5.
        mapping: column of the file -> profile; only these are read. Without it every column is, under its own name.
        shapes: profiles of mean 1; all others are shares within 0 and 1.

    Returns:
        Frame [hour x profile], 8,760 rows, index `time` naive in UTC+8.

    Raises:
        WeatherFileError: with every problem found.
    """
    path = Path(path)
    try:
        raw = read_table(path) if path.suffix.lower() == ".csv" else read_netcdf(path, mapping)
    except (OSError, TypeError, ValueError) as error:
        if isinstance(error, WeatherFileError):
            raise
        raise WeatherFileError(path, [f"cannot be read: {error}"]) from error
    if mapping is not None:
        raw = chosen_columns(raw, mapping, path)
    frame = year_in_local_time(raw, path)
    if problems := list(value_problems(frame, shapes)):
        raise WeatherFileError(path, problems)
    return frame


def read_table(path: Path) -> pd.DataFrame:
    """A CSV as [stamp x column]; the index is naive (UTC+8) or has its offset. Text that is no number becomes NaN."""
    table = pd.read_csv(path)
    if "time" not in table:
        raise WeatherFileError(path, [f"has no column 'time' (columns: {', '.join(table.columns)})"])
    stamps = pd.DatetimeIndex(pd.to_datetime(table["time"]), name="time")
    numbers: pd.DataFrame = table.drop(columns="time").apply(pd.to_numeric, errors="coerce")
    return numbers.set_axis(stamps)


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


def year_in_local_time(frame: pd.DataFrame, path: Path | str) -> pd.DataFrame:
    """The 8,760 hours of the frame's year in UTC+8, in order, without 29 February.

    Raises:
        WeatherFileError: hours are missing, repeated, not whole, or of more than one year.
    """
    stamps = pd.DatetimeIndex(frame.index)
    if stamps.hasnans or stamps.empty:
        raise WeatherFileError(path, ["has rows without a time stamp" if len(stamps) else "has no rows"])
    if stamps.tz is not None:
        stamps = stamps.tz_convert(TIME_ZONE).tz_localize(None)
        year = int(stamps[len(stamps) // 2].year)
        spilled = (stamps.year == year + 1) & (stamps < pd.Timestamp(year + 1, 1, 1, 8))
        stamps = stamps.where(~spilled, stamps - pd.DateOffset(years=1))
    year = int(stamps[len(stamps) // 2].year)
    local = frame.set_axis(stamps.rename("time")).sort_index()
    if problems := list(time_problems(pd.DatetimeIndex(local.index), year)):
        raise WeatherFileError(path, problems)
    return local.loc[hours_of_year(year)]


def time_problems(stamps: pd.DatetimeIndex, year: int) -> Iterator[str]:
    """Sentences on what keeps sorted stamps from being the hours of a year."""
    hours = hours_of_year(year)
    leap_day = (stamps.month == 2) & (stamps.day == 29)
    kept = stamps[~leap_day]
    if len(kept) != len(hours):
        yield f"has {len(kept)} hours apart from 29 February; the year {year} in UTC+8 needs {len(hours)}"
    if len(missing := hours.difference(kept)):
        yield f"misses {len(missing)} hours of {year} (UTC+8), the first is {missing[0]:%Y-%m-%d %H:%M}"
    if len(repeated := kept[kept.duplicated()]):
        yield f"repeats {len(repeated)} hours, the first is {repeated[0]:%Y-%m-%d %H:%M}"
    if len(strange := kept.difference(hours)):
        yield f"has {len(strange)} stamps that are no whole hour of {year}, the first is {strange[0]:%Y-%m-%d %H:%M:%S}"


def value_problems(frame: pd.DataFrame, shapes: Collection[str]) -> Iterator[str]:
    """Sentences on values that are missing, out of range, or of the wrong mean."""
    if frame.empty or not len(frame.columns):
        yield "has no column of numbers over time"
    for name, series in frame.items():
        absent = series.index[~np.isfinite(series)]
        if len(absent):
            yield f"column '{name}': {len(absent)} values are not numbers, the first at {absent[0]:%Y-%m-%d %H:%M}"
        elif name in shapes and abs(series.mean() - 1) > 1e-3:
            yield f"column '{name}': its mean is {series.mean():.4g}; divide it by that, a shape has mean 1"
        elif name not in shapes and len(beyond := series[(series < 0) | (series > 1)]):
            yield (
                f"column '{name}': {len(beyond)} values outside of 0..1, the first at {beyond.index[0]:%Y-%m-%d %H:%M}"
                f" ({beyond.iloc[0]:g})"
            )


def merge_weather(
    hourly: pd.DataFrame,
    imported: pd.DataFrame,
    mapping: Mapping[str, str] | None = None,
    shapes: Collection[str] = (),
) -> pd.DataFrame:
    """Put imported columns in the place of a study's profiles.

    Hours meet by month, day and hour: the study's calendar stays, whatever year the weather is of.

    Args:
        hourly: the study's profiles [hour x profile], 8,760 rows.
        imported: what `read_weather` returned.
        mapping: column of `imported` -> profile; without it, columns go by their own names.
        shapes: profiles of mean 1; all others are shares within 0 and 1.

    Returns:
        A new frame like `hourly`.

    Raises:
        WeatherFileError: a column or a profile is unknown, or values do not fit the profile they are meant for.
    """
    chosen = chosen_columns(imported, mapping or {str(name): str(name) for name in imported}, "imported weather")
    known = list(hourly.columns)
    problems = [f"there is no profile '{name}'{suggestion(str(name), known)}" for name in chosen if name not in known]
    problems += value_problems(chosen, shapes)
    if len(chosen) != len(hourly):
        problems.append(f"has {len(chosen)} hours, the study {len(hourly)}")
    if problems:
        raise WeatherFileError("imported weather", problems)
    return hourly.assign(**{str(name): chosen[name].to_numpy() for name in chosen})
