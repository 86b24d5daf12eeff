"""When a metric peaks, and how much the model's years can tell of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of

CONCLUSIONS = ("exact", "before", "open", "after", "rising", "unknown")
_TOLERANCE = 1e-9


def peaks(ds: xr.Dataset) -> pd.DataFrame:
    """Each metric that has a peak target, by model year.

    Columns as in columns.csv; value and change (since the model year before) in the unit of the target, limit the last
    year that may be the highest, highest whether this is the first highest model year; between earliest and latest lies
    the top, if the way there and back has only one. Conclusions:

    exact : every year from the first to the last is modelled; the highest is the peak of these years
    before : with a single top it lies within the limit, although years between are not modelled
    open : the top may lie on either side of the limit
    after : the top lies after the limit
    rising : the last model year is the highest: there is no peak within the model's years
    unknown : one year alone says nothing
    """
    rows = []
    for target in ds["target"].values:
        if str(ds["target_sense"].sel(target=target).item()) == "peak":
            rows += _of_target(ds, str(target))
    return pd.DataFrame(rows, columns=columns_of("peaks"))


def _of_target(ds: xr.Dataset, target: str) -> list[dict[str, Any]]:
    of, years = ds.sel(target=target), [int(year) for year in ds["year"].values]
    metric, limit = str(of["target_metric"].item()), int(of["target_year"])
    values = ds["metric_value"].sel(metric=metric).values / float(of["target_scale"])
    high = np.flatnonzero(values >= values.max() - _TOLERANCE * abs(values.max()))
    first, last = int(high[0]), int(high[-1])
    earliest, latest = bounds(years, first, last)
    common = {
        "target": target,
        "metric": metric,
        "unit": str(of["target_unit"].item()),
        "limit": limit,
        "earliest": earliest,
        "latest": latest,
        "conclusion": conclusion(years, first, (earliest, latest), limit),
    }
    changes = [np.nan, *np.diff(values)]
    return [
        common | {"year": year, "value": float(value), "change": float(change), "highest": at == first}
        for at, (year, value, change) in enumerate(zip(years, values, changes, strict=True))
    ]


def bounds(years: list[int], first: int, last: int) -> tuple[int, int]:
    """Between which years the top of a way with a single one lies, highest from years[first] to years[last]."""
    earliest = years[first - 1] + 1 if first else years[0]
    latest = years[last + 1] - 1 if last + 1 < len(years) else years[-1]
    return earliest, latest


def conclusion(years: list[int], top: int, within: tuple[int, int], limit: int) -> str:
    """Say in one of CONCLUSIONS what the model's years tell of a metric that is highest in years[top]."""
    if len(years) == 1:
        return "unknown"
    if top == len(years) - 1:
        return "rising"
    if all(b - a == 1 for a, b in pairwise(years)):
        return "exact"
    earliest, latest = within
    return "before" if latest <= limit else "after" if earliest > limit else "open"
