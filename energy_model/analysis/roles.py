"""Carriers by their role, and what is left out of a study in which no carrier has the role that it needs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.dataset.assembly.roles import ELECTRICITY

__all__ = [
    "BIOMASS",
    "COAL",
    "COLD",
    "ELECTRICITY",
    "FUELS",
    "GAS",
    "GREEN_ELECTRICITY",
    "HYDROGEN",
    "LNG",
    "carriers_of",
]

GREEN_ELECTRICITY = "green_electricity"
HYDROGEN, LNG, GAS, COAL, BIOMASS, COLD = "hydrogen", "lng", "gas", "coal", "biomass", "cold"
FUELS = (COAL, GAS, BIOMASS, HYDROGEN)  # of plants that give electricity
# what cannot be told without a role, by the names of the sections of the page
NEEDS = {
    ELECTRICITY: (
        *("balance", "dispatch", "heat", "duration", "prices", "map"),
        *("carbon_factors", "storage", "security", "calm_days"),
    ),
    COAL: ("coal",),
    HYDROGEN: ("hydrogen",),
    LNG: ("lng",),
    COLD: ("cold",),
}


def carriers_of(ds: xr.Dataset, *roles: str) -> list[str]:
    """Carriers with one of the roles: role by role as they are asked for, each in the order of the dataset."""
    role_of = _roles(ds)
    return [carrier for role in roles for carrier, own in role_of.items() if own == role]


def storages_of(ds: xr.Dataset, role: str) -> list[str]:
    """Storages of the carriers with a role."""
    kept = np.isin(ds["carrier_of"].sel(asset=ds["storage"].values).values, carriers_of(ds, role))
    return [str(asset) for asset in ds["storage"].values[kept]]


@cached
def fuel_of(ds: xr.Dataset) -> dict[str, str]:
    """Role of the carrier that each conversion or process takes most of, by asset; those without one are left out."""
    role_of, most, found = _roles(ds), dict[str, float](), dict[str, str]()
    columns = zip(*(ds[name].values for name in ("port_asset", "port_carrier", "port_coefficient")), strict=True)
    for asset, carrier, coefficient in columns:
        if -coefficient > most.get(asset, 0.0):
            most[asset], found[str(asset)] = -coefficient, role_of[carrier]
    return {asset: role for asset, role in found.items() if role}


def left_out(ds: xr.Dataset) -> Iterator[dict[str, str]]:
    """Tables left out because no carrier has their role: `table` (a section of the page) and `role`."""
    given = {*_roles(ds).values()}
    for role, tables in NEEDS.items():
        if role not in given:
            yield from ({"table": table, "role": role} for table in tables)


def _roles(ds: xr.Dataset) -> dict[str, str]:
    return {str(carrier): str(role) for carrier, role in zip(ds["carrier"].values, ds["role"].values, strict=True)}
