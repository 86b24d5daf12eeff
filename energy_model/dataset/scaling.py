"""Multiplying numbers of tables in memory, as scenarios do: cells of rows, and hours of a spell of weather.

Nothing is raised: what cannot be done is added to ``tables.problems`` with the origin as its place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

import energy_model.dataset.units as units
from energy_model.dataset.dictionary import HOURLY, NUMBERS, SHAPES, SHARES, dictionary
from energy_model.dataset.editing import Where, find_rows, refuse
from energy_model.dataset.problems import suggestion
from energy_model.dataset.tables import Tables

# what to scale where the mean of a profile must stay 1
INSTEAD = {
    "demand": "the energy in demand_data",
    "price": "the price in market_data",
    "factor": "the number that it multiplies",
}


def scale_cells(tables: Tables, table: str, where: Where, columns: Sequence[str], factor: float, origin: str) -> None:
    """Multiply the numbers in these columns of the rows that match (all rows if ``where`` is empty)."""
    rows = find_rows(tables, table, where, origin)
    for name in columns:
        column = dictionary()[table].columns.get(name) if table in dictionary() else None
        numbers = [c.name for c in dictionary()[table].columns.values() if c.kind in NUMBERS] if rows else []
        if rows and (column is None or name not in numbers):
            what = f"has no column '{name}'" if column is None else f"has no numbers in the column '{name}'"
            refuse(tables, "unknown-column", origin, f"the table {table} {what}.", suggestion(name, numbers))
            continue
        for row in rows:
            _scale_cell(tables, table, row, name, factor, origin)


def _scale_cell(tables: Tables, table: str, row: int, name: str, factor: float, origin: str) -> None:
    """Multiply one number and the words that it was written in; a cell that could not be read is left alone."""
    if any((found.table, found.row, found.column) == (table, row, name) for found in tables.problems):
        return
    words = tables.texts[table]
    split = units.split_quantity(str(words.at[row, name])) if name in words else None
    if split is None:
        message = f"row {row} of {table} has no number in the column '{name}'."
        refuse(tables, "empty-cell", origin, message, "Set it first, or name other rows.")
        return
    frame = tables.frames[table]
    frame.loc[[row], name] = factor * frame.loc[[row], name]
    words.loc[row, name] = f"{factor * split[0]:.12g} {split[1]}".strip()
    tables.edits[table, row, name] = origin


def scale_hours(
    tables: Tables, columns: Sequence[str], days: tuple[str, str] | None, factor: float, origin: str
) -> None:
    """Multiply profiles within 0 and 1 by a factor of at most 1 in the hours of some days.

    days: first and last day as 'MM-DD', the last one included; a first day after the last one goes over the turn of
        the year. None: the whole year.
    """
    rows = _rows_of(tables, days)
    kinds = dict(zip(tables["profiles"]["profile"], tables["profiles"]["kind"], strict=True))
    if not len(rows) and days:
        refuse(tables, "no-row", origin, f"no hour lies between {days[0]} and {days[1]}.", "Check the days.")
    if factor > 1:
        message = f"{factor:g} is above 1: a share of what is there cannot be."
        refuse(tables, "factor-above-1", origin, message, "Give a factor from 0 to 1.")
        return
    for name in columns:
        if name not in tables[HOURLY] or name in dictionary()[HOURLY].columns:
            hint = suggestion(name, [known for known, kind in kinds.items() if kind in SHARES])
            refuse(tables, "unknown-column", origin, f"the table {HOURLY} has no profile '{name}'.", hint)
        elif (kind := str(kinds.get(name, SHARES[0]))) not in SHARES:
            why = "whose mean must stay 1" if kind in SHAPES else "no share of what is there"
            message = f"'{name}' is a profile of kind {kind}, {why}."
            refuse(tables, "profile-kind", origin, message, f"Scale {INSTEAD[kind]} instead.")
        else:
            _scale_profile(tables, name, rows, factor, origin)


def _rows_of(tables: Tables, days: tuple[str, str] | None) -> pd.Index:
    """Give the rows of the hours from the first day to the last."""
    times = tables[HOURLY]["time"]
    if days is None:
        return times.index
    day = (times.dt.month * 100 + times.dt.day).to_numpy()
    first, last = (int(word.replace("-", "")) for word in days)
    inside = (day >= first) & (day <= last) if first <= last else (day >= first) | (day <= last)
    return times.index[np.asarray(inside, dtype=bool)]


def _scale_profile(tables: Tables, name: str, rows: pd.Index, factor: float, origin: str) -> None:
    """Multiply a profile in some hours: numbers, words, and where they come from."""
    frame, words = tables[HOURLY], tables.texts[HOURLY]
    scaled = factor * frame.loc[rows, name].dropna()
    frame.loc[scaled.index, name] = scaled
    words.loc[scaled.index, name] = [f"{value:.6g}" for value in scaled.tolist()]
    tables.edits |= {(HOURLY, int(row), name): origin for row in rows.tolist()}
