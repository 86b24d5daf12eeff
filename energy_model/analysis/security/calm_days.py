"""The calmest days of the weather year, as the plan gets through them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.energy.contributions import flows_by_hour
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.energy.hourly import available_power, steps_of
from energy_model.analysis.roles import FUELS, fuel_of
from energy_model.analysis.security.adequacy import demand_by_place, firm_share, import_capacity
from energy_model.analysis.tidy import Floats


def calm_days(ds: xr.Dataset) -> pd.DataFrame:
    """The calmest days (variable `calm_day`) of each year, means over a day.

    Columns and units as in columns.csv. Days count from 1, date is '' where the dataset has no calendar; wind_sun is
    what supply gives to electricity, demand that of demands, converters and processes before any is put off or
    interrupted, converters what of theirs stops at the peak; plants are told by the fuel that they take most of;
    storage is given less taken. The least margin is of the worst hour: what wind and sun, plants that can be called on
    and imports could give, less the demand; storages count nothing, because a lull outlasts them; lines inside the city
    bind nothing.
    """
    if "calm_day" not in ds:
        return pd.DataFrame(columns=columns_of("calm_days"))
    rows = []
    for year in ds["year"].values:
        of_year = steps_of(ds, year)
        weight = of_year["weight"].values
        day_of = of_year["day_of"].values
        series = _series(of_year, int(year))
        # runs of earlier releases have one list for all years
        counts = ds["year_of_calm"].values == year if "year_of_calm" in ds else slice(None)
        for day in np.sort(ds["calm_day"].values[counts]):
            at = np.flatnonzero(day_of == day)
            if len(at):
                rows.append(
                    {"year": int(year), "day": int(day) + 1, "date": _date(of_year, int(at[0]))}
                    | _of_day(series, at, weight)
                )
    return pd.DataFrame(rows, columns=columns_of("calm_days"))


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
    found = {name: np.zeros(ds.sizes["step"]) for name in columns_of("calm_days")[3:-1]}
    found["demand"] = np.sum([found["demand"], *demand_by_place(ds).values()], axis=0)
    found["unserved"] = _unserved(ds, electric)
    called = _flows(ds, year, electric, found)
    return found | {"margin": called + import_capacity(ds, year) - found["demand"]}


def _flows(ds: xr.Dataset, year: int, electric: list[str], found: dict[str, Floats]) -> Floats:
    """Fill in what is given and taken by kind; what plants could give [MW]. shape: (step,)."""
    available, fuel, firm = available_power(ds, year), fuel_of(ds), firm_share(ds)
    could = {}
    for flow in flows_by_hour(ds, electric, ("supply", "conversion", "process", "storage", "trade")):
        if flow.kind == "storage":
            found["storage"] += flow.power
        elif flow.kind == "trade":
            found["imports" if flow.gives else "exports"] += np.abs(flow.power)
        elif flow.kind == "supply":
            found["wind_sun"] += flow.power
            could[flow.owner, flow.carrier] = available.get(flow.owner, flow.power)
        elif flow.gives:
            found[column if (column := fuel.get(flow.owner, "")) in FUELS else "other"] += flow.power
            full = _full(ds, flow.owner, flow.carrier)
            could[flow.owner, flow.carrier] = full * available[flow.owner] if flow.owner in available else flow.power
        else:
            found["converters"] -= (1 - firm[flow.owner]) * flow.power
    return np.asarray(np.sum([np.zeros(ds.sizes["step"]), *could.values()], axis=0))


def _full(ds: xr.Dataset, asset: str, carrier: str) -> float:
    """Output of a carrier per activity [1]."""
    own = (ds["port_asset"].values == asset) & (ds["port_carrier"].values == carrier)
    return float(ds["port_coefficient"].values[own].clip(min=0.0).sum())


def _unserved(ds: xr.Dataset, electric: list[str]) -> Floats:
    kept = np.isin(ds["demand_carrier"].sel(demand=ds["hourly_demand"].values).values, electric)
    return np.asarray(ds["unserved"].isel(hourly_demand=kept).sum("hourly_demand").values)
