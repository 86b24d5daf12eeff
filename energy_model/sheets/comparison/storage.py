"""Storages of electricity in several runs: what is built and chosen, what it costs, earns and avoids."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.storage.revenue import PARTS
from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison.cells import NOT_EVALUATED, titles, with_difference
from energy_model.sheets.numerals import aligned, brief
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.storage import SERVICES, least_shown, per_kilowatt
from energy_model.sheets.storage import standing as standing_of_run
from energy_model.sheets.wording import Labels


def standing(compared: ComparedRuns, year: int) -> pd.DataFrame:
    """Storages by technology in a year, where a run uses the technology. Columns: of `storage_technologies`."""
    found = compared.table("storage_technologies")
    found = found[found["year"] == year]
    return found[found["technology"].isin(standing_of_run(found)["technology"])]


def use(compared: ComparedRuns, labels: Labels, year: int) -> DisplayTable:
    """For each technology a row of each run: power, energy, duration, cycles, full-load hours, what it avoids."""
    tr, found, names = labels.tr, standing(compared, year), titles(compared, labels)
    numbers = [f"{tr('storage.power')} [{labels.unit('power')}]"]
    numbers += [f"{tr('column.storage_energy')} [{labels.unit('storage_energy')}]"]
    numbers += [tr("storage.duration"), tr("storage.cycles"), tr("column.hours")]
    numbers += [f"{tr('storage.avoided_co2')} [{labels.unit('co2')}]"]
    numbers += [f"{tr('storage.avoided_curtailment')} [{labels.unit('energy')}]"]
    sheet = DisplayTable(tr("comparison.storage_use", year=year), columns((tr("comparison.run"),), numbers))
    cells = [
        _differing(found, "capacity", "power", labels),
        _differing(found, "energy_capacity", "storage_energy", labels),
        *(_numbers(found[name], digits=3) for name in ("duration", "cycles", "full_load_hours")),
        _differing(found, "avoided_co2", "co2", labels),
        _differing(found, "avoided_curtailment", "energy", labels),
    ]
    _rows(sheet, found, cells, names, labels)
    sheet.notes += [tr("note.storage_use", least=brief(least_shown(found))), tr("note.storage_avoided")]
    return sheet


def value(compared: ComparedRuns, labels: Labels, year: int) -> DisplayTable:
    """For each technology a row of each run: levelised cost, revenue by service, profit, break-even cost."""
    tr, found, names = labels.tr, standing(compared, year), titles(compared, labels)
    amounts = [*(tr.of("service", name) for name in SERVICES), tr("storage.profit")]
    numbers = [tr("storage.lcos"), *(f"{amount} [{labels.unit('storage_money')}]" for amount in amounts)]
    numbers += [tr("storage.unit_duration"), tr("storage.overnight_kw"), tr("storage.break_even_kw")]
    sheet = DisplayTable(tr("comparison.storage_value", year=year), columns((tr("comparison.run"),), numbers))
    cells = [
        _numbers(found["lcos"], digits=3),
        *(_numbers(found[name] / labels.scale("storage_money"), digits=3) for name in (*PARTS, "profit")),
        _numbers(found["unit_duration"], digits=3),
        per_kilowatt(found["overnight_cost"]),
        per_kilowatt(found["break_even_cost"], found["break_even_at_most"]),
    ]
    _rows(sheet, found, cells, names, labels)
    sheet.notes += [
        tr("note.storage_lcos"),
        tr("note.storage_services"),
        tr("note.storage_profit"),
    ]
    if found["break_even_cost"].notna().any():
        sheet.notes += [tr("note.storage_break_even"), tr("comparison.note_break_even")]
    else:
        sheet.notes.append(tr("note.storage_break_even_not_evaluated"))
    return sheet


def _rows(
    sheet: DisplayTable, found: pd.DataFrame, cells: list[list[str]], names: dict[str, str], labels: Labels
) -> None:
    """Rows of the runs under a title for each technology."""
    places = {pair: at for at, pair in enumerate(zip(found["technology"], found["run"], strict=True))}
    for technology in dict.fromkeys(found["technology"]):
        sheet.section(labels.name("technology", str(technology)))
        for run, name in names.items():
            at = places.get((technology, run))
            sheet.add(name, *(NOT_EVALUATED if at is None else column[at] for column in cells))


def _differing(found: pd.DataFrame, name: str, quantity: str, labels: Labels) -> list[str]:
    texts = labels.figures(quantity, [*found[name], *found[f"{name}_difference"]])
    return [with_difference(*pair) for pair in zip(texts[: len(found)], texts[len(found) :], strict=True)]


def _numbers(values: pd.Series[float], digits: int) -> list[str]:
    return aligned([float(value) for value in values], digits)
