"""Cost, revenue and avoided CO2 of storages of electricity, by asset and year. Definitions: docs/storage_value.md."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.costs import costs
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.plants import storage
from energy_model.analysis.storage.break_even import break_even
from energy_model.analysis.storage.revenue import hourly_sums
from energy_model.analysis.tidy import SMALLEST_MW, Floats, lookup, of_pairs, ratio

ANNUAL_COSTS = ("investment", "fixed_om", "variable_om")
_KEYS = ["asset", "year"]
_SMALLEST_MWH = 1e-3
_SUMS = ["capacity", "existing", "energy_capacity", "charged", "discharged"]


def storage_value(ds: xr.Dataset) -> pd.DataFrame:
    """Cost, revenue and use of each storage of an electric carrier, in every year in which it stands or may be built.

    Hydrogen is no storage of power here: electrolysers, tanks and turbines serve industry too, so that a round trip
    cannot be told apart.

    Columns and units as in columns.csv. Existing is sunk; annual_cost is annuities of what the model built, fixed and
    variable O&M; charging_cost is what is taken, at the hourly prices; lcos = (annual_cost + charging_cost) /
    discharged; profit = revenue - annual_cost. Revenue, its parts and what is avoided as in `storage_revenue`,
    break-even costs as in `storage_break_even`.
    """
    carriers = electric_carriers(ds)
    found = storage(ds).drop(columns=["group"])
    size = np.maximum(found["capacity"], of_pairs(ds, "maximum_capacity", "asset", found["asset"], found["year"]))
    found = found[lookup(ds, "carrier_of", found["asset"]).isin(carriers) & (size > SMALLEST_MW)]
    found = found.reset_index(drop=True)
    if not len(found):
        return pd.DataFrame(columns=columns_of("storage_value"))
    found["existing"] = of_pairs(ds, "existing", "asset", found["asset"], found["year"])
    found["full_load_hours"] = ratio(found["discharged"], found["capacity"], SMALLEST_MW)
    every = costs(ds)
    found["annual_cost"] = _annual_cost(every, found)
    found = found.merge(_hourly(ds, every, found), on=_KEYS, how="left")
    found["lcos"] = ratio(found["annual_cost"] + found["charging_cost"], found["discharged"], _SMALLEST_MWH)
    found["lcos_without_charging"] = ratio(found["annual_cost"], found["discharged"], _SMALLEST_MWH)
    found["profit"] = found["revenue"] - found["annual_cost"]
    return found.merge(break_even(ds, found), on=_KEYS, how="left")[columns_of("storage_value")]


def _annual_cost(every: pd.DataFrame, found: pd.DataFrame) -> Floats:
    """Cost of each asset and year without energy. shape: (len(found),); [CNY]."""
    own = every[every["kind"].isin(ANNUAL_COSTS)].groupby(["item", "year"])["cost"].sum()
    pairs = pd.MultiIndex.from_frame(found[_KEYS])
    return own.reindex(pairs).fillna(0.0).to_numpy(dtype=np.float64)


def _hourly(ds: xr.Dataset, every: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Sums over the hours of each asset and year."""
    assets = {int(year): list(found.loc[found["year"] == year, "asset"]) for year in ds["year"].values}
    return pd.concat([hourly_sums(ds, year, names, every) for year, names in assets.items()], ignore_index=True)
