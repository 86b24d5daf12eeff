"""Colours of a study's things, as its tables give them."""

from __future__ import annotations

import xarray as xr


def colours(ds: xr.Dataset, dim: str) -> dict[str, str]:
    """Colour (#rrggbb) of each technology or carrier; nothing where the dataset has none."""
    if f"{dim}_colour" not in ds:
        return {}
    pairs = zip(ds[dim].values, ds[f"{dim}_colour"].values, strict=True)
    return {str(key): str(colour) for key, colour in pairs}
