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
    result = np.full((len(keys), len(years)), missing)
    position = {name: index for index, name in enumerate(keys)}
    for name, rows in frame.groupby(key, sort=False):
        if name in position:
            result[position[str(name)]] = along_years(rows["year"], rows[value], years)
    return result


def along_years(given: pd.Series[int], values: pd.Series[float], years: Sequence[int]) -> Floats:
    """Interpolate the values of some years linearly to ``years``, (year); a value without a year holds for all.

    Between a number and infinity (no limit) there is no limit.
    """
    if given.isna().any():
        return np.full(len(years), float(values[given.isna()].iloc[0]))
    order = np.argsort(given.to_numpy(dtype=float))
    known, numbers = given.to_numpy(dtype=float)[order], values.to_numpy(dtype=float)[order]
    wanted = np.asarray(years, dtype=float)
    after = np.searchsorted(known, wanted).clip(0, len(known) - 1)
    before = np.where(known[after] > wanted, after - 1, after).clip(0)
    span = np.where(after > before, known[after] - known[before], 1.0)
    share = np.clip((wanted - known[before]) / span, 0.0, 1.0) * (after > before)
    low, high = numbers[before], numbers[after]
    bounded = np.isfinite(low) & np.isfinite(high)
    with np.errstate(invalid="ignore"):
        return np.where(bounded, low + share * (high - low), np.where(after > before, np.inf, high))
