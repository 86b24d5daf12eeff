"""Tables of carbon: who emits it, and where the carbon of the fuels comes from and goes to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.energy.balances import zone_balance
from energy_model.analysis.tidy import long, lookup

SMALLEST_T = 1e-6


def emissions(ds: xr.Dataset) -> pd.DataFrame:
    """CO2 by source and year: of the city's plants and processes (by asset), counted for bought power (by market).

    Columns: source, kind (combustion or purchase), sector ('' for purchases), year, co2 [t], of it direct [t] (held by
    no carrier: process emissions, the fossil part of waste).
    """
    burnt = long(ds["combustion_emissions"], "burner", name="source").rename("co2").reset_index()
    burnt = burnt.assign(kind="combustion", sector=lookup(ds, "sector_of", burnt["source"]))
    burnt["direct"] = direct_emissions(ds).reindex(pd.MultiIndex.from_frame(burnt[["source", "year"]])).to_numpy()
    buying = ds["purchase_emissions"].isel(market=ds["market_sign"].values > 0)
    counted = long(buying, "market", name="source").rename("co2").reset_index()
    both = pd.concat([burnt, counted.assign(kind="purchase", sector="", direct=0.0)], ignore_index=True)
    columns = ["source", "kind", "sector", "year", "co2", "direct"]
    return both.loc[both["co2"].abs() > SMALLEST_T, columns].reset_index(drop=True)


def direct_emissions(ds: xr.Dataset) -> pd.Series[float]:
    """CO2 [t] that no carrier holds, by (asset, year)."""
    burners = ds["burner"].values
    rate = ds["direct_emissions"].sel(asset=burners).values
    output = ds["generation"].sel(operated=burners).transpose("operated", "year")
    return long(output * rate[:, None], "operated")


def carbon_balance(ds: xr.Dataset) -> pd.DataFrame:
    """Where the carbon of all carriers comes from and goes to in a year, as CO2.

    Columns: year, item, co2 [t]. Items: `bought` and `sold` (carbon in fuels), other kinds of the energy balance
    (supply; demand: delivered with its carbon; storage, transmission, surplus and boil_off: lost on the way),
    `purchases` (CO2 counted for power from outside), `direct` (what no carrier holds) and `emitted` (negative: the
    table `emissions`). A year sums to zero: what is emitted is the carbon that comes in.
    """
    flows = zone_balance(ds)
    flows = flows[~flows["kind"].isin(("conversion", "process"))]
    carried = flows["energy"] * lookup(ds, "emission_factor", flows["carrier"], "carrier").to_numpy(dtype=float)
    traded = np.where(flows["energy"] > 0, "bought", "sold")
    held = flows.assign(co2=carried, item=np.where(flows["kind"] == "trade", traded, flows["kind"]))
    bought = ds["purchase_emissions"].clip(min=0.0).sum("market").to_series().rename("co2").reset_index()
    direct = direct_emissions(ds).groupby("year").sum().rename("co2").reset_index()
    emitted = emissions(ds).groupby("year")["co2"].sum().mul(-1).reset_index()
    parts = [held, bought.assign(item="purchases"), direct.assign(item="direct"), emitted.assign(item="emitted")]
    every = pd.concat([part[["year", "item", "co2"]] for part in parts], ignore_index=True)
    found = every.groupby(["year", "item"], sort=False)["co2"].sum().reset_index().astype({"year": int})
    return found[found["co2"].abs() > SMALLEST_T].sort_values("year", kind="stable", ignore_index=True)
