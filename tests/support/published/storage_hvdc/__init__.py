"""PyPSA's storage-hvdc network; source and licence of its numbers are in the README beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.dataset.steps import Steps
from tests.support.systems import Row, dataset

_HERE = Path(__file__).parent
_STEPS, _LENGTH, _FACTOR, _CAP = 12, 3.0, 0.24, 1000.0  # h; t/MWh of gas; t
# capacities have room for any plan, and demand is always dearer to lose than to serve
_MOST, _LOST = 1e5, 1e6
_INFLOW = {"Storage 0": 20.0}  # MW
# step and content [MWh] that is given for its end; elsewhere it is anything from nothing to more than fits
_GIVEN, _ANY = {"Storage 3": (3, 50.0), "Storage 4": (2, 25.0)}, 1e6


def storage_hvdc() -> xr.Dataset:
    """The network as published, in steps of three hours that count once.

    A storage of six hours takes and gives with all of its power; those that are not cyclic begin empty. Capital costs
    [EUR/MW] are paid for all capacity, what stands included.
    """
    plants, demand = _table("generators"), _table("loads-p_set")
    rows = {f"{name}": _plant(str(name), plant) for name, plant in plants.iterrows()}
    rows |= {f"{name}": _storage(str(name), unit) for name, unit in _table("storage_units").iterrows()}
    rows |= {
        f"line {k}": _way(line, line["s_nom"]) | {"reactance": line["x"]} for k, line in _table("lines").iterrows()
    }
    rows |= {f"{k}": _way(link, link["p_nom"]) | {"availability_of": "limit"} for k, link in _table("links").iterrows()}
    gas = [name for name, row in rows.items() if row["behaviour"] == "conversion"]
    fuel = {"market_carrier": "gas", "market_capacity": 10 * _MOST}
    load = {"demand_mean": 1.0, "unserved_cost": _LOST}
    return dataset(
        steps=_steps(),
        assets=rows,
        ports={a: {"electricity": 1.0, "gas": -1.0 / plants.loc[a, "efficiency"]} for a in gas},
        emission_factors={"gas": _FACTOR},
        markets={f"gas {zone}": fuel | {"market_zone": zone} for zone in demand},
        demands={f"{zone}": load | {"demand_zone": zone, "demand_profile": f"load {zone}"} for zone in demand},
        profiles=_profiles(demand),
        metrics={"co2": {"emission_asset": dict.fromkeys(gas, 1.0)}},
        targets={"cap": {"metric": "co2", "year": 2030, "sense": "at_most", "value": _CAP, "mode": "enforce"}},
    )


def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(_HERE / f"{name}.csv", index_col=0, dtype={"bus": str, "bus0": str, "bus1": str})


def _steps() -> Steps:
    one, hours = np.ones(_STEPS), _STEPS * _LENGTH
    return Steps(_LENGTH * one, one, np.zeros(_STEPS, dtype=np.int64), _LENGTH * np.arange(_STEPS), hours, hours)


def _profiles(demand: pd.DataFrame) -> dict[str, Any]:
    wind, one = _table("generators-p_max_pu"), np.ones(_STEPS)
    found: dict[str, Any] = {f"{name}": wind[name] for name in wind} | {f"load {zone}": demand[zone] for zone in demand}
    found |= {"limit": 0.9 * one, "gas": 0.85 * one, "least gas": 0.02 * one}
    for name, (step, energy) in _GIVEN.items():
        given = np.arange(_STEPS) == step
        found |= {f"least {name}": np.where(given, energy, 0.0), f"most {name}": np.where(given, energy, _ANY)}
    return found


def _plant(name: str, plant: Any) -> Row:
    row = _size(plant, plant["p_nom"]) | {"zone_of": plant["bus"], "variable_om": plant["marginal_cost"]}
    row |= {"minimum_capacity": plant["p_nom_min"]} if plant["p_nom_extendable"] else {}
    if plant["carrier"] == "gas":
        return row | {"behaviour": "conversion", "availability_of": "gas", "least_output_of": "least gas"}
    return row | {"behaviour": "supply", "availability_of": name}


def _storage(name: str, unit: Any) -> Row:
    row = _size(unit, unit["p_nom"]) | {"behaviour": "storage", "zone_of": unit["bus"]}
    row |= {"variable_om": unit["marginal_cost"], "shares_converter": False, "standing_loss": 0.01}
    row |= {"efficiency_in": 0.9, "efficiency_out": 0.95, "duration_min": 6.0, "duration_max": 6.0}
    row |= {"existing_energy": 6.0 * row.get("existing", 0.0), "inflow": _INFLOW.get(name, 0.0)}
    row |= {} if unit["cyclic_state_of_charge"] else {"initial_energy": 0.0}
    return row | ({"least_level_of": f"least {name}", "most_level_of": f"most {name}"} if name in _GIVEN else {})


def _way(between: Any, capacity: float) -> Row:
    """A way of energy in both directions, without loss."""
    row: Row = {"zone_of": between["bus0"], "to_zone": between["bus1"], "bidirectional": True}
    row |= {"from_carrier": "electricity", "to_carrier": "electricity", "behaviour": "transmission"}
    return row | _size(between, capacity)


def _size(item: Any, capacity: float) -> Row:
    """Capacity that is there or may be built, and its yearly cost."""
    cost: Row = {"fixed_om": item["capital_cost"]}
    if any(item.get(name, False) for name in ("p_nom_extendable", "s_nom_extendable")):
        return cost | {"expandable": True, "maximum_capacity": _MOST}
    return cost | {"existing": capacity, "minimum_capacity": capacity, "maximum_capacity": capacity}
