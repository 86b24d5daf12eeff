"""Milestones of each year from the pathway, and what was reached beside them: on track or behind."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.dataset.actuals import HELD

ON_TRACK, BEHIND = "on_track", "behind"
LEAST, MOST = "at_least", "at_most"
_ROUNDING = 1e-3  # of a milestone: what is published has three or four digits
_SENSES = {LEAST: LEAST, "change_at_least": LEAST, MOST: MOST, "change_at_most": MOST, "peak": MOST}
_VALUES = (LEAST, MOST)
_Reached = dict[tuple[str, int], tuple[float, str, str]]


def monitoring(ds: xr.Dataset) -> pd.DataFrame:
    """Milestones of each metric that was measured or that a target of the whole city asks for, year by year.

    Columns and units as in columns.csv. A milestone is the pathway's value in a model year; in any other it lies on the
    straight line between the model years around it. Sense and required are those of the metric's target (the first that
    is not before the year, else the last); a target of a share or of a park is none here, nor one that holds what was
    reached. The verdict, where something was measured and there is a target: on_track where the value is not worse than
    the milestone by more than 0.1 %, else behind; '' elsewhere. Years outside the model have no milestone.
    """
    targets, reached = _targets(ds), _reached(ds)
    metrics = [str(m) for m in ds["metric"].values if str(m) in {*targets["metric"], *(name for name, _ in reached)}]
    rows = []
    for metric in metrics:
        years = {int(year) for m, year in reached if m == metric}
        own = targets[targets["metric"] == metric].sort_values("year")
        for year in sorted(years | set(_calendar(ds))):
            rows.append(_row(ds, metric, year, own, reached))
    return pd.DataFrame(rows, columns=columns_of("monitoring"))


def _calendar(ds: xr.Dataset) -> range:
    """Every year from the first model year to the last."""
    return range(int(ds["year"].min()), int(ds["year"].max()) + 1)


def _targets(ds: xr.Dataset) -> pd.DataFrame:
    """Targets of a metric that stands alone and is no park's; required [unit of the model], NaN but for a value."""
    names = ("metric", "of", "zone", "sense", "year", "value", "clause")
    found = pd.DataFrame({name: ds[f"target_{name}"].values for name in names}).assign(target=ds["target"].values)
    found = found[(found["metric"] != "") & (found["of"] == "") & (found["zone"] == "")]
    found = found[found["sense"].isin(list(_SENSES)) & (found["clause"] != HELD)]
    return found.assign(required=found["value"].where(found["sense"].isin(_VALUES)), sense=found["sense"].map(_SENSES))


def _reached(ds: xr.Dataset) -> _Reached:
    """Measured values by metric and year: value [unit of the model], source, confidence."""
    if "actual_metric" not in ds:
        return {}
    names = ("metric", "year", "value", "source", "confidence")
    rows = zip(*(ds[f"actual_{name}"].values for name in names), strict=True)
    return {(str(m), int(year)): (float(value), str(said), str(mark)) for m, year, value, said, mark in rows}


def _row(ds: xr.Dataset, metric: str, year: int, targets: pd.DataFrame, reached: _Reached) -> dict[str, object]:
    scale, years = float(ds["metric_scale"].sel(metric=metric)), ds["year"].values.astype(float)
    inside = years[0] <= year <= years[-1]
    path = ds["metric_value"].sel(metric=metric).transpose("year").values
    milestone = float(np.interp(year, years, path)) if inside else float("nan")
    later = targets[targets["year"] >= year]
    target = next(iter((later if len(later) else targets.tail(1)).to_dict("records")), None)
    value, source, confidence = reached.get((metric, year), (float("nan"), "", ""))
    sense = str(target["sense"]) if target else ""
    return {
        "metric": metric,
        "year": year,
        "modelled": year in years,
        "milestone": milestone / scale,
        "actual": value / scale,
        "unit": str(ds["metric_unit"].sel(metric=metric).item()),
        "verdict": _verdict(sense, milestone, value),
        "target": str(target["target"]) if target else "",
        "sense": sense,
        "required": float(target["required"]) / scale if target else float("nan"),
        "required_year": int(target["year"]) if target else None,
        "source": source,
        "confidence": confidence,
    }


def _verdict(sense: str, milestone: float, value: float) -> str:
    if not sense or np.isnan(milestone) or np.isnan(value):
        return ""
    ahead = value - milestone if sense == LEAST else milestone - value
    return ON_TRACK if ahead >= -_ROUNDING * abs(milestone) else BEHIND
