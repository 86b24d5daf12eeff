"""Reference figures in the Dataset: ranges that metrics of the base year are compared with, and what was reached."""

from __future__ import annotations

import numpy as np

import energy_model.dataset.units as units
from energy_model.dataset.assembly.arrays import Variables, floats, labels
from energy_model.dataset.tables import Tables


def reference_unit(tables: Tables, metric: str, of: str) -> str:
    """Give the model unit of a metric, or of its ratio to another: GWh by MW is hours."""
    shown = tables["metrics"].drop_duplicates("metric").set_index("metric")["unit"].map(units.model_unit)
    kinds = (shown[metric], shown[of]) if of else (shown[metric], "1")
    if kinds[0] == kinds[1]:
        return "1"
    return kinds[0] if kinds[1] == "1" else {("MWh", "MW"): "hour"}.get(kinds, f"{kinds[0]}/{kinds[1]}")


def reference_variables(tables: Tables) -> Variables:
    """Give the variables over (known): what is compared, its range in model units, and the unit it is shown in."""
    known = tables["known"]
    words = ("metric", "of", "unit", "source", "confidence")
    wanted = [reference_unit(tables, m, of) for m, of in zip(known["metric"], known["of"], strict=True)]
    scale = np.array([units.factor(u, w) for u, w in zip(known["unit"], wanted, strict=True)], dtype=float)
    variables: Variables = {f"known_{name}": ("known", labels(known[name])) for name in words}
    return variables | {
        "known_year": ("known", known["year"].to_numpy(dtype=np.int64)),
        "known_low": ("known", floats(known["low"]) * scale),
        "known_high": ("known", floats(known["high"]) * scale),
        "known_scale": ("known", scale),
    }


def actual_variables(tables: Tables) -> Variables:
    """Give the variables over (actual): metric, calendar year, what was reached in model units, its source."""
    actuals = tables["actuals"]
    words = ("metric", "source", "confidence")
    variables: Variables = {f"actual_{name}": ("actual", labels(actuals[name])) for name in words}
    return variables | {
        "actual_year": ("actual", actuals["year"].to_numpy(dtype=np.int64)),
        "actual_value": ("actual", floats(actuals["value"])),
    }
