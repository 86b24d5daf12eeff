"""Targets and readings: senses have what they need, units fit, options exist, and names stay different by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import energy_model.dataset.units as units
from energy_model.dataset.assembly.references import LIMITS
from energy_model.dataset.assembly.targets import (
    CHANGES,
    COUNT,
    MATCHING,
    PEAK_READING,
    RISING,
    fixed_metrics,
    readings,
)
from energy_model.dataset.problems import suggestion
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables
from energy_model.formulation.quantities import TOLD_ONLY

# readings that the program itself knows, with the options that it understands
_KNOWN = {MATCHING: ("annual", "monthly", "hourly"), PEAK_READING: ("after", "across")}


def check_senses(tables: Tables, years: Sequence[int]) -> None:
    """Report targets that lack what their sense needs, or have what it cannot use."""
    if not tables.clean("metric_terms.metric", "metric_terms.quantity"):
        return
    fixed, families = fixed_metrics(tables), _families(tables)
    columns = ["metric", "of", "sense", "year", "last_year", "family", "zone", "value", "mode"]
    for row, target in records(tables.sound("targets", columns)):
        for column, message, hint in _faults(target, fixed, families):
            tables.report("target-sense", "targets", message, hint, row=row, column=column)


def _faults(target: dict[str, Any], fixed: set[str], families: set[str]) -> list[tuple[str, str, str]]:
    """Column, message and mend of each fault of a target."""
    sense, found = target["sense"], []
    if sense == "count":
        if target["metric"] or target["of"]:
            found.append(("metric", "a count has no metric of its own.", "Leave metric and of blank."))
        if not float(target["value"]).is_integer():
            found.append(("value", "parks are counted in whole numbers.", "Write a whole number."))
        if target["family"] not in families:
            found.append(("family", "no targets with a zone are in this family.", "Name the family that is counted."))
    elif not target["metric"]:
        found.append(("metric", f"a target of the sense {sense} needs a metric.", "Name a metric."))
    if sense == "peak" and target["of"]:
        found.append(("of", "a peak compares a metric with itself.", "Leave of blank."))
    if sense in CHANGES and target["of"] and target["of"] not in fixed:
        message = f"the change of a ratio to '{target['of']}', which plans decide too, is not linear."
        found.append(("of", message, "Divide by a metric that is made of indicators only (quantity given)."))
    if sense == RISING and target["mode"] in LIMITS:
        message = "that a share rises in every year is not linear and cannot be enforced."
        found.append(("mode", message, "Write check, or enforce a number in each year."))
    if target["family"] and sense != "count" and not target["zone"]:
        found.append(("zone", "an indicator of a family needs its park.", "Name the zone."))
    if not _is_blank(target["last_year"]):
        if sense in ("peak", COUNT, RISING):
            found.append(
                ("last_year", f"a {'rise' if sense == RISING else sense} has one year only.", "Leave last_year blank.")
            )
        elif target["last_year"] < target["year"]:
            found.append(("last_year", "the last year is before the first.", "Exchange them."))
    return found


def _families(tables: Tables) -> set[str]:
    targets = tables.sound("targets", ["family", "sense", "zone"])
    return set(targets["family"][(targets["sense"] != "count") & (targets["zone"] != "")]) - {""}


def _is_blank(value: Any) -> bool:
    return value is None or value != value or str(value) == "<NA>"


def check_units(tables: Tables, years: Sequence[int]) -> None:
    """Report targets whose unit does not fit their metric, and shares of a metric of another kind."""
    if not tables.clean("metrics.metric", "metrics.unit", "metric_terms.unit"):
        return
    shown = dict(zip(tables["metrics"]["metric"], tables["metrics"]["unit"], strict=True))
    for row, target in records(tables.sound("targets", ["metric", "of", "sense", "value", "unit"])):
        if target["sense"] != "count" and target["metric"] not in shown:
            continue  # told by `check_senses`
        kind, own, of = units.model_unit(target["unit"]), shown.get(target["metric"], "1"), target["of"]
        is_ratio = target["sense"] in CHANGES or bool(of) or target["sense"] == "count"
        if of and target["sense"] not in CHANGES and units.model_unit(shown[of]) != units.model_unit(own):
            message = f"'{target['metric']}' ({own}) cannot be a share of '{of}' ({shown[of]})."
            tables.report("unit-kind", "targets", message, "Compare metrics of one kind.", row=row, column="of")
        if kind != ("1" if is_ratio else units.model_unit(own)):
            what = "a share, a change or a count" if is_ratio else f"the metric '{target['metric']}'"
            hint = "Use % or 1." if is_ratio else f"Use a unit such as {own}."
            message = f"the unit '{target['unit']}' does not fit {what}."
            tables.report("unit-kind", "targets", message, hint, row=row, column="unit")


def check_readings(tables: Tables, years: Sequence[int]) -> None:
    """Report options that a reading does not have, and enforced targets that the chosen one leaves out."""
    offered: dict[str, list[str]] = {}
    chosen = readings(tables)
    for row, reading in records(tables.sound("readings", ["reading", "option", "options"])):
        name, options = reading["reading"], reading["options"].split()
        offered[name] = options
        if reading["option"] not in options:
            message = f"'{reading['option']}' is not an option of '{name}'."
            tables.report("unknown-option", "readings", message, _hint(options), row=row, column="option")
        strange = [option for option in options if option not in _KNOWN.get(name, options)]
        if strange:
            message = f"the program does not know the option '{strange[0]}' of '{name}'."
            tables.report("unknown-option", "readings", message, _hint(_KNOWN[name]), row=row, column="options")
    for row, target in records(tables.sound("targets", ["reading", "option", "mode"])):
        if bool(target["reading"]) != bool(target["option"]):
            message = "a reading and its option come together."
            tables.report("unknown-option", "targets", message, "Fill in both or none.", row=row, column="option")
        elif target["reading"] in offered and target["option"] not in offered[target["reading"]]:
            message = f"'{target['option']}' is not an option of '{target['reading']}'."
            hint = suggestion(target["option"], offered[target["reading"]])
            tables.report("unknown-option", "targets", message, hint, row=row, column="option")
        elif target["mode"] in LIMITS and chosen.get(target["reading"], target["option"]) != target["option"]:
            message = f"the target is enforced, but holds only where '{target['reading']}' is '{target['option']}'."
            hint = f"Choose that option (now: {chosen[target['reading']]}), or do not enforce the target."
            tables.report("left-out", "targets", message, hint, row=row, column="mode")


def _hint(options: Sequence[str]) -> str:
    return f"Use one of: {', '.join(options)}."


def check_names(tables: Tables, years: Sequence[int]) -> None:
    """Report targets of several years whose names by year are those of other targets."""
    targets = tables.sound("targets", ["target", "year", "last_year"])
    taken = set(targets["target"])
    for row, target in records(targets):
        if _is_blank(target["last_year"]):
            continue
        clash = {f"{target['target']}_{year}" for year in range(target["year"], target["last_year"] + 1)} & taken
        if clash:
            message = f"'{target['target']}' is named '{min(clash)}' in one of its years, as another target is."
            tables.report("duplicate-key", "targets", message, "Rename one of them.", row=row, column="target")


def check_enforceable(tables: Tables, years: Sequence[int]) -> None:
    """Report enforced targets on what segments of hours do not bound."""
    terms = tables.sound("metric_terms", ["metric", "quantity"])
    told: dict[str, str] = dict(
        terms.loc[terms["quantity"].isin(TOLD_ONLY), ["metric", "quantity"]].itertuples(index=False)
    )
    for row, target in records(tables.sound("targets", ["metric", "of", "mode"])):
        guilty = next((k for k in ("metric", "of") if target["mode"] in LIMITS and target[k] in told), None)
        if guilty is not None:
            message = f"'{target[guilty]}' has the quantity {told[target[guilty]]}, on which nothing can be enforced."
            hint = "Check it (mode check), or name another metric."
            tables.report("not-enforceable", "targets", message, hint, row=row, column=guilty)


CHECKS = (check_senses, check_units, check_readings, check_names, check_enforceable)
