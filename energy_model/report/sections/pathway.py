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
from energy_model.sheets.wording import Words

_STACKED = ("generation", "storage")


def add_capacity(part: Section, run: RunData, words: Words) -> None:
    """Add stacked bars of generation and of storage by technology, over the years."""
    found, of_technology = capacity_by_technology(run), colours(run.dataset, "technology")
    for section in _STACKED:
        own = found[found["section"] == section].rename(columns={"technology": "item", "capacity": "value"})
        if own.empty:
            continue
        names = {str(key): words.name("technology", str(key)) for key in own["item"].unique()}
        figure = figures.stacked(own, names, of_technology, words, "power")
        caption = words.say("caption.capacity_years", what=words.say.of("section", section))
        part.figures[f"capacity-{section}"] = Illustration(figure, caption)


def add_costs(part: Section, run: RunData, words: Words) -> None:
    """Add stacked bars of costs by kind, over the years."""
    found, of_carrier = costs_by_kind(run), colours(run.dataset, "carrier")
    found = found.assign(item=found["kind"].where(found["carrier"] == "", found["kind"] + " " + found["carrier"]))
    names, of_item = {}, dict(COST_COLOURS)
    for item, kind, carrier in found[["item", "kind", "carrier"]].drop_duplicates().itertuples(index=False):
        names[item] = run_sheets.cost_name(words, kind, carrier)
        if carrier:
            of_item[item] = of_carrier[carrier]
    figure = figures.stacked(found.rename(columns={"cost": "value"}), names, of_item, words, "money")
    part.figures["costs-years"] = Illustration(figure, words.say("caption.costs_years"))


def peaks(run: RunData, words: Words) -> Section:
    """What is to peak, drawn and told."""
    part, found = of_sheet("peaks", carbon_sheets.peaks(run, words)), run.table("peaks")
    if len(found) and len(run.summary["years"]) > 1:
        part.figures["peaks"] = Illustration(
            figures.peaks(found, words), words.say("caption.peaks") + _gaps(run, words)
        )
    return part


def accounts(run: RunData, words: Words) -> Section:
    """CO2 by production and by consumption, drawn and told."""
    part, found = of_sheet("accounts", carbon_sheets.accounts(run, words)), run.table("accounts")
    if len(run.summary["years"]) > 1:
        kinds = {name: words.say.of("account", name) for name in ("production", "consumption")}
        table = found.melt("year", list(kinds), "item")
        figure = figures.over_years(table, kinds, words, "co2")
        part.figures["accounts"] = Illustration(figure, words.say("caption.accounts") + _gaps(run, words))
    return part


def _gaps(run: RunData, words: Words) -> str:
    """Say that years between are not modelled, where it is so."""
    consecutive = all(b - a == 1 for a, b in pairwise(run.summary["years"]))
    return "" if consecutive else words.say("caption.gaps")
