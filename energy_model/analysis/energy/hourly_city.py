"""The city hour by hour: price, green share, storages, curtailment and demand; days by hours for heat maps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.carbon.tracing import traced
from energy_model.analysis.energy.electricity import electric_carriers, grid_price
from energy_model.analysis.energy.hourly import available_power, curtailed_power, steps_of
from energy_model.analysis.roles import ELECTRICITY, carriers_of
from energy_model.analysis.security.adequacy import demand_by_place
from energy_model.analysis.security.transfer_capacity import Place
from energy_model.analysis.tidy import Floats, ratio
from energy_model.analysis.zones import OUTSIDE, zone_roles
from energy_model.dataset.dictionary import ALWAYS

HOURS = 24
_SMALLEST_MW = 1e-3


@cached
def hourly_city(ds: xr.Dataset, year: int) -> pd.DataFrame:
    """The electricity of the city (all zones but those outside) in every step of a year of a solved dataset.

    Columns: time, weight and length [h], price [CNY/MWh] (mean of the zones' prices of electricity, weighted with their
    demand in the hour), used [MW] (by demands, converters and processes), green_share [1] (of it, by flow tracing:
    `analysis.tracing`), state_of_charge [1] (of all storages of electricity together, at the end of the step, of their
    energy capacity), curtailment [MW] (what wind, sun and other supply could give and do not), demand [MW] (of demands
    and processes, before any of it is put off or interrupted), residual [MW] (demand less what supply that varies with
    the weather could give).
    NaN where there is nothing to divide by.
    """
    of_year = steps_of(ds, year)
    demand = demand_by_place(of_year)
    asked = np.sum([np.zeros(of_year.sizes["step"]), *demand.values()], axis=0)
    available, wasted = _weather(of_year, year)
    used, green = _green(ds, year)
    return pd.DataFrame(
        {
            "time": of_year["time"].values,
            "weight": of_year["weight"].values,
            "length": of_year["step_length"].values,
            "price": _price(of_year, demand),
            "used": used,
            "green_share": ratio(green, used, _SMALLEST_MW),
            "state_of_charge": _state_of_charge(of_year, year),
            "curtailment": wasted,
            "demand": asked,
            "residual": asked - available,
        }
    )


def by_day(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """A column of `hourly_city` with hours of the day (0 to 23) as rows and days as columns; NaN where no step is."""
    hours = np.ceil(table["length"].to_numpy()).astype(int)  # a longer step fills all of its hours
    begins = np.repeat(np.cumsum(hours) - hours, hours)
    time = pd.DatetimeIndex(np.repeat(table["time"].to_numpy(), hours)) + pd.to_timedelta(
        np.arange(hours.sum()) - begins, "h"
    )
    values = pd.Series(np.repeat(table[column].to_numpy(), hours), index=[time.normalize(), time.hour])
    wide = values.groupby(level=[0, 1]).mean().unstack(0)
    days = pd.date_range(wide.columns.min(), wide.columns.max(), freq="D")
    return wide.reindex(index=range(HOURS), columns=days)


def _price(ds: xr.Dataset, demand: dict[Place, Floats]) -> Floats:
    """Mean price weighted with the demand of the zones for electricity of the grid [MW]. shape: (step,)."""
    grid = carriers_of(ds, ELECTRICITY)
    places = [place for place in demand if place[1] in grid]
    if not places:
        return np.full(ds.sizes["step"], np.nan)
    price = grid_price(ds).sel(zone=[zone for zone, _ in places]).values.astype(np.float64)
    power = np.stack([demand[place] for place in places])
    known = np.isfinite(price)
    return ratio(np.where(known, price * power, 0.0).sum(axis=0), (known * power).sum(axis=0), _SMALLEST_MW)


def _green(ds: xr.Dataset, year: int) -> tuple[Floats, Floats]:
    """Power used in the city, and the part of it that green plants made [MW]. shapes: (step,)."""
    found, kinds = traced(ds, year), zone_roles(ds)
    inside = np.array([kinds[zone] != OUTSIDE for zone, _ in found.place], dtype=bool)
    used = found.used[inside]
    return used.sum(axis=0), (used * found.green[inside]).sum(axis=0)


def _state_of_charge(ds: xr.Dataset, year: int) -> Floats:
    kept = np.isin(ds["carrier_of"].sel(asset=ds["storage"].values).values, electric_carriers(ds))
    held = ds["state_of_charge"].isel(storage=kept).sum("storage").values
    return ratio(held, float(ds["energy_capacity"].isel(storage=kept).sel(year=year).sum()), _SMALLEST_MW)


def _weather(ds: xr.Dataset, year: int) -> tuple[Floats, Floats]:
    """Available power of variable supply, and curtailed power of all supply of electricity in the city [MW]."""
    kinds, available = zone_roles(ds), available_power(ds, year)
    place = {
        name: dict(zip(ds["asset"].values, ds[f"{name}_of"].values, strict=True)) for name in ("zone", "availability")
    }
    could, wasted = np.zeros(ds.sizes["step"]), np.zeros(ds.sizes["step"])
    for asset, power in curtailed_power(ds, electric_carriers(ds)).items():
        if kinds[place["zone"][asset]] != OUTSIDE:
            wasted += power
            could += available[asset] if place["availability"][asset] != ALWAYS else 0.0
    return could, wasted
