"""Tables of a run in a reader's language: titles of columns with their units, names of what stands in the cells."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.columns import ResultColumn
from energy_model.sheets.wording import Labels

# the quantity as which a reader is shown numbers of a unit
QUANTITIES = {
    "MW": "power",
    "MWh": "energy",
    "CNY": "money",
    "CNY/year": "money",
    "t": "co2",
    "tce": "coal_equivalent",
    "CNY/MWh": "price",
}
FAMILIES = ("word", "cost", "level", "item", "sector", "origin", "verdict", "basis")


def quantity(column: ResultColumn) -> str:
    """Give the quantity as which the numbers of a column are shown; '' for those shown in the model's unit."""
    return (column.shown or QUANTITIES.get(column.unit, "")) if column.unit and not column.is_key else ""


def model_unit(column: ResultColumn, labels: Labels) -> str:
    """Name the model's unit; '' for plain numbers and for units that stand in the row."""
    unit = "" if column.unit == "1" or column.unit.startswith("(") else labels.money(column.unit)
    return unit.replace("year", "年") if labels.lang == "zh" else unit


def title(column: ResultColumn, labels: Labels, unit: str) -> str:
    """Title of a column, with a unit where it has one."""
    name = column.names[labels.lang]
    return f"{name} [{unit}]" if unit else name


def named(column: ResultColumn, value: object, labels: Labels) -> str:
    """Name what stands in a cell of a key or of another column of words; a word without name stands for itself."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return labels.tr("word.yes") if value else labels.tr("word.no")
    key = str(value)
    for what in column.shown.split("|") if column.shown and key else ():
        name = _of_family(what, key, labels) if what in FAMILIES else labels.name(what, key)
        if name != key:
            return name
    return key


def _of_family(family: str, key: str, labels: Labels) -> str:
    tr = labels.tr
    match family:
        case "cost":
            return tr.of("cost", key)
        case "level":
            return tr.of("level", key)
        case "item":
            return tr.of("item", key)
        case "sector":
            return tr.of("sector", key)
        case "origin":
            return tr.of("origin", key)
        case "verdict":
            return tr.of("verdict", key)
        case "basis":
            return tr.of("basis", key)
        case _:
            return tr.of("word", key)
