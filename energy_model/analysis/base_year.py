"""Reference figures of the base year beside the values of the solution."""

from __future__ import annotations

import math

import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.targets import metric_value

_TOLERANCE = 1e-6


def reference_figures(ds: xr.Dataset) -> pd.DataFrame:
    """Reference figures, each with its range and the value of the solution.

    Columns as in columns.csv; value, low and high in the figure's unit, within and value None where the year is not in
    the model.
    """
    names = [str(name) for name in ds["known"].values] if "known" in ds else []
    return pd.DataFrame([_row(ds, name) for name in names], columns=columns_of("reference_figures"))


def _row(ds: xr.Dataset, known: str) -> dict[str, object]:
    of = ds.sel(known=known)
    words = {name: str(of[f"known_{name}"].item()) for name in ("metric", "of", "unit", "source", "confidence")}
    year, scale, low, high = int(of["known_year"]), *(float(of[f"known_{n}"]) for n in ("scale", "low", "high"))
    value = metric_value(ds, words["metric"], words["of"], year)
    slack = _TOLERANCE * max(abs(low), abs(high), math.ulp(1.0))
    return {
        "id": known,
        "year": year,
        "value": None if value is None else value / scale,
        "low": low / scale,
        "high": high / scale,
        "unit": words["unit"],
        "within": None if value is None else bool(low - slack <= value <= high + slack),
        "source": words["source"],
        "confidence": words["confidence"],
    }
