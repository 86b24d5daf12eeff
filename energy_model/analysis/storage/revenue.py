"""Revenue of storages at the hourly prices, split by service, and avoided CO2 and curtailment.

The price where a storage stands is split hour by hour into three parts that add up to it:

- green: by how much traceable green power is dearer than what it is worth as electricity (`of_electricity`);
- scarcity: by how much the rest is above the dearest source that runs in that hour, with losses on the way
  (`dearest_running`): capacity of plants or lines is short, no more can be had for the cost of fuel;
- the rest, the price of energy.

Each part is earned where energy is given and paid where it is taken. Of the rest, what comes of energy that was taken
while renewables were curtailed (as a share over the year: energy is mixed in a storage) is avoided curtailment, what is
left is arbitrage.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.carbon.tracing import traced
from energy_model.analysis.energy.hourly import by_name, steps_of
from energy_model.analysis.storage.prices import curtailment_price, dearest_running, of_electricity, price_at
from energy_model.analysis.storage.target_payments import target_revenue
from energy_model.analysis.tidy import Floats, ratio

PARTS = ("revenue_capacity", "revenue_green", "revenue_curtailment", "revenue_arbitrage")
LOSSES = 0.05  # on lines between the dearest source and a storage, at most: no scarcity is seen in them


class Hours(NamedTuple):
    """Storages over the steps of a year, shapes (storage, step): given and taken [MWh], price and its parts [CNY/MWh],
    whether what is taken would be curtailed otherwise."""

    given: Floats
    taken: Floats
    price: Floats
    green: Floats
    scarcity: Floats
    curtailed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def hourly_sums(ds: xr.Dataset, year: int, assets: list[str], costs: pd.DataFrame) -> pd.DataFrame:
    """Sums over a year of what the hours tell of some storages. costs : table `costs`.

    Columns: asset, year, charging_cost, revenue (what is given less what is taken, at the price, and what enforced
    targets of capacity pay) and its PARTS [CNY], avoided_curtailment [MWh] (taken in hours in which renewables are
    curtailed and the price is no more than they cost), avoided_co2 [t] (mean factor of what is mixed there in the hour,
    given less taken: not that of the plant that would run instead).
    """
    found = _hours(steps_of(ds, year), year, assets, costs)
    net = found.given - found.taken
    rest = found.price - found.green - found.scarcity
    fed = np.where(found.curtailed, found.taken, 0.0).sum(axis=1)
    share = np.nan_to_num(ratio(fed, found.taken.sum(axis=1)))
    curtailment = share * (found.given * rest).sum(axis=1)
    curtailment -= np.where(found.curtailed, found.taken * rest, 0.0).sum(axis=1)
    targets = target_revenue(ds, year, assets)
    sums = {
        "charging_cost": (found.taken * found.price).sum(axis=1),
        "revenue": (net * found.price).sum(axis=1) + targets,
        "revenue_capacity": (net * found.scarcity).sum(axis=1) + targets,
        "revenue_green": (net * found.green).sum(axis=1),
        "revenue_curtailment": curtailment,
        "revenue_arbitrage": (net * rest).sum(axis=1) - curtailment,
        "avoided_curtailment": fed,
        "avoided_co2": (net * _factors(ds, year, assets)).sum(axis=1),
    }
    return pd.DataFrame({"asset": assets, "year": year} | sums)


def _hours(ds: xr.Dataset, year: int, assets: list[str], costs: pd.DataFrame) -> Hours:
    weight = ds["weight"].values
    given, taken = (_rows(by_name(ds[name], "storage"), assets, weight) for name in ("discharge", "charge"))
    zones, carriers = ([str(v) for v in ds[n].sel(asset=assets).values] for n in ("zone_of", "carrier_of"))
    price = price_at(ds, zones, carriers)
    electricity = of_electricity(ds, zones, carriers)
    green = np.nan_to_num(np.maximum(price - electricity, 0.0))
    scarcity = np.maximum(price - green - (1 + LOSSES) * dearest_running(ds, year, costs), 0.0)
    return Hours(given, taken, price, green, scarcity, price <= curtailment_price(ds, year))


def _rows(power: dict[str, Floats], assets: list[str], weight: Floats) -> Floats:
    found: Floats = np.array([power[asset] for asset in assets], dtype=np.float64).reshape(len(assets), len(weight))
    return found * weight


def _factors(ds: xr.Dataset, year: int, assets: list[str]) -> Floats:
    """Carbon of what is mixed where storages stand [t/MWh]. shape: (storage, step)."""
    found = traced(ds, year)
    index = {place: at for at, place in enumerate(found.place)}
    zones, carriers = (ds[name].sel(asset=assets).values for name in ("zone_of", "carrier_of"))
    return found.factor[[index[str(z), str(c)] for z, c in zip(zones, carriers, strict=True)]]
