"""Plants that are there in each year, and what building them cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.dataset.assembly.arrays import floats
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.tables import Tables


def ends(tables: Tables) -> Floats:
    """First year in which each plant is gone; NaN where neither an end nor a lifetime is known. shape: (plant,).

    Where the table gives no end it follows from the start and the lifetime of the technology.
    """
    plants, data = tables["plants"], tables["technology_data"]
    lifetimes = data[data["parameter"] == "lifetime"].drop_duplicates("technology").set_index("technology")["value"]
    technology = dict(zip(tables["assets"]["asset"], tables["assets"]["technology"], strict=True))
    technology |= dict(zip(tables["links"]["link"], tables["links"]["technology"], strict=True))
    lived = plants["asset"].map(technology).map(lifetimes).to_numpy(dtype=float)
    given = plants["end"].to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(given), _starts(tables) + lived, given)


def alive(
    tables: Tables, column: str, keys: Sequence[str], years: Sequence[int], after: Sequence[int] | None = None
) -> Floats:
    """Sum of ``column`` (capacity or energy) of the plants that are there in each year. shape: (asset, year).

    A plant is there from its start until the year before its end. after: for each of ``years`` another one; only
        plants that start after that one count.
    """
    there = _there(tables, years)
    if after is not None:
        there &= _starts(tables)[:, None] > np.asarray(after)
    return _by_asset(tables, keys, there * floats(tables["plants"][column])[:, None])


def cost_of_existing(
    tables: Tables, column: str, keys: Sequence[str], years: Sequence[int], cost: Floats, started: Sequence[int]
) -> Floats:
    """Mean overnight cost of the plants that are there in each year, by ``column``; 0 without. shape: (asset, year).

    cost : (asset, started) overnight cost in the years in which plants start, of `start_years`
    """
    plants = tables["plants"]
    own = cost[pd.Index(keys).get_indexer(pd.Index(plants["asset"])), np.searchsorted(started, _starts(tables))]
    sizes = _there(tables, years) * floats(plants[column])[:, None]
    size = _by_asset(tables, keys, sizes)
    spent = _by_asset(tables, keys, sizes * own[:, None])
    return np.divide(spent, size, out=np.zeros_like(size), where=size > 0)


def cost_of_committed(
    tables: Tables, column: str, keys: Sequence[str], years: Sequence[int], cost: Floats, started: Sequence[int]
) -> Floats:
    """Overnight cost of the committed plants that came since the model year before, by year. shape: (asset, year).

    cost, started : as of `cost_of_existing`
    """
    plants, starts = tables["plants"], _starts(tables)
    own = cost[pd.Index(keys).get_indexer(pd.Index(plants["asset"])), np.searchsorted(started, starts)]
    after = np.array([-np.inf, *years[:-1]])
    came = (starts[:, None] > after) & (starts[:, None] <= np.asarray(years))
    came &= (plants["status"] == "committed").to_numpy(dtype=bool)[:, None]
    return _by_asset(tables, keys, came * (own * floats(plants[column]))[:, None])


def start_years(tables: Tables) -> list[int]:
    """Years in which plants start, in order."""
    return sorted({int(year) for year in tables["plants"]["start"]})


def _starts(tables: Tables) -> Floats:
    return tables["plants"]["start"].to_numpy(dtype=float, na_value=np.inf)


def _there(tables: Tables, years: Sequence[int]) -> NDArray[np.bool_]:
    """Whether each plant is there in each year. shape: (plant, year)."""
    there: NDArray[np.bool_] = (_starts(tables)[:, None] <= np.asarray(years)) & (
        np.asarray(years) < ends(tables)[:, None]
    )
    return there


def _by_asset(tables: Tables, keys: Sequence[str], values: Floats) -> Floats:
    """Sums of the plants of each asset. shapes: (plant, year) to (asset, year)."""
    result = np.zeros((len(keys), values.shape[1]))
    np.add.at(result, pd.Index(keys).get_indexer(pd.Index(tables["plants"]["asset"])), values)
    return result
