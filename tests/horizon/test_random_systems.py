"""The random systems are not empty: what the proofs are about occurs in their optimal solutions, and often."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest

from tests.formulation.solved import Solved
from tests.horizon.hourly import hourly_optimum
from tests.horizon.random_systems import random_small

SYSTEMS = 50
# trait of an optimum: how many of the 50 systems must show it, about four fifths of those that did when written
AT_LEAST = {}


def values(found: Solved, variable: str) -> np.ndarray:
    """Values of a variable."""
    return np.asarray(found.program.variables[variable].array(found.solution.x).values)


def binds(found: Solved, constraint: str) -> bool:
    """Whether some row of a constraint has a price."""
    block = found.program.constraints[constraint]
    return bool((np.abs(found.solution.row_dual[block.start : block.stop]) > 1e-6).any())


def moves(found: Solved, variable: str, least: float = 0.1) -> bool:
    """Whether a variable is used."""
    return bool((values(found, variable) > least).any())


def is_partly_online(found: Solved) -> bool:
    """Whether a committed plant has some of its capacity online and some not."""
    online = found.program.variables["online"].array(found.solution.x)
    capacity = found.program.variables["capacity"].array(found.solution.x)
    of_plant = capacity.sel(asset=online["committed"].values).max("year").values[:, None]
    return bool(((online.values > 0.1) & (online.values < of_plant - 0.1)).any())


def traits(seed: int) -> dict[str, bool]:
    """What an optimum shows."""
    data, found = random_small(seed), hourly_optimum(seed)
    served = data["demand_mean"].mean("year").values.sum() * data.sizes["step"]
    factors = data["profile_value"].sel(profile=data["market_profile"].values).values
    availability = data["profile_value"].sel(profile=data["availability_of"].values.astype(str)).values
    committed = (data["min_load"].values > 0) & (availability.min(axis=1) < 1)
    return {
        "two years": data.sizes["year"] == 2,
        "three zones": data.sizes["zone"] == 3,
        "price negative now and then": bool((factors < 0).any()),
        "outage of a committed plant": bool(committed.any()),
        "all demand served": bool(values(found, "unserved").sum() < 1e-6 * served),
        "some demand not served": bool(values(found, "unserved").sum() > 1e-4 * served),
        "demand interrupted": moves(found, "interrupted"),
        "capacity built": moves(found, "new_capacity"),
        "capacity retired": moves(found, "retired"),
        "plant partly online": is_partly_online(found),
        "plant started": moves(found, "started"),
        "ramp of a committed plant binds": binds(found, "ramp_up") or binds(found, "ramp_down"),
        "ramp of a free plant binds": binds(found, "free_ramp_up") or binds(found, "free_ramp_down"),
        "minimum load binds": binds(found, "load_least"),
        "storage used": moves(found, "charge"),
        "storage full": binds(found, "storage_energy"),
        "storage leaks": moves(found, "standing_lost"),
        "energy of a storage built": moves(found, "new_energy"),
        "line sends": moves(found, "flow"),
        "line sends back": moves(found, "backflow"),
        "power bought and a year's limit binds": binds(found, "trade_limit"),
        "traded": moves(found, "trade"),
    }


@cache
def counted() -> Counter[str]:
    """Number of systems that show each trait."""
    return sum((Counter(name for name, shown in traits(s).items() if shown) for s in range(SYSTEMS)), Counter())


@pytest.mark.parametrize("trait", AT_LEAST)
def test_what_is_proved_occurs(trait: str) -> None:
    assert counted()[trait] >= AT_LEAST[trait]
