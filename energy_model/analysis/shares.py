"""Shares of districts: what zones and assets do, told by the district that it belongs to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.tidy import Floats


def has_districts(ds: xr.Dataset) -> bool:
    """Whether the study says in which districts its zones lie."""
    return "zone_share" in ds and bool(ds["zone_share"].sum() > 0)


def shares(ds: xr.Dataset, zones: pd.Series[str], assets: pd.Series[str]) -> Floats:
    """Share of each district in what an asset ('' for none) does in a zone. shape: (len(zones), district)."""
    of_zone = ds["zone_share"].values[pd.Index(ds["zone"].values).get_indexer(pd.Index(zones))]
    at = pd.Index(ds["asset"].values).get_indexer(pd.Index(assets))
    placed = (at >= 0) & ds["placed"].values[at]
    found: Floats = np.where(placed[:, None], ds["asset_share"].values[at], of_zone)
    return found


def shared(ds: xr.Dataset, rows: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    """Rows (columns zone, asset and others) once for each district with a share: it is the zone, numbers are shared."""
    weights = shares(ds, rows["zone"], rows["asset"])
    parts = []
    for at, district in enumerate(ds["district"].values):
        own = weights[:, at] > 0
        part = rows[own].assign(zone=str(district))
        part[numbers] = part[numbers].mul(weights[own, at], axis=0)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
