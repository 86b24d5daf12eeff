"""Power in every step, thing by thing: what is asked for, what could be given, and what is curtailed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.tidy import Floats


@cached
def steps_of(ds: xr.Dataset, year: int) -> xr.Dataset:
    """The steps of one year: a view, since a year's steps are in a row."""
    first, last = np.searchsorted(ds["year_of"].values, [year, year + 1])
    return ds.isel(step=slice(int(first), int(last)))


def by_name(array: xr.DataArray, dim: str) -> dict[str, Floats]:
    """An array over (dim, step) as a row for each name. shapes: (step,)."""
    values = array.transpose(dim, "step").values
    return {str(name): values[at] for at, name in enumerate(array[dim].values)}


def demand_places(ds: xr.Dataset) -> dict[str, tuple[str, str]]:
    """Zone and carrier of each demand."""
    columns = zip(*(ds[name].values for name in ("demand", "demand_zone", "demand_carrier")), strict=True)
    return {str(demand): (str(zone), str(carrier)) for demand, zone, carrier in columns}


def asked_power(ds: xr.Dataset, carriers: Collection[str]) -> dict[str, Floats]:
    """Demand in every step before any of it is put off, interrupted or unserved [MW], by demand. shapes: (step,)."""
    found = by_name(ds["served"], "hourly_demand")
    held_back = {"unserved": "hourly_demand", "interrupted": "interruptible", "shifted_out": "shiftable"}
    for variable, dim in held_back.items():
        for demand, power in by_name(ds[variable], dim).items():
            found[demand] = found[demand] + power
    place = demand_places(ds)
    return {demand: power for demand, power in found.items() if place[demand][1] in carriers}


def available_power(ds: xr.Dataset, year: int) -> dict[str, Floats]:
    """Power that each producer could give in every step: capacity at its availability [MW]. shapes: (step,)."""
    profiles = by_name(ds["profile_value"], "profile")
    sizes = ds["capacity"].sel(year=year).to_series()
    of = dict(zip(ds["asset"].values, ds["availability_of"].values, strict=True))
    return {str(asset): float(sizes[asset]) * profiles[of[asset]] for asset in ds["producer"].values}


def curtailed_power(ds: xr.Dataset, carriers: Collection[str]) -> dict[str, Floats]:
    """Power that each natural supply of the carriers could give and does not, in the steps of one year [MW].

    shapes: (step,)
    """
    supply = ds["asset"].values[ds["natural"].values & np.isin(ds["carrier_of"].values, list(carriers))]
    available, dispatch = available_power(ds, int(ds["year_of"].values[0])), by_name(ds["dispatch"], "producer")
    return {str(asset): np.maximum(available[asset] - dispatch[asset], 0.0) for asset in supply}
