"""Rows of the gallery's systems: plants, stores and lines, with costs of about today."""

from __future__ import annotations

from typing import Any

from tests.support.systems import Row

_MOST = 50_000.0  # MW, where nothing else limits what is built


def supply(zone: str, cost: float, profile: str = "always", running: float = 0.0, **more: Any) -> Row:
    """A plant without fuel to be built at `cost` [CNY/kW], each MWh at `running` [CNY]."""
    row: Row = {"zone_of": zone, "expandable": True, "maximum_capacity": _MOST, "overnight_cost": cost * 1e3}
    return row | {"availability_of": profile, "variable_om": running, "fixed_om": 0.02 * cost * 1e3} | more


def converter(zone: str, cost: float, running: float = 0.0, **more: Any) -> Row:
    """A plant with ports to be built at `cost` [CNY/kW]."""
    return supply(zone, cost, running=running) | {"behaviour": "conversion"} | more


def store(zone: str, power: float, energy: float, inward: float, outward: float, **more: Any) -> Row:
    """A store to be built at `power` [CNY/kW] and `energy` [CNY/kWh], with two efficiencies."""
    row = supply(zone, power, running=1.0) | {"behaviour": "storage", "overnight_cost_energy": energy * 1e3}
    row |= {"efficiency_in": inward, "efficiency_out": outward, "duration_min": 0.5, "duration_max": 2000.0}
    return row | {"lifetime": 20.0} | more


def battery(zone: str, **more: Any) -> Row:
    """A battery of one to eight hours."""
    return store(zone, 400.0, 900.0, 0.95, 0.95, duration_min=1.0, duration_max=8.0, lifetime=15.0, **more)


def line(begin: str, end: str, capacity: float, cost: float = 0.0, **more: Any) -> Row:
    """A line both ways of `capacity` [MW], to be built further at `cost` [CNY/kW] if that is not nothing."""
    row: Row = {"behaviour": "transmission", "bidirectional": True, "zone_of": begin, "to_zone": end, "loss": 0.02}
    row |= {"from_carrier": "electricity", "to_carrier": "electricity", "variable_om": 0.2, "existing": capacity}
    row |= {"maximum_capacity": capacity, "lifetime": 40.0}
    if cost:
        row |= {"expandable": True, "maximum_capacity": _MOST, "overnight_cost": cost * 1e3}
    return row | more


def coal(zone: str, capacity: float, **more: Any) -> Row:
    """A coal fleet that stands, with minimum load, ramps and starts [CNY/MW]."""
    row: Row = {"behaviour": "conversion", "zone_of": zone, "existing": capacity, "maximum_capacity": capacity}
    row |= {"min_load": 0.4, "ramp": 0.6, "start_cost": 50_000.0, "variable_om": 20.0, "fixed_om": 1e5}
    return row | more


def buying(zone: str, carrier: str, price: float, capacity: float = _MOST, **more: Any) -> Row:
    """A market where a carrier is bought at `price` [CNY/MWh]."""
    return {"market_zone": zone, "market_carrier": carrier, "market_price": price, "market_capacity": capacity} | more


def demand(zone: str, mean: float, profile: str, **more: Any) -> Row:
    """A demand of `mean` [MW]; what is not served costs 10 CNY/kWh."""
    return {"demand_zone": zone, "demand_mean": mean, "demand_profile": profile, "unserved_cost": 10_000.0} | more
