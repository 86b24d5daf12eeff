"""Targets that rise: a metric, or its share of another, from one model year to the next."""

from __future__ import annotations

import numpy as np
import xarray as xr

from energy_model.analysis.tidy import Floats

RISING = "rising"
_TOLERANCE = 1e-9


def path(ds: xr.Dataset, target: str) -> xr.DataArray:
    """Metric (or share of another; NaN where that is nothing) in the model years from the target's on. dims: (year)."""
    of = ds.sel(target=target)
    values = ds["metric_value"].sel(metric=str(of["target_metric"].item()))
    if whole := str(of["target_of"].item()):
        values = values / ds["metric_value"].sel(metric=whole).where(lambda size: size > 0)
    return values.sel(year=ds["year"].values[ds["year"].values >= int(of["target_year"])])


def least_rise(ds: xr.Dataset, target: str) -> float | None:
    """Least change from one model year to the next; None where no two can be compared."""
    steps: Floats = np.diff(path(ds, target).values)
    return float(steps.min()) if len(steps) and np.isfinite(steps).all() else None


def rises(ds: xr.Dataset, target: str) -> bool:
    """Whether no model year is below the one before by more than the target allows."""
    least = least_rise(ds, target)
    return least is not None and least >= float(ds["target_value"].sel(target=target)) - _TOLERANCE
