"""Sheets of plants that the plan asks about: the coal fleet, and where hydrogen comes from."""

from __future__ import annotations

import pandas as pd

from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, brief
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words

_SMALLEST_MW = 1e-3


def coal(run: RunData, words: Words) -> Sheet:
    """Coal plants by year: hours, coal rate, days of stock, starts."""
    say, found = words.say, run.table("coal")
    found = found[found["capacity"] > _SMALLEST_MW]
    titles = [
        f"{say('column.total')} [{words.unit('power')}]",
        f"{say('column.retrofitted')} [{words.unit('power')}]",
        *(say("column.hours"), say("column.coal_rate"), say("column.stock_days"), say("column.busiest")),
        say("column.starts"),
    ]
    sheet = Sheet(say("title.coal"), columns((say("column.item"), say("column.year")), titles))
    power = words.figures("power", found["capacity"])
    refitted = words.figures("power", found["retrofitted"])
    names = ["full_load_hours", "coal_rate", "stock_days", "stock_days_busiest", "starts"]
    for at, (_, row) in enumerate(found.iterrows()):
        numbers = [_number(row[name], 1 if name == "starts" else 0) for name in names]
        sheet.add(words.name("asset", row["asset"]), str(row["year"]), power[at], refitted[at], *numbers)
    sheet.notes.append(say("note.coal"))
    return sheet


def hydrogen(run: RunData, words: Words) -> Sheet:
    """Plants that make hydrogen by year: how much, and the CO2 behind a kilogram."""
    say, found = words.say, run.table("hydrogen")
    found = found[found["output_kt"] > _SMALLEST_MW]
    titles = [say("column.output_kt"), f"{say('column.electricity')} [{words.unit('energy')}]", say("column.intensity")]
    sheet = Sheet(
        say("title.hydrogen"),
        (*columns((say("column.item"), say("column.year")), titles), *columns((say("column.verdict"),))),
    )
    energy = words.figures("energy", found["electricity"])
    for at, (_, row) in enumerate(found.iterrows()):
        grade = "clean" if row["clean"] else "low_carbon" if row["low_carbon"] else "above"
        intensity = _number(row["intensity"], 2)
        cells = (brief(row["output_kt"]), energy[at], intensity, say.of("hydrogen", grade))
        sheet.add(words.name("asset", row["asset"]), str(row["year"]), *cells)
    sheet.notes.append(say("note.hydrogen"))
    return sheet


def _number(value: float, decimals: int) -> str:
    return ZERO if pd.isna(value) else f"{value:,.{decimals}f}"
