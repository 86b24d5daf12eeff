"""Ranges of values: both ends, in order, around the value, with their source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

RANGED = {"technology_data": "value", "potentials": "maximum", "demand_data": "energy", "market_data": "price"}
ENDS = ("low", "high")
_ROUNDING = 1e-9  # relative: what the conversion of units may cost


def check_ranges(tables: Tables, years: Sequence[int]) -> None:
    """Report ranges with one end, with the ends in the wrong order, without the value in them, or without a source.

    A value that a scenario set may lie outside: it departs from the study on purpose.
    """
    for table, column in RANGED.items():
        rows = tables.sound(table, [column, *ENDS])
        for row, found in records(rows[rows[list(ENDS)].notna().any(axis="columns")]):
            _check_ends(tables, table, column, row, found)
            if not found["range_source"]:
                hint = "Say where low and high come from; an own range gives its reason."
                tables.report("empty-cell", table, "the range has no source.", hint, row=row, column="range_source")


def _check_ends(tables: Tables, table: str, column: str, row: int, found: dict[str, Any]) -> None:
    """Report one range whose ends do not fit each other or the value."""
    for blank, given in (ENDS, ENDS[::-1]):
        if pd.isna(found[blank]):
            message, hint = f"{given} is given, but not {blank}.", f"Repeat the {column} if it can only go one way."
            tables.report("half-range", table, message, hint, row=row, column=blank)
            return
    low, value, high = found["low"], found[column], found["high"]
    texts = tables.texts[table].loc[row]
    margin = _ROUNDING * max(abs(low), abs(high))
    if low > high + margin:
        message = f"low ({texts['low']}) is above high ({texts['high']})."
        tables.report("range", table, message, "Exchange them.", row=row, column="low")
    elif not low - margin <= value <= high + margin and (table, row, column) not in tables.edits:
        message = f"the {column} {texts[column]} is outside of its range, {texts['low']} to {texts['high']}."
        hint = "All three are in the unit of the row." if column == "value" else "Check the units in the header."
        tables.report("range", table, message, hint, row=row, column=column)


CHECKS = (check_ranges,)
