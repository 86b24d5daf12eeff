"""Kinds of zones: districts of the city, parks, offshore, outside the city."""

from __future__ import annotations

import xarray as xr

from energy_model.dataset.assembly.demands import OUTSIDE

__all__ = ["OUTSIDE", "PARK", "zone_kinds"]

PARK = "park"


def zone_kinds(ds: xr.Dataset) -> dict[str, str]:
    """Kind of each zone; a zone without one belongs to the city."""
    kinds = ds["zone_kind"].values if "zone_kind" in ds else [""] * ds.sizes["zone"]
    return {str(zone): str(kind) for zone, kind in zip(ds["zone"].values, kinds, strict=True)}
