"""Numbers of single years to numbers of the model's years: interpolated between given years, held outside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def by_year(
    frame: pd.DataFrame, key: str, value: str, keys: Sequence[str], years: Sequence[int], missing: float = np.nan
) -> Floats:
    """Give the values of each key in each of ``years``, (key, year); ``missing`` where a key has no row.

    frame: a table with the columns ``key``, ``year`` (NA: all years) and ``value``.
    """
    given = frame["year"].to_numpy(dtype=np.float64, na_value=np.nan)
    numbers = frame[value].to_numpy(dtype=np.float64)
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(frame[key].tolist()):
        rows.setdefault(name, []).append(row)
    result = np.full((len(keys), len(years)), missing)
    for position, name in enumerate(keys):
        if name in rows:
            result[position] = along_years(given[rows[name]], numbers[rows[name]], years)
    return result


def along_years(given: Floats, numbers: Floats, years: Sequence[int]) -> Floats:
    """Interpolate the numbers of the ``given`` years linearly to ``years``, (year); a NaN year holds for all years.

    Between a number and infinity (no limit) there is no limit.
    """
    if np.isnan(given).any():
        return np.full(len(years), numbers[np.isnan(given)][0])
    order = np.argsort(given)
    known, values = given[order], numbers[order]
    wanted = np.asarray(years, dtype=np.float64)
    after = np.searchsorted(known, wanted).clip(0, len(known) - 1)
    before = np.where(known[after] > wanted, after - 1, after).clip(0)
    within = after > before
    span = np.where(within, known[after] - known[before], 1.0)
    low, high = values[before], values[after]
    bounded = np.isfinite(low) & np.isfinite(high)
    with np.errstate(invalid="ignore"):
        between = np.where(bounded, low + (wanted - known[before]) / span * (high - low), np.inf)
    return np.where(within, between, high)
