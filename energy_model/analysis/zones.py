"""Zones by role: parks, zones outside the city, and all others, which count as the city as parks do."""

from __future__ import annotations

import xarray as xr

from energy_model.dataset.assembly.roles import OUTSIDE, PARK

__all__ = ["OUTSIDE", "PARK", "zone_roles", "zones_of_ports"]


def zone_roles(ds: xr.Dataset) -> dict[str, str]:
    """Role of each zone: outside, park, or ''."""
    return {str(zone): str(role) for zone, role in zip(ds["zone"].values, ds["zone_role"].values, strict=True)}


def zones_of_ports(ds: xr.Dataset) -> list[str]:
    """Zone in which each port's flow leaves or arrives; of runs of earlier versions that of its asset."""
    found = ds["port_zone"] if "port_zone" in ds else ds["zone_of"].sel(asset=ds["port_asset"].values)
    return [str(zone) for zone in found.values]
