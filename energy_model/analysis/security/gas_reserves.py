"""How long the gas in the tanks lasts."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.energy.balances import energy_balance
from energy_model.analysis.roles import GAS, LNG, carriers_of, storages_of
from energy_model.analysis.tidy import hours, ratio

_USES = ("conversion", "process", "demand")
_SMALLEST_MWH = 1e-3


def reserve_days(ds: xr.Dataset) -> pd.DataFrame:
    """Days that full LNG tanks last. Of coal the table `coal` has them by plant.

    Columns and units as in columns.csv. Usable is the energy of the tanks less what must stay in them, use the mean
    daily use of gas in the city by converters, processes and demands, transit gas and LNG that leave by line or market.
    """
    stores = storages_of(ds, LNG)
    if not stores:
        return pd.DataFrame(columns=columns_of("reserve_days"))
    lng, energy = carriers_of(ds, LNG), ds["energy_capacity"].sel(storage=stores)
    left = 1 - ds["heel"].sel(asset=stores).rename(asset="storage")
    found = pd.DataFrame({"carrier": lng[0], "year": ds["year"].values})
    found["capacity"] = energy.sum("storage").values
    found["usable"] = (energy * left).sum("storage").transpose("year").values
    days = hours(ds, found["year"]) / 24.0
    balance = energy_balance(ds)
    used = balance[balance["energy"] < 0].set_index("year")
    of_gas, of_lng = used["carrier"].isin(carriers_of(ds, GAS)), used["carrier"].isin(lng)
    city = used[of_gas & used["kind"].isin(_USES)]
    away = used[of_gas & ~used["kind"].isin(_USES)]
    away = pd.concat([away, used[of_lng & used["kind"].isin(("trade", "transmission"))]])
    for name, part in (("use", city), ("transit", away)):
        summed = -part["energy"].groupby(level="year").sum()
        found[name] = found["year"].map(summed).fillna(0.0) / days
    found["days"] = ratio(found["usable"], found["use"], _SMALLEST_MWH)
    found["days_with_transit"] = ratio(found["usable"], found["use"] + found["transit"], _SMALLEST_MWH)
    return found[columns_of("reserve_days")]
