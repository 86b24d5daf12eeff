"""From arrays of a solved dataset to tidy columns: series over things and years, and what is known of a thing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SMALLEST_MW = 1e-3  # capacity below it is none: nothing is divided by it


def long(array: xr.DataArray, dim: str, name: str = "asset") -> pd.Series[float]:
    """An array over (dim, year) as a series over (name, year)."""
    ordered = array.transpose(dim, "year")
    index = _pairs(tuple(ordered[dim].values.tolist()), tuple(ordered["year"].values.tolist()), name)
    return pd.Series(ordered.values.ravel(), index=index)


@lru_cache(maxsize=64)  # the same things and years for table after table
def _pairs(things: tuple[str, ...], years: tuple[int, ...], name: str) -> pd.MultiIndex:
    return pd.MultiIndex.from_product([things, years], names=[name, "year"])


def wide(parts: dict[str, pd.Series[float]], name: str = "asset") -> pd.DataFrame:
    """Series over (name, year) side by side, zero where a thing has none, in the order of the longest."""
    order = max(parts.values(), key=len).index
    columns = {column: series.reindex(order).fillna(0.0) for column, series in parts.items()}
    return pd.DataFrame(columns).rename_axis([name, "year"]).reset_index()


def described(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    """Put technology, group and zone of the assets behind the column asset."""
    for at, column in enumerate(("technology", "group", "zone"), start=1):
        found.insert(at, column, lookup(ds, f"{column}_of", found["asset"]))
    return found


def lookup(ds: xr.Dataset, variable: str, keys: pd.Series[str], dim: str = "asset") -> pd.Series[Any]:
    """Value of a variable over one dim for each key, on the index of the keys."""
    return keys.map(pd.Series(ds.variables[variable].values, index=ds.variables[dim].values))


def of_pairs(ds: xr.Dataset, variable: str, dim: str, keys: pd.Series[str], years: pd.Series[int]) -> Floats:
    """Value of a variable over (dim, year) for each pair of a key and a year. shape: (len(keys),)."""
    series = long(ds[variable], dim, name="key")
    return np.asarray(series.reindex(pd.MultiIndex.from_arrays([keys, years])), dtype=np.float64)


def hours(ds: xr.Dataset, years: pd.Series[int]) -> pd.Series[float]:
    """Hours of each of the years."""
    return years.map(ds["weight"].groupby(ds["year_of"]).sum().to_series())


def ratio(numerator: Any, denominator: Any, least: float = 0.0) -> Floats:
    """Divide element by element; NaN where the denominator is not above `least`."""
    top, bottom = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    found: Floats = np.full(np.broadcast(top, bottom).shape, np.nan)
    np.divide(top, bottom, out=found, where=bottom > least)
    return found
