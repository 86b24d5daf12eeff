"""Sheets of carbon: electricity's factors on three levels, accounts by production and consumption, peaks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.carbon.factors import LEVELS
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words

ACCOUNTS = ("production", "purchases", "exports", "consumption")


def factors(run: RunData, words: Words) -> Sheet:
    """Carbon factor of electricity where it is used, by level and year, with that of the plants that stand there."""
    say, found, years = words.say, run.table("carbon_factors"), run.summary["years"]
    titles = [f"{say.of('factor', name)} {year}" for name in ("used", "made") for year in years]
    sheet = Sheet(say("title.carbon_factors"), columns((say("column.place"),), titles))
    for level in LEVELS:
        part = found[found["level"] == level]
        if len(part) and level != "city":
            sheet.section(say.of("level", level))
        for zone, own in part.groupby("zone", sort=False):
            by_year = own.set_index("year")
            cells = [
                _factor(by_year[name].get(year))
                for name in ("consumption_factor", "production_factor")
                for year in years
            ]
            name = words.name("zone", str(zone)) if zone else say.of("level", level)
            sheet.add(name, *cells, meaning="" if zone else "total")
    sheet.notes.append(say("note.carbon_factors"))
    return sheet


def _factor(value: float | None) -> str:
    return ZERO if value is None or pd.isna(value) else f"{value:z.3f}"


def accounts(run: RunData, words: Words) -> Sheet:
    """CO2 by production and by consumption, year by year."""
    say, found, years = words.say, run.table("accounts"), run.summary["years"]
    sheet = Sheet(
        say("title.accounts"), columns((say("column.item"),), [f"{year} [{words.unit('co2')}]" for year in years])
    )
    names = [*ACCOUNTS, *(name for name in ("metric_production", "metric_consumption") if found[name].notna().any())]
    texts = iter(words.figures("co2", found[names].to_numpy().T.ravel()))
    for name in names:
        cells = [next(texts) for _ in years]
        sheet.add(say.of("account", name), *cells, meaning="total" if name in ("production", "consumption") else "")
    sheet.notes.append(say("note.accounts"))
    return sheet


def peaks(run: RunData, words: Words) -> Sheet:
    """Metrics that are to peak, by model year, and what the years of the model can tell of it."""
    say, found, years = words.say, run.table("peaks"), run.summary["years"]
    titles = (*columns((say("column.target"),), [str(year) for year in years]), *columns((say("column.conclusion"),)))
    sheet = Sheet(say("title.peaks"), titles)
    for target, part in found.groupby("target", sort=False):
        first, top = part.iloc[0], part[part["highest"]].iloc[0]
        values = [words.in_unit(value, first["unit"]) for value in part["value"]]
        sheet.add(words.name("target", str(target)), *values, _conclusion(words, first, int(top["year"])))
    sheet.notes.append(say("note.peaks") if sheet.rows else say("note.no_peaks"))
    return sheet


def _conclusion(words: Words, row: pd.Series[Any], top: int) -> str:
    say, places = words.say, {"top": top, "earliest": row["earliest"], "latest": row["latest"], "limit": row["limit"]}
    match row["conclusion"]:
        case "exact":
            return say("peak.exact", **places)
        case "before":
            return say("peak.before", **places)
        case "after":
            return say("peak.after", **places)
        case "open":
            return say("peak.open", **places)
        case "rising":
            return say("peak.rising", **places)
        case _:
            return say("peak.unknown", **places)
