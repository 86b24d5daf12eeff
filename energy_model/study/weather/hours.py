"""The rows of a file in the time of a study: a year of it, in standard time, moved by the difference of offsets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from energy_model.dataset.reading.stamps import Stamps, begins, in_words, usual_step
from energy_model.dataset.reading.timestamps import of_middle_year
from energy_model.study.weather.errors import HoursError
from energy_model.study.weather.notes import Note
from energy_model.study.weather.table import FileTable

_HOUR = pd.Timedelta(hours=1)


def local_rows(
    table: FileTable, offset: float, utc: float | None, year: int | None, ends: bool = False
) -> tuple[pd.DataFrame, list[Note]]:
    """Rows [begin in the study's time x column] of one year, in order, and what was made of their stamps.

    offset : of the study from UTC [h]; utc : of the file's stamps where neither they nor the file say it, or to
    overrule the file; year : which of several; ends : stamps are the ends of steps. Raises HoursError.
    """
    if table.stamps.some:
        raise HoursError("some stamps have an offset from UTC and others none")
    stamps = table.stamps
    notes: list[Note] = []
    if not stamps.offsets:
        stamps, notes = _standard_time(stamps)
        given = table.offset if utc is None else utc
        if given is not None:
            stamps = replace(stamps, times=stamps.times - given * _HOUR, offsets=(given,))
    if stamps.hour_24 or ends:  # before years are told apart: 24:00 of 31 December is in the next one
        stamps = replace(stamps, times=stamps.times - usual_step(stamps.times), hour_24=False)
        notes.append(Note("ends"))
    frame, stamps = _one_year(table.frame, stamps, year)
    times, marks = begins(stamps, offset)
    if marks.ends:
        notes.append(Note("ends"))
    if marks.late:
        notes.append(Note("late", minutes=f"{marks.late:g}"))
    if stamps.offsets not in ((), (offset,)):
        hours = " / ".join(f"{offset - given:+g}" for given in stamps.offsets)
        given_words = " / ".join(map(in_words, stamps.offsets))
        notes.append(Note("moved", given=given_words, hours=hours, own=in_words(offset)))
    elif not stamps.offsets:
        notes.append(Note("local", own=in_words(offset)))
    times = of_middle_year(times)
    return frame.set_axis(pd.DatetimeIndex(times, name="time")).sort_index(kind="stable"), notes


def _standard_time(stamps: Stamps) -> tuple[Stamps, list[Note]]:
    """Take an hour off where clocks were put forward: once an hour is missing, later in the file one is there twice."""
    times = stamps.times
    apart, step = times.diff().to_numpy(), usual_step(times).to_numpy()
    forward = np.flatnonzero(apart == step + _HOUR.to_numpy())
    back = np.flatnonzero(apart == step - _HOUR.to_numpy())
    if len(forward) != 1 or len(back) != 1 or step > _HOUR.to_numpy():
        return stamps, []
    rows, (begin, end) = np.arange(len(times)), (int(forward[0]), int(back[0]))
    summer = (rows >= begin) & (rows < end) if begin < end else (rows >= begin) | (rows < end)
    words = {"begin": f"{times.iloc[begin]:%Y-%m-%d}", "end": f"{times.iloc[end]:%Y-%m-%d}"}
    return replace(stamps, times=times.where(~summer, times - _HOUR)), [Note("summer_time", **words)]


def _one_year(frame: pd.DataFrame, stamps: Stamps, year: int | None) -> tuple[pd.DataFrame, Stamps]:
    """The rows of a year by the file's own time; months of several years that make one are put into one."""
    own = stamps.times + (stamps.offsets[0] if len(stamps.offsets) == 1 else 0) * _HOUR
    if own.iloc[-1] == own.iloc[0] + pd.DateOffset(years=1):
        frame, own = frame.iloc[:-1], own.iloc[:-1]  # the first hour of the next year is one too many
        stamps = replace(stamps, times=stamps.times.iloc[:-1])
    of_year = own.dt.year
    found = of_year.value_counts()
    most = int(found.index[0])
    if year is not None:
        if year not in found.index:
            raise HoursError(f"has no hours of {year} (years: {_years(found.index)})")
        chosen = of_year == year
        return frame[chosen], replace(stamps, times=stamps.times[chosen])
    if len(found) == 1:
        return frame, stamps
    in_one = pd.to_datetime(own.dt.strftime(f"{most}-%m-%d %H:%M"), errors="coerce") + (stamps.times - own)
    if in_one.duplicated().any() or in_one.isna().any():
        raise HoursError(f"has hours of {_years(found.index)}: name the year to take with --year")
    # a typical year, each month of which is of another one; not a year of another offset
    return frame, replace(stamps, times=in_one) if len(found) > 2 else stamps


def _years(years: pd.Index[int]) -> str:
    return ", ".join(str(year) for year in sorted(years))
