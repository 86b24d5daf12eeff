"""Steps of the hourly table: how long each is, how often a year it occurs, and which of them follow each other.

A period is a run of steps that follow each other: the year, a week, a typical day. Storage goes from step to step by
length and returns within each period to where it began; energies of a year are power times length times weight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.dictionary import HOURLY
from energy_model.dataset.tables import HOURS_PER_YEAR, LEAP_YEAR_HOURS, Tables

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]
_ROUNDING = 1e-9  # of blocks that have passed: stamps of 20 minutes are no round numbers of hours


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps of one year; arrays have the shape (hour,), a row of the table each.

    length : [h]; times : how often a year the step occurs; period : number of its period, from 0
    begin : [h] from the begin of its period
    hours : [h] that the steps stand for; year_hours : over which energies of a year are spread, the same but for tests
    """

    length: Floats
    times: Floats
    period: Positions
    begin: Floats
    hours: float
    year_hours: float

    @property
    def weight(self) -> Floats:
        """Hours of the year that each step stands for [h]."""
        return self.length * self.times

    @property
    def first(self) -> Flags:
        """True at the first step of each period."""
        return _changes(self.period)

    @property
    def previous(self) -> Positions:
        """The step before, cyclic within the period."""
        steps, starts = np.arange(len(self.period)), np.flatnonzero(self.first)
        before = steps - 1
        before[starts] = np.append(starts[1:], len(steps)) - 1
        return before

    @property
    def spacing(self) -> Floats:
        """Distance of each step's centre from that of the step before [h]."""
        distance: Floats = (self.length + self.length[self.previous]) / 2
        return distance

    def block(self, hours: float) -> Positions:
        """Number of the block of so many hours in which each step begins; blocks begin with their period."""
        return _blocks(self.begin, hours)

    def closes(self, hours: float) -> Flags:
        """True at the last step of each block of so many hours, and of each period."""
        ends = _blocks(self.begin + self.length, hours) > self.block(hours)
        return np.asarray(ends | np.append(self.first[1:], True))

    def first_of_block(self, hours: float) -> Positions:
        """First step of the block of so many hours in which each step begins."""
        opens = self.first | _changes(self.block(hours))
        return np.maximum.accumulate(np.where(opens, np.arange(len(opens)), 0))

    @property
    def day(self) -> Positions:
        """Number of the day of each step, from 0 on through all periods."""
        return np.cumsum(self.first | _changes(self.block(24.0))) - 1


@dataclass(frozen=True)
class StepFigures:
    """Figures of the steps of a year, as they are told and as JSON gives them back.

    steps, periods : their number; hours : that they stand for [h]
    length, times : least and largest length [h] and number of times a year
    """

    steps: int
    periods: int
    hours: float
    length: list[float]
    times: list[float]

    @classmethod
    def of(cls, length: Floats, weight: Floats, period: Positions) -> StepFigures:
        """Figures of arrays over the steps of a year."""
        times = weight / length
        ranges = [[float(values.min()), float(values.max())] for values in (length, times)]
        return cls(len(length), len(np.unique(period)), float(weight.sum()), *ranges)


def steps_of(tables: Tables) -> Steps:
    """Steps of a year of the hourly table (of several model years: the first), defaults filled in."""
    return tables.once("steps", _steps)


def model_years(tables: Tables) -> list[int]:
    """Model years that rows of the hourly table name, as they stand; none where they hold for all."""
    return [int(year) for year in tables[HOURLY]["year"].dropna().unique()]


def in_year(tables: Tables, year: int) -> Tables:
    """Tables with the hourly rows of a model year only; the same tables where rows hold for all."""
    return tables.once(f"in {year}", lambda found: _in_year(found, year)) if model_years(tables) else tables


def _in_year(tables: Tables, year: int) -> Tables:
    hourly = tables[HOURLY]
    rows = hourly[(hourly["year"] == year).fillna(False).to_numpy(dtype=bool)]
    rows = rows.assign(year=pd.array([None] * len(rows), dtype="Int64"))
    return replace(tables, frames=tables.frames | {HOURLY: rows}, made=None if tables.made is None else {})


def even_steps(hours: int) -> Steps:
    """So many hours one after the other, each once."""
    ones, begin = np.ones(hours), np.arange(float(hours))
    return Steps(ones, ones, np.zeros(hours, dtype=np.int64), begin, float(hours), float(HOURS_PER_YEAR))


def period_numbers(names: pd.Series[str]) -> Positions:
    """Number of the period of each row: rows one below the other with one name are a period."""
    return np.cumsum(_changes(names.to_numpy())) - 1


def given_lengths(tables: Tables) -> Floats:
    """Length of each step [h]: as written, else the usual distance of two stamps in a row; of single stamps an hour."""
    hourly = tables[HOURLY]
    stamps = hourly["time"].to_numpy(dtype="datetime64[ns]")
    apart = np.diff(stamps) / np.timedelta64(1, "h")
    within = apart[~_changes(period_numbers(hourly["period"]))[1:] & (apart > 0)]
    found, counts = np.unique(within, return_counts=True)
    usual = float(found[counts.argmax()]) if len(found) else 1.0
    return hourly["length"].fillna(usual).to_numpy(dtype=np.float64)


def own_horizon(tables: Tables) -> float | None:
    """Hours that the steps stand for where a study says it (setting `horizon`) [h]; None: a year."""
    horizon = float(setting(tables, "horizon", [0])[0])
    return None if np.isnan(horizon) else horizon


def hours_meant(tables: Tables, given: float) -> float:
    """Hours of the year that lengths times weights, which add up to `given`, are to add up to [h].

    Those of the setting `horizon`, where it is given; else of a year or a leap year, whichever is nearer.
    """
    if (horizon := own_horizon(tables)) is not None:
        return horizon
    if tables.hours != HOURS_PER_YEAR:
        return float(tables.hours)  # an excerpt, for tests
    return float(min((HOURS_PER_YEAR, LEAP_YEAR_HOURS), key=lambda hours: abs(hours - given)))


def _steps(tables: Tables) -> Steps:
    if years := model_years(tables):
        return steps_of(in_year(tables, years[0]))
    hourly = tables[HOURLY]
    length, period = given_lengths(tables), period_numbers(hourly["period"])
    times = hourly["weight"].to_numpy(dtype=np.float64)
    if np.isnan(times).all():
        total = float(length.sum())
        hours = hours_meant(tables, total if total in (HOURS_PER_YEAR, LEAP_YEAR_HOURS) else HOURS_PER_YEAR)
        times = np.full(len(length), hours / total if total else 1.0)
    else:
        given = float(length @ times)
        hours = hours_meant(tables, given)
        times = times * (hours / given)
    ends = np.cumsum(length)
    begin = ends - length
    begin -= begin[_changes(period)][period] if len(period) else 0.0
    year = hours if tables.hours == HOURS_PER_YEAR else float(HOURS_PER_YEAR)
    return Steps(length, times, period, begin, hours, year)


def _blocks(hour: Floats, hours: float) -> Positions:
    return np.floor(hour / hours + _ROUNDING).astype(np.int64)


def _changes(values: NDArray[np.generic]) -> Flags:
    """True at the first value and where one differs from the one before."""
    flags = np.ones(len(values), dtype=bool)
    flags[1:] = values[1:] != values[:-1]
    return flags
