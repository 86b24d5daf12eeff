"""Metrics: every term selects something, and units are of the kind of what is summed and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import energy_model.dataset.units as units
from energy_model.dataset.indicators import indicator_units
from energy_model.dataset.known import known_unit
from energy_model.dataset.metrics import FILTERS, coefficient_scale, members, selected
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables, file_of

READ = {  # what the selection of terms reads
    "assets": ("asset", "technology", "zone"),
    "links": ("link", "technology", "from_zone", "to_zone", "from_carrier", "to_carrier", "traced_zone"),
    "indicators": ("indicator",),
    "technologies": ("technology", "behaviour", "carrier", "group", "sector", "green"),
    "technology_data": ("technology", "parameter", "value"),
    "carriers": ("carrier", "emission_factor"),
    "ports": ("technology", "carrier", "direction"),
    "demands": ("demand", "zone", "carrier"),
    "markets": ("market", "zone", "carrier", "direction"),
}
TERM = ("metric", "quantity", "technology", "group", "sector", "zone", "asset", "carrier", "green", "indicator")


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
            tables.report(error.kind, "metrics", error.message, error.mend, row=row, column="unit")
            continue
        for place, term in records(own):
            _check_term_unit(tables, place, term, kind, given)
        if own.empty and tables.clean("metric_terms.metric", "metric_terms.quantity"):
            message, mend = f"the metric '{name}' has no terms.", f"Add them to {file_of('metric_terms')}."
            tables.report("empty-metric", "metrics", message, mend, row=row, column="metric")


def _check_term_unit(tables: Tables, row: int, term: Mapping[str, Any], kind: str, given: Mapping[str, str]) -> None:
    """Report a term whose quantity, times the unit of its coefficient, is not of the metric's kind."""
    try:
        coefficient_scale(term, kind, given)
    except units.UnitError as error:
        message = f"{term['quantity']} times a coefficient in '{term['unit']}' is not of the metric's kind ({kind})."
        tables.report(error.kind, "metric_terms", message, error.mend, row=row, column="unit")


def check_terms(tables: Tables, years: Sequence[int]) -> None:
    """Report terms that select nothing."""
    if not tables.clean(*(f"{table}.{column}" for table, columns in READ.items() for column in columns)):
        return
    everything = members(tables)
    for row, term in records(tables.sound("metric_terms", TERM)):
        if not _any_selected(term, everything):
            alone = ({**dict.fromkeys(FILTERS, ""), "quantity": term["quantity"], name: term[name]} for name in FILTERS)
            empty = (not _any_selected(one, everything) for one in alone)
            place = next((name for name, guilty in zip(FILTERS, empty, strict=True) if guilty), "quantity")
            message = f"the term selects nothing that has {term['quantity']}."
            mend = "All its filters must hold together; leave out those that are not needed."
            tables.report("empty-term", "metric_terms", message, mend, row=row, column=place)


def _any_selected(term: Mapping[str, Any], everything: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether a term selects any asset, demand or market."""
    return any(selected(term, members_of_a_kind).any() for members_of_a_kind in everything.values())


def check_known(tables: Tables, years: Sequence[int]) -> None:
    """Report known figures whose unit does not fit their metrics, and ranges that are none."""
    if not tables.clean("metrics.metric", "metrics.unit"):
        return
    for row, known in records(tables.sound("known", ["metric", "of", "low", "high", "unit"])):
        wanted = known_unit(tables, known["metric"], known["of"])
        try:
            units.factor(known["unit"], wanted)
        except units.UnitError as error:
            mend = f"Use a unit such as {wanted}."
            tables.report(error.kind, "known", error.message, mend, row=row, column="unit")
        if known["low"] > known["high"]:
            message = f"low ({known['low']:g}) is above high ({known['high']:g})."
            tables.report("minimum-above-maximum", "known", message, "Exchange them.", row=row, column="low")


CHECKS = (check_units, check_terms, check_known)
