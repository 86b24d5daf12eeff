"""The system in which every component of the formulation has members."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from tests.support.systems.builder import dataset
from tests.support.systems.defaults import Row


def complete_system() -> xr.Dataset:
    """A small system in which every component of the formulation has members: two years of four steps.

    Nothing is at its default and no two numbers are equal by chance, so that a swapped index shows. Steps are segments
    of 1,000 to 3,400 hours, so that years cost and burn what years do; most are nevertheless taken for single steps, so
    that ramps of committed plants have rows. Items that have a behaviour only in part (a
    converter without minimum load, a line in one direction, a market without a limit) stand beside those that have it.
    """
    data = dataset(
        years=(2030, 2035),
        hours=4,
        co2_price=61.0,
        profiles={
            "sea": [0.9, 0.35, 0.05, 0.6],
            "outage": [1.0, 0.8, 0.95, 1.0],
            "load": [0.8, 1.1, 1.3, 0.7],
            "peak": [1.0, 1.6, 2.1, 0.4],
            "open": [1.0, 0.0, 1.0, 0.0],
            "shape": [0.9, 1.15, 1.05, 0.85],
        },
        assets=_complete_producers() | _complete_storages() | _complete_links(),
        ports={
            "coal_old": {"electricity": 1.0, "coal": -2.6, "co2": 0.01},
            "coal_new": {"electricity": 1.0, "coal": -2.3},
            "gas": {"electricity": 1.0, "gas": -1.8},
            "electrolyser": {"green": -1.0, "hydrogen": 0.68},
            "furnace": {"heat": 1.0, "coke": -1.15, "electricity": -0.07},
            "arc": {"heat": 1.0, "electricity": -0.42},
        },
        no_load={"coal_new/coal": 0.11, "coal_old/coal": 0.09},
        carriers={
            "coal": {"pool": "north"},
            "coke": {"yearly": True, "pool": "south"},
            "heat": {"yearly": True},
            "cold": {"disposable": True},
        },
        sites={"flat": [1300.0, 1500.0]},
        emission_factors={"coal": 0.341, "gas": 0.202, "green": 0.0, "hydrogen": 0.0, "co2": 1.0, "coke": 0.385},
        demands={
            "town": {"demand_mean": [520.0, 610.0], "demand_profile": "load", "unserved_cost": 21_000.0},
            "works": {
                "demand_zone": "south",
                "demand_mean": [310.0, 280.0],
                "demand_profile": "peak",
                "interruptible_share": 0.15,
                "interruption_cost": 1900.0,
                "unserved_cost": 23_000.0,
            },
            "steel": {"demand_zone": "south", "demand_carrier": "hydrogen", "demand_mean": [20.0, 45.0]},
            "shop": {
                "demand_mean": [40.0, 55.0],
                "demand_profile": "load",
                "unserved_cost": 18_000.0,
                "shift_share": 0.3,
                "shift_up": 0.45,
                "shift_profile": "outage",
                "shift_open": "open",
                "shift_cost": 35.0,
                "shift_hours": 900.0,
                "shift_energy": [90_000.0, 120_000.0],
            },
            "mill": {"demand_zone": "south", "demand_carrier": "heat", "demand_mean": [60.0, 75.0]},
            "pier": {"demand_zone": "isle", "demand_mean": [9.0, 12.0], "demand_profile": "load"},
        },
        markets={
            "coal_import": _market("coal", "north", 1.0, [98.0, 91.0], [9e3, 8e3], np.inf),
            "gas_import": _market("gas", "south", 1.0, [280.0, 310.0], [4e3, 5e3], [7e5, np.inf]),
            "grid_buy": _market("electricity", "north", 1.0, [410.0, 450.0], 60.0, [3e5, 2.5e5])
            | {"market_profile": "peak", "market_emission": 0.58},
            "grid_sell": _market("electricity", "north", -1.0, [330.0, 290.0], 75.0, 2.6e5)
            | {"market_profile": "load"},
            "coke_import": _market("coke", "south", 1.0, [190.0, 205.0], 400.0, 9e5),
            "co2_out": _market("co2", "north", -1.0, 0.0, 500.0, np.inf),
        },
        metrics=_complete_metrics(),
        indicators={"output": [900.0, 1100.0], "unit": 35.0},
        targets=_complete_targets(),
        matching={"north": "monthly", "south": "annual", "isle": "hourly"},
    )
    data["weight"] = "step", np.array([1200.0, 3400.0, 2200.0, 1960.0, 2400.0, 1000.0, 2360.0, 3000.0])
    data["spacing"] = "step", np.array([1.25, 2.0, 2.5, 1.75, 2.75, 1.5, 1.0, 2.25])
    data["merged"] = "step", np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0])
    data["year_weight"] = "year", np.array([4.1, 3.3])
    data["co2_price"] = "year", np.array([61.0, 97.0])
    data["certificate_price"] = "year", np.array([6.0, 8.5])
    data["hours_of"] = "year", np.array([8760.0, 8760.0])
    data["year_limit"] = np.minimum(data["market_energy"], data["market_capacity"] * 8760.0)
    data["demand_at_peak"] = data["demand_mean"] * 1.3
    data["flexible_at_peak"] = data["demand_mean"] * 0.2
    data["demand_at_calm"] = data["demand_mean"] * 0.9
    data["calm_availability"] = "asset", 0.5 + 0.5 / (2.0 + np.arange(data.sizes["asset"]))
    return data


def _complete_producers() -> dict[str, Row]:
    conversion: Row = {"behaviour": "conversion", "carrier_of": "electricity"}
    coal = conversion | {"availability_of": "outage", "min_load": 0.45, "start_cost": 310.0, "variable_om": 21.0}
    return {
        "wind": {
            "carrier_of": "green",
            "availability_of": "sea",
            "expandable": True,
            "existing": [120.0, 90.0],
            "minimum_capacity": [150.0, 160.0],
            "maximum_capacity": [900.0, 1400.0],
            "overnight_cost": [11e6, 9e6],
            "fixed_om": [2.2e5, 2e5],
            "variable_om": 1.5,
            "lifetime": 3.0,  # what is built in 2030 is gone in 2035
            "wacc": 0.055,
            "green": True,
            "site_of": "flat",
            "site_use": 0.7,
            "certificates": 0.6,
        },
        "hydro": {
            "must_run": 0.15,
            "site_of": "flat",
            "ramp": 0.2,
            "existing": 80.0,
            "maximum_capacity": 80.0,
            "fixed_om": 9e4,
            "variable_om": 3.0,
        },
        "coal_old": coal
        | {
            "min_load": 0.55,
            "retrofit_min_load": 0.35,
            "retrofit_cost": [9e4, 8e4],
            "retrofit_lifetime": 4.0,
            "retrofit_share": [0.85, 0.95],
            "benchmark": [0.79, 0.74],
            "ramp": 1.0,
            "existing": [400.0, 350.0],
            "arriving": [0.0, 25.0],
            "maximum_capacity": 400.0,
            "retirable": True,
            "fixed_om": [1.7e5, 1.9e5],
        },
        "coal_new": coal
        | {
            "ramp": 0.25,
            "expandable": True,
            "maximum_capacity": [700.0, 900.0],
            "overnight_cost": [4.1e6, 4e6],
            "fixed_om": 1.3e5,
            "lifetime": 30.0,
            "wacc": 0.065,
        },
        "gas": conversion
        | {
            "zone_of": "south",
            "ramp": 0.5,
            "existing": 90.0,
            "expandable": True,
            "maximum_capacity": 500.0,
            "overnight_cost": [2.5e6, 2.4e6],
            "fixed_om": 7e4,
            "variable_om": 11.0,
            "lifetime": 5.0,
        },
        "electrolyser": {
            "behaviour": "conversion",
            "zone_of": "south",
            "carrier_of": "hydrogen",
            "expandable": True,
            "maximum_capacity": 200.0,
            "overnight_cost": [2e6, 1.4e6],
            "fixed_om": 5e4,
            "variable_om": 2.5,
            "lifetime": 12.0,
        },
    } | _complete_processes()


def _complete_processes() -> dict[str, Row]:
    process: Row = {"behaviour": "process", "zone_of": "south", "carrier_of": "heat", "shape_of": "shape"}
    return {
        "furnace": process
        | {
            "existing": 70.0,
            "maximum_capacity": 70.0,
            "must_run": 0.2,
            "fixed_om": 4e4,
            "variable_om": 1.2,
            "direct_emissions": 0.03,
            "retirable": True,
        },
        "arc": process
        | {
            "expandable": True,
            "maximum_capacity": 90.0,
            "overnight_cost": [3.1e6, 2.9e6],
            "fixed_om": 6e4,
            "variable_om": 3.3,
            "ets": False,
        },
    }


def _complete_storages() -> dict[str, Row]:
    return {
        "battery": {
            "behaviour": "storage",
            "expandable": True,
            "maximum_capacity": [300.0, 350.0],
            "existing": [10.0, 0.0],
            "existing_energy": [25.0, 0.0],
            "overnight_cost": [5e5, 4e5],
            "overnight_cost_energy": [9e5, 7e5],
            "fixed_om": 8e3,
            "fixed_om_energy": 3e3,
            "duration_min": 1.5,
            "duration_max": 6.0,
            "efficiency_in": 0.96,
            "efficiency_out": 0.93,
            "standing_loss": 1e-4,
            "variable_om": 0.9,
            "lifetime": 15.0,
            "cycles": 130.0,
            "availability_of": "outage",
        },
        "tank": {
            "behaviour": "storage",
            "zone_of": "south",
            "carrier_of": "hydrogen",
            "existing": 30.0,
            "existing_energy": [400.0, 420.0],
            "maximum_capacity": 30.0,
            "fixed_om": 1.1e4,
            "fixed_om_energy": 1.3e3,
            "efficiency_in": 0.97,
            "efficiency_out": 0.99,
            "variable_om": 0.4,
            "heel": 0.08,
        },
        "ice": {
            "behaviour": "storage",
            "carrier_of": "hydrogen",
            "zone_of": "south",
            "existing": 5.0,
            "existing_energy": 60.0,
            "maximum_capacity": 5.0,
            "standing_loss": 2e-4,
            "loss_to": "cold",
            "variable_om": 0.2,
        },
    }


def _complete_links() -> dict[str, Row]:
    link: Row = {"behaviour": "transmission", "from_carrier": "electricity", "to_carrier": "electricity"}
    return {
        "line": link
        | {
            "to_zone": "south",
            "bidirectional": True,
            "expandable": True,
            "existing": [150.0, 140.0],
            "maximum_capacity": 800.0,
            "overnight_cost": [1.2e6, 1.1e6],
            "fixed_om": 1.7e4,
            "loss": 0.03,
            "variable_om": 0.6,
            "lifetime": 40.0,
            "length": 120.0,
        },
        "cable": link
        | {
            "from_carrier": "green",
            "to_carrier": "green",
            "to_zone": "south",
            "existing": 300.0,
            "maximum_capacity": 300.0,
            "loss": 0.02,
            "variable_om": 0.3,
            "fixed_om": 2.1e4,
            "certificates": 0.9,
        },
        # green power may become grid power, in the same zone, but not the other way
        "feed_in": link
        | {"from_carrier": "green", "to_zone": "north", "existing": 400.0, "maximum_capacity": 400.0, "loss": 0.005}
        | {"traced_zone": "north"},
        "south_own": link
        | {"from_carrier": "green", "zone_of": "south", "to_zone": "south", "existing": 60.0, "maximum_capacity": 60.0}
        | {"traced_zone": "south", "loss": 0.015},
        "isle_own": link
        | {"from_carrier": "green", "to_zone": "isle", "existing": 20.0, "maximum_capacity": 20.0}
        | {"traced_zone": "isle", "loss": 0.01},
        "isle_grid": link | {"to_zone": "isle", "existing": 15.0, "maximum_capacity": 15.0, "loss": 0.012},
    }


def _market(carrier: str, zone: str, sign: float, price: Any, capacity: Any, energy: Any) -> Row:
    return {
        "market_carrier": carrier,
        "market_zone": zone,
        "market_sign": sign,
        "market_price": price,
        "market_capacity": capacity,
        "market_energy": energy,
    }


def _complete_metrics() -> dict[str, dict[str, dict[str, float]]]:
    return {
        "wind_power": {"capacity": {"wind": 1.0}, "new_capacity": {"wind": 0.25, "battery": 0.5}},
        "flexible": {
            "retrofit": {"coal_old": 0.3},
            "peak_demand": {"town": -0.05, "works": -0.05},
            "flexible_demand": {"shop": 1.0},
        },
        "fuel": {"input": {"coal_old/coal": 1.0, "coal_new/coal": 0.9}, "output": {"electrolyser/hydrogen": 0.5}},
        "stored": {"energy_capacity": {"battery": 1.0, "tank": 0.4}},
        "green_share": {"generation": {"wind": 1.0}, "consumption": {"town": -0.8, "works": -0.7}},
        "crossing": {"flow": {"line": 1.0, "cable": 0.5}},
        "co2": {
            "emission_asset": {"coal_old": 1.0, "coal_new": 1.0, "gas": 1.0},
            "emission_market": {"grid_buy": 1.0},
        },
        "output": {"given": {"output": 1.0}},
        "calm": {
            "calm_available": {"wind": 1.0, "coal_new": 0.9},
            "calm_demand": {"town": -0.3},
            "given": {"unit": -1.0},
        },
        "available": {"available": {"wind": 0.7, "hydro": 1.0}, "matched": {"north": 0.6, "south": 0.8, "isle": 1.1}},
        "trade_surplus": {"sale": {"grid_sell": 1.0}, "purchase": {"grid_buy": -1.0, "gas_import": -0.5}},
    }


def _complete_targets() -> dict[str, Row]:
    """Every sense, checked and enforced."""
    return {
        "wind": {"metric": "wind_power", "value": 200.0, "mode": "enforce"},
        "share": {"metric": "available", "of": "fuel", "value": 0.1, "year": 2035, "mode": "enforce"},
        "less": {"metric": "co2", "sense": "change_at_most", "value": -0.17, "year": 2035, "mode": "enforce"},
        "per_output": {"metric": "co2", "of": "output", "sense": "change_at_most", "value": -0.2, "year": 2035},
        "peak": {"metric": "co2", "sense": "peak", "year": 2030, "mode": "enforce", "penalty": 900.0},
        "calm": {"metric": "calm", "value": 10.0, "year": 2035},
    }
