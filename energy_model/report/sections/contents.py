"""What the report says, section by section: its sheets, its figures, its lists."""

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
from energy_model.sheets import energy as energy_sheets
from energy_model.sheets import pathway as year_sheets
from energy_model.sheets import plants as plant_sheets
from energy_model.sheets import run as run_sheets
from energy_model.sheets import security as security_sheets
from energy_model.sheets import targets as target_sheets
from energy_model.sheets.headline import NOT_MODELLED
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Words

_DRAWN = ("generation", "storage")
# the page's chapters, and the sections of each by name
CHAPTERS = {
    "answer": ("targets", "readings", "bases", "audit", "base_year"),
    "system": ("pathway", "capacity", "balance", "map", "sankey", "sectors", "costs"),
    "hours": ("dispatch", "heat", "duration", "prices"),
    "carbon": ("co2", "peaks", "accounts", "carbon_factors"),
    "fuels": ("fuels", "coal", "hydrogen", "lng", "cold"),
    "parks": ("parks",),
    "storage": ("storage",),
    "security": ("security", "calm_days"),
    "basis": ("limits", "assumptions", "mathematics", "manifest"),
}


def chapters(run: RunData, words: Words) -> dict[str, list[Section]]:
    """All sections under the chapters of the page."""
    found = sections(run, words)
    # a section may be followed by parts of its own: parks, parks-luesi_port
    return {
        chapter: [section for name in names for section in found if section.name.split("-")[0] == name]
        for chapter, names in CHAPTERS.items()
    }


def sections(run: RunData, words: Words) -> list[Section]:
    """All sections that have something to say; the order on the page is that of CHAPTERS."""
    return [section for section in _all_sections(run, words) if not section.is_empty]


def _all_sections(run: RunData, words: Words) -> list[Section]:
    say = words.say
    scorecard, audit = target_sheets.scorecard(run, words), run_sheets.audit(run, words)
    bases = target_sheets.bases(run, words)
    return [
        Section("targets", scorecard.title, sheets=[scorecard]),
        of_sheet("readings", target_sheets.readings(run, words)),
        Section("bases", bases.title, sheets=[bases], folded=True),
        Section("audit", audit.title, sheets=[audit]),
        of_sheet("base_year", year_sheets.base_year(run, words)),
        of_sheet("pathway", year_sheets.pathway(run, words)),
        _capacity(run, words),
        _balance(run, words),
        *map_section.zone_map(run, words),
        dispatch(run, words),
        hour_sections.heat(run, words),
        hour_sections.duration(run, words),
        _costs(run, words),
        *_with_rows(of_sheet("sectors", year_sheets.sectors(run, words))),
        of_sheet("co2", energy_sheets.co2(run, words)),
        year_figures.accounts(run, words),
        year_figures.peaks(run, words),
        *_with_rows(of_sheet("carbon_factors", carbon_sheets.factors(run, words))),
        *_with_rows(of_sheet("fuels", year_sheets.fuels(run, words))),
        *_with_rows(of_sheet("coal", plant_sheets.coal(run, words))),
        *_with_rows(of_sheet("hydrogen", plant_sheets.hydrogen(run, words))),
        *_with_rows(storage(run, words)),
        of_sheet("security", security_sheets.security(run, words)),
        *_with_rows(of_sheet("calm_days", security_sheets.calm_days(run, words))),
        *gas_sections.lng(run, words),
        *gas_sections.cold(run, words),
        *park_sections.parks(run, words),
        park_sections.ways(run, words),
        *_with_rows(_prices(run, words)),
        Section("limits", say("title.limits"), bullets=[say.of("not_modelled", word) for word in NOT_MODELLED]),
        assumptions(run, words),
        mathematics(run, words),
        _manifest(run, words),
    ]


def _with_rows(section: Section) -> list[Section]:
    """A section whose tables explain what is not there is left out."""
    return [section] if any(sheet.rows for sheet in section.sheets) else []


def _capacity(run: RunData, words: Words) -> Section:
    part = of_sheet("capacity", energy_sheets.capacity(run, words))
    year_figures.add_capacity(part, run, words)
    folded = len(run.summary["years"]) > 1
    found, year = capacity_by_technology(run), shown_year(run.summary["years"])
    figure = figures.capacity(found[(found["year"] == year) & found["section"].isin(_DRAWN)], words)
    part.figures["capacity"] = Illustration(figure, words.say("caption.capacity", year=year), folded)
    return part


def _balance(run: RunData, words: Words) -> Section:
    part = of_sheet("balance", energy_sheets.balance(run, words))
    found = electricity_balance(run.dataset, run.table("energy_balance"))
    for year in run.summary["years"]:
        figure = figures.balance(found[found["year"] == year], colours(run.dataset, "technology"), words)
        part.figures[f"balance-{year}"] = Illustration(figure, words.say("caption.balance", year=year))
    return part


def _costs(run: RunData, words: Words) -> Section:
    part, found = of_sheet("costs", run_sheets.costs(run, words)), costs_by_kind(run)
    year_figures.add_costs(part, run, words)
    folded = len(run.summary["years"]) > 1
    year = shown_year(run.summary["years"])
    found = found[found["year"] == year]
    names = [
        run_sheets.cost_name(words, kind, carrier)
        for kind, carrier in zip(found["kind"], found["carrier"], strict=True)
    ]
    figure = figures.costs(pd.DataFrame({"name": names, "cost": found["cost"]}), words)
    part.figures["costs"] = Illustration(figure, words.say("caption.costs", year=year), folded)
    return part


def _prices(run: RunData, words: Words) -> Section:
    part, year = of_sheet("prices", energy_sheets.prices(run, words)), shown_year(run.summary["years"])
    figure = figures.prices(monthly_prices(run.dataset, year), words)
    part.figures["prices"] = Illustration(figure, words.say("caption.prices", year=year))
    return part


def _manifest(run: RunData, words: Words) -> Section:
    sheet = run_sheets.manifest(run, words)
    return Section("manifest", sheet.title, sheets=[sheet], folded=True)
