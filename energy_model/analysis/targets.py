"""The scorecard: each target's metric evaluated on the solution and compared with what the plan asks."""

from __future__ import annotations

import math

import pandas as pd
import xarray as xr

_TOLERANCE = 1e-6


def scorecard(ds: xr.Dataset) -> pd.DataFrame:
    """Each target with its value and margin.

    Columns: id, metric, year, value, required, margin (positive: to spare), unit, sense, met (None where the year is
    not in the model), enforced, shadow_price. Values are in the target's unit; a share is in that unit too (%).
    """
    return pd.DataFrame([_row(ds, str(target)) for target in ds["target"].values])


def _row(ds: xr.Dataset, target: str) -> dict[str, object]:
    of = ds.sel(target=target)
    year, sense = int(of["target_year"]), str(of["target_sense"].item())
    scale = float(of["target_scale"])
    required = float(of["target_value"])
    value = metric_value(ds, str(of["target_metric"].item()), str(of["target_of"].item()), year)
    margin = math.nan if value is None else (value - required if sense == "at_least" else required - value)
    return {
        "id": target,
        "metric": str(of["target_metric"].item()),
        "year": year,
        "value": None if value is None else value / scale,
        "required": required / scale,
        "margin": None if value is None else margin / scale,
        "unit": str(of["target_unit"].item()),
        "sense": sense,
        "met": None if value is None else bool(margin >= -_TOLERANCE * max(1.0, abs(required))),
        "enforced": False,
        "shadow_price": None,
    }


def metric_value(ds: xr.Dataset, metric: str, of: str, year: int) -> float | None:
    """The metric (or its share of another) in a year; None where it cannot be evaluated."""
    if year not in ds["year"].values:
        return None
    value = float(ds["metric_value"].sel(metric=metric, year=year))
    if not of:
        return value
    whole = float(ds["metric_value"].sel(metric=of, year=year))
    return value / whole if whole > 0 else None
