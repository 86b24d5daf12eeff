"""Systems of the gallery in which only electricity is balanced."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import xarray as xr

from tests.benchmarks.gallery import profiles as series
from tests.benchmarks.gallery.rows import battery, buying, coal, converter, demand, line, store, supply
from tests.support.systems import Row, dataset, random_system


def one_zone(hours: int, **load: Any) -> xr.Dataset:
    """Wind, sun, gas turbine and battery from nothing, in one zone."""
    return dataset(
        hours=hours,
        assets={**_renewables("north", 1), "gas": supply("north", 2_500.0, running=500.0), "battery": battery("north")},
        demands={"town": demand("north", 1_000.0, "load", **load)},
        profiles={**_weather("north", 1, hours), "load": series.load(1, hours)},
    )


def dear_lost_load(hours: int) -> xr.Dataset:
    """As in one zone, and nothing may be lost: ten million CNY a MWh."""
    return one_zone(hours, unserved_cost=1e7)


def only_weather(hours: int) -> xr.Dataset:
    """Wind and sun are all that can be built, and what they do not give is lost at a moderate price."""
    return dataset(
        hours=hours,
        assets=_renewables("north", 2) | _renewables("south", 3) | {"cable": line("north", "south", 300.0, 900.0)},
        demands={z: demand(z, 500.0, f"load_{z}", unserved_cost=2_000.0) for z in ("north", "south")},
        profiles=_weather("north", 2, hours)
        | _weather("south", 3, hours)
        | {f"load_{z}": series.load(k, hours) for k, z in enumerate(("north", "south"))},
    )


def island(hours: int) -> xr.Dataset:
    """An island of wind, sun and diesel with a battery and hydrogen that is kept from summer to winter."""
    assets: dict[str, Row] = {
        **_renewables("north", 4),
        "diesel": supply("north", 3_000.0, running=1_800.0),
        "battery": battery("north"),
        "electrolyser": converter("north", 4_000.0),
        "cavern": store("north", 50.0, 8.0, 0.99, 0.99, carrier_of="hydrogen"),
        "turbine": converter("north", 3_500.0),
    }
    return dataset(
        hours=hours,
        assets=assets,
        ports={
            "electrolyser": {"electricity": -1.0, "hydrogen": 0.68},
            "turbine": {"hydrogen": -1.8, "electricity": 1.0},
        },
        demands={"town": demand("north", 80.0, "load", unserved_cost=30_000.0)},
        profiles={**_weather("north", 4, hours), "load": series.load(4, hours, winter=0.25)},
        emission_factors={"hydrogen": 0.0},
    )


def reservoir(hours: int) -> xr.Dataset:
    """A reservoir with inflow and spill, a turbine, wind and dear gas: water of the melt is kept for winter."""
    assets: dict[str, Row] = {
        "melt": {"existing": 900.0, "maximum_capacity": 900.0, "carrier_of": "water", "availability_of": "inflow"},
        "lake": {"behaviour": "storage", "carrier_of": "water", "existing": 2_000.0, "maximum_capacity": 2_000.0}
        | {"existing_energy": 400_000.0, "duration_max": 400.0},
        "turbine": {"behaviour": "conversion", "existing": 600.0, "maximum_capacity": 600.0},
        "wind": supply("north", 7_500.0, "wind"),
        "gas": supply("north", 2_500.0, running=700.0),
    }
    return dataset(
        hours=hours,
        assets=assets,
        ports={"turbine": {"water": -1.0, "electricity": 0.9}},
        demands={"town": demand("north", 500.0, "load")},
        profiles={"inflow": series.inflow(5, hours), "wind": series.wind(5, hours)}
        | {"load": series.load(5, hours, winter=0.3)},
        carriers={"water": {"role": "other"}},
    )


def merchant(hours: int) -> xr.Dataset:
    """A battery alone between a market to buy and one to sell, with another price every hour."""
    place: Row = {"market_profile": "price", "market_capacity": 200.0, "market_price": 400.0}
    return dataset(
        hours=hours,
        assets={"battery": battery("north", maximum_capacity=100.0)},
        demands={"house": demand("north", 1.0, "always")},
        markets={"buy": place, "sell": place | {"market_sign": -1.0, "market_price": 385.0}},
        profiles={"price": np.clip(series.price(6, hours), 0.05, None)},
    )


def negative_prices(hours: int) -> xr.Dataset:
    """Sun, wind and batteries behind a market whose price falls below zero at noon."""
    place: Row = {"market_profile": "price", "market_capacity": 300.0, "market_price": 400.0}
    sale = place | {"market_sign": -1.0, "market_profile": "sale"}
    price = series.price(7, hours, deep=1.1)
    return dataset(
        hours=hours,
        assets={**_renewables("north", 7), "battery": battery("north"), "gas": supply("north", 2_500.0, running=600.0)},
        demands={"town": demand("north", 400.0, "load")},
        markets={"buy": place, "sell": sale},
        profiles={**_weather("north", 7, hours), "load": series.load(7, hours), "price": price, "sale": price - 0.05},
    )


def oemof_storage(hours: int) -> xr.Dataset:
    """As oemof's storage study: wind and sun, gas bounded over the year, one store, lost load at ten million."""
    gas: Row = {"behaviour": "conversion", "existing": 10_000.0, "maximum_capacity": 10_000.0}
    return dataset(
        hours=hours,
        assets={
            "wind": supply("north", 9_000.0, "wind"),
            "sun": supply("north", 5_000.0, "sun"),
            "gas": gas,
            "store": store("north", 300.0, 700.0, 0.9, 0.95, standing_loss=1e-4, duration_min=0.0, duration_max=6.0),
        },
        ports={"gas": {"gas": -1.7, "electricity": 1.0}},
        demands={"town": demand("north", 300.0, "load", unserved_cost=1e7)},
        markets={"gas": buying("north", "gas", 250.0, market_energy=0.5 * 300.0 * hours)},
        profiles={"wind": series.wind(8, hours), "sun": series.sun(8, hours), "load": series.load(8, hours)},
        emission_factors={"gas": 0.2},
    )


