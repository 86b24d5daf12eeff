"""Zones by role: parks, zones outside the city, and all others, which count as the city as parks do."""

from __future__ import annotations

import xarray as xr

from energy_model.dataset.assembly.roles import OUTSIDE, PARK

__all__ = ["OUTSIDE", "PARK", "zone_roles"]


def zone_roles(ds: xr.Dataset) -> dict[str, str]:
    """Role of each zone: outside, park, or ''."""
    return {str(zone): str(role) for zone, role in zip(ds["zone"].values, ds["zone_role"].values, strict=True)}
