"""Sheets of a scenario that has been checked: what it is, how large, what its files set, how well it is founded."""

from __future__ import annotations

from energy_model.dataset import Tables
from energy_model.dataset.dictionary import HOURLY, dictionary
from energy_model.dataset.provenance import confidence
from energy_model.dataset.reading.stamps import read_stamps
from energy_model.dataset.steps import StepFigures, model_years, steps_of
from energy_model.scenario.scenario import Scenario
from energy_model.sheets.messages import Messages
from energy_model.sheets.run import assumptions
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.steps import stamps_told, steps_told


def resolved(scenario: Scenario, tables: Tables, lang: str, verbose: bool = False) -> list[DisplayTable]:
    """Give the scenario itself, the sizes of its tables, and the values that its files set with their origin.

    verbose : also the rows of every table by the confidence of their sources.
    """
    tr = Messages(lang)
    sheets = [_scenario(scenario, tr), _sizes(tables, tr), _origins(scenario, tr)]
    if not verbose:
        return sheets
    counted = [{str(k): v for k, v in row.items()} for row in confidence(tables).to_dict("records")]
    return [*sheets, assumptions(counted, tr)]


def _scenario(scenario: Scenario, tr: Messages) -> DisplayTable:
    sheet = DisplayTable(tr("title.scenario"), columns((tr("column.item"), tr("column.value"))))
    sheet.add(tr("check.name"), f"{scenario.name} ({scenario.text(f'name_{tr.lang}')})")
    sheet.add(tr("check.description"), scenario.text(f"description_{tr.lang}"))
    sheet.add(tr("check.years"), ", ".join(str(year) for year in scenario.years))
    sheet.add(tr("manifest.study"), str(scenario.study))
    sheet.add(tr("manifest.scenario"), ", ".join(layer.label for layer in scenario.layers))
    return sheet


def _sizes(tables: Tables, tr: Messages) -> DisplayTable:
    sheet = DisplayTable(tr("title.sizes"), columns((tr("column.table"),), (tr("column.count"),)))
    for name, table in dictionary().items():
        if table.key is not None:
            sheet.add(name, str(len(tables[name])))
    steps = steps_of(tables)
    figures = StepFigures.of(steps.length, steps.weight, steps.period)
    sheet.add(HOURLY, steps_told(figures, tr))
    sheet.notes += [tr("note.periods")] if figures.periods > 1 else []
    if years := model_years(tables):
        sheet.notes.append(tr("steps.model_years", years=", ".join(map(str, years))))
    if "time" in tables.texts[HOURLY]:
        sheet.notes += stamps_told(read_stamps(tables.texts[HOURLY]["time"]), tables.utc_offset, tr)
    return sheet


def _origins(scenario: Scenario, tr: Messages) -> DisplayTable:
    titles = (tr("column.item"), tr("column.value"), tr("column.origin"))
    sheet = DisplayTable(tr("title.origins"), columns(titles))
    for origin in scenario.origins():
        sheet.add(*origin)
    sheet.notes.append(tr("check.others"))
    return sheet
