"""Figures over the model's years, put into the sections of their tables: capacity, costs, peaks, accounts."""

from __future__ import annotations

from itertools import pairwise

from energy_model.report import figures
from energy_model.report.colours import colours
from energy_model.report.figures.style import COST_COLOURS
from energy_model.report.sections.section import Illustration, Section, of_sheet
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import capacity_by_technology, costs_by_kind
from energy_model.sheets import carbon as carbon_sheets
from energy_model.sheets import run as run_sheets
from energy_model.sheets.wording import Labels

_STACKED = ("generation", "storage")


def add_capacity(part: Section, run: RunData, labels: Labels) -> None:
    """Add stacked bars of generation and of storage by technology, over the years."""
    found, of_technology = capacity_by_technology(run), colours(run.dataset, "technology")
    for section in _STACKED:
        own = found[found["section"] == section].rename(columns={"technology": "item", "capacity": "value"})
        if own.empty:
            continue
        names = {str(key): labels.name("technology", str(key)) for key in own["item"].unique()}
        figure = figures.stacked(own, names, of_technology, labels, "power")
        caption = labels.tr("caption.capacity_years", what=labels.tr.of("section", section))
        part.figures[f"capacity-{section}"] = Illustration(figure, caption)


def add_costs(part: Section, run: RunData, labels: Labels) -> None:
    """Add stacked bars of costs by kind, over the years."""
    found, of_carrier = costs_by_kind(run), colours(run.dataset, "carrier")
    found = found.assign(item=found["kind"].where(found["carrier"] == "", found["kind"] + " " + found["carrier"]))
    names, of_item = {}, dict(COST_COLOURS)
    for item, kind, carrier in found[["item", "kind", "carrier"]].drop_duplicates().itertuples(index=False):
        names[item] = run_sheets.cost_name(labels, kind, carrier)
        if carrier:
            of_item[item] = of_carrier[carrier]
    figure = figures.stacked(found.rename(columns={"cost": "value"}), names, of_item, labels, "money")
    part.figures["costs-years"] = Illustration(figure, labels.tr("caption.costs_years"))


def peaks(run: RunData, labels: Labels) -> Section:
    """Section of peaks, with figure and table."""
    part, found = of_sheet("peaks", carbon_sheets.peaks(run, labels)), run.table("peaks")
    if len(found) and len(run.summary["years"]) > 1:
        part.figures["peaks"] = Illustration(
            figures.peaks(found, labels), labels.tr("caption.peaks") + _gaps(run, labels)
        )
    return part


def accounts(run: RunData, labels: Labels) -> Section:
    """CO2 by production and by consumption, as a figure and a table."""
    part, found = of_sheet("accounts", carbon_sheets.accounts(run, labels)), run.table("accounts")
    if len(run.summary["years"]) > 1:
        kinds = {name: labels.tr.of("account", name) for name in ("production", "consumption")}
        table = found.melt("year", list(kinds), "item")
        figure = figures.over_years(table, kinds, labels, "co2")
        part.figures["accounts"] = Illustration(figure, labels.tr("caption.accounts") + _gaps(run, labels))
    return part


def _gaps(run: RunData, labels: Labels) -> str:
    """Add a note on years between that are not modelled, where there are any."""
    consecutive = all(b - a == 1 for a, b in pairwise(run.summary["years"]))
    return "" if consecutive else labels.tr("caption.gaps")
