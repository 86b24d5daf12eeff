"""The calmest days of the weather year, as the plan gets through them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.energy.hourly import available_power, by_name, port_power, steps_of
from energy_model.analysis.roles import FUELS, fuel_of
from energy_model.analysis.security.adequacy import demand_by_place, import_capacity
from energy_model.analysis.tidy import Floats

HOURS = 24
_COLUMNS = [
    *("year", "day", "date", "wind_sun", "demand", *FUELS, "other", "storage", "imports", "exports", "converters"),
    *("unserved", "least_margin"),
]


def calm_days(ds: xr.Dataset) -> pd.DataFrame:
    """The calmest days (variable `calm_day`) of each year, means over a day.

    Columns: year, day (of the year, from 1), date ('' where the dataset has no calendar), wind_sun [MW] (what supply
    gives to electricity), demand [MW] (of demands and processes, before any is put off or interrupted), coal, gas,
    biomass, hydrogen and other [MW] (of plants by the fuel that they take most of), storage [MW] (given less taken),
    imports, exports and converters [MW] (electricity bought, sold and taken by converters), unserved [MW], least_margin
    [MW] (in the worst hour: what wind and sun, plants that can be called on and imports could give, less the demand;
    storages count nothing, because a lull outlasts them; lines inside the city bind nothing).
    """
    if "calm_day" not in ds:
        return pd.DataFrame(columns=_COLUMNS)
    rows = []
    for year in ds["year"].values:
        of_year = steps_of(ds, year)
        weight = of_year["weight"].values
        # a step belongs to the day in which it begins
        day_of = ((np.cumsum(weight) - weight) // HOURS).astype(int)
        series = _series(of_year, int(year))
        for day in np.sort(ds["calm_day"].values):
            at = np.flatnonzero(day_of == day)
            if len(at):
                rows.append(
                    {"year": int(year), "day": int(day) + 1, "date": _date(of_year, int(at[0]))}
                    | _of_day(series, at, weight)
                )
    return pd.DataFrame(rows, columns=_COLUMNS)


def _of_day(series: dict[str, Floats], at: Any, weight: Floats) -> dict[str, float]:
    means = {
        name: float(power[at] @ weight[at] / weight[at].sum()) for name, power in series.items() if name != "margin"
    }
    return means | {"least_margin": float(series["margin"][at].min())}


def _date(ds: xr.Dataset, step: int) -> str:
    return str(pd.Timestamp(ds["time"].values[step]).date()) if "time" in ds else ""


def _series(ds: xr.Dataset, year: int) -> dict[str, Floats]:
    """Powers of all steps of a year by column of the table, and the margin. shapes: (step,)."""
    electric = electric_carriers(ds)
    found = {name: np.zeros(ds.sizes["step"]) for name in _COLUMNS[3:-1]}
    found["demand"] = np.sum([found["demand"], *demand_by_place(ds).values()], axis=0)
    found["unserved"] = _unserved(ds, electric)
    called = _plants(ds, year, electric, found)
    for name, sign in (("discharge", 1.0), ("charge", -1.0)):
        kept = np.isin(ds["carrier_of"].sel(asset=ds["storage"].values).values, electric)
        found["storage"] += sign * ds[name].isel(storage=kept).sum("storage").values
    for market, power in by_name(ds["trade"], "hourly_market").items():
        of = ds.sel(market=market)
        if str(of["market_carrier"].item()) in electric:
            found["imports" if float(of["market_sign"]) > 0 else "exports"] += power
    return found | {"margin": called + import_capacity(ds, year) - found["demand"]}


def _plants(ds: xr.Dataset, year: int, electric: list[str], found: dict[str, Floats]) -> Floats:
    """Fill in what plants give and converters take; give what plants could [MW]. shape: (step,)."""
    available = available_power(ds, year)
    dispatch, processes = by_name(ds["dispatch"], "producer"), set(ds["process"].values)
    could = np.zeros(ds.sizes["step"])
    columns = zip(*(ds[name].values for name in ("asset", "behaviour", "carrier_of")), strict=True)
    for asset, behaviour, carrier in columns:
        if behaviour == "supply" and carrier in electric:
            found["wind_sun"] += dispatch[asset]
            could += available[asset]
    fuel = fuel_of(ds)
    for port in port_power(ds, electric):
        if port.gives:
            found[column if (column := fuel.get(port.asset, "")) in FUELS else "other"] += port.power
            could += (
                port.power if port.asset in processes else _full(ds, port.asset, port.carrier) * available[port.asset]
            )
        elif port.asset not in processes:
            found["converters"] -= port.power
    return could


def _full(ds: xr.Dataset, asset: str, carrier: str) -> float:
    """Output of a carrier per activity [1]."""
    own = (ds["port_asset"].values == asset) & (ds["port_carrier"].values == carrier)
    return float(ds["port_coefficient"].values[own].clip(min=0.0).sum())


def _unserved(ds: xr.Dataset, electric: list[str]) -> Floats:
    kept = np.isin(ds["demand_carrier"].sel(demand=ds["hourly_demand"].values).values, electric)
    return np.asarray(ds["unserved"].isel(hourly_demand=kept).sum("hourly_demand").values)
