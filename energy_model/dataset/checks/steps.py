"""The steps of the hourly table: each once, one after the other, and a year in all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

import energy_model.dataset.reading.timestamps as timestamps
from energy_model.dataset.dictionary import HOURLY, dictionary
from energy_model.dataset.reading.cells import Complaint
from energy_model.dataset.rows import by_row
from energy_model.dataset.steps import (
    Flags,
    Positions,
    given_lengths,
    hours_meant,
    in_year,
    model_years,
    own_horizon,
    period_numbers,
)
from energy_model.dataset.tables import HOURS_PER_YEAR, LEAP_YEAR_HOURS, Tables

_ROUNDED_HOURS = 1.0  # that lengths times weights may be beside a year: weights are rounded
_ROUNDED_DAYS = 1e-6


def check_times(tables: Tables, years: Sequence[int]) -> None:
    """Report missing, double and misplaced steps, and lengths and weights that do not add up to a year."""
    if not tables.clean(*(f"{HOURLY}.{name}" for name in dictionary()[HOURLY].columns)) or tables[HOURLY].empty:
        return
    if model_years(tables):
        for fault in _unlike_years(tables, years):
            tables.report(fault.kind, HOURLY, fault.message, fault.hint, row=fault.row or None, column="year")
        if not tables.clean(f"{HOURLY}.year"):
            return
    for year in model_years(tables) or [0]:
        _check_year(in_year(tables, year))


def _unlike_years(tables: Tables, years: Sequence[int]) -> list[Complaint]:
    """Find rows without a model year, model years without rows, and years whose steps are not those of the first."""
    hourly, given = tables[HOURLY], model_years(tables)
    if hourly["year"].isna().any():
        row = int(hourly.index[hourly["year"].isna().to_numpy()][0])
        return [Complaint(row, "empty-cell", "the cell is empty.", "Give a model year in every row or in none.")]
    if missing := [year for year in years if year not in given]:
        message = f"there are no rows of the model year {', '.join(map(str, missing))}."
        hint = f"Give them, or leave the column blank. Years: {', '.join(map(str, given))}."
        return [Complaint(0, "missing-year", message, hint)]
    first, *others = (in_year(tables, year) for year in given)
    length, period = given_lengths(first), period_numbers(first[HOURLY]["period"])
    for year, of_year in zip(given[1:], others, strict=True):
        own, periods = given_lengths(of_year), period_numbers(of_year[HOURLY]["period"])
        if len(own) != len(length) or (own != length).any() or (periods != period).any():
            message = f"the steps of {year} are not those of {given[0]}: {len(own)} rows, and there {len(length)}."
            hint = "Give every model year as many rows, of the same lengths and periods."
            return [Complaint(int(of_year[HOURLY].index[0]), "unlike-years", message, hint)]
    return []


def _check_year(tables: Tables) -> None:
    """Report what is wrong with the steps of a model year."""
    hourly = tables[HOURLY]
    period = period_numbers(hourly["period"])
    first = np.append(True, np.diff(period) > 0)
    found = timestamps.faults(hourly["time"], given_lengths(tables), first)
    found += _divided(hourly["period"], first) or _unequal_weights(hourly, period)
    for fault in found or _sums(tables):
        column = fault.column or "time"
        tables.report(fault.kind, HOURLY, fault.message, fault.hint, row=fault.row or None, column=column)


def _divided(names: pd.Series[str], first: Flags) -> list[Complaint]:
    """Find periods that begin a second time."""
    begins = names[first]
    hint = "Put the rows of a period one below the other, or give it another name."
    return [
        Complaint(row, "divided-period", f"the period '{name}' begins a second time.", hint, "period")
        for row, name in by_row(begins[begins.duplicated()])
    ]


def _unequal_weights(hourly: pd.DataFrame, period: Positions) -> list[Complaint]:
    """Find weights in some rows only, or unlike within a period: energy would come from changing between them."""
    weight = hourly["weight"]
    if weight.isna().all():
        return []
    if weight.isna().any():
        message, hint = "the cell is empty.", "Give a weight in every row or in none."
        return [Complaint(row, "empty-cell", message, hint, "weight") for row, _ in by_row(weight[weight.isna()])]
    begins = weight.groupby(period).transform("first")
    hint = "Give all steps of a period one weight, and steps of another weight another period in the column period."
    what = "is not that of the period's first step."
    return [
        Complaint(row, "unequal-weight", f"the weight {value:g} {what}", hint, "weight")
        for row, value in by_row(weight[~np.isclose(weight, begins)])
    ]


def _sums(tables: Tables) -> list[Complaint]:
    """Find lengths that are no whole days, and weights that make no year of them (row 0: the whole column)."""
    hourly, length = tables[HOURLY], given_lengths(tables)
    weight, total = hourly["weight"], float(length.sum())
    if not weight.isna().any():
        given = float(length @ weight.to_numpy())
        hours = hours_meant(tables, given)
        if abs(given - hours) <= _ROUNDED_HOURS:
            return []
        message = f"length times weight adds up to {given:,.6g} hours, and the year has {hours:,.0f}."
        return [Complaint(0, "wrong-weights", message, f"Multiply the weights by {hours / given:.6g}.", "weight")]
    if own_horizon(tables) is not None:
        return []
    if tables.hours != HOURS_PER_YEAR:
        wrong, hint = total != tables.hours, f"There must be {tables.hours}."
    else:
        hint = "Add the rows that are missing, or say in a column weight how often a year each step occurs."
        wrong = abs(total / 24 - round(total / 24)) > _ROUNDED_DAYS
    if wrong:
        message = f"there are {total:g} hours, which are no whole days."
        return [Complaint(0, "number-of-hours", message, hint)]
    return _not_a_calendar_year(hourly["time"], total) if not hourly["period"].any() else []


def _not_a_calendar_year(time: pd.Series[pd.Timestamp], total: float) -> list[Complaint]:
    """Find a leap day in a year of 8,760 hours, and a whole year that does not begin in January."""
    begin = time.iloc[0]
    if total == HOURS_PER_YEAR and timestamps.leap_days(time).any():
        row, message = (
            int(time.index[timestamps.leap_days(time)][0]),
            "29 February is there, and another day is missing.",
        )
        return [Complaint(row, "leap-day", message, "Leave 29 February out, or give all 8,784 hours of the year.")]
    if total in (HOURS_PER_YEAR, LEAP_YEAR_HOURS) and (begin.day_of_year, begin.hour) != (1, 0):
        message = f"the year begins with {begin}."
        return [Complaint(int(time.index[0]), "year-begin", message, "It must begin at 00:00 of 1 January.")]
    return []


CHECKS = (check_times,)
