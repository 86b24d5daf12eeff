"""Tables of what moves and what is asked for: ports, lines, trade, demand and how far it bends."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.tidy import SMALLEST_MW, described, long, lookup, of_pairs, ratio, wide


def through_ports(ds: xr.Dataset) -> pd.DataFrame:
    """Energy through each port of conversions and processes, negative where it is taken in.

    Columns: port, year, energy [MWh], asset, carrier.
    """
    found = long(ds["port_energy"], "port", name="port").rename("energy").reset_index()
    for column in ("asset", "carrier"):
        found[column] = lookup(ds, f"port_{column}", found["port"], "port")
    return found


def flows(ds: xr.Dataset) -> pd.DataFrame:
    """Energy over each line and year, measured where it is sent.

    Columns: asset, technology, group, zone, to_zone, year, sent, sent_back, lost [MWh].
    """
    parts = {"sent": long(ds["sent"], "link"), "sent_back": long(ds["sent_back"], "two_way")}
    found = described(ds, wide(parts))
    found.insert(4, "to_zone", lookup(ds, "to_zone", found["asset"]))
    found["lost"] = (found["sent"] + found["sent_back"]) * lookup(ds, "loss", found["asset"]).astype(float)
    return found


def trade(ds: xr.Dataset) -> pd.DataFrame:
    """Energy bought and sold by market and year. Columns: market, zone, carrier, direction, year, energy [MWh]."""
    found = wide({"energy": long(ds["traded"], "market", name="market")}, name="market")
    for at, column in enumerate(("zone", "carrier"), start=1):
        found.insert(at, column, lookup(ds, f"market_{column}", found["market"], "market"))
    sign = lookup(ds, "market_sign", found["market"], "market").astype(float)
    found.insert(3, "direction", np.where(sign > 0, "buy", "sell"))
    return found


def demand(ds: xr.Dataset) -> pd.DataFrame:
    """Demand by year, of hourly and yearly carriers.

    Columns: demand, zone, carrier, year, demanded, served, interrupted, unserved, shifted [MWh]. What is shifted is
    served too, at other hours.
    """
    parts = {
        "demanded": long(ds["demanded"], "demand", name="demand"),
        "served": long(ds["served_energy"], "demand", name="demand"),
        "interrupted": long(ds["interrupted_energy"], "interruptible", name="demand"),
        "unserved": long(ds["unserved_energy"], "demand", name="demand"),
        "shifted": long(ds["shifted_energy"], "shiftable", name="demand"),
    }
    found = wide(parts, name="demand")
    for at, column in enumerate(("zone", "carrier"), start=1):
        found.insert(at, column, lookup(ds, f"demand_{column}", found["demand"], "demand"))
    return found


def flexibility(ds: xr.Dataset) -> pd.DataFrame:
    """How much flexible demands are used.

    Columns: demand, zone, carrier, kind (shifted or interrupted), year, power [MW] (of the mean demand, what may be
    shifted or interrupted), energy [MWh] put off or interrupted, full_hours [h] of that power.
    """
    kinds = {
        "shifted": ("shifted_energy", "shiftable", "shift_share"),
        "interrupted": ("interrupted_energy", "interruptible", "interruptible_share"),
    }
    parts = []
    for kind, (energy, dim, share) in kinds.items():
        part = long(ds[energy], dim, name="demand").rename("energy").reset_index().assign(kind=kind)
        shares = lookup(ds, share, part["demand"], "demand").to_numpy(dtype=float)
        part["power"] = shares * of_pairs(ds, "demand_mean", "demand", part["demand"], part["year"])
        parts.append(part)
    found = pd.concat(parts, ignore_index=True)
    for column in ("zone", "carrier"):
        found[column] = lookup(ds, f"demand_{column}", found["demand"], "demand")
    found["full_hours"] = ratio(found["energy"], found["power"], SMALLEST_MW)
    return found[["demand", "zone", "carrier", "kind", "year", "power", "energy", "full_hours"]]