def commitment(hours: int) -> xr.Dataset:
    """Five coal fleets of their own minimum load and length of commitment, starts at 50 CNY/kW, wind and a battery."""
    kinds = ((0.5, 24), (0.4, 8), (0.35, 24), (0.3, 1), (0.2, 48))
    fleets = {
        f"coal{k}": coal("north", 400.0, min_load=least, commitment_period=length, variable_om=20.0 + 8 * k)
        for k, (least, length) in enumerate(kinds)
    }
    return dataset(
        hours=hours,
        assets={**fleets, "wind": supply("north", 7_000.0, "wind"), "battery": battery("north")},
        ports={name: {"fuel": -2.4 - 0.05 * k, "electricity": 1.0} for k, name in enumerate(fleets)},
        demands={"town": demand("north", 1_500.0, "load")},
        markets={"fuel": buying("north", "fuel", 100.0)},
        profiles={"wind": series.wind(9, hours), "load": series.load(9, hours)},
        emission_factors={"fuel": 0.34},
        co2_price=80.0,
    )


def congested(hours: int) -> xr.Dataset:
    """Six zones in a row and a chord, lines far too small, plants fixed: who may run where."""
    zones = [f"z{k}" for k in range(6)]
    assets: dict[str, Row] = {}
    found: dict[str, Any] = {}
    for k, zone in enumerate(zones):
        found |= _weather(zone, 20 + k, hours) | {f"load_{zone}": series.load(20 + k, hours)}
        for name, size, running in (("wind", 900.0, 1.0), ("sun", 600.0, 0.5)):
            plant = supply(zone, 0.0, f"{name}_{zone}", running)
            assets[f"{name}_{zone}"] = plant | {"expandable": False, "existing": size, "maximum_capacity": size}
        assets[f"gas_{zone}"] = supply(zone, 0.0, running=400.0 + 60 * k) | {"expandable": False, "existing": 500.0}
        assets[f"gas_{zone}"]["maximum_capacity"] = 500.0
        assets[f"battery_{zone}"] = battery(zone, maximum_capacity=300.0)
    pairs = [*pairwise(zones), (zones[0], zones[3])]
    assets |= {f"line_{a}_{b}": line(a, b, 120.0) for a, b in pairs}
    loads = {zone: demand(zone, 500.0, f"load_{zone}") for zone in zones}
    return dataset(assets=assets, demands=loads, profiles=found, hours=hours)


def many_zones(hours: int) -> xr.Dataset:
    """Eight zones in a ring, each with weather, plants and stores of its own."""
    return random_system(8, hours)


def two_zones(hours: int) -> xr.Dataset:
    """Two of the same."""
    return random_system(2, hours)


def old_fleet(hours: int) -> xr.Dataset:
    """Three years in which old plants may be retired and new ones built, demand and CO2 price rising."""
    old: Row = {"retirable": True, "existing": [900.0, 600.0, 300.0], "maximum_capacity": 900.0}
    assets: dict[str, Row] = {
        **_renewables("north", 10),
        "old_coal": coal("north", 900.0) | old | {"start_cost": 460.0},
        "gas": converter("north", 2_500.0),
        "battery": battery("north"),
    }
    return dataset(
        hours=hours,
        years=(2030, 2035, 2040),
        assets=assets,
        ports={
            "old_coal": {"fuel": -2.6, "electricity": 1.0},
            "gas": {"gas": -1.8, "electricity": 1.0},
        },
        demands={"town": demand("north", 1.0, "load") | {"demand_mean": [900.0, 1_000.0, 1_100.0]}},
        markets={"fuel": buying("north", "fuel", 100.0), "gas": buying("north", "gas", 280.0)},
        profiles={**_weather("north", 10, hours), "load": series.load(10, hours)},
        emission_factors={"fuel": 0.34, "gas": 0.2},
        co2_price=150.0,
    )


def _renewables(zone: str, seed: int) -> dict[str, Row]:
    cost = 1 + 0.02 * (seed % 5)
    wind = supply(zone, 7_000.0 * cost, f"wind_{zone}", 1.0, green=True)
    return {f"wind_{zone}": wind, f"sun_{zone}": supply(zone, 3_500.0, f"sun_{zone}", 0.5, green=True)}


def _weather(zone: str, seed: int, hours: int) -> dict[str, series.Series]:
    return {f"wind_{zone}": series.wind(seed, hours), f"sun_{zone}": series.sun(seed, hours)}
