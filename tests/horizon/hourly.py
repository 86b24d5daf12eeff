"""The hourly optimum of a random system: what every bound is held against."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import xarray as xr

from tests.formulation.solved import Solved, solved_data
from tests.horizon.random_systems import random_small


@lru_cache(maxsize=8)
def hourly_optimum(seed: int, hours: int = 48) -> Solved:
    """`random_small(seed, hours)` solved whole by simplex; a vertex."""
    return solved_data(random_small(seed, hours))


def price_breaks(data: xr.Dataset) -> np.ndarray:
    """Where a segment must begin: with a year, and where the price of any market changes. dims: step."""
    names = list(dict.fromkeys(data["market_profile"].values))
    factors = data["profile_value"].sel(profile=names).transpose("profile", "step").values
    changes = np.ones(data.sizes["step"], dtype=bool)
    changes[1:] = (np.diff(factors, axis=1) != 0).any(axis=0)
    return changes | year_breaks(data)


def year_breaks(data: xr.Dataset) -> np.ndarray:
    """Where a year begins. dims: step."""
    return np.diff(data["year_of"].values, prepend=-1) != 0


def random_starts(breaks: np.ndarray, seed: int) -> np.ndarray:
    """First steps of random segments that begin wherever they must; some systems get long ones, some short ones."""
    rng = np.random.default_rng([7, seed])
    return np.flatnonzero(breaks | (rng.random(len(breaks)) < rng.choice([0.0, 0.1, 0.5])))
