"""Sheets of a scenario that has been checked: what it is, how large, what its files set, how well it is founded."""

from __future__ import annotations

from energy_model.dataset import Tables
from energy_model.dataset.dictionary import HOURLY, dictionary
from energy_model.dataset.provenance import confidence
from energy_model.scenario.scenario import Scenario
from energy_model.sheets.messages import Messages
from energy_model.sheets.run import assumptions
from energy_model.sheets.sheet import Sheet, columns


def resolved(scenario: Scenario, tables: Tables, lang: str, verbose: bool = False) -> list[Sheet]:
    """Give the scenario itself, the sizes of its tables, and the values that its files set with their origin.

    verbose : also the rows of every table by the confidence of their sources.
    """
    say = Messages(lang)
    sheets = [_scenario(scenario, say), _sizes(tables, say), _origins(scenario, say)]
    if not verbose:
        return sheets
    counted = [{str(k): v for k, v in row.items()} for row in confidence(tables).to_dict("records")]
    return [*sheets, assumptions(counted, say)]


def _scenario(scenario: Scenario, say: Messages) -> Sheet:
    sheet = Sheet(say("title.scenario"), columns((say("column.item"), say("column.value"))))
    sheet.add(say("check.name"), f"{scenario.name} ({scenario.text(f'name_{say.lang}')})")
    sheet.add(say("check.description"), scenario.text(f"description_{say.lang}"))
    sheet.add(say("check.years"), ", ".join(str(year) for year in scenario.years))
    sheet.add(say("manifest.study"), str(scenario.study))
    sheet.add(say("manifest.scenario"), ", ".join(layer.label for layer in scenario.layers))
    return sheet


def _sizes(tables: Tables, say: Messages) -> Sheet:
    sheet = Sheet(say("title.sizes"), columns((say("column.table"),), (say("column.count"),)))
    for name, table in dictionary().items():
        if table.key is not None:
            sheet.add(name, str(len(tables[name])))
    sheet.add(HOURLY, f"{len(tables[HOURLY]):,}")
    return sheet


def _origins(scenario: Scenario, say: Messages) -> Sheet:
    titles = (say("column.item"), say("column.value"), say("column.origin"))
    sheet = Sheet(say("title.origins"), columns(titles))
    for origin in scenario.origins():
        sheet.add(*origin)
    sheet.notes.append(say("check.others"))
    return sheet
