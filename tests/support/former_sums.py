"""Sums of the balances as analysis once worked them out, kept for one release as a second opinion on contributions.

They ask which behaviour an asset has and write each term of the balance a second time, from stored variables.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.energy.exchange import demand, flows, through_ports, trade
from energy_model.analysis.energy.hourly import by_name, demand_places
from energy_model.analysis.tidy import Floats, long, lookup

KEYS = ["zone", "carrier", "year", "kind", "item", "asset", "demand"]


def energy_by_year(ds: xr.Dataset) -> pd.DataFrame:
    """Energy of each thing by year: KEYS and energy [MWh]."""
    parts = [*_of_plants(ds), *_of_lines(ds), *_of_others(ds)]
    every = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return every.reindex(columns=[*KEYS, "energy"]).fillna({"asset": "", "demand": ""})


def _of_plants(ds: xr.Dataset) -> Iterator[pd.DataFrame]:
    output = long(ds["generation"], "operated").rename("energy").reset_index()
    supply = output[(lookup(ds, "behaviour", output["asset"]) == "supply").to_numpy()].copy()
    supply["carrier"] = lookup(ds, "carrier_of", supply["asset"])
    yield _of_assets(ds, supply.assign(kind="supply"))
    ports = through_ports(ds)
    yield _of_assets(ds, ports.assign(kind=lookup(ds, "behaviour", ports["asset"])))
    net, fed = long(ds["discharged"] - ds["charged"], "storage"), long(ds["fed_energy"], "fed_storage")
    fed.index.names = net.index.names
    stored = net.sub(fed, fill_value=0.0).rename("energy").reset_index()
    stored["carrier"] = lookup(ds, "carrier_of", stored["asset"])
    inflow = fed.rename("energy").reset_index()
    yield _of_assets(ds, inflow.assign(kind="supply", carrier=lookup(ds, "carrier_of", inflow["asset"])))
    yield _of_assets(ds, stored.assign(kind="storage"))
    boiled = long(_by_year(ds, ds["standing_lost"]), "storage_with_loss").rename("energy").reset_index()
    boiled["carrier"] = lookup(ds, "loss_to", boiled["asset"])
    yield _of_assets(ds, boiled[boiled["carrier"] != ""].assign(kind="boil_off"))


def _of_assets(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    zone, technology = (lookup(ds, name, found["asset"]) for name in ("zone_of", "technology_of"))
    return found.assign(zone=zone, item=technology)


def _of_lines(ds: xr.Dataset) -> Iterator[pd.DataFrame]:
    lines = flows(ds).assign(kind="transmission")
    lines["item"] = lines["technology"]
    arrives = 1 - lookup(ds, "loss", lines["asset"]).to_numpy(dtype=float)
    begin, end = (lookup(ds, f"{end}_carrier", lines["asset"]) for end in ("from", "to"))
    yield lines.assign(carrier=begin, energy=arrives * lines["sent_back"] - lines["sent"])
    yield lines.assign(zone=lines["to_zone"], carrier=end, energy=arrives * lines["sent"] - lines["sent_back"])


def _of_others(ds: xr.Dataset) -> Iterator[pd.DataFrame]:
    traded = trade(ds)
    sign = np.where(traded["direction"] == "buy", 1.0, -1.0)
    yield traded.assign(kind="trade", item=traded["market"], energy=traded["energy"] * sign)
    used = demand(ds)
    yield used.assign(kind="demand", item="demand", energy=-used["served"])
    net = long(ds["shifted_energy"] - _by_year(ds, ds["shifted_in"]), "shiftable", name="demand")
    shifted = net.rename("energy").reset_index().assign(kind="shifting", item="shifting")
    for column in ("zone", "carrier"):
        shifted[column] = lookup(ds, f"demand_{column}", shifted["demand"], "demand")
    yield shifted
    lost = -long(_by_year(ds, ds["surplus"]), "surplus_node", name="node")
    surplus = lost.rename("energy").reset_index().assign(kind="surplus", item="surplus")
    for column in ("zone", "carrier"):
        surplus[column] = lookup(ds, f"surplus_{column}", surplus["node"], "surplus_node")
    yield surplus


def _by_year(ds: xr.Dataset, array: xr.DataArray) -> xr.DataArray:
    """Energy by year [MWh] of a power over (thing, step)."""
    (dim,) = (d for d in array.dims if d != "step")
    power, weight, year_of = array.transpose(dim, "step").values, ds["weight"].values, ds["year_of"].values
    sums = [power[:, year_of == year] @ weight[year_of == year] for year in ds["year"].values]
    return xr.DataArray(np.stack(sums, axis=1), dims=[dim, "year"], coords={dim: array[dim], "year": ds["year"]})


def power_by_hour(ds: xr.Dataset) -> dict[tuple[str, str, str, str], Floats]:
    """Net power of hourly balances in every step [MW] by kind, owner, zone and carrier. shapes: (step,)."""
    zone = dict(zip(ds["asset"].values, ds["zone_of"].values, strict=True))
    places, found = demand_places(ds), dict[tuple[str, str, str, str], Floats]()

    def add(kind: str, owner: str, place: tuple[str, str], power: Floats) -> None:
        key = (kind, str(owner), str(place[0]), str(place[1]))
        found[key] = found.get(key, np.zeros(ds.sizes["step"])) + power

    for asset, carrier, behaviour in zip(*(ds[n].values for n in ("asset", "carrier_of", "behaviour")), strict=True):
        if behaviour == "supply":
            add("supply", asset, (zone[asset], carrier), ds["dispatch"].sel(producer=asset).values)
        elif behaviour == "storage":
            net = ds["discharge"].sel(storage=asset) - ds["charge"].sel(storage=asset)
            add("storage", asset, (zone[asset], carrier), net.values)
    for kind, asset, carrier, power in _through_ports(ds):
        add(kind, asset, (zone[asset], carrier), power)
    for link, zone_at, carrier, power in _over_lines(ds):
        add("transmission", link, (zone_at, carrier), power)
    market = {k: ds[f"market_{k}"].to_series() for k in ("zone", "carrier", "sign")}
    for name, power in by_name(ds["trade"], "hourly_market").items():
        add("trade", name, (market["zone"][name], market["carrier"][name]), market["sign"][name] * power)
    moved = {"served": ("hourly_demand", -1.0), "shifted_in": ("shiftable", -1.0)}
    for variable, (dim, sign) in moved.items():
        for name, power in by_name(ds[variable], dim).items():
            add("use", name, places[name], sign * power)
    return found


def _through_ports(ds: xr.Dataset) -> Iterator[tuple[str, str, str, Floats]]:
    dispatch, online = by_name(ds["dispatch"], "producer"), by_name(ds["online"], "committed")
    profiles = by_name(ds["profile_value"], "profile")
    shape, yearly = ds["shape_of"].to_series(), ds["yearly"].to_series()
    columns = ("port_asset", "port_carrier", "port_coefficient", "port_no_load", "port_profile")
    for asset, carrier, coefficient, idle, varying in zip(*(ds[name].values for name in columns), strict=True):
        if yearly[carrier]:
            continue
        if asset in dispatch:
            output = dispatch[asset]
            power = (1 - idle) * output + idle * online[asset] if asset in online else output
            yield "conversion", asset, carrier, coefficient * profiles[varying] * power
        else:
            level = ds["level"].sel(process=asset, year=ds["year_of"]).values
            yield "process", asset, carrier, coefficient * level * profiles[shape[asset]]


def _over_lines(ds: xr.Dataset) -> Iterator[tuple[str, str, str, Floats]]:
    forward, back = by_name(ds["flow"], "link"), by_name(ds["backflow"], "two_way")
    names = ("asset", "zone_of", "from_carrier", "to_zone", "to_carrier", "loss")
    for link, zone, carrier, to_zone, to_carrier, loss in zip(*(ds[name].values for name in names), strict=True):
        if link in forward:
            other = back.get(link, np.zeros(ds.sizes["step"]))
            yield link, zone, carrier, (1 - loss) * other - forward[link]
            yield link, to_zone, to_carrier, (1 - loss) * forward[link] - other
