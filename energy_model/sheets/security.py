"""Sheets of security of supply: the largest losses, the calmest days, days of gas."""

from __future__ import annotations

import pandas as pd

from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, brief
from energy_model.sheets.sheet import DisplayTable, Meaning, columns
from energy_model.sheets.wording import Labels

_SHOWN = 3  # losses a year: the largest of them
POWERS = ["wind_sun", "coal", "gas", "storage", "imports", "demand", "unserved", "least_margin"]


def security(run: RunData, labels: Labels) -> DisplayTable:
    """Firm capacity and imports against each year's peak: with nothing lost, the largest losses, what cuts most off."""
    tr, found = labels.tr, run.table("security")
    found = found[(found["kind"] == "none") | (found[["lost", "unserved"]].max(axis=1) > 1.0)]
    losses = found[found["kind"] != "none"]
    shown = losses.sort_values(["lost", "unserved"], ascending=False).groupby("year").head(_SHOWN).index
    cut_off = losses.sort_values("unserved", ascending=False).groupby("year").head(1).index
    kept = found[(found["kind"] == "none") | found.index.isin(shown.union(cut_off))]
    kept = kept.sort_values(["year", "lost", "unserved"])
    unit = labels.unit("power")
    names = ["firm", "imports", "lost", "peak", "margin", "unserved"]
    titles = [f"{tr.of('security', name)} [{unit}]" for name in names]
    sheet = DisplayTable(tr("title.security"), columns((tr("column.year"), tr("column.lost")), titles))
    texts = iter(labels.figures("power", kept[names].to_numpy().ravel()))
    for _, row in kept.iterrows():
        meaning: Meaning = "missed" if row["margin"] < 0 else ""
        item = tr("security.none") if row["kind"] == "none" else labels.name("asset", row["item"])
        sheet.add(str(row["year"]), item, *(next(texts) for _ in names), meaning=meaning)
    sheet.notes.append(tr("note.security"))
    return sheet


def calm_days(run: RunData, labels: Labels) -> DisplayTable:
    """The calmest days of each year: what gives power, what is asked for, and the least to spare."""
    tr, found = labels.tr, run.table("calm_days")
    titles = [f"{tr.of('calm', name)} [{labels.unit('power')}]" for name in POWERS]
    sheet = DisplayTable(tr("title.calm_days"), columns((tr("column.year"), tr("column.day")), titles))
    texts = iter(labels.figures("power", found[POWERS].astype(float).to_numpy().ravel()))
    for _, row in found.iterrows():
        # the calendar is that of the weather year; its year stands in the first column
        day = str(row["date"])[5:] or str(row["day"])
        meaning: Meaning = "missed" if row["least_margin"] < 0 else ""
        sheet.add(str(row["year"]), day, *(next(texts) for _ in POWERS), meaning=meaning)
    sheet.notes.append(tr("note.calm_days"))
    return sheet


def reserves(run: RunData, labels: Labels) -> DisplayTable:
    """Days that full tanks last, for the city and with what passes through it."""
    tr, found = labels.tr, run.table("reserve_days")
    unit = labels.unit("energy")
    numbers = (
        f"{tr('column.usable')} [{unit}]",
        tr("column.days"),
        tr("column.days_with_transit"),
    )
    sheet = DisplayTable(tr("title.reserves"), columns((tr("column.item"), tr("column.year")), numbers))
    for _, row in found.iterrows():
        days = [ZERO if pd.isna(row[name]) else brief(row[name], 3) for name in ("days", "days_with_transit")]
        usable = labels.figures("energy", [row["usable"]])
        sheet.add(labels.name("carrier", row["carrier"]), str(row["year"]), *usable, *days)
    sheet.notes.append(tr("note.reserves"))
    return sheet
