"""Sheets of carbon: electricity's factors by level, accounts by production and consumption, peaks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.carbon.factors import DISTRICT, LEVELS
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.wording import Labels

ACCOUNTS = ("production", "purchases", "exports", "consumption")


def factors(run: RunData, labels: Labels) -> DisplayTable:
    """Carbon factor of electricity where it is used, by level and year: traced, by certificates, of plants."""
    tr, found, years = labels.tr, run.table("carbon_factors"), run.summary["years"]
    titles = [f"{tr.of('factor', name)} {year}" for name in ("used", "contractual", "made") for year in years]
    sheet = DisplayTable(tr("title.carbon_factors"), columns((tr("column.place"),), titles))
    for level in LEVELS:
        part = found[found["level"] == level]
        if len(part) and level != "city":
            sheet.section(tr.of("level", level))
        for zone, own in part.groupby("zone", sort=False):
            by_year = own.set_index("year")
            cells = [
                _factor(by_year[name].get(year))
                for name in ("consumption_factor", "contractual_factor", "production_factor")
                for year in years
            ]
            name = labels.name(DISTRICT if level == DISTRICT else "zone", str(zone)) if zone else tr.of("level", level)
            sheet.add(name, *cells, meaning="" if zone else "total")
    sheet.notes.append(tr("note.carbon_factors"))
    return sheet


def _factor(value: float | None) -> str:
    return ZERO if value is None or pd.isna(value) else f"{value:z.3f}"


def accounts(run: RunData, labels: Labels) -> DisplayTable:
    """CO2 by production and by consumption, year by year."""
    tr, found, years = labels.tr, run.table("accounts"), run.summary["years"]
    sheet = DisplayTable(
        tr("title.accounts"),
        columns((tr("column.item"),), [f"{year} [{labels.unit('co2')}]" for year in years]),
    )
    names = [*ACCOUNTS, *(name for name in ("metric_production", "metric_consumption") if found[name].notna().any())]
    texts = iter(labels.figures("co2", found[names].to_numpy().T.ravel()))
    for name in names:
        cells = [next(texts) for _ in years]
        sheet.add(tr.of("account", name), *cells, meaning="total" if name in ("production", "consumption") else "")
    sheet.notes.append(tr("note.accounts"))
    return sheet


def peaks(run: RunData, labels: Labels) -> DisplayTable:
    """Metrics that are to peak, by model year, and what the years of the model can tell of it."""
    tr, found, years = labels.tr, run.table("peaks"), run.summary["years"]
    titles = (
        *columns((tr("column.target"),), [str(year) for year in years]),
        *columns((tr("column.conclusion"),)),
    )
    sheet = DisplayTable(tr("title.peaks"), titles)
    for target, part in found.groupby("target", sort=False):
        first, top = part.iloc[0], part[part["highest"]].iloc[0]
        values = [labels.in_unit(value, first["unit"]) for value in part["value"]]
        sheet.add(labels.name("target", str(target)), *values, _conclusion(labels, first, int(top["year"])))
    sheet.notes.append(tr("note.peaks") if sheet.rows else tr("note.no_peaks"))
    return sheet


def _conclusion(labels: Labels, row: pd.Series[Any], top: int) -> str:
    tr, places = (
        labels.tr,
        {"top": top, "earliest": row["earliest"], "latest": row["latest"], "limit": row["limit"]},
    )
    match row["conclusion"]:
        case "exact":
            return tr("peak.exact", **places)
        case "before":
            return tr("peak.before", **places)
        case "after":
            return tr("peak.after", **places)
        case "open":
            return tr("peak.open", **places)
        case "rising":
            return tr("peak.rising", **places)
        case _:
            return tr("peak.unknown", **places)
