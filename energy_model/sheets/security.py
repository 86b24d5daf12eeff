"""Sheets of security of supply: the largest losses, the calmest days, days of gas."""

from __future__ import annotations

import pandas as pd

from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, brief
from energy_model.sheets.sheet import Meaning, Sheet, columns
from energy_model.sheets.wording import Words

_SHOWN = 3  # losses a year: the largest of them
POWERS = ["wind_sun", "coal", "gas", "storage", "imports", "demand", "unserved", "least_margin"]


def security(run: RunData, words: Words) -> Sheet:
    """Firm capacity and imports against each year's peak: with nothing lost, the largest losses, what cuts most off."""
    say, found = words.say, run.table("security")
    found = found[(found["kind"] == "none") | (found[["lost", "unserved"]].max(axis=1) > 1.0)]
    losses = found[found["kind"] != "none"]
    shown = losses.sort_values(["lost", "unserved"], ascending=False).groupby("year").head(_SHOWN).index
    cut_off = losses.sort_values("unserved", ascending=False).groupby("year").head(1).index
    kept = found[(found["kind"] == "none") | found.index.isin(shown.union(cut_off))]
    kept = kept.sort_values(["year", "lost", "unserved"])
    unit = words.unit("power")
    names = ["firm", "imports", "lost", "peak", "margin", "unserved"]
    titles = [f"{say.of('security', name)} [{unit}]" for name in names]
    sheet = Sheet(say("title.security"), columns((say("column.year"), say("column.lost")), titles))
    texts = iter(words.figures("power", kept[names].to_numpy().ravel()))
    for _, row in kept.iterrows():
        meaning: Meaning = "missed" if row["margin"] < 0 else ""
        item = say("security.none") if row["kind"] == "none" else words.name("asset", row["item"])
        sheet.add(str(row["year"]), item, *(next(texts) for _ in names), meaning=meaning)
    sheet.notes.append(say("note.security"))
    return sheet


def calm_days(run: RunData, words: Words) -> Sheet:
    """The calmest days of each year: what gives power, what is asked for, and the least to spare."""
    say, found = words.say, run.table("calm_days")
    titles = [f"{say.of('calm', name)} [{words.unit('power')}]" for name in POWERS]
    sheet = Sheet(say("title.calm_days"), columns((say("column.year"), say("column.day")), titles))
    texts = iter(words.figures("power", found[POWERS].astype(float).to_numpy().ravel()))
    for _, row in found.iterrows():
        # the calendar is that of the weather year; its year is told by the first column
        day = str(row["date"])[5:] or str(row["day"])
        meaning: Meaning = "missed" if row["least_margin"] < 0 else ""
        sheet.add(str(row["year"]), day, *(next(texts) for _ in POWERS), meaning=meaning)
    sheet.notes.append(say("note.calm_days"))
    return sheet


def reserves(run: RunData, words: Words) -> Sheet:
    """Days that full tanks last, for the city and with what passes through it."""
    say, found = words.say, run.table("reserve_days")
    unit = words.unit("energy")
    numbers = (f"{say('column.usable')} [{unit}]", say("column.days"), say("column.days_with_transit"))
    sheet = Sheet(say("title.reserves"), columns((say("column.item"), say("column.year")), numbers))
    for _, row in found.iterrows():
        days = [ZERO if pd.isna(row[name]) else brief(row[name], 3) for name in ("days", "days_with_transit")]
        usable = words.figures("energy", [row["usable"]])
        sheet.add(words.name("carrier", row["carrier"]), str(row["year"]), *usable, *days)
    sheet.notes.append(say("note.reserves"))
    return sheet
