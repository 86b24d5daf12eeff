"""The random systems are not empty: what the proofs are about occurs in their optimal solutions, and often."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import xarray as xr

from tests.support.hourly import hourly_optimum
from tests.support.random_systems import random_small
from tests.support.solved_system import Solved

pytestmark = pytest.mark.proof

SYSTEMS, FEW = 50, 16
# trait of an optimum: how many of the 50 systems must show it, about four fifths of those that did when written
AT_LEAST = {
    "two years": 12,
    "three zones": 20,
    "price negative now and then": 8,
    "outage of a committed plant": 30,
    "all demand served": 22,
    "some demand not served": 16,
    "demand interrupted": 16,
    "capacity built": 45,
    "capacity retired": 17,
    "plant partly online": 38,
    "plant started": 38,
    "ramp of a committed plant binds": 35,
    "ramp of a free plant binds": 33,
    "minimum load binds": 28,
    "plant refitted": 12,
    "storage used": 40,
    "storage full": 38,
    "storage leaks": 25,
    "energy of a storage built": 32,
    "storage begins with a given energy": 23,
    "storage ends with what it must": 11,
    "storage ends with what it may": 8,
    "contents limited by hour": 9,
    "water flows in": 17,
    "water spilled": 4,
    "charging and discharging apart": 19,
    "energy capacity limited by itself": 9,
    "line sends": 38,
    "line sends back": 35,
    "cost by hour": 20,
    "ratio by hour": 17,
    "premium earned": 13,
    "least output binds": 8,
    "way back has a limit": 7,
    "power divides by reactance": 8,
    "least output of a year binds": 4,
    "largest output of a year binds": 8,
    "tied capacities bind": 5,
    "power bought": 30,
    "power sold": 15,
    "limit of a year's trade binds": 23,
}


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


def trades(found: Solved, chosen: np.ndarray) -> bool:
    """Whether some of the chosen markets are used."""
    return bool((values(found, "trade")[chosen] > 0.1).any())


def at_largest_energy(found: Solved, data: xr.Dataset) -> bool:
    """Whether some storage has its largest energy."""
    built = found.program.variables["energy_capacity"].array(found.solution.x)
    most = data["maximum_energy"].sel(asset=built["storage"].values).values
    return bool((built.values > most * (1 - 1e-9)).any())


def is_partly_online(found: Solved) -> bool:
    """Whether a committed plant has some of its capacity online and some not."""
    online = found.program.evaluate("online", found.solution.x)
    capacity = found.program.variables["capacity"].array(found.solution.x)
    of_plant = capacity.sel(asset=online["committed"].values).max("year").values[:, None]
    return bool(((online.values > 0.1) & (online.values < of_plant - 0.1)).any())


def traits(seed: int) -> dict[str, bool]:
    """Traits that an optimum shows."""
    data, found = random_small(seed), hourly_optimum(seed)
    demand = float(data["demand_mean"].mean("year").sum()) * data.sizes["step"]
    unserved = values(found, "unserved").sum()
    factors = data["profile_value"].sel(profile=data["market_profile"].values).values
    availability = data["profile_value"].sel(profile=data["availability_of"].values.astype(str)).values
    committed = (data["min_load"].values > 0) & (availability.min(axis=1) < 1)
    return {
        "two years": data.sizes["year"] == 2,
        "three zones": data.sizes["zone"] == 3,
        "price negative now and then": bool((factors < 0).any()),
        "outage of a committed plant": bool(committed.any()),
        "all demand served": bool(unserved < 1e-6 * demand),
        "some demand not served": bool(unserved > 1e-4 * demand),
        "demand interrupted": moves(found, "interrupted"),
        "capacity built": moves(found, "new_capacity"),
        "capacity retired": moves(found, "retired"),
        "plant partly online": is_partly_online(found),
        "plant started": moves(found, "started"),
        "ramp of a committed plant binds": binds(found, "ramp_up") or binds(found, "ramp_down"),
        "ramp of a free plant binds": binds(found, "free_ramp_up") or binds(found, "free_ramp_down"),
        "minimum load binds": binds(found, "load_least"),
        "plant refitted": moves(found, "retrofitted"),
        "storage used": moves(found, "charge"),
        "storage full": binds(found, "storage_energy"),
        "storage leaks": moves(found, "standing_lost"),
        "energy of a storage built": moves(found, "new_energy"),
        "storage begins with a given energy": moves(found, "discharge")
        and bool(np.isfinite(data["initial_energy"]).any()),
        "storage ends with what it must": binds(found, "final_least"),
        "storage ends with what it may": binds(found, "final_most"),
        "contents limited by hour": binds(found, "contents_least") or binds(found, "contents_most"),
        "water flows in": bool((found.program.evaluate("inflow_energy", found.solution.x) > 0.1).any()),
        "water spilled": moves(found, "spilled"),
        "charging and discharging apart": binds(found, "charging_power") or binds(found, "discharging_power"),
        "energy capacity limited by itself": at_largest_energy(found, data),
        "line sends": moves(found, "flow"),
        "line sends back": moves(found, "backflow"),
        "limit of a year's trade binds": binds(found, "trade_limit"),
        "cost by hour": bool(found.program.evaluate("hourly_production_cost", found.solution.x).any()),
        "ratio by hour": bool((found.program.evaluate("varying_activity", found.solution.x) > 0.1).any()),
        "premium earned": bool((found.program.evaluate("production_cost", found.solution.x) < -1).any()),
        "least output binds": binds(found, "least_by_hour"),
        "way back has a limit": binds(found, "way_back_limit"),
        "power divides by reactance": binds(found, "kirchhoff_voltage"),
        "least output of a year binds": binds(found, "year_energy_least"),
        "largest output of a year binds": binds(found, "year_energy_most"),
        "tied capacities bind": binds(found, "tied_capacity"),
        "power bought": trades(found, data["market"].str.startswith("buy").values),
        "power sold": trades(found, data["market_sign"].values < 0),
    }


@pytest.mark.parametrize(("systems", "share"), [(FEW, 0.5), pytest.param(SYSTEMS, 1.0, marks=pytest.mark.slow)])
def test_what_is_proved_occurs(systems: int, share: float) -> None:
    """Among a few systems at least half as often as among many."""
    counted: Counter[str] = Counter()
    for seed in range(systems):
        counted.update(name for name, is_shown in traits(seed).items() if is_shown)
    wanted = {name: share * least * systems / SYSTEMS for name, least in AT_LEAST.items()}
    assert {name: (counted[name], least) for name, least in wanted.items() if counted[name] < least} == {}
