"""Systems of the gallery with heat, hydrogen, targets, or demand that moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from tests.benchmarks.gallery import profiles as series
from tests.benchmarks.gallery.rows import battery, buying, coal, converter, demand, line, store, supply
from tests.support.systems import Row, dataset


def pure_heat(hours: int) -> xr.Dataset:
    """Heat alone: boilers, heat pumps at an hourly price of power, a tank and a pit."""
    return dataset(
        hours=hours,
        assets={
            "boiler": converter("north", 600.0, carrier_of="heat"),
            "pump": converter("north", 5_000.0, carrier_of="heat"),
            "tank": store("north", 100.0, 30.0, 0.98, 0.98, carrier_of="heat", standing_loss=0.002),
            "pit": store("north", 200.0, 4.0, 0.95, 0.95, carrier_of="heat", standing_loss=2e-4),
        },
        ports={"boiler": {"gas": -1.05, "heat": 1.0}, "pump": {"electricity": -0.33, "heat": 1.0}},
        demands={"homes": demand("north", 200.0, "heat", demand_carrier="heat")},
        markets={
            "gas": buying("north", "gas", 280.0),
            "power": buying("north", "electricity", 450.0, market_profile="price"),
        },
        profiles={"heat": series.heat(11, hours), "price": np.clip(series.price(11, hours), 0.02, None)},
        emission_factors={"gas": 0.2, "heat": 0.0},
        co2_price=100.0,
    )


def combined_heat(hours: int) -> xr.Dataset:
    """Heat and power of one town: combined plants with minimum load, boilers, a heat pump, tanks, wind."""
    fleet = coal("north", 300.0, start_cost=2_000.0, min_load=0.35)
    return dataset(
        hours=hours,
        assets={
            "combined": fleet,
            "boiler": converter("north", 600.0, carrier_of="heat"),
            "pump": converter("north", 5_000.0, carrier_of="heat"),
            "tank": store("north", 100.0, 30.0, 0.98, 0.98, carrier_of="heat", standing_loss=0.002),
            "wind": supply("north", 7_000.0, "wind"),
            "gas": converter("north", 2_500.0),
            "battery": battery("north"),
        },
        ports={
            "combined": {"fuel": -2.8, "electricity": 1.0, "heat": 1.2},
            "boiler": {"gas": -1.05, "heat": 1.0},
            "pump": {"electricity": -0.33, "heat": 1.0},
            "gas": {"gas": -1.8, "electricity": 1.0},
        },
        carriers={"heat": {"role": "heat", "disposable": True}},
        demands={
            "town": demand("north", 300.0, "load"),
            "homes": demand("north", 250.0, "heat", demand_carrier="heat"),
        },
        markets={"fuel": buying("north", "fuel", 100.0), "gas": buying("north", "gas", 280.0)},
        profiles={"heat": series.heat(12, hours), "wind": series.wind(12, hours), "load": series.load(12, hours)},
        emission_factors={"gas": 0.2, "fuel": 0.34},
        co2_price=80.0,
    )


def quarters(hours: int) -> xr.Dataset:
    """Three quarters of a town with roof sun, combined plants, heat mains with losses: as Calliope's urban example."""
    zones = ("east", "middle", "west")
    assets: dict[str, Row] = {}
    demands: dict[str, Row] = {}
    ports: dict[str, dict[str, float]] = {}
    found: dict[str, Any] = {}
    for k, zone in enumerate(zones):
        found |= {f"sun_{zone}": series.sun(30 + k, hours), f"load_{zone}": series.load(30 + k, hours)}
        found |= {f"heat_{zone}": series.heat(30 + k, hours)}
        assets[f"sun_{zone}"] = supply(zone, 4_000.0, f"sun_{zone}", maximum_capacity=15.0)
        assets[f"boiler_{zone}"] = converter(zone, 700.0, carrier_of="heat")
        ports[f"boiler_{zone}"] = {"gas": -1.1, "heat": 1.0}
        demands[f"power_{zone}"] = demand(zone, 6.0 + k, f"load_{zone}")
        demands[f"heat_{zone}"] = demand(zone, 9.0 - k, f"heat_{zone}", demand_carrier="heat")
    assets["combined"] = converter("middle", 6_000.0)
    ports["combined"] = {"gas": -2.5, "electricity": 1.0, "heat": 0.8}
    for end in ("east", "west"):
        assets[f"line_{end}"] = line("middle", end, 4.0, 800.0)
        pipe = line("middle", end, 0.0, 1_200.0, loss=0.08, from_carrier="heat", to_carrier="heat")
        assets[f"pipe_{end}"] = pipe | {"bidirectional": False}
    return dataset(
        hours=hours,
        assets=assets,
        ports=ports,
        demands=demands,
        carriers={"heat": {"role": "heat", "disposable": True}},
        markets={
            **{f"gas_{zone}": buying(zone, "gas", 280.0) for zone in zones},
            "grid": buying("middle", "electricity", 700.0, 30.0),
        },
        profiles=found,
        emission_factors={"gas": 0.2},
    )


