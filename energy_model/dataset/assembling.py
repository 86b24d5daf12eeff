"""From checked tables to the xarray Dataset that the formulation reads: labels, numbers in model units, all years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from energy_model.dataset.assets import asset_variables, port_variables
from energy_model.dataset.columns import Variables, floats, labels
from energy_model.dataset.dictionary import ALWAYS
from energy_model.dataset.metrics import metric_variables, target_variables
from energy_model.dataset.tables import HOURS_PER_YEAR, Tables
from energy_model.dataset.yearly import by_year

NAMED = {  # coordinate: the tables whose keys it holds
    "zone": ("zones",),
    "carrier": ("carriers",),
    "technology": ("technologies",),
    "asset": ("assets", "links"),
    "demand": ("demands",),
    "market": ("markets",),
    "metric": ("metrics",),
}


def assemble(tables: Tables, years: Sequence[int]) -> xr.Dataset:
    """Assemble the Dataset of ``years`` in model units (MW, MWh, t, CNY, hour, km); coordinates in file order.

    Coordinates: zone, carrier, technology, asset (assets, then links), demand, market, profile ('always' first),
    metric, target (also of years outside the model), year, step (year-major), port ('asset:carrier:direction').
    Targets of other years are left out. Tables that have not been checked may raise anything.
    """
    targets = tables["targets"]  # of all years: the scorecard says of a year that is not modelled that it is not
    coordinates: dict[str, Any] = {name: labels(tables.keys(*of)) for name, of in NAMED.items()}
    coordinates |= {
        "target": labels(targets["target"]),
        "profile": labels([ALWAYS, *tables.keys("profiles")]),
        "year": np.asarray(years, dtype=np.int64),
        "step": np.arange(len(years) * len(tables["hourly"])),
    }
    variables: Variables = {}
    for part in (_names, _places, _steps, _settings, _demands, _markets, asset_variables, metric_variables):
        variables |= part(tables, years)
    ports, port_data = port_variables(tables)
    variables |= port_data | target_variables(tables, targets)
    return xr.Dataset(variables, {**coordinates, "port": ports})


def _names(tables: Tables, years: Sequence[int]) -> Variables:
    """Give Chinese and English names of everything that is shown, and colours."""
    variables: Variables = {}
    for dim, of in NAMED.items():
        for column in ("name_zh", "name_en"):
            words = [word for table in of for word in tables[table][column]]
            variables[f"{dim}_{column}"] = (dim, labels(words))
    for dim, table in (("technology", "technologies"), ("carrier", "carriers")):
        variables[f"{dim}_colour"] = (dim, labels(tables[table]["colour"]))
    return variables


def _places(tables: Tables, years: Sequence[int]) -> Variables:
    """Give zones and carriers."""
    zones = tables["zones"]
    return {
        "zone_kind": ("zone", labels(zones["kind"])),
        "latitude": ("zone", floats(zones["latitude"])),
        "longitude": ("zone", floats(zones["longitude"])),
        "emission_factor": ("carrier", floats(tables["carriers"]["emission_factor"])),
    }


def _steps(tables: Tables, years: Sequence[int]) -> Variables:
    """Give time and profiles: every hour of every year; what comes before is cyclic within a year."""
    hourly, count = tables["hourly"], len(years)
    hours = len(hourly)
    previous = np.roll(np.arange(hours), 1)[None, :] + hours * np.arange(count)[:, None]
    profiles = [np.ones(hours), *(floats(hourly[profile]) for profile in tables.keys("profiles"))]
    return {
        "year_of": ("step", np.repeat(np.asarray(years, dtype=np.int64), hours)),
        "weight": ("step", np.ones(count * hours)),
        "previous": ("step", previous.ravel()),
        "spacing": ("step", np.ones(count * hours)),
        "merged": ("step", np.zeros(count * hours)),
        "time": ("step", np.tile(hourly["time"].to_numpy(dtype="datetime64[ns]"), count)),
        "profile_value": (("profile", "step"), np.tile(np.vstack(profiles), (1, count))),
    }


def _settings(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the CO2 price, and scalars."""
    settings = tables["settings"]
    price = by_year(settings, "setting", "value", ["co2_price"], years, missing=0.0)[0]
    names = ("discount_rate", "base_year")
    numbers = by_year(settings, "setting", "value", names, years[:1])[:, 0]
    scalars: Variables = {name: ((), number) for name, number in zip(names, numbers, strict=True)}
    return {
        "co2_price": ("year", price),
        "year_weight": ("year", np.ones(len(years))),
        "hours_per_year": ((), float(HOURS_PER_YEAR)),
        **scalars,
    }


def _demands(tables: Tables, years: Sequence[int]) -> Variables:
    """Give demands: where, of what, when, how much (mean MW), and what it costs not to serve them."""
    demands = tables["demands"]
    energy = by_year(tables["demand_data"], "demand", "energy", tables.keys("demands"), years)
    variables: Variables = {
        f"demand_{column}": ("demand", labels(demands[column])) for column in ("zone", "carrier", "profile")
    }
    for column in ("unserved_cost", "interruptible_share", "interruption_cost"):
        variables[column] = ("demand", floats(demands[column]))
    return variables | {"demand_mean": (("demand", "year"), energy / HOURS_PER_YEAR)}


def _markets(tables: Tables, years: Sequence[int]) -> Variables:
    """Give markets: where, of what, in which direction, at which price, how much, and the CO2 counted for it."""
    markets, keys = tables["markets"], tables.keys("markets")
    variables: Variables = {
        "market_zone": ("market", labels(markets["zone"])),
        "market_carrier": ("market", labels(markets["carrier"])),
        "market_profile": ("market", labels(markets["price_profile"])),
        "market_direction": ("market", labels(markets["direction"])),
        "market_sign": ("market", np.where(markets["direction"] == "buy", 1.0, -1.0)),
        "market_emission": ("market", floats(markets["emission_intensity"])),
    }
    for column in ("price", "capacity", "energy"):
        values = by_year(tables["market_data"], "market", column, keys, years)
        variables[f"market_{column}"] = (("market", "year"), values)
    return variables
