"""Enforced targets of loads: none may be met by a higher load, which nothing in the model holds down."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import energy_model.dataset.units as units
from energy_model.dataset.assembly.indicators import indicator_units
from energy_model.dataset.assembly.metrics import PEAK, coefficient_scale, selection
from energy_model.dataset.assembly.references import LIMITS
from energy_model.dataset.assembly.targets import CHANGES, LEAST
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

_LOADS = (PEAK, "calm_demand")


def check_directions(tables: Tables, years: Sequence[int]) -> None:
    """Report enforced targets that a higher peak or calm load would meet: the model has a least load, and no most."""
    needed = ("metric", "quantity", "coefficient", "unit")
    if not tables.clean("metrics.metric", "metrics.unit", *(f"metric_terms.{column}" for column in needed)):
        return
    loads = _loads(tables)
    if not loads:
        return
    for row, target in records(tables.sound("targets", ["metric", "of", "sense", "value", "mode"])):
        if target["mode"] in LIMITS and _asks_for_more(target, loads):
            message = "the target would be met by a higher load, which nothing in the model keeps from growing."
            hint = "Only check it, or put it as a limit on the load."
            tables.report("target-sense", "targets", message, hint, row=row, column="mode")


def _loads(tables: Tables) -> dict[str, dict[str, float]]:
    """Coefficient of each load [unit of the metric per MW] in the metrics that have some."""
    kinds, given = tables["metrics"].set_index("metric")["unit"].map(units.model_unit), indicator_units(tables)
    found: dict[str, dict[str, float]] = {}
    for _, term in records(tables["metric_terms"]):
        if term["quantity"] not in _LOADS or term["metric"] not in kinds:
            continue
        name, own = f"{term['quantity']} {selection(term)}", found.setdefault(term["metric"], {})
        with suppress(units.UnitError):  # told by `checks.metrics`
            own[name] = own.get(name, 0.0) + term["coefficient"] * coefficient_scale(term, kinds[term["metric"]], given)
    return found


def _asks_for_more(target: dict[str, Any], loads: dict[str, dict[str, float]]) -> bool:
    own = loads.get(target["metric"], {})
    if target["sense"] == "peak":  # the year before may be the higher one
        return bool(own)
    of = {} if target["sense"] in CHANGES else loads.get(target["of"], {})
    sign = 1.0 if target["sense"] in LEAST else -1.0
    return any(sign * (own.get(name, 0.0) - target["value"] * of.get(name, 0.0)) > 0 for name in {*own, *of})


CHECKS = (check_directions,)
