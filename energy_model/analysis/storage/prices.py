"""Prices that revenue of storages is measured with: where they stand, of electricity, of sources, of curtailment."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.energy.contributions import flows_by_hour
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.energy.hourly import available_power, by_name
from energy_model.analysis.roles import ELECTRICITY, carriers_of
from energy_model.analysis.tidy import Floats

_RUNNING = 0.01  # of its capacity, from which a plant counts as running
_SMALLEST_MW = 0.1
_DELIVERY = 1.0  # [CNY/MWh] that lines cost between curtailed plants and a storage, at most
_RUNNING_COSTS = ("variable_om", "starts", "co2", "allowances")


def price_at(ds: xr.Dataset, zones: list[str], carriers: list[str]) -> Floats:
    """Hourly price of a carrier in a zone, or in its pool, for each pair; NaN where none is balanced.

    ds : steps of one year. shape: (pair, step); [CNY/MWh].
    """
    pool = dict(zip(ds["carrier"].values, ds["pool"].values, strict=True))
    at_zone, at_carrier = (ds.indexes[name].get_indexer for name in ("zone", "carrier"))
    rows = at_zone(pd.Index([pool[c] or z for z, c in zip(zones, carriers, strict=True)]))
    price = ds["price"].transpose("zone", "carrier", "step").values
    return np.asarray(price[rows, at_carrier(pd.Index(carriers))], dtype=np.float64)


def of_electricity(ds: xr.Dataset, zones: list[str], carriers: list[str]) -> Floats:
    """Worth of a MWh of a carrier as electricity: the highest price where lines turn it into that, less losses.

    Where no line does so, the price of electricity in the same zone. shape: (pair, step); [CNY/MWh]; NaN without both.
    """
    names, grid = ("zone_of", "from_carrier", "to_zone", "to_carrier", "loss"), carriers_of(ds, ELECTRICITY)
    lines = pd.DataFrame({name: ds[name].values for name in names})
    lines = lines[lines["to_carrier"].isin(grid) & ~lines["from_carrier"].isin(grid)]
    found = _of_grid(ds, zones, carriers, grid)
    for at, (zone, carrier) in enumerate(zip(zones, carriers, strict=True)):
        own = lines[(lines["zone_of"] == zone) & (lines["from_carrier"] == carrier)]
        if len(own):
            ends = price_at(ds, own["to_zone"].tolist(), own["to_carrier"].tolist())
            found[at] = (ends * (1 - own["loss"].to_numpy(dtype=np.float64))[:, None]).max(axis=0)
    return found


def _of_grid(ds: xr.Dataset, zones: list[str], carriers: list[str], grid: list[str]) -> Floats:
    """Price of a carrier of the grid itself; of another one that of the first carrier of the grid in the same zone."""
    found = np.full((len(zones), ds.sizes["step"]), np.nan)
    for other in grid:
        price = price_at(ds, zones, [carrier if carrier in grid else other for carrier in carriers])
        found = np.where(np.isnan(found), price, found)
    return found


def dearest_running(ds: xr.Dataset, year: int, costs: pd.DataFrame) -> Floats:
    """Cost of the dearest source of electricity that runs in each step, wherever it stands. shape: (step,); [CNY/MWh].

    Sources are plants that need not run, at what their electricity costs to make, mean of the year, and markets that
    trade electricity in that hour, either way, at its price. Zero where there is none.
    """
    found = np.zeros(ds.sizes["step"])
    sizes, dispatch = ds["capacity"].sel(year=year).to_series(), by_name(ds["dispatch"], "producer")
    must_run = ds["must_run"].to_series()
    for asset, cost in _costs_of_plants(ds, year, costs).items():
        if asset in dispatch and must_run[asset] == 0:
            runs = dispatch[asset] > max(_RUNNING * sizes[asset], _SMALLEST_MW)
            found = np.where(runs, np.maximum(found, cost), found)
    for power, price in _markets(ds, year):
        found = np.where(power > _SMALLEST_MW, np.maximum(found, price), found)
    return found


def _markets(ds: xr.Dataset, year: int) -> Iterator[tuple[Floats, Floats]]:
    """Power of each market of electricity, and the price of its last MWh. shapes: (step,); [MW], [CNY/MWh]."""
    electric, trade = set(electric_carriers(ds)), by_name(ds["trade"], "hourly_market")
    numbers = ds[["market_price", "market_charge", "market_sign"]].sel(year=year).to_dataframe()
    names = ("market", "market_carrier", "market_profile")
    for market, carrier, profile in zip(*(ds[name].values for name in names), strict=True):
        if market in trade and carrier in electric:
            price, charge, sign = numbers.loc[market, ["market_price", "market_charge", "market_sign"]]
            factor = ds["profile_value"].sel(profile=profile).values
            yield trade[market], price * factor + sign * (charge + _moved(ds, str(market), year))


def _moved(ds: xr.Dataset, market: str, year: int) -> Floats:
    """By how much the price has moved against the trader, in the last block in use. shape: (step,); [CNY/MWh]."""
    if market not in ds["answering_market"].values:
        return np.zeros(ds.sizes["step"])
    traded = ds["block_trade"].sel(answering_market=market).transpose("price_block", "step").values
    last = (traded > _SMALLEST_MW).sum(axis=0)
    impact = float(ds["market_impact"].sel(market=market, year=year))
    return np.asarray(impact * np.maximum(last - 0.5, 0.0) / len(traded))


def _costs_of_plants(ds: xr.Dataset, year: int, costs: pd.DataFrame) -> dict[str, float]:
    """Variable cost of a MWh of electricity of each plant over the year, less the worth of its other products.

    Fuel and by-products count at their prices. [CNY/MWh]
    """
    electric, weight = set(electric_carriers(ds)), ds["weight"].values
    gives = np.isin(ds["port_carrier"].values, list(electric)) & (ds["port_coefficient"].values > 0)
    makers = {str(asset) for asset in ds["port_asset"].values[gives]}
    output, bill = dict.fromkeys(makers, 0.0), dict.fromkeys(makers, 0.0)
    for flow in flows_by_hour(ds, {str(c) for c in ds["carrier"].values}, ("conversion", "process"), makers):
        if flow.carrier in electric:
            output[flow.owner] += float(flow.power @ weight)
        else:
            price = np.nan_to_num(price_at(ds, [flow.zone], [flow.carrier])[0])
            bill[flow.owner] -= float((flow.power * price) @ weight)
    own = costs[costs["kind"].isin(_RUNNING_COSTS) & (costs["year"] == year)].groupby("item")["cost"].sum()
    return {a: (bill[a] + float(own.get(a, 0.0))) / output[a] for a in sorted(makers) if output[a] > _SMALLEST_MW}


def curtailment_price(ds: xr.Dataset, year: int) -> Floats:
    """Highest price at which a MWh more comes from curtailed renewables; minus infinity where none is curtailed.

    That is what the dearest of those curtailed costs to run, and a little for lines. shape: (step,); [CNY/MWh].
    """
    found = np.full(ds.sizes["step"], -np.inf)
    natural = ds["asset"].values[ds["natural"].values & ds["green"].values.astype(bool)]
    cost, profiles = ds["variable_om"].to_series(), by_name(ds["profile_value"], "profile")
    profile_of = dict(zip(ds["asset"].values, ds["cost_profile_of"].values, strict=True))
    available, dispatch = available_power(ds, year), by_name(ds["dispatch"], "producer")
    for asset in natural:
        curtailed = available[asset] - dispatch[asset] > _SMALLEST_MW
        hourly = cost[asset] * profiles[profile_of[asset]]
        found = np.where(curtailed, np.maximum(found, hourly + _DELIVERY), found)
    return found
