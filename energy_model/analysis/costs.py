"""Tables of money: every part of the objective, the years on the way, and prices."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.tidy import described, long, wide


@cached
def costs(ds: xr.Dataset) -> pd.DataFrame:
    """Every part of the objective.

    Columns: kind, item, year, cost [CNY/year] (of that year, not discounted), present [CNY] (the same for all years
    that the model year stands for, discounted to the base year). The sum of `present` is the objective.
    """
    parts = []
    for term in json.loads(ds.attrs["cost_terms"]):
        part = long(ds[term["name"]], term["over"], name="item").rename("cost").reset_index()
        parts.append(part.assign(kind=term["kind"]))
    every = pd.concat(parts, ignore_index=True)
    found = every.groupby(["kind", "item", "year"], sort=False)["cost"].sum().reset_index()
    found["present"] = found["cost"] * found["year"].map(ds["year_weight"].to_series())
    return found.loc[found["cost"] != 0].reset_index(drop=True)


def investment(ds: xr.Dataset) -> pd.DataFrame:
    """Overnight cost of what is built in each year, without interest during construction.

    Columns: asset, technology, group, zone, year, planned [CNY] (what the plan builds and refits), committed [CNY]
    (committed plants that came since the model year before: sunk, so that the objective does not hold it).
    """
    planned = long(ds["new_capacity"] * _of(ds, "overnight_cost", "buildable"), "buildable")
    energy = long(ds["new_energy"] * _of(ds, "overnight_cost_energy", "buildable_storage"), "buildable_storage")
    refits = long(ds["new_retrofit"] * _of(ds, "retrofit_cost", "refittable"), "refittable")
    parts = {"committed": long(ds["committed_investment"], "asset"), "planned": planned}
    found = described(ds, wide(parts | {"energy": energy, "refits": refits}))
    found["planned"] += found["energy"] + found["refits"]
    found = found[[*found.columns[:5], "planned", "committed"]]
    return found[(found["planned"] > 0) | (found["committed"] > 0)].reset_index(drop=True)


def _of(ds: xr.Dataset, variable: str, dim: str) -> xr.DataArray:
    """A variable over assets for the members of another dim."""
    return ds[variable].sel(asset=ds[dim].values).rename(asset=dim).assign_coords({dim: ds[dim].values})


def pathway(ds: xr.Dataset) -> pd.DataFrame:
    """The years of the model, and what the system costs in each.

    Columns: year, cost [CNY/year], weight [year] (calendar years that it stands for, discounted), present [CNY].
    """
    summed = costs(ds).groupby("year")[["cost", "present"]].sum().reindex(ds["year"].values, fill_value=0.0)
    summed.insert(1, "weight", ds["year_weight"].values)
    return summed.rename_axis("year").reset_index()


def prices(ds: xr.Dataset) -> pd.DataFrame:
    """Prices (duals of the balances) by zone, carrier and year; of pooled carriers in the pool's zone.

    Columns: zone, carrier, year, mean, least, most [CNY/MWh]. The mean is over time; a carrier that is balanced over
    the year has one price.
    """
    names = ["zone", "carrier", "year", "mean", "least", "most"]
    parts = [_hourly_prices(ds, int(year)) for year in ds["year"].values]
    yearly = ds["yearly_price"].to_series().dropna().rename("mean").reset_index()
    parts.append(yearly.assign(least=yearly["mean"], most=yearly["mean"]))
    found = pd.concat([part[names] for part in parts if len(part)], ignore_index=True)
    return found.sort_values(["year", "zone", "carrier"]).reset_index(drop=True)


def _hourly_prices(ds: xr.Dataset, year: int) -> pd.DataFrame:
    of_year = ds["year_of"].values == year
    weight = ds["weight"].values[of_year]
    price = ds["price"].transpose("zone", "carrier", "step").values
    zones, carriers = np.nonzero(~np.isnan(price[:, :, np.flatnonzero(of_year)[0]]))
    # a float32 sum over a year would lose digits
    used = price[zones, carriers][:, of_year].astype(np.float64)
    return pd.DataFrame(
        {
            "zone": ds["zone"].values[zones],
            "carrier": ds["carrier"].values[carriers],
            "year": year,
            "mean": used @ weight / weight.sum(),
            "least": used.min(axis=1),
            "most": used.max(axis=1),
        }
    )
