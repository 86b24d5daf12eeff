"""Sheets of plants that the plan asks about: the coal fleet, and where hydrogen comes from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.dataset.units import factor
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, brief
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.wording import Labels

_SMALLEST_MW = 1e-3


def coal(run: RunData, labels: Labels) -> DisplayTable:
    """Coal plants by year: hours, coal rate, days of stock, starts."""
    tr, found = labels.tr, run.table("coal")
    found = found[found["capacity"] > _SMALLEST_MW]
    titles = [
        f"{tr('column.total')} [{labels.unit('power')}]",
        f"{tr('column.retrofitted')} [{labels.unit('power')}]",
        *(
            tr("column.hours"),
            tr("column.coal_rate") if labels.coal_equivalent else tr("column.heat_rate"),
            tr("column.stock_days"),
            tr("column.busiest"),
        ),
        tr("column.starts"),
    ]
    sheet = DisplayTable(tr("title.coal"), columns((tr("column.item"), tr("column.year")), titles))
    power = labels.figures("power", found["capacity"])
    refitted = labels.figures("power", found["retrofitted"])
    if not labels.coal_equivalent:
        found = found.assign(coal_rate=found["coal_rate"] * factor("gce/kWh", "MJ/kWh"))
    names = ["full_load_hours", "coal_rate", "stock_days", "stock_days_busiest", "starts"]
    decimals = {"starts": 1, "coal_rate": 0 if labels.coal_equivalent else 2}
    for at, (_, row) in enumerate(found.iterrows()):
        numbers = [_number(row[name], decimals.get(name, 0)) for name in names]
        sheet.add(labels.name("asset", row["asset"]), str(row["year"]), power[at], refitted[at], *numbers)
    sheet.notes.append(tr("note.coal"))
    return sheet


def hydrogen(run: RunData, labels: Labels) -> DisplayTable:
    """Plants that make hydrogen by year: how much, and the CO2 behind a kilogram."""
    tr, found = labels.tr, run.table("hydrogen")
    found = found[found["output_kt"] > _SMALLEST_MW]
    titles = [
        tr("column.output_kt"),
        f"{tr('column.electricity')} [{labels.unit('energy')}]",
        tr("column.intensity"),
    ]
    sheet = DisplayTable(
        tr("title.hydrogen"),
        (
            *columns((tr("column.item"), tr("column.year")), titles),
            *columns((tr("column.verdict"),)),
        ),
    )
    energy = labels.figures("energy", found["electricity"])
    limits = {name: f"{float(run.dataset[f'{name}_hydrogen']):g}" for name in ("clean", "low_carbon")}
    for at, (_, row) in enumerate(found.iterrows()):
        intensity = _number(row["intensity"], 2)
        cells = (brief(row["output_kt"]), energy[at], intensity, _grade(row, labels, limits))
        sheet.add(labels.name("asset", row["asset"]), str(row["year"]), *cells)
    sheet.notes.append(tr("note.hydrogen"))
    return sheet


def _grade(row: pd.Series[Any], labels: Labels, limits: dict[str, str]) -> str:
    if row["clean"]:
        return labels.tr("hydrogen.clean", **limits)
    return labels.tr("hydrogen.low_carbon", **limits) if row["low_carbon"] else labels.tr("hydrogen.above", **limits)


def _number(value: float, decimals: int) -> str:
    return ZERO if pd.isna(value) else f"{value:,.{decimals}f}"
