"""Rows of a file onto the steps of a study, by month, day and time of day: means of what lies in each step."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.dataset.reading.stamps import usual_step
from energy_model.study.weather.errors import HoursError
from energy_model.study.weather.notes import Note

_DAY = 24 * 60  # [min]
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def onto_steps(
    rows: pd.DataFrame, begin: pd.Series[pd.Timestamp], length: NDArray[np.float64], place: str
) -> tuple[pd.DataFrame, list[Note]]:
    """Means of the rows over the steps of a study, on the index of `begin`, and what was done.

    rows : [begin x column], in order; length : of each step [h]; place : the study's time in words

    The study's calendar stays, whatever year the rows are of: 29 February is left out where the study has none, and is
    the 28th where the file has none. As many rows of another season as there are steps are taken one by one.
    Raises HoursError.
    """
    if rows.empty or not len(rows.columns):
        raise HoursError("has no rows of numbers below its header")
    times = pd.DatetimeIndex(rows.index)
    step = _minutes(usual_step(pd.Series(times)) or pd.Timedelta(hours=1))
    if repeated := int(times.duplicated().sum()):
        first = times[times.duplicated()][0]
        raise HoursError(f"repeats {repeated} time stamps, the first is {first:%Y-%m-%d %H:%M} ({place})")
    steps, lengths, notes = pd.DatetimeIndex(begin), np.round(60 * length).astype(np.int64), []
    leap_here, leap_there = _leap_day(steps), _leap_day(times)
    if leap_here.any() and not leap_there.any():
        notes.append(Note("leap_day"))
    with_leap_day = bool(leap_here.any() and leap_there.any())
    if leap_there.any() and not with_leap_day:
        rows, times = rows[~leap_there], times[~leap_there]
    at, wanted = _position(times, with_leap_day), _position(steps, with_leap_day)
    unit = int(np.gcd.reduce([step, *np.unique(at % step), *np.unique(wanted % step), *np.unique(lengths)]))
    cells = _cells(rows, at // unit, step // unit, (365 + with_leap_day) * _DAY // unit)
    values, missing = _means(cells, wanted // unit, lengths // unit)
    if len(lacking := np.flatnonzero(missing)):
        if len(rows) == len(begin) and np.ptp(at) <= len(rows) * step and (lengths == step).all():
            return rows.set_axis(begin.index), [Note("by_row", count=str(len(rows)))]
        raise HoursError(_gaps(times, begin, lengths, lacking, place))
    if (lengths != step).any():
        notes.append(Note("steps", file=_words(step), study=_words(int(lengths[0]))))
    return pd.DataFrame(values, index=begin.index, columns=rows.columns), notes


def _cells(rows: pd.DataFrame, at: NDArray[np.int64], number: int, count: int) -> NDArray[np.float64]:
    """Numbers of the rows in each unit of time of a year, with NaN where there is none. shape: (cell, column)"""
    cells = np.full((count, len(rows.columns)), np.nan)
    inside = (at[:, None] + np.arange(number)) % count
    cells[inside] = rows.to_numpy(dtype=np.float64)[:, None, :]
    return cells


def _means(
    cells: NDArray[np.float64], first: NDArray[np.int64], number: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Means over runs of cells, and where a cell of theirs is missing. shapes: (step, column), (step,)"""
    twice = np.vstack([np.zeros((1, cells.shape[1])), cells, cells])
    sums = np.cumsum(np.nan_to_num(twice), axis=0)
    holes = np.cumsum(np.isnan(twice).any(axis=1))
    last = first + number
    return (sums[last] - sums[first]) / number[:, None], holes[last] > holes[first]


def _gaps(
    times: pd.DatetimeIndex,
    begin: pd.Series[pd.Timestamp],
    lengths: NDArray[np.int64],
    lacking: NDArray[np.int64],
    place: str,
) -> str:
    """Sentence on the study's steps that the file lacks."""
    year, at = times[len(times) // 2].year, begin.iloc[lacking[0]]
    count = f"{lengths[lacking].sum() / 60:g} hours"
    whole = f"the study needs {lengths.sum() / 60:g} hours" if len(lacking) > 1 else "of the study's steps"
    return (
        f"misses {count} of {year} ({place}), the first is {year}-{at:%m-%d %H:%M}; {whole}, and the file goes from "
        f"{times[0]:%Y-%m-%d %H:%M} to {times[-1]:%Y-%m-%d %H:%M}"
    )


def _leap_day(times: pd.DatetimeIndex) -> NDArray[np.bool_]:
    return np.asarray((times.month == 2) & (times.day == 29))


def _position(times: pd.DatetimeIndex, with_leap_day: bool) -> NDArray[np.int64]:
    """Minutes since the begin of the year; without 29 February it is the 28th."""
    lengths = np.array(_MONTHS) + with_leap_day * (np.arange(12) == 1)
    before = np.cumsum([0, *lengths])
    days = before[times.month.to_numpy() - 1] + times.day.to_numpy() - 1 - _leap_day(times) * (not with_leap_day)
    minutes: NDArray[np.int64] = days * _DAY + times.hour.to_numpy() * 60 + times.minute.to_numpy()
    return minutes


def _minutes(step: pd.Timedelta) -> int:
    return max(1, round(step / pd.Timedelta(minutes=1)))


def _words(minutes: int) -> str:
    """A length in words: 15 min, 3 h."""
    return f"{minutes} min" if minutes % 60 else f"{minutes // 60} h"
