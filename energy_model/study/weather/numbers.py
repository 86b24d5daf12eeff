"""Numbers as programs of different countries write them: 1,234.5 and 1.234,5."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.dataset.reading.notation import decimal_comma

_SAMPLE = 200  # rows that are looked at, spread over the file


def numbers(cells: pd.DataFrame) -> pd.DataFrame:
    """Words as numbers, all of one notation; NaN for what is none. Shapes (row, column)."""
    comma = decimal_comma(cells.iloc[:: max(1, len(cells) // _SAMPLE)].to_numpy().ravel().tolist())
    return cells.apply(lambda column: _read(column, comma))


def _read(column: pd.Series[str], comma: bool) -> pd.Series[float]:
    plain = column.str.replace("." if comma else ",", "", regex=False)
    if comma:
        plain = plain.str.replace(",", ".", regex=False)
    read: pd.Series[float] = pd.to_numeric(plain, errors="coerce").astype(np.float64)
    return read
