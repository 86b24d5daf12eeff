"""Firm capacity, peak demand and import capacity: the sides of security, before any loss."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.energy.contributions import flows_by_hour
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.energy.hourly import asked_power, demand_places, steps_of
from energy_model.analysis.security.transfer_capacity import Place, grid
from energy_model.analysis.tidy import SMALLEST_MW, Floats
from energy_model.analysis.zones import OUTSIDE, zone_roles


class Firm(NamedTuple):
    """Firm capacity of a plant. power : [MW], share : [1] of its capacity, called : runs when asked to."""

    asset: str
    place: Place
    power: float
    share: float
    called: bool


def firm_plants(ds: xr.Dataset, year: int) -> list[Firm]:
    """Plants of electricity in the city, at their mean availability in the ten calmest days."""
    electric, kinds = electric_carriers(ds), zone_roles(ds)
    calm = np.ones(ds.sizes["asset"])
    if "calm_availability" in ds:
        found = ds["calm_availability"]
        calm = (found.sel(year=year) if "year" in found.dims else found).values  # earlier releases: of all years
    share = dict(zip(ds["asset"].values, calm, strict=True))
    zone = dict(zip(ds["asset"].values, ds["zone_of"].values, strict=True))
    natural = ds.isel(asset=ds["natural"].values)
    supply = zip(natural["asset"].values, natural["carrier_of"].values, strict=True)
    outputs = [(asset, carrier, 1.0, False) for asset, carrier in supply]
    ports = zip(*(ds[name].values for name in ("port_asset", "port_carrier", "port_coefficient")), strict=True)
    outputs += [(asset, carrier, coefficient, True) for asset, carrier, coefficient in ports if coefficient > 0]
    sizes = ds["capacity"].sel(year=year).to_series()
    return [
        Firm(
            str(asset),
            (str(zone[asset]), str(carrier)),
            sizes[asset] * part * share[asset],
            part * share[asset],
            called,
        )
        for asset, carrier, part, called in outputs
        if carrier in electric and kinds[zone[asset]] != OUTSIDE
    ]


@cached
def demand_by_place(ds: xr.Dataset) -> dict[Place, Floats]:
    """Electricity that demands in the city ask for and converters and processes take in every step [MW], shape (step,).

    Before any of it is put off or interrupted; without what stops at the peak (`firm_load`), and without storages.
    """
    electric, kinds = electric_carriers(ds), zone_roles(ds)
    places, share = demand_places(ds), firm_share(ds)
    parts = [(places[demand], power) for demand, power in asked_power(ds, electric).items()]
    taking = flows_by_hour(ds, electric, ("conversion", "process"))
    parts += [((flow.zone, flow.carrier), -share[flow.owner] * flow.power) for flow in taking if not flow.gives]
    found: dict[Place, Floats] = {}
    for (name, carrier), power in parts:
        if kinds[name] != OUTSIDE:
            place = (str(name), str(carrier))
            found[place] = found[place] + power if place in found else power
    return found


def firm_share(ds: xr.Dataset) -> dict[str, float]:
    """Share of what an asset takes that is part of the load [1]."""
    return dict(zip(ds["asset"].values.tolist(), ds["firm_load"].values.tolist(), strict=True))


def peak_demand(ds: xr.Dataset, year: int) -> dict[Place, float]:
    """Demand by place [MW] in the hour of the year in which the city asks for most."""
    found = demand_by_place(steps_of(ds, year))
    if not found:
        return {}
    hour = int(np.argmax(np.sum(list(found.values()), axis=0)))
    return {place: float(power[hour]) for place, power in found.items()}


def purchases(ds: xr.Dataset, year: int) -> dict[Place, float]:
    """Capacity of the markets in which electricity can be bought, by place [MW]."""
    electric, found = electric_carriers(ds), dict[Place, float]()
    hourly = [
        ds[f"market_{name}"].sel(market=ds["hourly_market"].values) for name in ("zone", "carrier", "sign", "capacity")
    ]
    zones, carriers, signs = (part.values for part in hourly[:3])
    for zone, carrier, sign, power in zip(zones, carriers, signs, hourly[3].sel(year=year).values, strict=True):
        if carrier in electric and sign > 0:
            found[str(zone), str(carrier)] = found.get((str(zone), str(carrier)), 0.0) + float(power)
    return found


def anywhere(demand: dict[Place, float]) -> dict[Place, float]:
    """Every place with a demand, as one that takes all it can get."""
    return {place: np.inf for place, power in demand.items() if power > SMALLEST_MW}


def import_capacity(ds: xr.Dataset, year: int) -> float:
    """Power that can be bought and brought to places with demand, with no plant running [MW]."""
    return grid(ds, year).carried(purchases(ds, year), anywhere(peak_demand(ds, year)))
