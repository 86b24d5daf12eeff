"""The system of the benchmarks: a ring of zones with weather, plants and storages of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from tests.support.systems.builder import dataset
from tests.support.systems.defaults import Row


def random_system(zones: int = 8, hours: int = 8760, seed: int = 1) -> xr.Dataset:
    """The system of the benchmarks: in each zone wind, sun, two thermal plants, a battery and a long storage; a ring
    of lines with chords. Everything can be built; demand is about a GW a zone.
    """
    rng = np.random.default_rng(seed)
    assets: dict[str, Row] = {}
    demands: dict[str, Row] = {}
    profiles: dict[str, Any] = {}
    for k in range(zones):
        profiles |= _weather(k, hours, rng)
        load = {"demand_zone": f"z{k}", "demand_profile": f"load{k}", "demand_mean": 800 + 400 * rng.random()}
        demands[f"load{k}"] = load
        for name, row in _plants(k, rng).items():
            assets[f"{name}{k}"] = {"zone_of": f"z{k}", "expandable": True, "maximum_capacity": 20_000.0} | row
    return dataset(assets=assets | _lines(zones), demands=demands, profiles=profiles, hours=hours)


def _weather(k: int, hours: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Profiles of a zone: wind, sun and load. shapes: (hour,)."""
    hour = np.arange(hours)
    wind = _smooth(rng, hours)
    sun = np.clip(np.sin((hour % 24 - 6) / 12 * np.pi), 0, None) * (0.4 + 0.6 * rng.random(hours))
    load = 1 + 0.25 * np.sin((hour % 24 - 8) / 24 * 2 * np.pi) + 0.1 * rng.standard_normal(hours)
    return {
        f"wind{k}": wind.round(4),
        f"sun{k}": sun.round(4),
        f"load{k}": np.clip(load, 0.3, None).round(4),
    }


def _plants(k: int, rng: np.random.Generator) -> dict[str, Row]:
    """Plants and storages of a zone, their costs within a tenth of the same."""
    spread = 0.9 + 0.2 * rng.random(6)
    wind: Row = {"availability_of": f"wind{k}", "overnight_cost": 9e6 * spread[0], "fixed_om": 2e5, "variable_om": 1.0}
    sun: Row = {"availability_of": f"sun{k}", "overnight_cost": 3e6 * spread[1], "fixed_om": 4e4, "variable_om": 0.5}
    return {
        "wind": wind,
        "sun": sun,
        "coal": {"overnight_cost": 3.9e6 * spread[2], "fixed_om": 1e5, "variable_om": 300 * spread[2]},
        "gas": {"overnight_cost": 2.4e6 * spread[3], "fixed_om": 6e4, "variable_om": 620 * spread[3]},
        "battery": _storage(4.0, 0.94, 0.94, 2.2e6 * spread[4], 1.0),
        "flow": _storage(10.0, 0.85, 0.82, 7.0e6 * spread[5], 2.0),
    }


def _lines(zones: int) -> dict[str, Row]:
    """A line from each zone to the next, and up to two across the ring."""
    pairs = [(k, (k + 1) % zones) for k in range(zones if zones > 2 else zones - 1)]
    pairs += [(k, k + zones // 2) for k in range(min(2, zones // 4))]
    line: Row = {"behaviour": "transmission", "from_carrier": "electricity", "to_carrier": "electricity"}
    line |= {"bidirectional": True, "expandable": True, "maximum_capacity": 3000.0}
    line |= {"overnight_cost": 1.5e6, "lifetime": 40.0, "variable_om": 0.1}
    return {f"line{i}_{j}": line | {"zone_of": f"z{i}", "to_zone": f"z{j}"} for i, j in pairs}


def _storage(duration: float, charge: float, discharge: float, cost: float, variable_om: float) -> Row:
    return {
        "behaviour": "storage",
        "duration_min": duration,
        "duration_max": duration,
        "efficiency_in": charge,
        "efficiency_out": discharge,
        "overnight_cost": cost,
        "variable_om": variable_om,
        "lifetime": 15.0,
    }


def _smooth(rng: np.random.Generator, hours: int) -> np.ndarray:
    noise = rng.standard_normal(hours)
    level = np.empty(hours)
    state = 0.0
    for t in range(hours):
        state = 0.97 * state + 0.243 * noise[t]
        level[t] = state
    return 1 / (1 + np.exp(-1.6 * (level - 0.6)))
