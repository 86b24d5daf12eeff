"""The scorecard: each target's margin, as the formulation gives it, in the words and units of the plan."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.peaks import peaks
from energy_model.analysis.rises import RISING, least_rise, rises
from energy_model.analysis.tidy import Floats
from energy_model.analysis.verdicts import ORIGINS, counted, verdict

_TOLERANCE = 1e-6


def scorecard(ds: xr.Dataset) -> pd.DataFrame:
    """Each target with its value and margin.

    Columns as in columns.csv. A positive margin is to spare; met is None where it cannot be told in the model's years,
    and what the plan found shows else; basis and verdict say how sure that is (`analysis.verdicts`), otherwise what a
    plan on the other side costs more, as a share of the cost. Relaxation is in model units, shadow_price in money of
    the target's year; exact says of a peak whether every year around the limit is modelled, conclusion what the model's
    years tell. Values are in the target's unit: of a share the share, of a change the change since the base year, of a
    peak the largest rise after its year, of a count the number of parks.
    """
    rows = counted([_row(ds, str(target)) for target in ds["target"].values])
    return pd.DataFrame([row | {"verdict": verdict(row)} for row in rows], columns=columns_of("targets"))


def _row(ds: xr.Dataset, target: str) -> dict[str, Any]:
    of = ds.sel(target=target)
    words = {name: str(of[f"target_{name}"].item()) for name in ("metric", "of", "unit", "sense", "family", "zone")}
    words |= {name: str(of[f"target_{name}"].item()) for name in ("reading", "option")}
    words["origin"] = str(of["target_origin"].item()) if "target_origin" in of else ORIGINS[0]
    scale, required = float(of["target_scale"]), float(of["target_value"])
    rows = ds.sel(target_row=ds["row_target"] == target)
    is_rise = words["sense"] == RISING
    value = least_rise(ds, target) if is_rise else _value(ds, rows, words)
    sign = 1.0 if is_rise or words["sense"].endswith("at_least") else -1.0
    enforced = str(of["target_mode"].item()) == "enforce"
    found = {
        "id": target,
        "year": int(of["target_year"]),
        "value": None if value is None else value / scale,
        "required": required / scale,
        "margin": None if value is None else sign * (value - required) / scale,
        "met": None if value is None else rises(ds, target) if is_rise else is_met(ds, rows),
        "enforced": enforced,
        "peak_year": _highest(ds, words["metric"]) if words["sense"] == "peak" else None,
        "exact": _is_exact(ds, rows) if words["sense"] == "peak" else None,
        "conclusion": _conclusion(ds, target) if words["sense"] == "peak" else None,
        **_decision(of),
        "decides": bool(of["target_decides"]) if "target_decides" in of else True,  # where parks are counted
    }
    return words | found | (_price(ds, target) if enforced and value is not None else _NO_PRICE)


def _decision(of: xr.Dataset) -> dict[str, Any]:
    """Basis of the verdict, and the cost of the other side (`workflow.decided_targets`)."""
    if "target_decision" not in of:
        return {"basis": None, "otherwise": None}
    more = float(of["target_otherwise"])
    return {
        "basis": str(of["target_decision"].item()) or None,
        "otherwise": more if np.isfinite(more) else None,
    }


def _conclusion(ds: xr.Dataset, target: str) -> str:
    found = peaks(ds.sel(target=[target]))
    return str(found["conclusion"].iloc[0])


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


def is_met(ds: xr.Dataset, rows: xr.Dataset) -> bool:
    """Whether no row is below zero, but for rounding of what is compared."""
    return bool((rows["target_margin"].values >= -margin_rounding(ds, rows)).all())


def margin_rounding(ds: xr.Dataset, rows: xr.Dataset) -> Floats:
    """Margin that counts as none, of some rows of targets. shape: (row,); [unit of the metric]."""
    sizes = [abs(_metric(ds, rows, position, "metric")) for position in range(rows.sizes["target_row"])]
    return np.asarray(_TOLERANCE * np.maximum(1.0, np.maximum(sizes, np.abs(rows["row_constant"].values))))


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


def metric_value(ds: xr.Dataset, metric: str, of: str, year: int) -> float | None:
    """The metric (or its share of another) in a year; None where it cannot be evaluated."""
    if year not in ds["year"].values:
        return None
    value = float(ds["metric_value"].sel(metric=metric, year=year))
    if not of:
        return value
    whole = float(ds["metric_value"].sel(metric=of, year=year))
    return value / whole if whole > 0 else None
