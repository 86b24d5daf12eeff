"""The scorecard: each target's margin, as the formulation gives it, in the words and units of the plan."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of

_TOLERANCE = 1e-6


def scorecard(ds: xr.Dataset) -> pd.DataFrame:
    """Each target with its value and margin.

    Columns as in columns.csv. A positive margin is to spare; met is None where it cannot be told in the model's years;
    relaxation is in model units, shadow_price in money of the target's year; exact says of a peak whether every year
    around the limit is modelled. Values are in the target's unit: of a share the share, of a change the change since
    the base year, of a peak the largest rise after its year, of a count the number of parks.
    """
    rows = [_row(ds, str(target)) for target in ds["target"].values]
    return pd.DataFrame(_counted(rows), columns=columns_of("targets"))


def _row(ds: xr.Dataset, target: str) -> dict[str, Any]:
    of = ds.sel(target=target)
    words = {name: str(of[f"target_{name}"].item()) for name in ("metric", "of", "unit", "sense", "family", "zone")}
    words |= {name: str(of[f"target_{name}"].item()) for name in ("reading", "option")}
    scale, required = float(of["target_scale"]), float(of["target_value"])
    rows = ds.sel(target_row=ds["row_target"] == target)
    value = _value(ds, rows, words)
    sign = 1.0 if words["sense"].endswith("at_least") else -1.0
    enforced = str(of["target_mode"].item()) == "enforce"
    found = {
        "id": target,
        "year": int(of["target_year"]),
        "value": None if value is None else value / scale,
        "required": required / scale,
        "margin": None if value is None else sign * (value - required) / scale,
        "met": None if value is None else _is_met(ds, rows),
        "enforced": enforced,
        "peak_year": _highest(ds, words["metric"]) if words["sense"] == "peak" else None,
        "exact": _is_exact(ds, rows) if words["sense"] == "peak" else None,
    }
    return words | found | (_price(ds, target) if enforced and value is not None else _NO_PRICE)


_NO_PRICE = {"relaxation": None, "shadow_price": None, "shadow_unit": None}


def _value(ds: xr.Dataset, rows: xr.Dataset, words: dict[str, str]) -> float | None:
    """Value that is compared with the requirement, in model units; None where it is not evaluated."""
    if not rows.sizes["target_row"]:
        return None
    values = [_metric(ds, rows, k, "metric") for k in range(rows.sizes["target_row"])]
    compared = [_metric(ds, rows, k, "reference") for k in range(rows.sizes["target_row"])]
    if words["sense"] == "peak":
        rise = float(ds["target_value"].sel(target=str(rows["row_target"][0].item())))
        before = np.array(compared) * rows["row_factor"].values + rows["row_constant"].values - rise
        return float((np.array(values) - before).max())
    if words["sense"].startswith("change"):
        # the factor holds the change asked for and what the reference grew by
        asked = 1.0 + float(ds["target_value"].sel(target=str(rows["row_target"][0].item())))
        base = (compared[0] * float(rows["row_factor"][0]) + float(rows["row_constant"][0])) / asked if asked else 0.0
        return values[0] / base - 1.0 if base > 0 else None
    if words["of"]:
        return values[0] / compared[0] if compared[0] > 0 else None
    return values[0]


def _metric(ds: xr.Dataset, rows: xr.Dataset, position: int, role: str) -> float:
    of = rows.isel(target_row=position)
    year = of["row_year" if role == "metric" else "row_reference_year"].item()
    return float(ds["metric_value"].sel(metric=str(of[f"row_{role}"].item()), year=year))


def _is_met(ds: xr.Dataset, rows: xr.Dataset) -> bool:
    """Whether no row is below zero, but for rounding of what is compared."""
    for position, margin in enumerate(rows["target_margin"].values):
        size = max(1.0, abs(_metric(ds, rows, position, "metric")), abs(float(rows["row_constant"][position])))
        if margin < -_TOLERANCE * size:
            return False
    return True


def _highest(ds: xr.Dataset, metric: str) -> int:
    """The first model year in which a metric is highest."""
    values = ds["metric_value"].sel(metric=metric)
    return int(ds["year"].values[int(values.argmax("year"))])


def _is_exact(ds: xr.Dataset, rows: xr.Dataset) -> bool:
    """Whether rises are compared between calendar years that follow each other, from the limit to the last year."""
    if not rows.sizes["target_row"]:
        return False
    first = int(rows["row_reference_year"].min())
    later = [int(year) for year in ds["year"].values if year >= first]
    return all(b - a == 1 for a, b in pairwise(later))


def _price(ds: xr.Dataset, target: str) -> dict[str, Any]:
    unit = str(ds["metric_kind"].sel(metric=str(ds["target_metric"].sel(target=target).item())).item())
    return {
        "relaxation": float(ds["relaxation"].sel(enforced=target)),
        "shadow_price": float(ds["shadow_price"].sel(enforced=target)),
        "shadow_unit": f"{ds.attrs.get('currency', 'CNY')}/{unit}",
    }


def _counted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fill in the counts: parks all of whose indicators of the family and year are met."""
    for row in rows:
        if row["sense"] != "count":
            continue
        own = [r for r in rows if r["family"] == row["family"] and r["sense"] != "count" and r["year"] == row["year"]]
        parks = {zone: [r["met"] for r in own if r["zone"] == zone] for zone in dict.fromkeys(r["zone"] for r in own)}
        if not parks or any(met is None for verdicts in parks.values() for met in verdicts):
            continue
        count = sum(all(verdicts) for verdicts in parks.values())
        row |= {"value": float(count), "margin": count - row["required"], "met": count >= row["required"]}
    return rows


def metric_value(ds: xr.Dataset, metric: str, of: str, year: int) -> float | None:
    """The metric (or its share of another) in a year; None where it cannot be evaluated."""
    if year not in ds["year"].values:
        return None
    value = float(ds["metric_value"].sel(metric=metric, year=year))
    if not of:
        return value
    whole = float(ds["metric_value"].sel(metric=of, year=year))
    return value / whole if whole > 0 else None
