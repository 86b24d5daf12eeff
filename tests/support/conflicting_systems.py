"""Systems whose conflicts are known by construction: sources serve 100 MW for four hours, targets cap each of them."""

from __future__ import annotations

from collections.abc import Mapping

import xarray as xr

from tests.support.solved_system import plant
from tests.support.systems import Row, dataset

NEEDED = 400.0  # MWh


def sources(targets: Mapping[str, Row], zones: tuple[str, ...] = ("",), **costs: float) -> xr.Dataset:
    """A zone, or more without a line between them, each with sources of 200 MW at these costs [CNY/MWh], and wind of
    60 MW of which half is available: at most 120 MWh.

    Not to serve costs more than to miss a target. `<source><zone>` is the metric of what a source gives, `used` what
    all demands consume.
    """
    every = costs | {"wind": 0.0}
    assets = {
        f"{name}{zone}": plant(60.0 if name == "wind" else 200.0, cost)
        | {"zone_of": f"place{zone}", "availability_of": "half" if name == "wind" else "always"}
        for zone in zones
        for name, cost in every.items()
    }
    demands = {
        f"city{zone}": {"demand_zone": f"place{zone}", "demand_mean": NEEDED / 4, "unserved_cost": 90_000.0}
        for zone in zones
    }
    metrics = {name: {"generation": {name: 1.0}} for name in assets}
    return dataset(
        assets=assets,
        demands=demands,
        profiles={"half": [0.5] * 4},
        metrics=metrics | {"used": {"consumption": dict.fromkeys(demands, 1.0)}},
        targets={name: {"metric": name, "unit": "MWh", "mode": "enforce"} | row for name, row in targets.items()},
    )


def cap(value: float, **more: object) -> Row:
    """At most so much [MWh]."""
    return {"sense": "at_most", "value": value} | more
