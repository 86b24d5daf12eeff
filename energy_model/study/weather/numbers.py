"""Numbers as programs of different countries write them: 1,234.5 and 1.234,5."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

_ENGLISH = re.compile(r"-?\d*\.\d+(?:[eE][+-]?\d+)?|-?\d{1,3}(?:,\d{3})+\.\d+")
_GERMAN = re.compile(r"-?\d+,\d+|-?\d{1,3}(?:\.\d{3})+,\d+")
_SAMPLE = 200  # rows that are looked at, spread over the file


def numbers(cells: pd.DataFrame) -> pd.DataFrame:
    """Words as numbers, all of one notation; NaN for what is none. Shapes (row, column)."""
    comma = decimal_comma(cells)
    return cells.apply(lambda column: _read(column, comma))


def decimal_comma(cells: pd.DataFrame) -> bool:
    """Whether decimals stand behind a comma: more cells say so than say that they stand behind a point."""
    sample = cells.iloc[:: max(1, len(cells) // _SAMPLE)].to_numpy().ravel().tolist()
    german = sum(bool(_GERMAN.fullmatch(word)) for word in sample)
    grouped = sum(word.count(",") == 1 and bool(re.fullmatch(r"-?\d{1,3},\d{3}", word)) for word in sample)
    english = sum(bool(_ENGLISH.fullmatch(word)) for word in sample)
    return german > english and german > grouped


def _read(column: pd.Series[str], comma: bool) -> pd.Series[float]:
    plain = column.str.replace("." if comma else ",", "", regex=False)
    if comma:
        plain = plain.str.replace(",", ".", regex=False)
    read: pd.Series[float] = pd.to_numeric(plain, errors="coerce").astype(np.float64)
    return read
