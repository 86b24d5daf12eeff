"""Description of the tables of a run by the Data Package standard (https://datapackage.org).

Titles, units and kinds of columns are those of `analysis/columns.csv`; sources and licence are those of the study.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from energy_model.analysis.columns import Described, ResultColumn, described
from energy_model.dataset.units import MONEY, in_currency

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCE = re.compile(r"[-a-zA-Z0-9._]+")  # as the standard lets a licence be called
_ADDRESS = re.compile(r"https?://[^\s;,)]+")
_SAYS = {
    "key": "Names the row.",
    "year": "Year of the row.",
    "sum": "Adds up within a year.",
    "total": "Adds up within a year and over years.",
    "least": "Of several rows the least.",
    "most": "Of several rows the most.",
    "other": "Of one row only: nothing puts several together.",
}
# things that have names of their own, and what each has but one of: no part of a key beside it
_THINGS = ("asset", "market", "demand", "plant", "rule")
_OF_THINGS = ("technology", "group", "zone", "to_zone", "park", "carrier", "direction", "district", "status", "family")
# columns, and the table that has a row for each: declared where all rows are there
_REFERENCES = {
    ("asset", "year"): "capacity",
    ("market", "year"): "trade",
    ("demand", "year"): "demand",
    ("year",): "pathway",
}


@dataclass(frozen=True)
class About:
    """Facts of a run that the description of its tables tells.

    title : of the scenario; licence : of the study's data, '' where it names none, several with ';' between
    made : time stamp; sources : of the rows that the run used, each once
    """

    title: str = ""
    licence: str = ""
    currency: str = MONEY
    release: str = ""
    made: str = ""
    sources: tuple[str, ...] = ()


def package(about: About, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Description of all tables; what is not known is left out, as the standard has no empty texts and lists."""
    said: dict[str, Any] = {
        "$schema": _SCHEMA,
        "name": "tables",
        "title": f"Results of {about.title}",
        "description": f"One row a thing and year, in model units. Made by energy-model {about.release}.",
        "created": about.made,
        "licenses": [_licence(text.strip()) for text in about.licence.split(";") if text.strip()],
        "sources": [_source(text) for text in about.sources],
        "resources": resources,
    }
    return {key: value for key, value in said.items() if value}


def titles(name: str) -> dict[str, str]:
    """Title of a table in English and Chinese."""
    names = _table(name).names
    return {"title": names["en"], "title_zh": names["zh"]} if names else {}


def field(name: str, column: str, of: dict[str, Any], currency: str) -> dict[str, Any]:
    """Field of a column with title, description and, of numbers, unit.

    of : its name and type
    """
    known = _table(name).columns.get(column)
    if known is None:
        return of
    found = of | {"title": known.names["en"], "title_zh": known.names["zh"], "description": _says(known)}
    if of["type"] not in ("number", "integer"):
        return found
    of_row = known.unit.startswith("(")
    unit = f"see column {known.unit.strip('()')}" if of_row else in_currency(known.unit or "1", currency)
    return found | {"unit": "year" if known.kind == "year" else unit}


def keys(name: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Primary key of a table and its references to other tables, as far as its rows have them.

    tables : all that are written, by name
    """
    frame = tables[name]
    own = [key for key in _table(name).keys if key in frame]
    thing = next((key for key in own if key in _THINGS), None)
    short = [key for key in own if thing is None or key == thing or key not in (*_THINGS, *_OF_THINGS)]
    primary = next((found for found in (short, own) if found and _is_key(frame, found)), None)
    foreign = [
        {"fields": list(columns), "reference": {"resource": other, "fields": list(columns)}}
        for columns, other in _REFERENCES.items()
        if other != name and other in tables and set(columns) <= set(frame) and _holds(frame, tables[other], columns)
    ]
    return ({"primaryKey": primary} if primary else {}) | ({"foreignKeys": foreign} if foreign else {})


def _table(name: str) -> Described:
    return described().get(name) or Described({}, {})


def _says(column: ResultColumn) -> str:
    """How the column is put together over rows."""
    above, below = (" + ".join(part) for part in (column.numerator, column.denominator))
    match column.kind:
        case "ratio":
            return f"Ratio of {above} to {below}."
        case "mean":
            return f"Mean, weighted with {below}." if below else "Plain mean."
    return _SAYS[column.kind] + (f" Within one {column.apart} only." if column.apart else "")


def _is_key(frame: pd.DataFrame, columns: list[str]) -> bool:
    """Whether no two rows have the same cells there, and none is blank."""
    cells = frame[columns]
    return not (cells.duplicated().any() or cells.isna().any(axis=None) or (cells == "").any(axis=None))


def _holds(frame: pd.DataFrame, other: pd.DataFrame, columns: tuple[str, ...]) -> bool:
    """Whether all cells of the columns are in those of the other table."""
    mine, theirs = (table[list(columns)].drop_duplicates() for table in (frame, other))
    if any(mine[name].dtype != theirs[name].dtype for name in columns):
        return False
    return len(mine) > 0 and len(mine.merge(theirs, on=list(columns))) == len(mine)


def _licence(text: str) -> dict[str, str]:
    """Licence by its short name, CC-BY-4.0, or as the study writes it."""
    return {"name": text} if _LICENCE.fullmatch(text) else {"name": "other", "title": text}


def _source(text: str) -> dict[str, str]:
    """Source with the address that it names, if any."""
    address = _ADDRESS.search(text)
    return {"title": text} | ({"path": address[0].rstrip(".")} if address else {})
