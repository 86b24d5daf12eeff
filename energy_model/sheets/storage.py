"""Sheets of storages of electricity: what they do, what they cost and earn, at which cost they would break even."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.storage.revenue import PARTS
from energy_model.sheets.numerals import ZERO, aligned, brief
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words

SERVICES = tuple(name.removeprefix("revenue_") for name in PARTS)
SHOWN_MW = 1.0  # smaller ones are what a search leaves of a technology that the plan does not want
MILLION = 1e6
_THOUSAND = 1e3


def standing(found: pd.DataFrame) -> pd.DataFrame:
    """Those of a size worth telling that give something."""
    return found[(found["capacity"] >= SHOWN_MW) & (found["discharged"] > 0)]


def use(found: pd.DataFrame, words: Words) -> Sheet:
    """Size, duration, cycles, energy, what is avoided."""
    say, found = words.say, standing(found)
    numbers = [
        *(f"{title} [{words.unit('power')}]" for title in (say("storage.power"), say("storage.existing"))),
        f"{say('column.storage_energy')} [{words.unit('storage_energy')}]",
        *(say("storage.duration"), say("storage.cycles"), say("column.hours")),
        *(f"{title} [{words.unit('energy')}]" for title in (say("storage.charged"), say("storage.discharged"))),
        f"{say('storage.avoided_curtailment')} [{words.unit('energy')}]",
        f"{say('storage.avoided_co2')} [{words.unit('co2')}]",
    ]
    sheet = _sheet(say("title.storage_use"), numbers, words)
    cells = [
        *(words.figures("power", found[name]) for name in ("capacity", "existing")),
        words.figures("storage_energy", found["energy_capacity"]),
        *(aligned(found[name].tolist(), 3) for name in ("duration", "cycles", "full_load_hours")),
        *(words.figures("energy", found[name]) for name in ("charged", "discharged", "avoided_curtailment")),
        words.figures("co2", found["avoided_co2"]),
    ]
    _fill(sheet, found, cells, words)
    sheet.notes += [say("note.storage_use", least=brief(SHOWN_MW)), say("note.storage_avoided")]
    return sheet


def value(found: pd.DataFrame, words: Words) -> Sheet:
    """Levelised cost, cost of the year, revenue by service, profit."""
    say, found = words.say, standing(found)
    services = [say.of("service", name) for name in SERVICES]
    numbers = [say("storage.lcos"), say("storage.lcos_without_charging"), say("storage.annual_cost")]
    sheet = _sheet(
        say("title.storage_value"), [*numbers, say("storage.revenue"), *services, say("storage.profit")], words
    )
    money = ["annual_cost", "revenue", *PARTS, "profit"]
    cells = [
        *(aligned(found[name].tolist(), 3) for name in ("lcos", "lcos_without_charging")),
        *(aligned((found[name] / MILLION).tolist(), 4) for name in money),
    ]
    _fill(sheet, found, cells, words)
    sheet.notes += [say("note.storage_lcos"), say("note.storage_services"), say("note.storage_profit")]
    return sheet


def break_even(found: pd.DataFrame, words: Words) -> Sheet:
    """What a unit costs, and what it may cost for one more to be worth it."""
    say = words.say
    told = found[found["break_even_cost"].notna()]
    numbers = [say("storage.unit_duration"), say("storage.overnight_kw"), say("storage.break_even_kw")]
    numbers += [say("storage.overnight_kwh"), say("storage.break_even_kwh")]
    sheet = _sheet(say("title.storage_break_even"), numbers, words)
    cells = [aligned(told["unit_duration"].tolist(), 3)]
    for cost, even in (("overnight_cost", "break_even_cost"), ("overnight_cost_energy", "break_even_cost_energy")):
        cells += [per_kilowatt(told[cost]), per_kilowatt(told[even], told["break_even_at_most"])]
    _fill(sheet, told, cells, words)
    sheet.notes += [say("note.storage_break_even") if len(told) else say("note.storage_break_even_untold")]
    return sheet


def per_kilowatt(costs: pd.Series[float], at_most: pd.Series[Any] | None = None) -> list[str]:
    """Write costs per MW or MWh per kW or kWh; '≤' where a cost is only an upper limit. at_most : flags of the rows"""
    signs = [""] * len(costs) if at_most is None else ["≤ " if limit in (True, 1) else "" for limit in at_most]
    return [
        ZERO if pd.isna(cost) else f"{sign}{cost / _THOUSAND:,.0f}" for sign, cost in zip(signs, costs, strict=True)
    ]


def _sheet(title: str, numbers: list[str], words: Words) -> Sheet:
    return Sheet(title, columns((words.say("column.technology"), words.say("column.year")), numbers))


def _fill(sheet: Sheet, found: pd.DataFrame, cells: list[list[str]], words: Words) -> None:
    """A row for each technology and year; cells : a list of texts for each column of numbers."""
    for at, (technology, year) in enumerate(zip(found["technology"], found["year"], strict=True)):
        sheet.add(words.name("technology", str(technology)), str(year), *(column[at] for column in cells))
