"""Metrics and targets: every term selects something, and units are of the kind of what is summed and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import energy_model.dataset.units as units
from energy_model.dataset.known import known_unit
from energy_model.dataset.metrics import FILTERS, QUANTITIES, members, selected
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables, file_of

READ = {  # what the selection of terms reads
    "assets": ("asset", "technology", "zone"),
    "links": ("link", "technology", "from_zone", "to_zone", "from_carrier", "to_carrier"),
    "technologies": ("technology", "behaviour", "carrier", "group", "sector", "green"),
    "technology_data": ("technology", "parameter", "value"),
    "carriers": ("carrier", "emission_factor"),
    "ports": ("technology", "carrier", "direction"),
    "demands": ("demand", "zone", "carrier"),
    "markets": ("market", "zone", "carrier", "direction"),
}
TERM = ("metric", "quantity", "technology", "group", "sector", "zone", "asset", "carrier", "green")


def check_units(tables: Tables, years: Sequence[int]) -> None:
    """Report metrics whose unit is unknown, or is not of the kind of the quantities that they sum."""
    terms = tables.sound("metric_terms", ["metric", "quantity"])
    for row, metric in records(tables.sound("metrics", ["metric", "unit"])):
        name, unit = metric["metric"], metric["unit"]
        own = terms[terms["metric"] == name]
        needed = {quantity: QUANTITIES[quantity][1] for quantity in own["quantity"]}
        try:
            kind = units.model_unit(unit)
            for quantity, wanted in needed.items():
                if kind != wanted:
                    message = f"the unit '{unit}' is not of the kind of {quantity}."
                    raise units.UnitError("unit-kind", message, f"Use a unit such as {wanted}.")
        except units.UnitError as error:
            tables.report(error.kind, "metrics", error.message, error.mend, row=row, column="unit")
        if own.empty and tables.clean("metric_terms.metric", "metric_terms.quantity"):
            message, mend = f"the metric '{name}' has no terms.", f"Add them to {file_of('metric_terms')}."
            tables.report("empty-metric", "metrics", message, mend, row=row, column="metric")


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


def check_targets(tables: Tables, years: Sequence[int]) -> None:
    """Report targets whose unit does not fit their metric, and shares of a metric of another kind."""
    if not tables.clean("metrics.metric", "metrics.unit"):
        return
    shown = tables["metrics"].set_index("metric")["unit"].map(units.model_unit)
    for row, target in records(tables.sound("targets", ["metric", "of", "value", "unit"])):
        kind, place = units.model_unit(target["unit"]), row
        own, of = shown[target["metric"]], target["of"]
        if of and shown[of] != own:
            message = f"'{target['metric']}' ({own}) cannot be a share of '{of}' ({shown[of]})."
            tables.report("unit-kind", "targets", message, "Compare metrics of one kind.", row=place, column="of")
        wanted = "1" if of else own
        if kind != wanted:
            what = f"a share of '{of}'" if of else f"the metric '{target['metric']}'"
            message = f"the unit '{target['unit']}' does not fit {what}."
            mend = (
                "Use % or 1."
                if of
                else f"Use a unit such as {tables['metrics'].set_index('metric')['unit'][target['metric']]}."
            )
            tables.report("unit-kind", "targets", message, mend, row=place, column="unit")


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


CHECKS = (check_units, check_terms, check_targets, check_known)
