"""The part of the Dataset about time: steps of all years, which follow each other, days, months, and profiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from energy_model.dataset.assembly.arrays import Variables, floats
from energy_model.dataset.assembly.demands import exact_shape, windows
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.assembly.levels import level_profiles
from energy_model.dataset.assembly.markets import market_profiles
from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.dictionary import HOURLY, SHAPES
from energy_model.dataset.steps import Steps, in_year, steps_of
from energy_model.dataset.tables import HOURS_PER_YEAR, Tables

_MONTHS = 12


def step_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give time and profiles: every step of every year; what comes before is cyclic within its period."""
    each, steps, count = [in_year(tables, year) for year in years], steps_of(tables), len(years)
    times = [of_year[HOURLY]["time"].to_numpy(dtype="datetime64[ns]") for of_year in each]
    months = [of_year[HOURLY]["time"].dt.month.to_numpy(dtype=np.int64) for of_year in each]
    closing, levels = windows(tables), [level_profiles(of_year) for of_year in each]
    profiles = [*np.hstack([_profiles(of_year) for of_year in each]), *market_profiles(tables, years).values()]
    profiles += [np.tile(values, count) for values in closing.values()]
    profiles += [np.concatenate([of_year[name] for of_year in levels]) for name in levels[0]]
    by_year = {
        "weight": [steps_of(of_year).weight for of_year in each],
        "closes_day": [steps.closes(24.0).astype(float)] * count,
        "night": [_night(tables, hour_of_day(time), steps.length) for time in times],
        "time": times,
        "month_of": [month + _MONTHS * at for at, month in enumerate(months)],
    }
    meant = [_months_meant(month, steps_of(of_year)) for month, of_year in zip(months, each, strict=True)]
    return {
        "year_of": ("step", np.repeat(np.asarray(years, dtype=np.int64), len(steps.length))),
        "year_of_month": ("month", np.repeat(np.asarray(years, dtype=np.int64), _MONTHS)),
        "months_meant": ("month", np.concatenate(meant)),
        "hours_of": ("year", np.full(count, steps.hours)),
        # such profiles bound a state, so that of several hours the last one counts
        "profile_at_end": ("profile", np.arange(len(profiles)) >= len(profiles) - len(closing) - len(levels[0])),
        "profile_value": (("profile", "step"), np.vstack(profiles)),
        **{name: ("step", np.concatenate(values)) for name, values in by_year.items()},
        **sequence_variables(steps, count),
    }


def sequence_variables(steps: Steps, years: int) -> Variables:
    """Give which step follows which, and how long each is."""
    hours = len(steps.length)
    of_year = np.arange(years)[:, None]
    one_year = {
        "step_length": steps.length,
        "first_length": steps.length,
        "later_length": steps.length,
        "spacing": steps.spacing,
        "merged": np.zeros(hours),
    }
    return {
        "previous": ("step", (steps.previous + hours * of_year).ravel()),
        "period_of": ("step", (steps.period + (steps.period.max(initial=0) + 1) * of_year).ravel()),
        "day_of": ("step", np.tile(steps.day, years)),
        **{name: ("step", np.tile(values, years)) for name, values in one_year.items()},
    }


def hour_of_day(stamps: NDArray[np.datetime64]) -> Floats:
    """Time of day at which steps begin [h]."""
    since: Floats = (stamps - stamps.astype("datetime64[D]")) / np.timedelta64(1, "h")
    return since


def _profiles(tables: Tables) -> Floats:
    """Give 1 in every hour of a year, then the profiles of the hourly table. shape: (profile, hour)."""
    hourly, steps = tables[HOURLY], steps_of(tables)
    kinds = dict(zip(tables["profiles"]["profile"], tables["profiles"]["kind"], strict=True))
    given = [
        exact_shape(floats(hourly[profile]), steps.weight) if kinds[profile] in SHAPES else floats(hourly[profile])
        for profile in tables.keys("profiles")
    ]
    return np.vstack([np.ones(len(hourly)), *given])


def _night(tables: Tables, hour: Floats, length: Floats) -> Floats:
    """Give the share of each step that lies in the night: 1 or 0 of hours."""
    begin, end = (setting(tables, name, [0])[0] for name in ("night_begin", "night_end"))
    lasts = end - begin if begin <= end else 24.0 + end - begin

    def passed(at: Floats) -> Floats:
        days, since = np.divmod(at - begin, 24.0)
        hours: Floats = days * lasts + np.minimum(since, lasts)
        return hours

    share: Floats = (passed(hour + length) - passed(hour)) / length
    return share


def _months_meant(month: NDArray[np.int64], steps: Steps) -> Floats:
    """Give how many months each month of the table stands for: itself in a whole year, else as its hours say."""
    hours = np.bincount(month, weights=steps.weight, minlength=_MONTHS + 1)[1:]
    if hours.all() or steps.hours < HOURS_PER_YEAR:
        return np.ones(_MONTHS)
    return hours * _MONTHS / steps.hours
