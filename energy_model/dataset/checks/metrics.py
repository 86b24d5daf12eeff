"""Metrics: every term selects something, units are of the kind of what is summed, and indicators have numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import energy_model.dataset.units as units
from energy_model.dataset.assembly.indicators import indicator_units
from energy_model.dataset.assembly.metrics import FILTERS, coefficient_scale, members, selected
from energy_model.dataset.assembly.reference_figures import reference_unit
from energy_model.dataset.rows import by_row, records
from energy_model.dataset.tables import Tables

READ = {  # what the selection of terms reads
    "assets": ("asset", "technology", "zone"),
    "links": ("link", "technology", "from_zone", "to_zone", "from_carrier", "to_carrier", "traced_zone"),
    "indicators": ("indicator",),
    "technologies": ("technology", "behaviour", "carrier", "group", "sector", "green"),
    "technology_data": ("technology", "parameter", "value"),
    "carriers": ("carrier", "emission_factor"),
    "ports": ("technology", "carrier", "direction", "zone"),
    "demands": ("demand", "zone", "carrier"),
    "markets": ("market", "zone", "carrier", "direction", "emission_intensity"),
    "market_data": ("market", "emission_intensity"),
    "zones": ("zone", "kind"),
    "zone_kinds": ("kind", "role"),
}
TERM = ("metric", "quantity", "technology", "group", "sector", "zone", "asset", "carrier", "green", "indicator")


def check_indicators(tables: Tables, years: Sequence[int]) -> None:
    """Report indicators without a number or with numbers of two kinds, and terms that name no indicator they need."""
    numbered = set(tables["indicator_data"]["indicator"])
    for row, name in by_row(tables.sound("indicators", ["indicator"])["indicator"]):
        if name not in numbered:
            message, hint = f"the indicator '{name}' has no number.", f"Add one to {tables.place('indicator_data')}."
            tables.report("no-number", "indicators", message, hint, row=row, column="indicator")
    kinds: dict[str, str] = {}
    for row, number in records(tables.sound("indicator_data", ["indicator", "value", "unit"])):
        name, kind = number["indicator"], units.model_unit(number["unit"])
        if kinds.setdefault(name, kind) != kind:
            message = f"'{name}' has a number in {kinds[name]} before and cannot have one in {kind}."
            tables.report("unit-kind", "indicator_data", message, "Use one kind of unit.", row=row, column="unit")
    for row, term in records(tables.sound("metric_terms", ["quantity", "indicator"])):
        if term["quantity"] == "given" and not term["indicator"]:
            message, hint = "a term of the quantity given needs an indicator.", "Name the indicator."
            tables.report("empty-term", "metric_terms", message, hint, row=row, column="indicator")


def check_units(tables: Tables, years: Sequence[int]) -> None:
    """Report metrics whose unit is unknown or that have no terms, and terms that do not lead to their metric's unit."""
    terms = tables.sound("metric_terms", [*TERM, "unit"])
    given = indicator_units(tables)
    for row, metric in records(tables.sound("metrics", ["metric", "unit"])):
        name, unit = metric["metric"], metric["unit"]
        own = terms[terms["metric"] == name]
        try:
            kind = units.model_unit(unit)
        except units.UnitError as error:
            tables.report(error.kind, "metrics", error.message, error.hint, row=row, column="unit")
            continue
        for place, term in records(own):
            if term["quantity"] == "given" and term["indicator"] not in given:
                continue  # told by `check_indicators`
            _check_term_unit(tables, place, term, kind, given)
        if own.empty and tables.clean("metric_terms.metric", "metric_terms.quantity"):
            message, hint = f"the metric '{name}' has no terms.", f"Add them to {tables.place('metric_terms')}."
            tables.report("empty-metric", "metrics", message, hint, row=row, column="metric")


def _check_term_unit(tables: Tables, row: int, term: Mapping[str, Any], kind: str, given: Mapping[str, str]) -> None:
    """Report a term whose quantity, times the unit of its coefficient, is not of the metric's kind."""
    try:
        coefficient_scale(term, kind, given)
    except units.UnitError as error:
        message = f"{term['quantity']} times a coefficient in '{term['unit']}' is not of the metric's kind ({kind})."
        tables.report(error.kind, "metric_terms", message, error.hint, row=row, column="unit")


def check_terms(tables: Tables, years: Sequence[int]) -> None:
    """Report terms that select nothing."""
    if not tables.clean(*(f"{table}.{column}" for table, columns in READ.items() for column in columns)):
        return
    everything = members(tables)
    for row, term in records(tables.sound("metric_terms", TERM)):
        if not _any_selected(term, everything):
            bare = {**dict.fromkeys(FILTERS, ""), "quantity": term["quantity"]}
            guilty = [name for name in FILTERS if not _any_selected({**bare, name: term[name]}, everything)]
            # a blank filter selects what the quantity alone does: where all are guilty, the quantity is
            place = guilty[0] if 0 < len(guilty) < len(FILTERS) else "quantity"
            message = f"the term selects nothing that has {term['quantity']}."
            hint = "All its filters must hold together; leave out those that are not needed."
            tables.report("empty-term", "metric_terms", message, hint, row=row, column=place)


def _any_selected(term: Mapping[str, Any], everything: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether a term selects any asset, demand or market."""
    return any(selected(term, members_of_a_kind).any() for members_of_a_kind in everything.values())


def check_known(tables: Tables, years: Sequence[int]) -> None:
    """Report reference figures whose unit does not fit their metrics, and ranges that are none."""
    if not tables.clean("metrics.metric", "metrics.unit", "metric_terms.unit"):
        return
    for row, known in records(tables.sound("known", ["metric", "of", "low", "high", "unit"])):
        wanted = reference_unit(tables, known["metric"], known["of"])
        try:
            units.factor(known["unit"], wanted)
        except units.UnitError as error:
            hint = f"Use a unit such as {wanted}."
            tables.report(error.kind, "known", error.message, hint, row=row, column="unit")
        if known["low"] > known["high"]:
            message = f"low ({known['low']:g}) is above high ({known['high']:g})."
            tables.report("minimum-above-maximum", "known", message, "Exchange them.", row=row, column="low")


def check_actuals(tables: Tables, years: Sequence[int]) -> None:
    """Report what was reached in a unit that is not of its metric's kind."""
    if not tables.clean("metrics.metric", "metrics.unit"):
        return
    for row, actual in records(tables.sound("actuals", ["metric", "unit"])):
        wanted = reference_unit(tables, actual["metric"], "")
        try:
            units.factor(actual["unit"], wanted)
        except units.UnitError as error:
            hint = f"Use a unit such as {wanted}."
            tables.report(error.kind, "actuals", error.message, hint, row=row, column="unit")


CHECKS = (check_indicators, check_units, check_terms, check_known, check_actuals)
