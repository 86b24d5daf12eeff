"""Power in every step, thing by thing: what flows through ports, and what is asked for of electricity."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.tidy import Floats


class PortPower(NamedTuple):
    """Flow through a port. power : (step,) [MW], negative where it is taken in."""

    asset: str
    carrier: str
    gives: bool
    power: Floats


@cached
def steps_of(ds: xr.Dataset, year: int) -> xr.Dataset:
    """The steps of one year: a view, since a year's steps are in a row."""
    first, last = np.searchsorted(ds["year_of"].values, [year, year + 1])
    return ds.isel(step=slice(int(first), int(last)))


def by_name(array: xr.DataArray, dim: str) -> dict[str, Floats]:
    """An array over (dim, step) as a row for each name. shapes: (step,)."""
    values = array.transpose(dim, "step").values
    return {str(name): values[at] for at, name in enumerate(array[dim].values)}


@cached
def levels(ds: xr.Dataset) -> dict[str, Floats]:
    """Output of each process in every step [MW]. shapes: (step,)."""
    profiles = by_name(ds["profile_value"], "profile")
    shapes = ds["shape_of"].sel(asset=ds["process"].values).values
    year_at = ds.indexes["year"].get_indexer(pd.Index(ds["year_of"].values))
    rows = ds["level"].transpose("process", "year").values
    pairs = zip(ds["process"].values, shapes, rows, strict=True)
    return {str(process): profiles[str(shape)] * row[year_at] for process, shape, row in pairs}


def port_power(ds: xr.Dataset, carriers: Collection[str]) -> Iterator[PortPower]:
    """Give what flows through each port of conversions and processes that is of one of the carriers."""
    dispatch, online = by_name(ds["dispatch"], "producer"), by_name(ds["online"], "committed")
    columns = ("port_asset", "port_carrier", "port_coefficient", "port_no_load")
    for asset, carrier, coefficient, idle in zip(*(ds[name].values for name in columns), strict=True):
        if carrier in carriers:
            output = dispatch[asset] if asset in dispatch else levels(ds)[asset]
            power = (1 - idle) * output + idle * online[asset] if asset in online else output
            yield PortPower(str(asset), str(carrier), bool(coefficient > 0), coefficient * power)


def demand_places(ds: xr.Dataset) -> dict[str, tuple[str, str]]:
    """Give zone and carrier of each demand."""
    columns = zip(*(ds[name].values for name in ("demand", "demand_zone", "demand_carrier")), strict=True)
    return {str(demand): (str(zone), str(carrier)) for demand, zone, carrier in columns}


def served_power(ds: xr.Dataset, carriers: Collection[str]) -> dict[str, Floats]:
    """Demand that is served in every step, at the hours at which it is [MW], by demand. shapes: (step,)."""
    found = by_name(ds["served"], "hourly_demand")
    for demand, power in by_name(ds["shifted_in"], "shiftable").items():
        found[demand] = found[demand] + power
    return _of_carriers(ds, found, carriers)


def asked_power(ds: xr.Dataset, carriers: Collection[str]) -> dict[str, Floats]:
    """Demand in every step before any of it is put off, interrupted or unserved [MW], by demand. shapes: (step,)."""
    found = by_name(ds["served"], "hourly_demand")
    for variable, dim in (
        ("unserved", "hourly_demand"),
        ("interrupted", "interruptible"),
        ("shifted_out", "shiftable"),
    ):
        for demand, power in by_name(ds[variable], dim).items():
            found[demand] = found[demand] + power
    return _of_carriers(ds, found, carriers)


def _of_carriers(ds: xr.Dataset, found: dict[str, Floats], carriers: Collection[str]) -> dict[str, Floats]:
    place = demand_places(ds)
    return {demand: power for demand, power in found.items() if place[demand][1] in carriers}


def available_power(ds: xr.Dataset, year: int) -> dict[str, Floats]:
    """Power that each producer could give in every step: capacity at its availability [MW]. shapes: (step,)."""
    profiles = by_name(ds["profile_value"], "profile")
    sizes = ds["capacity"].sel(year=year).to_series()
    of = dict(zip(ds["asset"].values, ds["availability_of"].values, strict=True))
    return {str(asset): float(sizes[asset]) * profiles[of[asset]] for asset in ds["producer"].values}


def curtailed_power(ds: xr.Dataset, carriers: Collection[str]) -> dict[str, Floats]:
    """Curtailed power of each supply of the carriers, in the steps of one year [MW]. shapes: (step,)."""
    supply = ds["asset"].values[(ds["behaviour"].values == "supply") & np.isin(ds["carrier_of"].values, list(carriers))]
    available, dispatch = available_power(ds, int(ds["year_of"].values[0])), by_name(ds["dispatch"], "producer")
    return {str(asset): np.maximum(available[asset] - dispatch[asset], 0.0) for asset in supply}
