"""PyPSA's ac-dc-meshed network; source and licence of its numbers are in the README beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from tests.support.systems import Row, dataset

_HERE = Path(__file__).parent
_HOURS, _FACTOR, _CAP = 10, 0.24, 1000.0  # h; t/MWh of gas; t
_AC, _DC = 380.0, 200.0  # kV
# capacities have room for any plan, and demand is always dearer to lose than to serve
_MOST, _LOST = 1e5, 1e7


def ac_dc_meshed(with_voltage: bool = True) -> xr.Dataset:
    """The network as published; lines without reactance where not `with_voltage`.

    Emissions are those of gas burnt in plants of its efficiency; both directions of a line or converter share one
    capacity, of converters nine tenths of it. Capital costs [EUR/MW] are paid for all capacity, what stands included.
    """
    plants, lines, links = _table("generators"), _table("lines"), _table("links")
    gas = [name for name, plant in plants.iterrows() if plant["carrier"] == "gas"]
    demand = _table("loads-p_set")
    rows = {f"{name}": _plant(name, plant) for name, plant in plants.iterrows()}
    rows |= {f"line {name}": _line(line, with_voltage) for name, line in lines.iterrows()}
    rows |= {f"{name}": _way(link) | {"availability_of": "nine tenths"} for name, link in links.iterrows()}
    wind = _table("generators-p_max_pu")
    profiles = {f"{name}": wind[name] for name in wind} | {f"load {zone}": demand[zone] for zone in demand}
    return dataset(
        hours=_HOURS,
        assets=rows,
        ports={f"{a}": {"electricity": 1.0, "gas": -1.0 / plants.loc[a, "efficiency"]} for a in gas},
        emission_factors={"gas": _FACTOR},
        markets={
            f"gas {zone}": {"market_zone": zone, "market_carrier": "gas", "market_capacity": 10 * _MOST}
            for zone in plants["bus"].unique()
        },
        demands={
            f"{zone}": {"demand_zone": zone, "demand_profile": f"load {zone}", "demand_mean": 1.0}
            | {"unserved_cost": _LOST}
            for zone in demand
        },
        profiles=profiles | {"nine tenths": [0.9] * _HOURS},
        metrics={"co2": {"emission_asset": dict.fromkeys(map(str, gas), 1.0)}},
        targets={
            "cap": {
                "metric": "co2",
                "year": 2030,
                "sense": "at_most",
                "value": _CAP,
                "mode": "enforce",
                "most_missed": 0.0,
            }
        },
    )


def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(_HERE / f"{name}.csv", index_col=0)


def _plant(name: Any, plant: Any) -> Row:
    row = {"zone_of": plant["bus"], "variable_om": plant["marginal_cost"], "fixed_om": plant["capital_cost"]}
    row |= {"expandable": True, "maximum_capacity": _MOST, "minimum_capacity": plant["p_nom_min"]}
    return row | ({"behaviour": "conversion"} if plant["carrier"] == "gas" else {"availability_of": f"{name}"})


def _line(line: Any, with_voltage: bool) -> Row:
    """In the DC network resistances do what reactances do in the AC one."""
    per_unit = line["r"] / _DC**2 if line["bus0"].endswith("DC") else line["x"] / _AC**2
    return _way(line) | {"reactance": per_unit if with_voltage else 0.0}


def _way(between: Any) -> Row:
    """A way of energy in both directions."""
    carriers = {"from_carrier": "electricity", "to_carrier": "electricity", "behaviour": "transmission"}
    row: Row = {"zone_of": between["bus0"], "to_zone": between["bus1"], "bidirectional": True, "expandable": True}
    return row | carriers | {"maximum_capacity": _MOST, "fixed_om": between["capital_cost"]}