def hydrogen_chain(hours: int, years: tuple[int, ...] = (2030,)) -> xr.Dataset:
    """Wind and sun, electrolysers, a tank, hydrogen for a works and ammonia that sells a fixed yield a year."""
    assets: dict[str, Row] = {
        "wind": supply("north", 7_000.0, "wind"),
        "sun": supply("north", 3_500.0, "sun"),
        "battery": battery("north"),
        "electrolyser": converter("north", 3_500.0, min_load=0.1, start_cost=100.0),
        "tank": store("north", 50.0, 120.0, 0.99, 0.99, carrier_of="hydrogen"),
        "synthesis": converter("north", 5_000.0, min_load=0.3, ramp=0.1, start_cost=500.0),
    }
    return dataset(
        hours=hours,
        years=years,
        assets=assets,
        ports={
            "electrolyser": {"electricity": -1.0, "hydrogen": 0.66},
            "synthesis": {"hydrogen": -1.2, "electricity": -0.1, "ammonia": 1.0},
        },
        demands={
            "works": demand("north", 50.0, "always", demand_carrier="hydrogen", unserved_cost=3_000.0),
            "town": demand("north", 100.0, "load"),
        },
        markets={
            "ammonia": buying("north", "ammonia", 900.0, 200.0, market_sign=-1.0),
            "grid": buying("north", "electricity", 500.0, 50.0, market_profile="price"),
        },
        profiles={"wind": series.wind(13, hours), "sun": series.sun(13, hours), "load": series.load(13, hours)}
        | {"price": np.clip(series.price(13, hours), 0.05, None)},
        emission_factors={"hydrogen": 0.0, "ammonia": 0.0},
    )


def green_share(hours: int) -> xr.Dataset:
    """Four fifths of what is used must come from wind and sun, where coal is cheap."""
    used = {"consumption": {"town": 1.0}}
    made = {"generation": {"wind": 1.0, "sun": 1.0}}
    share: Row = {"metric": "green", "of": "used", "sense": "at_least", "value": 0.8, "mode": "enforce"}
    return _with_target(hours, {"green": made, "used": used}, {"share": share})


def co2_cap(hours: int) -> xr.Dataset:
    """No more CO2 than an eighth of what coal alone would emit."""
    burnt = {"emission_asset": {"coal": 1.0, "gas": 1.0}}
    cap: Row = {"metric": "co2", "sense": "at_most", "value": 0.1 * 800.0 * hours, "mode": "enforce"}
    return _with_target(hours, {"co2": burnt}, {"cap": cap})


def _with_target(hours: int, metrics: dict[str, Any], targets: dict[str, Row]) -> xr.Dataset:
    return dataset(
        hours=hours,
        assets={
            "wind": supply("north", 7_500.0, "wind"),
            "sun": supply("north", 3_800.0, "sun"),
            "battery": battery("north"),
            "pumped": store("north", 2_500.0, 150.0, 0.9, 0.9, duration_min=4.0, duration_max=12.0),
            "coal": coal("north", 1_200.0, start_cost=1_000.0),
            "gas": converter("north", 2_500.0),
        },
        ports={"coal": {"fuel": -2.5, "electricity": 1.0}, "gas": {"gas": -1.8, "electricity": 1.0}},
        demands={"town": demand("north", 800.0, "load")},
        markets={"fuel": buying("north", "fuel", 90.0), "gas": buying("north", "gas", 300.0)},
        profiles={"wind": series.wind(14, hours), "sun": series.sun(14, hours), "load": series.load(14, hours)},
        emission_factors={"fuel": 0.34, "gas": 0.2},
        metrics=metrics,
        targets=targets,
    )


