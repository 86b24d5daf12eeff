"""LNG terminals: what is unloaded, kept, turned into gas and sent on; and the cold that regasification gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import empty
from energy_model.analysis.energy.exchange import through_ports
from energy_model.analysis.roles import COLD, ELECTRICITY, LNG, carriers_of, storages_of
from energy_model.analysis.tidy import hours, long, lookup, ratio

MWH_PER_TONNE = 51.4 / 3.6  # GB/T 2589-2020 (1.7572 kgce/kg)
_AT = ["zone", "year"]


def lng(ds: xr.Dataset) -> pd.DataFrame:
    """Each LNG terminal (a zone with tanks or berths of LNG), by year.

    Columns: zone, year, berths [MWh] (what could be unloaded in the year), unloaded [MWh], tanks and usable [MWh]
    (energy of the tanks, and less what must stay in them), regasified [MWh], boil_off [MWh] (from tanks to the gas
    grid), electricity [MWh] (of what takes or gives LNG), by_truck_and_ship [MWh] (LNG that demands take or markets
    buy), mean_level and least_level [1] (of the tanks' energy, over the hours of the year), berth_use [1] (unloaded
    over berths).
    """
    if not carriers_of(ds, LNG):
        return empty("lng")
    stores = storages_of(ds, LNG)
    ports = through_ports(ds)
    ports["zone"] = lookup(ds, "zone_of", ports["asset"])
    of_lng = ports[ports["carrier"].isin(carriers_of(ds, LNG))]
    plants, givers = (set(part["asset"]) for part in (of_lng, of_lng[of_lng["energy"] > 0]))
    zones = [str(z) for z in ds["zone"].values if z in {*of_lng["zone"], *ds["zone_of"].sel(asset=stores).values}]
    pairs = pd.MultiIndex.from_product([zones, ds["year"].values], names=_AT)
    found = pd.DataFrame(index=pairs)
    sizes = long(ds["capacity"], "asset").rename("size").reset_index()
    sizes["zone"] = lookup(ds, "zone_of", sizes["asset"])
    found["berths"] = sizes[sizes["asset"].isin(givers)].groupby(_AT)["size"].sum()
    found["unloaded"] = of_lng[of_lng["energy"] > 0].groupby(_AT)["energy"].sum()
    _tanks(ds, stores, found)
    found["regasified"] = -of_lng[of_lng["energy"] < 0].groupby(_AT)["energy"].sum()
    electric = ports[ports["asset"].isin(plants) & ports["carrier"].isin(carriers_of(ds, ELECTRICITY))]
    found["electricity"] = -electric.groupby(_AT)["energy"].sum()
    found["by_truck_and_ship"] = _taken(ds).groupby(_AT)["energy"].sum()
    found = found.fillna(dict.fromkeys(set(found.columns) - {"mean_level", "least_level"}, 0.0)).reset_index()
    found["berths"] *= hours(ds, found["year"])
    found["berth_use"] = ratio(found["unloaded"], found["berths"])
    return found.astype({"year": int})


def _tanks(ds: xr.Dataset, stores: list[str], found: pd.DataFrame) -> None:
    """Fill in the tanks of each terminal: size, boil-off, and how full they are."""
    size = long(ds["energy_capacity"].sel(storage=stores), "storage").rename("tanks").reset_index()
    size["zone"] = lookup(ds, "zone_of", size["asset"])
    size["usable"] = size["tanks"] * (1 - lookup(ds, "heel", size["asset"]).astype(float))
    for name in ("tanks", "usable"):
        found[name] = size.groupby(_AT)[name].sum()
    net = long((ds["charged"] - ds["discharged"]).sel(storage=stores), "storage").rename("energy").reset_index()
    found["boil_off"] = net.assign(zone=lookup(ds, "zone_of", net["asset"])).groupby(_AT)["energy"].sum()
    zone_of, sizes = ds["zone_of"].sel(asset=stores).values, size.groupby(_AT)["tanks"].sum().to_dict()
    found[["mean_level", "least_level"]] = np.nan
    for zone in dict.fromkeys(zone_of):
        here = [store for store, at in zip(stores, zone_of, strict=True) if at == zone]
        level = ds["state_of_charge"].sel(storage=here).sum("storage").values
        for year in ds["year"].values:
            at, full = ds["year_of"].values == year, sizes[zone, year]
            if full > 0:
                weight = ds["weight"].values[at]
                found.loc[(zone, year), "mean_level"] = level[at] @ weight / weight.sum() / full
                found.loc[(zone, year), "least_level"] = level[at].min() / full


def _taken(ds: xr.Dataset) -> pd.DataFrame:
    """LNG that is taken as it is, by lorries and ships. Columns: zone, year, energy [MWh]."""
    parts = []
    for dim, variable, sign in (("demand", "served_energy", 1.0), ("market", "traded", -1.0)):
        part = long(ds[variable], dim, name="item").rename("energy").reset_index()
        carrier = lookup(ds, f"{dim}_carrier", part["item"], dim)
        part["zone"] = lookup(ds, f"{dim}_zone", part["item"], dim)
        counts = carrier.isin(carriers_of(ds, LNG))
        if sign < 0:
            counts &= lookup(ds, "market_sign", part["item"], dim).astype(float) < 0
        parts.append(part[counts])
    return pd.concat(parts, ignore_index=True)


def tank_levels(ds: xr.Dataset, year: int) -> pd.DataFrame:
    """How full the LNG tanks of each terminal are at the end of each day. Columns: zone, day, level [1] of the tanks.

    Days without a time (segments) are left out, and terminals without tanks.
    """
    at = np.flatnonzero(ds["year_of"].values == year)
    days = pd.DatetimeIndex(ds["time"].values[at]).normalize()
    last = np.flatnonzero(np.append(days[1:] != days[:-1], True)) if len(at) else at
    parts = []
    stores = storages_of(ds, LNG)
    for zone in dict.fromkeys(ds["zone_of"].sel(asset=stores).values):
        here = [s for s in stores if str(ds["zone_of"].sel(asset=s).item()) == zone]
        full = float(ds["energy_capacity"].sel(storage=here, year=year).sum())
        level = ds["state_of_charge"].sel(storage=here).sum("storage").values[at[last]]
        if full > 0:
            parts.append(pd.DataFrame({"zone": str(zone), "day": days[last], "level": level / full}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"zone": [], "day": [], "level": []})


def cold(ds: xr.Dataset) -> pd.DataFrame:
    """Cold of regasification by zone and year: what is there, what is used, and by what.

    Columns: zone, year, released [MWh] (made at regasification, within reach of a cooling loop), used [MWh] (taken by
    exchangers, processes and demands), unused [MWh], share [1] (used over released), cooling [MWh] (all that is asked
    for in the zone in the carriers that users of cold give), cooling_share [1] (of it from LNG cold).
    """
    cold_carriers = carriers_of(ds, COLD)
    if not cold_carriers:
        return empty("cold")
    ports = through_ports(ds)
    ports["zone"] = lookup(ds, "zone_of", ports["asset"])
    own = ports[ports["carrier"].isin(cold_carriers)]
    asked = _asked(ds)
    pairs = pd.MultiIndex.from_product([dict.fromkeys(own["zone"]), ds["year"].values], names=_AT)
    found = pd.DataFrame(index=pairs)
    found["released"] = own[own["energy"] > 0].groupby(_AT)["energy"].sum()
    taken = pd.concat([-own[own["energy"] < 0].set_index(_AT)["energy"], _of(asked, {*cold_carriers})])
    found["used"] = taken.groupby(_AT).sum()
    given = _given(ports, own)
    found["from_cold"] = given.groupby(_AT)["energy"].sum()
    found["cooling"] = _of(asked, set(given["carrier"])).groupby(_AT).sum()
    found = found.fillna(0.0).reset_index()
    found["unused"] = found["released"] - found["used"]
    found["share"] = ratio(found["used"], found["released"])
    found["cooling_share"] = ratio(found.pop("from_cold"), found["cooling"])
    names = ["zone", "year", "released", "used", "unused", "share", "cooling", "cooling_share"]
    return found.astype({"year": int})[names]


def _of(asked: pd.DataFrame, carriers: set[str]) -> pd.Series[float]:
    return asked[asked["carrier"].isin(carriers)].set_index(_AT)["energy"]


def cold_users(ds: xr.Dataset) -> pd.DataFrame:
    """Demands that LNG cold can serve, in its zones. Columns: demand, year, energy [MWh] served, zone, carrier."""
    ports = through_ports(ds)
    ports["zone"] = lookup(ds, "zone_of", ports["asset"])
    cold_carriers, asked = carriers_of(ds, COLD), _asked(ds)
    own = ports[ports["carrier"].isin(cold_carriers)]
    carriers = {*cold_carriers, *_given(ports, own)["carrier"]}
    return asked[asked["carrier"].isin(carriers) & asked["zone"].isin(own["zone"])].reset_index(drop=True)


def _asked(ds: xr.Dataset) -> pd.DataFrame:
    asked = long(ds["served_energy"], "demand", name="demand").rename("energy").reset_index()
    for name in ("zone", "carrier"):
        asked[name] = lookup(ds, f"demand_{name}", asked["demand"], "demand")
    return asked


def _given(ports: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Output of the users of cold."""
    return ports[ports["asset"].isin(own["asset"][own["energy"] < 0]) & (ports["energy"] > 0)]
