"""Walking over tables: each cell, or each row, with the row's number as a spreadsheet shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def by_row(column: pd.Series[Any]) -> Iterator[tuple[int, Any]]:
    """Give the row number and the value of each cell of a column."""
    return zip(column.index.tolist(), column.tolist(), strict=True)


def words(column: pd.Series[Any]) -> list[str]:
    """Give the cells of a column as they are written: blank as '', flags as yes and no."""
    flags = {True: "yes", False: "no"}
    return ["" if pd.isna(cell) else flags[cell] if isinstance(cell, bool) else str(cell) for cell in column.tolist()]


def records(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the row number and the values by column of each row of a table; None for what is missing (pandas' NA)."""
    if frame.empty:  # as most are that hold what is wrong
        return
    names = list(map(str, frame.columns))
    columns = [[None if cell is pd.NA else cell for cell in frame[name].tolist()] for name in frame.columns]
    for row, *values in zip(frame.index.tolist(), *columns, strict=True):
        yield row, dict(zip(names, values, strict=True))
