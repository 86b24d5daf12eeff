"""Sheets of places and projects: city, districts and parks side by side, and the plants one by one."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.carbon.factors import CITY, DISTRICT
from energy_model.analysis.zones import PARK
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

_LEVELS = (CITY, DISTRICT, PARK)
_STATUS = ("committed", "operating")


def levels(run: RunData, labels: Labels) -> DisplayTable:
    """Electricity, capacity, CO2, factors and targets of the city, each district and each park in the shown year."""
    tr, year, found = labels.tr, shown_year(run), run.table("districts")
    found = found[found["year"] == year].reset_index(drop=True)
    found["balance"] = found["generated"] - found["used"]
    measured = dict.fromkeys(("used", "generated", "balance"), "energy") | {"capacity": "power"}
    measured |= {"green_capacity": "power", "co2": "co2"}
    titles = [f"{tr.of('levels', name)} [{labels.unit(quantity)}]" for name, quantity in measured.items()]
    titles += [f"{tr.of('factor', name)} [kg/kWh]" for name in ("used", "made")]
    sheet = DisplayTable(tr("title.districts"), columns((tr("column.place"),), [*titles, tr("levels.targets")]))
    texts = {name: labels.figures(quantity, found[name]) for name, quantity in measured.items()}
    for level in _LEVELS:
        own = found[found["level"] == level]
        if len(own) and level != CITY:
            sheet.section(tr.of("level", level))
        for at, row in own.iterrows():
            cells = [texts[name][int(str(at))] for name in measured]
            cells += [_factor(row[name]) for name in ("consumption_factor", "production_factor")]
            cells.append(f"{row['met']:.0f}/{row['targets']:.0f}" if row["targets"] else ZERO)
            name = tr.of("level", CITY) if level == CITY else _place(labels, str(row["zone"]))
            sheet.add(name, *cells, meaning="total" if level == CITY else "")
    sheet.notes.append(tr("note.districts", year=year))
    return sheet


def _place(labels: Labels, key: str) -> str:
    name = labels.name("district", key)
    return labels.name("zone", key) if name == key else name


def _factor(value: float) -> str:
    return ZERO if pd.isna(value) else f"{value:z.3f}"


def projects(run: RunData, labels: Labels) -> DisplayTable:
    """Plants that are committed, then those that operate: technology, place, capacity, first year, source."""
    tr, found = labels.tr, run.table("projects")
    words = [tr("column.project"), tr("column.technology"), tr("column.place"), tr("column.status")]
    titles = [*columns(words), *columns((), [f"{tr('column.total')} [{labels.unit('power')}]", tr("column.start")])]
    sheet = DisplayTable(tr("title.projects"), (*titles, *columns((tr("column.source"),))))
    for status in _STATUS:
        own = found[found["status"] == status].sort_values("start", kind="stable")
        sizes = labels.figures("power", own["capacity"])
        for size, (_, row) in zip(sizes, own.iterrows(), strict=True):
            places = [_place(labels, key) for key in str(row["district"]).split() if row["district"] == row["district"]]
            cells = [labels.name("technology", row["technology"]), _where(labels, str(row["zone"]), places)]
            source = f"{row['source']} ({row['confidence']})"
            sheet.add(
                labels.name("plant", row["plant"]), *cells, tr.of("word", status), size, str(row["start"]), source
            )
    sheet.notes.append(tr("note.projects"))
    return sheet


def _where(labels: Labels, zone: str, districts: list[str]) -> str:
    """The zone, with the districts that it is shared by."""
    name = labels.name("zone", zone)
    return f"{name}{labels.tr('colon')}{labels.tr('comma').join(districts)}" if districts else name
