"""Tidy tables of a solved dataset: one row a thing and year, quantities in model units (MW, MWh, t, CNY)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

TABLES: dict[str, Callable[[xr.Dataset], pd.DataFrame]] = {}


def table(function: Callable[[xr.Dataset], pd.DataFrame]) -> Callable[[xr.Dataset], pd.DataFrame]:
    """Register a statistic under its name: it is written as `tables/<name>.csv` and shown by reports."""
    TABLES[function.__name__] = function
    return function


@table
def capacity(ds: xr.Dataset) -> pd.DataFrame:
    """Capacity of each asset and year.

    Columns: asset, technology, group, zone, year, existing, new, retired, capacity [MW], energy_capacity [MWh].
    """
    parts = {
        "existing": _long(ds["existing"], "asset"),
        "new": _long(ds["new_capacity"], "buildable"),
        "retired": _long(ds["retired"], "retirable_asset"),
        "capacity": _long(ds["capacity"], "asset"),
        "energy_capacity": _long(ds["energy_capacity"], "storage"),
    }
    return _described(ds, _wide(parts))


@table
def generation(ds: xr.Dataset) -> pd.DataFrame:
    """Output of each producer and year.

    Columns: asset, technology, group, zone, year, generation, available, curtailed [MWh], full_load_hours [h],
    capacity_factor [1]. Available and curtailed are given for supply only.
    """
    parts = {
        "generation": _long(ds["generation"], "producer"),
        "available": _long(ds["available_energy"], "producer"),
    }
    found = _described(ds, _wide(parts))
    supply = _lookup(ds, "behaviour", found["asset"]) == "supply"
    found["curtailed"] = (found["available"] - found["generation"]).where(supply)
    found["available"] = found["available"].where(supply)
    sizes = _long(ds["capacity"], "asset").reindex(pd.MultiIndex.from_frame(found[["asset", "year"]])).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        hours = np.where(sizes > 1e-3, found["generation"] / sizes, np.nan)
    found["full_load_hours"] = hours
    found["capacity_factor"] = hours / _hours(ds, found["year"])
    return found


@table
def storage(ds: xr.Dataset) -> pd.DataFrame:
    """Use of each storage and year.

    Columns: asset, technology, group, zone, year, charged, discharged [MWh], capacity [MW], energy_capacity [MWh],
    duration [h], cycles [1/year] (discharged energy over energy capacity).
    """
    names = {"charged": "charged", "discharged": "discharged", "energy_capacity": "energy_capacity"}
    found = _described(ds, _wide({name: _long(ds[source], "storage") for name, source in names.items()}))
    sizes = _long(ds["capacity"], "asset").reindex(pd.MultiIndex.from_frame(found[["asset", "year"]])).to_numpy()
    found["capacity"] = sizes
    energy = found["energy_capacity"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        found["duration"] = np.where(sizes > 1e-3, energy / sizes, np.nan)
        found["cycles"] = np.where(energy > 1e-3, found["discharged"] / energy, np.nan)
    return found


@table
def flows(ds: xr.Dataset) -> pd.DataFrame:
    """Energy over each line and year, measured where it is sent.

    Columns: asset, technology, group, zone, to_zone, year, sent, sent_back, lost [MWh].
    """
    parts = {"sent": _long(ds["sent"], "link"), "sent_back": _long(ds["sent_back"], "two_way")}
    found = _described(ds, _wide(parts))
    found.insert(4, "to_zone", _lookup(ds, "to_zone", found["asset"]))
    found["lost"] = (found["sent"] + found["sent_back"]) * _lookup(ds, "loss", found["asset"]).astype(float)
    return found


@table
def trade(ds: xr.Dataset) -> pd.DataFrame:
    """Energy bought and sold by market and year. Columns: market, zone, carrier, direction, year, energy [MWh]."""
    found = _wide({"energy": _long(ds["traded"], "market", name="market")}, name="market")
    for at, column in enumerate(("zone", "carrier"), start=1):
        found.insert(at, column, _lookup(ds, f"market_{column}", found["market"], "market"))
    sign = _lookup(ds, "market_sign", found["market"], "market").astype(float)
    found.insert(3, "direction", np.where(sign > 0, "buy", "sell"))
    return found


@table
def demand(ds: xr.Dataset) -> pd.DataFrame:
    """Demand by year. Columns: demand, zone, carrier, year, demanded, served, interrupted, unserved [MWh]."""
    parts = {
        "demanded": _long(ds["demanded"], "demand", name="demand"),
        "served": _long(ds["served_energy"], "demand", name="demand"),
        "interrupted": _long(ds["interrupted_energy"], "interruptible", name="demand"),
        "unserved": _long(ds["unserved_energy"], "demand", name="demand"),
    }
    found = _wide(parts, name="demand")
    for at, column in enumerate(("zone", "carrier"), start=1):
        found.insert(at, column, _lookup(ds, f"demand_{column}", found["demand"], "demand"))
    return found


@table
def emissions(ds: xr.Dataset) -> pd.DataFrame:
    """CO2 by source and year: burnt in the city (by asset), counted for bought power (by market).

    Columns: source, kind (combustion or purchase), year, co2 [t].
    """
    burnt = _long(ds["combustion_emissions"], "converter", name="source").rename("co2").reset_index()
    counted = _long(ds["purchase_emissions"], "market", name="source").rename("co2").reset_index()
    both = pd.concat([burnt.assign(kind="combustion"), counted.assign(kind="purchase")], ignore_index=True)
    return both.loc[both["co2"].abs() > 1e-6, ["source", "kind", "year", "co2"]].reset_index(drop=True)


@table
def costs(ds: xr.Dataset) -> pd.DataFrame:
    """Every part of the objective. Columns: kind, item, year, cost [CNY/year]. Their sum is the objective."""
    parts = []
    for term in json.loads(ds.attrs["cost_terms"]):
        part = _long(ds[term["name"]] * ds["year_weight"], term["over"], name="item").rename("cost").reset_index()
        parts.append(part.assign(kind=term["kind"]))
    every = pd.concat(parts, ignore_index=True)
    found = every.groupby(["kind", "item", "year"], sort=False)["cost"].sum().reset_index()
    return found.loc[found["cost"] != 0].reset_index(drop=True)


@table
def prices(ds: xr.Dataset) -> pd.DataFrame:
    """Prices (duals of the balance) by zone, carrier and year.

    Columns: zone, carrier, year, mean, least, most [CNY/MWh]. The mean is over time.
    """
    rows = []
    for year in ds["year"].values:
        part = ds["price"].isel(step=np.flatnonzero(ds["year_of"].values == year))
        weight = ds["weight"].isel(step=np.flatnonzero(ds["year_of"].values == year))
        frame = xr.Dataset(
            {"mean": part.weighted(weight).mean("step"), "least": part.min("step"), "most": part.max("step")}
        ).to_dataframe()
        rows.append(frame.dropna().reset_index().assign(year=int(year)))
    return pd.concat(rows, ignore_index=True)[["zone", "carrier", "year", "mean", "least", "most"]]


@table
def energy_balance(ds: xr.Dataset) -> pd.DataFrame:
    """Where each carrier comes from and goes to in a year, the whole system together.

    Columns: carrier, year, side (source or use), item (a technology, a trade, demand, losses), energy [MWh]. Uses are
    negative; for each carrier and year the rows sum to zero.
    """
    parts = [_produced(ds), _stored(ds), _moved(ds), _traded(ds), _used(ds)]
    every = pd.concat([p for p in parts if len(p)], ignore_index=True)
    found = every.groupby(["carrier", "year", "item"], sort=False)["energy"].sum().reset_index()
    found = found[found["energy"].abs() > 1e-3].astype({"year": int})
    found.insert(2, "side", np.where(found["energy"] > 0, "source", "use"))
    order = found["energy"].abs().mul(-1).rename("size")
    ordered = found.join(order).sort_values(["carrier", "year", "side", "size"])
    return ordered.drop(columns="size").reset_index(drop=True)


def _produced(ds: xr.Dataset) -> pd.DataFrame:
    output = _long(ds["generation"], "producer").rename("energy").reset_index()
    supply = output[(_lookup(ds, "behaviour", output["asset"]) == "supply").to_numpy()]
    direct = supply.assign(carrier=_lookup(ds, "carrier_of", supply["asset"]).to_numpy())
    ports = pd.DataFrame({k: ds[f"port_{k}"].values for k in ("asset", "carrier", "coefficient")})
    through = ports.merge(output, on="asset")
    through["energy"] *= through["coefficient"]
    both = pd.concat([direct, through], ignore_index=True)
    return both.assign(item=_lookup(ds, "technology_of", both["asset"]).to_numpy())[
        ["carrier", "year", "item", "energy"]
    ]


def _stored(ds: xr.Dataset) -> pd.DataFrame:
    net = _long(ds["discharged"] - ds["charged"], "storage").rename("energy").reset_index()
    net["carrier"] = _lookup(ds, "carrier_of", net["asset"]).to_numpy()
    return net.assign(item=_lookup(ds, "technology_of", net["asset"]).to_numpy())[["carrier", "year", "item", "energy"]]


def _moved(ds: xr.Dataset) -> pd.DataFrame:
    """What lines take at their beginning and give at their end; within one carrier the sum is what they lose."""
    lines = flows(ds)
    arrives = 1 - _lookup(ds, "loss", lines["asset"]).to_numpy(dtype=float)
    begin = lines.assign(
        carrier=_lookup(ds, "from_carrier", lines["asset"]), energy=arrives * lines["sent_back"] - lines["sent"]
    )
    end = lines.assign(
        carrier=_lookup(ds, "to_carrier", lines["asset"]), energy=arrives * lines["sent"] - lines["sent_back"]
    )
    both = pd.concat([begin, end], ignore_index=True)
    return both.assign(item=both["technology"])[["carrier", "year", "item", "energy"]]


def _traded(ds: xr.Dataset) -> pd.DataFrame:
    found = trade(ds)
    found["energy"] *= np.where(found["direction"] == "buy", 1.0, -1.0)
    return found.assign(item=found["market"])[["carrier", "year", "item", "energy"]]


def _used(ds: xr.Dataset) -> pd.DataFrame:
    found = demand(ds)
    return found.assign(item="demand", energy=-found["served"])[["carrier", "year", "item", "energy"]]


def _long(array: xr.DataArray, dim: str, name: str = "asset") -> pd.Series[float]:
    """An array over (dim, year) as a series over (name, year)."""
    ordered = array.transpose(dim, "year")
    index = pd.MultiIndex.from_product([ordered[dim].values, ordered["year"].values], names=[name, "year"])
    return pd.Series(ordered.values.ravel(), index=index)


def _wide(parts: dict[str, pd.Series[float]], name: str = "asset") -> pd.DataFrame:
    """Series over (name, year) side by side, zero where a thing has none, in the order of the longest."""
    order = max(parts.values(), key=len).index
    columns = {column: series.reindex(order).fillna(0.0) for column, series in parts.items()}
    return pd.DataFrame(columns).rename_axis([name, "year"]).reset_index()


def _described(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    for at, column in enumerate(("technology", "group", "zone"), start=1):
        found.insert(at, column, _lookup(ds, f"{column}_of", found["asset"]))
    return found


def _lookup(ds: xr.Dataset, variable: str, keys: pd.Series[str], dim: str = "asset") -> pd.Series[Any]:
    """Value of a variable over one dim for each key, on the index of the keys."""
    return keys.map(pd.Series(ds[variable].values, index=ds[dim].values))


def _hours(ds: xr.Dataset, years: pd.Series[int]) -> pd.Series[float]:
    hours = ds["weight"].groupby(ds["year_of"]).sum().to_series()
    return years.map(hours)
