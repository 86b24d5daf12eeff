"""Sections of LNG and of its cold: terminals, tanks over the year, days of reserve, where the gas and the cold go."""

from __future__ import annotations

from energy_model.analysis.lng import tank_levels
from energy_model.report.figures.levels import levels
from energy_model.report.sections.section import Illustration, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets import gas, security
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels


def lng(run: RunData, labels: Labels) -> list[Section]:
    """LNG: nothing where the study has no terminals."""
    found, tr = run.table("lng"), labels.tr
    if found.empty:
        return []
    part, year = Section("lng", tr("title.lng")), shown_year(run)
    table = tank_levels(run.dataset, year)
    if len(table):
        part.figures["lng-levels"] = Illustration(levels(table, labels), tr("caption.lng_levels", year=year))
    part.sheets = [gas.terminals(found, labels), gas.gas(run, labels), security.reserves(run, labels)]
    return [part]


def cold(run: RunData, labels: Labels) -> list[Section]:
    """Cold of LNG: nothing where the study has none."""
    if run.table("cold").empty:
        return []
    sheet = gas.cold(run, labels)
    return [Section("cold", sheet.title, sheets=[sheet])]
