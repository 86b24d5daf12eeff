"""Sheets of storages of electricity: what they do, what they cost and earn, at which cost they would break even."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.storage.revenue import PARTS
from energy_model.sheets.numerals import ZERO, aligned, brief
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.wording import Labels

SERVICES = tuple(name.removeprefix("revenue_") for name in PARTS)
SHOWN_MW = 1.0  # smaller ones are a remainder of the search, unless all are small
_SHOWN_SHARE = 1e-3  # of the largest
_THOUSAND = 1e3


def standing(found: pd.DataFrame) -> pd.DataFrame:
    """Storages of a size worth showing that discharge."""
    return found[(found["capacity"] >= least_shown(found)) & (found["discharged"] > 0)]


def least_shown(found: pd.DataFrame) -> float:
    """Least capacity that is shown [MW]: small beside that of the largest storage."""
    return min(SHOWN_MW, _SHOWN_SHARE * float(found["capacity"].max())) if len(found) else SHOWN_MW


def use(found: pd.DataFrame, labels: Labels) -> DisplayTable:
    """Size, duration, cycles, energy, what is avoided."""
    tr, least, found = labels.tr, least_shown(found), standing(found)
    numbers = [
        *(f"{title} [{labels.unit('power')}]" for title in (tr("storage.power"), tr("storage.existing"))),
        f"{tr('column.storage_energy')} [{labels.unit('storage_energy')}]",
        *(tr("storage.duration"), tr("storage.cycles"), tr("column.hours")),
        *(f"{title} [{labels.unit('energy')}]" for title in (tr("storage.charged"), tr("storage.discharged"))),
        f"{tr('storage.avoided_curtailment')} [{labels.unit('energy')}]",
        f"{tr('storage.avoided_co2')} [{labels.unit('co2')}]",
    ]
    sheet = _sheet(tr("title.storage_use"), numbers, labels)
    cells = [
        *(labels.figures("power", found[name]) for name in ("capacity", "existing")),
        labels.figures("storage_energy", found["energy_capacity"]),
        *(aligned(found[name].tolist(), 3) for name in ("duration", "cycles", "full_load_hours")),
        *(labels.figures("energy", found[name]) for name in ("charged", "discharged", "avoided_curtailment")),
        labels.figures("co2", found["avoided_co2"]),
    ]
    _fill(sheet, found, cells, labels)
    sheet.notes += [tr("note.storage_use", least=brief(least)), tr("note.storage_avoided")]
    return sheet


def value(found: pd.DataFrame, labels: Labels) -> DisplayTable:
    """Levelised cost, cost of the year, revenue by service, profit."""
    tr, found = labels.tr, standing(found)
    services = [tr.of("service", name) for name in SERVICES]
    amounts = [tr("storage.annual_cost"), tr("storage.revenue"), *services, tr("storage.profit")]
    numbers = [tr("storage.lcos"), tr("storage.lcos_without_charging")]
    numbers += [f"{amount} [{labels.unit('storage_money')}]" for amount in amounts]
    sheet = _sheet(tr("title.storage_value"), numbers, labels)
    money = ["annual_cost", "revenue", *PARTS, "profit"]
    cells = [
        *(aligned(found[name].tolist(), 3) for name in ("lcos", "lcos_without_charging")),
        *(labels.figures("storage_money", found[name]) for name in money),
    ]
    _fill(sheet, found, cells, labels)
    sheet.notes += [
        tr("note.storage_lcos"),
        tr("note.storage_services"),
        tr("note.storage_profit"),
    ]
    return sheet


def break_even(found: pd.DataFrame, labels: Labels) -> DisplayTable:
    """Cost of a unit, and its break-even cost."""
    tr = labels.tr
    known = found[found["break_even_cost"].notna()]
    numbers = [
        tr("storage.unit_duration"),
        tr("storage.overnight_kw"),
        tr("storage.break_even_kw"),
    ]
    numbers += [tr("storage.overnight_kwh"), tr("storage.break_even_kwh")]
    sheet = _sheet(tr("title.storage_break_even"), numbers, labels)
    cells = [aligned(known["unit_duration"].tolist(), 3)]
    for cost, even in (("overnight_cost", "break_even_cost"), ("overnight_cost_energy", "break_even_cost_energy")):
        cells += [per_kilowatt(known[cost]), per_kilowatt(known[even], known["break_even_at_most"])]
    _fill(sheet, known, cells, labels)
    sheet.notes += [tr("note.storage_break_even") if len(known) else tr("note.storage_break_even_not_evaluated")]
    return sheet


def per_kilowatt(costs: pd.Series[float], at_most: pd.Series[Any] | None = None) -> list[str]:
    """Write costs per MW or MWh per kW or kWh; '≤' where a cost is only an upper limit. at_most : flags of the rows"""
    signs = [""] * len(costs) if at_most is None else ["≤ " if limit in (True, 1) else "" for limit in at_most]
    return [
        ZERO if pd.isna(cost) else f"{sign}{cost / _THOUSAND:,.0f}" for sign, cost in zip(signs, costs, strict=True)
    ]


def _sheet(title: str, numbers: list[str], labels: Labels) -> DisplayTable:
    return DisplayTable(title, columns((labels.tr("column.technology"), labels.tr("column.year")), numbers))


def _fill(sheet: DisplayTable, found: pd.DataFrame, cells: list[list[str]], labels: Labels) -> None:
    """A row for each technology and year; cells : a list of texts for each column of numbers."""
    for at, (technology, year) in enumerate(zip(found["technology"], found["year"], strict=True)):
        sheet.add(labels.name("technology", str(technology)), str(year), *(column[at] for column in cells))
