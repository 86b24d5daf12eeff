"""Sections of the report: their tables, figures and lists."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.energy.electricity import electricity_balance, monthly_prices
from energy_model.report import figures
from energy_model.report.colours import colours
from energy_model.report.sections import gas as gas_sections
from energy_model.report.sections import hours as hour_sections
from energy_model.report.sections import map as map_section
from energy_model.report.sections import parks as park_sections
from energy_model.report.sections import pathway as year_figures
from energy_model.report.sections.assumptions import assumptions
from energy_model.report.sections.dispatch import dispatch
from energy_model.report.sections.mathematics import mathematics
from energy_model.report.sections.section import Illustration, Section, of_sheet
from energy_model.report.sections.storage import storage
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import capacity_by_technology, costs_by_kind
from energy_model.sheets import carbon as carbon_sheets
from energy_model.sheets import districts as district_sheets
from energy_model.sheets import energy as energy_sheets
from energy_model.sheets import monitoring as monitoring_sheets
from energy_model.sheets import pathway as year_sheets
from energy_model.sheets import plants as plant_sheets
from energy_model.sheets import run as run_sheets
from energy_model.sheets import security as security_sheets
from energy_model.sheets import stress as stress_sheets
from energy_model.sheets import targets as target_sheets
from energy_model.sheets.headline import NOT_MODELLED, left_out
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

_DRAWN = ("generation", "storage")
# the page's chapters, and the sections of each by name
CHAPTERS = {
    "answer": ("targets", "readings", "bases", "audit", "base_year", "monitoring"),
    "system": ("pathway", "capacity", "projects", "balance", "districts", "map", "sankey", "sectors", "costs"),
    "hours": ("dispatch", "heat", "duration", "prices"),
    "carbon": ("co2", "peaks", "accounts", "carbon_factors"),
    "fuels": ("fuels", "coal", "hydrogen", "lng", "cold"),
    "parks": ("parks",),
    "storage": ("storage",),
    "security": ("stress", "security", "calm_days"),
    "basis": ("limits", "assumptions", "mathematics", "manifest"),
}


def chapters(run: RunData, labels: Labels) -> dict[str, list[Section]]:
    """All sections under the chapters of the page."""
    found = sections(run, labels)
    # a section may be followed by parts of its own: parks, parks-luesi_port
    return {
        chapter: [section for name in names for section in found if section.name.split("-")[0] == name]
        for chapter, names in CHAPTERS.items()
    }


def sections(run: RunData, labels: Labels) -> list[Section]:
    """All sections that have something to say; the order on the page is that of CHAPTERS."""
    left = {row["table"] for row in run.summary.get("left_out", [])}
    return [part for part in _all_sections(run, labels) if part.name not in left and not part.is_empty]


def _all_sections(run: RunData, labels: Labels) -> list[Section]:
    scorecard, audit = target_sheets.scorecard(run, labels), run_sheets.audit(run, labels)
    bases = target_sheets.bases(run, labels)
    return [
        Section("targets", scorecard.title, sheets=[scorecard]),
        of_sheet("readings", target_sheets.readings(run, labels)),
        Section("bases", bases.title, sheets=[bases], folded=True),
        Section("audit", audit.title, sheets=[audit]),
        of_sheet("base_year", year_sheets.base_year(run, labels)),
        *_with_rows(of_sheet("monitoring", monitoring_sheets.monitoring(run, labels))),
        of_sheet("pathway", year_sheets.pathway(run, labels)),
        capacity(run, labels),
        *_with_rows(_folded(of_sheet("projects", district_sheets.projects(run, labels)))),
        balance(run, labels),
        *_with_rows(of_sheet("districts", district_sheets.levels(run, labels))),
        *map_section.zone_map(run, labels),
        dispatch(run, labels),
        hour_sections.heat(run, labels),
        hour_sections.duration(run, labels),
        costs(run, labels),
        *_with_rows(of_sheet("sectors", year_sheets.sectors(run, labels))),
        of_sheet("co2", energy_sheets.co2(run, labels)),
        year_figures.accounts(run, labels),
        year_figures.peaks(run, labels),
        *_with_rows(of_sheet("carbon_factors", carbon_sheets.factors(run, labels))),
        *_with_rows(of_sheet("fuels", year_sheets.fuels(run, labels))),
        *_with_rows(of_sheet("coal", plant_sheets.coal(run, labels))),
        *_with_rows(of_sheet("hydrogen", plant_sheets.hydrogen(run, labels))),
        *_with_rows(storage(run, labels)),
        *_with_rows(of_sheet("stress", stress_sheets.stress(run, labels))),
        of_sheet("security", security_sheets.security(run, labels)),
        *_with_rows(of_sheet("calm_days", security_sheets.calm_days(run, labels))),
        *gas_sections.lng(run, labels),
        *gas_sections.cold(run, labels),
        *park_sections.parks(run, labels),
        park_sections.ways(run, labels),
        *_with_rows(prices(run, labels)),
        _limits(run, labels),
        assumptions(run, labels),
        mathematics(run, labels),
        _manifest(run, labels),
    ]


def _with_rows(section: Section) -> list[Section]:
    """A section whose tables explain what is not there is left out."""
    return [section] if any(sheet.rows for sheet in section.sheets) else []


def _folded(section: Section) -> Section:
    section.folded = True
    return section


def capacity(run: RunData, labels: Labels) -> Section:
    """Capacity by technology, in a year and over the years."""
    part = of_sheet("capacity", energy_sheets.capacity(run, labels))
    year_figures.add_capacity(part, run, labels)
    folded = len(run.summary["years"]) > 1
    found, year = capacity_by_technology(run), shown_year(run)
    figure = figures.capacity(found[(found["year"] == year) & found["section"].isin(_DRAWN)], labels)
    part.figures["capacity"] = Illustration(figure, labels.tr("caption.capacity", year=year), folded)
    return part


def balance(run: RunData, labels: Labels) -> Section:
    """Electricity of each year: where it comes from and goes to."""
    part = of_sheet("balance", energy_sheets.balance(run, labels))
    found = electricity_balance(run.dataset, run.table("energy_balance"))
    for year in run.summary["years"]:
        figure = figures.balance(found[found["year"] == year], colours(run.dataset, "technology"), labels)
        part.figures[f"balance-{year}"] = Illustration(figure, labels.tr("caption.balance", year=year))
    return part


def costs(run: RunData, labels: Labels) -> Section:
    """Costs by kind and investment, in a year and over the years."""
    part, found = of_sheet("costs", run_sheets.costs(run, labels)), costs_by_kind(run)
    year_figures.add_costs(part, run, labels)
    part.sheets.append(run_sheets.investment(run, labels))
    folded = len(run.summary["years"]) > 1
    year = shown_year(run)
    found = found[found["year"] == year]
    names = [
        run_sheets.cost_name(labels, kind, carrier)
        for kind, carrier in zip(found["kind"], found["carrier"], strict=True)
    ]
    figure = figures.costs(pd.DataFrame({"name": names, "cost": found["cost"]}), labels)
    part.figures["costs"] = Illustration(figure, labels.tr("caption.costs", year=year), folded)
    return part


def prices(run: RunData, labels: Labels) -> Section:
    """Prices by carrier, and of electricity by month."""
    part, year = of_sheet("prices", energy_sheets.prices(run, labels)), shown_year(run)
    figure = figures.prices(monthly_prices(run.dataset, year), labels)
    part.figures["prices"] = Illustration(figure, labels.tr("caption.prices", year=year))
    return part


def _limits(run: RunData, labels: Labels) -> Section:
    tr = labels.tr
    bullets = [*left_out(run, labels), *(tr.of("not_modelled", word) for word in NOT_MODELLED)]
    return Section("limits", tr("title.limits"), bullets=bullets)


def _manifest(run: RunData, labels: Labels) -> Section:
    sheet = run_sheets.manifest(run, labels)
    return Section("manifest", sheet.title, sheets=[sheet], folded=True)
