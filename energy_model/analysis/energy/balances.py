"""Energy balances over a year: of every carrier in every zone, and of every carrier in the whole system."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.energy.exchange import demand, flows, through_ports, trade
from energy_model.analysis.tidy import by_year, long, lookup

KINDS = (
    "supply", "conversion", "process", "storage", "boil_off", "transmission", "trade", "demand", "shifting", "surplus",
)  # fmt: skip
SMALLEST_MWH = 1e-3
_COLUMNS = ["zone", "carrier", "year", "kind", "item", "energy"]
_THINGS = ["asset", "demand"]


def zone_balance(ds: xr.Dataset) -> pd.DataFrame:
    """Where each carrier comes from and goes to in each zone and year; uses are negative.

    Columns: zone (of pooled carriers the pool's), carrier, year, kind (one of KINDS), item (a technology or market, or
    the kind itself), energy [MWh]. For each zone, carrier and year the rows sum to zero. Storage is what it gives less
    what it takes; shifting is what is put off less what is brought back, nothing over a year.
    """
    every = entries(ds).copy()
    every["zone"] = lookup(ds, "pool", every["carrier"], "carrier").replace("", np.nan).fillna(every["zone"])
    found = every.groupby(_COLUMNS[:-1], sort=False)["energy"].sum().reset_index()
    found = found[found["energy"].abs() > SMALLEST_MWH].astype({"year": int})
    return found.sort_values(["zone", "carrier", "year", "kind", "item"]).reset_index(drop=True)


@cached
def entries(ds: xr.Dataset) -> pd.DataFrame:
    """All that flows into and out of the places of a year: what `zone_balance` adds up, thing by thing.

    Columns: zone (where a thing stands, also of pooled carriers), carrier, year, kind, item, energy [MWh] (as in
    `zone_balance`), asset, demand (the thing; '' where it is none of these).
    """
    parts = [
        *(_supplied(ds), _converted(ds), _stored(ds), _boiled_off(ds), _moved(ds)),
        *(_traded(ds), _used(ds), _shifted(ds), _surplus(ds)),
    ]
    every = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return every.reindex(columns=[*_COLUMNS, *_THINGS]).fillna(dict.fromkeys(_THINGS, ""))


def energy_balance(ds: xr.Dataset) -> pd.DataFrame:
    """Where each carrier comes from and goes to in a year, the whole system together.

    Columns: carrier, year, side (source or use), kind, item (as in `zone_balance`), energy [MWh]. Uses are negative;
    for each carrier and year the rows sum to zero. Transmission is what lines lose.
    """
    found = zone_balance(ds).groupby(["carrier", "year", "kind", "item"], sort=False)["energy"].sum().reset_index()
    found = found[found["energy"].abs() > SMALLEST_MWH]
    found.insert(2, "side", np.where(found["energy"] > 0, "source", "use"))
    found = found.assign(size=-found["energy"].abs()).sort_values(["carrier", "year", "side", "size"])
    return found.drop(columns="size").reset_index(drop=True)


def _supplied(ds: xr.Dataset) -> pd.DataFrame:
    output = long(ds["generation"], "operated").rename("energy").reset_index()
    found = output[(lookup(ds, "behaviour", output["asset"]) == "supply").to_numpy()].copy()
    found["carrier"] = lookup(ds, "carrier_of", found["asset"])
    return _of_assets(ds, found.assign(kind="supply"))


def _converted(ds: xr.Dataset) -> pd.DataFrame:
    """Flows through the ports of conversions and processes."""
    found = through_ports(ds)
    return _of_assets(ds, found.assign(kind=lookup(ds, "behaviour", found["asset"])))


def _stored(ds: xr.Dataset) -> pd.DataFrame:
    found = long(ds["discharged"] - ds["charged"], "storage").rename("energy").reset_index()
    found["carrier"] = lookup(ds, "carrier_of", found["asset"])
    return _of_assets(ds, found.assign(kind="storage"))


def _boiled_off(ds: xr.Dataset) -> pd.DataFrame:
    """Standing losses of storages that another carrier takes up."""
    found = long(by_year(ds, ds["standing_lost"]), "storage_with_loss").rename("energy").reset_index()
    found["carrier"] = lookup(ds, "loss_to", found["asset"])
    return _of_assets(ds, found[found["carrier"] != ""].assign(kind="boil_off"))


def _of_assets(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    zone, technology = (lookup(ds, name, found["asset"]) for name in ("zone_of", "technology_of"))
    return found.assign(zone=zone, item=technology)


def _moved(ds: xr.Dataset) -> pd.DataFrame:
    """Flows into lines at their beginning and out of them at their end; within one carrier the sum is their loss."""
    lines = flows(ds)
    arrives = 1 - lookup(ds, "loss", lines["asset"]).to_numpy(dtype=float)
    begin = lines.assign(
        carrier=lookup(ds, "from_carrier", lines["asset"]), energy=arrives * lines["sent_back"] - lines["sent"]
    )
    end = lines.assign(
        zone=lines["to_zone"],
        carrier=lookup(ds, "to_carrier", lines["asset"]),
        energy=arrives * lines["sent"] - lines["sent_back"],
    )
    both = pd.concat([begin, end], ignore_index=True)
    return both.assign(kind="transmission", item=both["technology"])


def _traded(ds: xr.Dataset) -> pd.DataFrame:
    found = trade(ds)
    found["energy"] *= np.where(found["direction"] == "buy", 1.0, -1.0)
    return found.assign(kind="trade", item=found["market"])


def _used(ds: xr.Dataset) -> pd.DataFrame:
    found = demand(ds)
    return found.assign(kind="demand", item="demand", energy=-found["served"])


def _shifted(ds: xr.Dataset) -> pd.DataFrame:
    net = long(ds["shifted_energy"] - by_year(ds, ds["shifted_in"]), "shiftable", name="demand")
    found = net.rename("energy").reset_index().assign(kind="shifting", item="shifting")
    for column in ("zone", "carrier"):
        found[column] = lookup(ds, f"demand_{column}", found["demand"], "demand")
    return found


def _surplus(ds: xr.Dataset) -> pd.DataFrame:
    lost = -long(by_year(ds, ds["surplus"]), "surplus_node", name="node")
    found = lost.rename("energy").reset_index().assign(kind="surplus", item="surplus")
    for column in ("zone", "carrier"):
        found[column] = lookup(ds, f"surplus_{column}", found["node"], "surplus_node")
    return found
