"""Sections of LNG and of its cold: terminals, tanks over the year, days of reserve, where the gas and the cold go."""

from __future__ import annotations

from energy_model.analysis.lng import tank_levels
from energy_model.report.figures.levels import levels
from energy_model.report.sections.section import Illustration, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets import gas, security
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Words


def lng(run: RunData, words: Words) -> list[Section]:
    """LNG: nothing where the study has no terminals."""
    found, say = run.table("lng"), words.say
    if found.empty:
        return []
    part, year = Section("lng", say("title.lng")), shown_year(run.summary["years"])
    table = tank_levels(run.dataset, year)
    if len(table):
        part.figures["lng-levels"] = Illustration(levels(table, words), say("caption.lng_levels", year=year))
    part.sheets = [gas.terminals(found, words), gas.gas(run, words), security.reserves(run, words)]
    return [part]


def cold(run: RunData, words: Words) -> list[Section]:
    """Cold of LNG: nothing where the study has none."""
    if run.table("cold").empty:
        return []
    sheet = gas.cold(run, words)
    return [Section("cold", sheet.title, sheets=[sheet])]
