"""Storages of electricity in several runs: what is built and chosen, what it costs, earns and avoids."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.storage.revenue import PARTS
from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison.cells import UNTOLD, titles, with_difference
from energy_model.sheets.numerals import aligned, brief
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.storage import MILLION, SERVICES, SHOWN_MW, per_kilowatt
from energy_model.sheets.storage import standing as standing_of_run
from energy_model.sheets.wording import Words


def standing(compared: ComparedRuns, year: int) -> pd.DataFrame:
    """Storages by technology in a year, where a run uses the technology. Columns: of `storage_technologies`."""
    found = compared.table("storage_technologies")
    found = found[found["year"] == year]
    return found[found["technology"].isin(standing_of_run(found)["technology"])]


def use(compared: ComparedRuns, words: Words, year: int) -> Sheet:
    """For each technology a row of each run: power, energy, duration, cycles, full-load hours, what it avoids."""
    say, found, names = words.say, standing(compared, year), titles(compared, words)
    numbers = [f"{say('storage.power')} [{words.unit('power')}]"]
    numbers += [f"{say('column.storage_energy')} [{words.unit('storage_energy')}]"]
    numbers += [say("storage.duration"), say("storage.cycles"), say("column.hours")]
    numbers += [f"{say('storage.avoided_co2')} [{words.unit('co2')}]"]
    numbers += [f"{say('storage.avoided_curtailment')} [{words.unit('energy')}]"]
    sheet = Sheet(say("comparison.storage_use", year=year), columns((say("comparison.run"),), numbers))
    cells = [
        _differing(found, "capacity", "power", words),
        _differing(found, "energy_capacity", "storage_energy", words),
        *(_told(found[name], digits=3) for name in ("duration", "cycles", "full_load_hours")),
        _differing(found, "avoided_co2", "co2", words),
        _differing(found, "avoided_curtailment", "energy", words),
    ]
    _rows(sheet, found, cells, names, words)
    sheet.notes += [say("note.storage_use", least=brief(SHOWN_MW)), say("note.storage_avoided")]
    return sheet


def value(compared: ComparedRuns, words: Words, year: int) -> Sheet:
    """For each technology a row of each run: levelised cost, revenue by service, profit, break-even cost."""
    say, found, names = words.say, standing(compared, year), titles(compared, words)
    numbers = [say("storage.lcos")]
    numbers += [say.of("service", name) for name in SERVICES]
    numbers += [say("storage.profit"), say("storage.unit_duration")]
    numbers += [say("storage.overnight_kw"), say("storage.break_even_kw")]
    sheet = Sheet(say("comparison.storage_value", year=year), columns((say("comparison.run"),), numbers))
    cells = [
        _told(found["lcos"], digits=3),
        *(_told(found[name] / MILLION, digits=3) for name in (*PARTS, "profit")),
        _told(found["unit_duration"], digits=3),
        per_kilowatt(found["overnight_cost"]),
        per_kilowatt(found["break_even_cost"], found["break_even_at_most"]),
    ]
    _rows(sheet, found, cells, names, words)
    sheet.notes += [say("note.storage_lcos"), say("note.storage_services"), say("note.storage_profit")]
    if found["break_even_cost"].notna().any():
        sheet.notes += [say("note.storage_break_even"), say("comparison.note_break_even")]
    else:
        sheet.notes.append(say("note.storage_break_even_untold"))
    return sheet


def _rows(sheet: Sheet, found: pd.DataFrame, cells: list[list[str]], names: dict[str, str], words: Words) -> None:
    """Rows of the runs under a title for each technology."""
    places = {pair: at for at, pair in enumerate(zip(found["technology"], found["run"], strict=True))}
    for technology in dict.fromkeys(found["technology"]):
        sheet.section(words.name("technology", str(technology)))
        for run, name in names.items():
            at = places.get((technology, run))
            sheet.add(name, *(UNTOLD if at is None else column[at] for column in cells))


def _differing(found: pd.DataFrame, name: str, quantity: str, words: Words) -> list[str]:
    texts = words.figures(quantity, [*found[name], *found[f"{name}_difference"]])
    return [with_difference(*pair) for pair in zip(texts[: len(found)], texts[len(found) :], strict=True)]


def _told(values: pd.Series[float], digits: int) -> list[str]:
    return aligned([float(value) for value in values], digits)