def moving_demand(hours: int) -> xr.Dataset:
    """A third of the demand moves within the day, another part may be interrupted, and little else is flexible."""
    moving: Row = {"shift_share": 0.3, "shift_up": 0.4, "shift_cost": 20.0, "shift_hours": 6.0, "shift_energy": 800.0}
    return dataset(
        hours=hours,
        assets={
            "wind": supply("north", 7_000.0, "wind"),
            "sun": supply("north", 3_500.0, "sun"),
            "gas": supply("north", 2_500.0, running=600.0, ramp=0.2),
        },
        demands={
            "town": demand("north", 400.0, "load", **moving),
            "works": demand("north", 300.0, "always", interruptible_share=0.5, interruption_cost=900.0),
        },
        profiles={"wind": series.wind(15, hours), "sun": series.sun(15, hours), "load": series.load(15, hours)},
    )


def two_years(hours: int) -> xr.Dataset:
    """Five assets and two years, starts at 50 CNY/kW, a cable, hydrogen: as a stranger's first study."""
    assets: dict[str, Row] = {
        "sea_wind": supply("sea", 9_000.0, "wind") | {"existing": [800.0, 300.0]},
        "coal": coal("city", 1_600.0) | {"existing": [1_000.0, 1_000.0], "expandable": True, "overnight_cost": 4e6},
        "electrolyser": converter("city", 3_000.0, carrier_of="hydrogen"),
        "battery": battery("city"),
        "cable": line("sea", "city", 800.0, 3_000.0) | {"loss": 0.03},
    }
    return dataset(
        hours=hours,
        years=(2030, 2040),
        assets=assets,
        ports={
            "coal": {"fuel": -2.5, "electricity": 1.0},
            "electrolyser": {"electricity": -1.0, "hydrogen": 0.68},
        },
        demands={
            "load": demand("city", 1.0, "load") | {"demand_mean": [1_000.0, 1_200.0]},
            "hydrogen": demand("city", 10.0, "always", demand_carrier="hydrogen"),
        },
        markets={
            "fuel": buying("city", "fuel", 110.0),
            "grid": buying("city", "electricity", 450.0, 300.0, market_profile="price"),
        },
        profiles={"wind": series.wind(16, hours), "load": series.load(16, hours)}
        | {"price": np.where(np.arange(hours) % 24 < 8, 0.5, 1.2)},
        emission_factors={"fuel": 0.34, "hydrogen": 0.0},
        co2_price=100.0,
    )


def hydrogen_years(hours: int) -> xr.Dataset:
    """The hydrogen chain in two years."""
    return hydrogen_chain(hours, (2030, 2035))


def model_energy(hours: int) -> xr.Dataset:
    """Power and hydrogen for constant loads from weather alone, battery and cavern: as PyPSA's model of energy."""
    return dataset(
        hours=hours,
        assets={
            "wind": supply("north", 9_000.0, "wind"),
            "sun": supply("north", 4_500.0, "sun"),
            "battery": battery("north"),
            "electrolyser": converter("north", 4_000.0),
            "cavern": store("north", 20.0, 10.0, 1.0, 1.0, carrier_of="hydrogen"),
            "turbine": converter("north", 6_000.0),
        },
        ports={
            "electrolyser": {"electricity": -1.0, "hydrogen": 0.7},
            "turbine": {"hydrogen": -1.7, "electricity": 1.0},
        },
        demands={"works": demand("north", 100.0, "always", unserved_cost=80_000.0)},
        profiles={"wind": series.wind(17, hours), "sun": series.sun(17, hours)},
        emission_factors={"hydrogen": 0.0},
    )
