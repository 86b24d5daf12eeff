"""Assumptions of a study: every row of its tables as it was used, with its source and confidence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.dataset.checks.ranges import ENDS, RANGED
from energy_model.dataset.dictionary import HOURLY, Column, Table, dictionary
from energy_model.dataset.reading.headers import split_header
from energy_model.dataset.tables import Tables
from energy_model.dataset.units import split_quantity

COLUMNS = (
    *("table", "row", "item", "name_zh", "name_en", "year", "value", "source", "confidence", "note"),
    *("range", "range_source", "set_by"),
)
_TOLD = ("year", "source", "confidence", "note", "range_source")  # in columns of their own, as written
_OF_KEY = ("key", "reference", "parameter")  # kinds of columns that say what a row is about
_APART = (*_TOLD, "name_zh", "name_en", "unit")  # told in columns of their own


def sourced_rows(tables: Tables) -> pd.DataFrame:
    """Give every row of every table of the study but hourly, whose profiles are rows of the table profiles.

    Columns (text): table; row (as a spreadsheet shows it; below 0 for one that a scenario added); item: the row's key
    and references; name_zh and name_en of the first of them; year ('' for all); value: the row's cells as written,
    with their units; source; confidence (A, B, C); note; range ('3900 CNY/kW – 5200 CNY/kW', '' without one) and
    range_source; set_by: the scenarios that changed cells of the row.
    """
    names = _names(tables)
    origins: dict[tuple[str, int], dict[str, None]] = {}
    for (table, row, _), origin in tables.edits.items():
        if table != HOURLY:
            origins.setdefault((table, row), {})[origin] = None
    left = {HOURLY, *tables.shipped}
    parts = [_rows(table, tables, names) for table in dictionary().values() if table.name not in left]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    places = zip(found["table"], found["row"], strict=True)
    found["set_by"] = ["; ".join(origins.get((table, int(row)), {})) for table, row in places]
    return found[list(COLUMNS)]


def carried(found: pd.DataFrame) -> xr.Dataset:
    """Give these rows as arrays that a solved dataset carries: `assumption_<column>` (assumption,), all text."""
    arrays = {f"assumption_{name}": ("assumption", found[name].astype(str).to_numpy(dtype=object)) for name in COLUMNS}
    return xr.Dataset(arrays, coords={"assumption": np.arange(len(found))})


def _names(tables: Tables) -> dict[str, tuple[str, str]]:
    """Chinese and English name of each key that has them; keys of different tables may be the same word."""
    found: dict[str, tuple[str, str]] = {}
    for table in dictionary().values():
        frame = tables.texts.get(table.name)
        if table.key is None or frame is None or not {table.key, "name_zh", "name_en"} <= set(frame):
            continue
        for key, *names in frame[[table.key, "name_zh", "name_en"]].itertuples(index=False, name=None):
            found[f"{table.name}.{key}"] = (names[0], names[1])
    return found


def _rows(table: Table, tables: Tables, names: dict[str, tuple[str, str]]) -> pd.DataFrame:
    texts = tables.texts[table.name]
    written = {name: texts[name].tolist() for name in table.columns if name in texts}
    about = [c for c in table.columns.values() if c.kind in _OF_KEY and c.name in written]
    ends = [c for c in table.columns.values() if c.name in ENDS and c.name in written and table.name in RANGED]
    apart = (*_APART, *(c.name for c in ends))
    told = [c for c in table.columns.values() if c not in about and c.name not in apart and c.name in written]
    if "unit" in written and "value" not in written:  # of a metric, or of a factor: no number of the row bears it
        told += [c for c in table.columns.values() if c.name == "unit" and all(o.unit for o in told)]
    heads = about[:1] if about[:1] and about[0].kind == "key" else about
    values = [*(c for c in about if c not in heads), *told]
    suffixes = {c.name: _unit(c, tables) for c in [*values, *ends]}
    lines = pd.DataFrame(written, index=texts.index, dtype=object)
    records = [{str(name): str(text) for name, text in line.items()} for line in lines.to_dict("records")]
    named = [_name(table, heads, record, names) for record in records]
    given = {name: [record.get(name, "") for record in records] for name in _TOLD}
    return pd.DataFrame(
        {
            "table": table.name,
            "row": texts.index.astype(str),
            "item": [" · ".join(record[c.name] for c in heads if record[c.name]) for record in records],
            "name_zh": [zh for zh, _ in named],
            "name_en": [en for _, en in named],
            "value": [_value(record, values, suffixes) for record in records],
            "range": [_range(record, ends, suffixes) for record in records],
            **given,
        }
    )


def _unit(column: Column, tables: Tables) -> str:
    """Unit of a column's numbers as the header names it, else the dictionary's."""
    if column.kind != "number":
        return ""
    _, unit = split_header(tables.headers[column.table].get(column.name, ""))
    return unit or ("" if column.unit == "1" else column.unit)


def _value(record: dict[str, str], columns: list[Column], units: dict[str, str]) -> str:
    """The cells of a row that say something: '300 MW' of a number on its own, 'capacity 300 MW, start 2018' of many."""
    parts = []
    for column in columns:
        text = record[column.name]
        if text == "":
            continue
        label = "" if column.kind == "value" else f"{column.name} "
        parts.append(f"{label}{_amount(record, column, units)}")
    return ", ".join(parts)


def _range(record: dict[str, str], ends: list[Column], units: dict[str, str]) -> str:
    """The range of a row's value with its unit: '3900 CNY/kW – 5200 CNY/kW'; '' without one."""
    return " – ".join(_amount(record, column, units) for column in ends if record[column.name])


def _amount(record: dict[str, str], column: Column, units: dict[str, str]) -> str:
    """A cell with its unit, which stands in the header or in the row, or was written by a scenario into the cell."""
    text = record[column.name]
    bare = column.kind in ("value", "bound") or (column.kind == "number" and column.unit == "")
    unit = record.get("unit", "") if bare else units[column.name]
    if (split := split_quantity(text)) is not None and split[1]:
        unit = ""  # a scenario wrote the number with a unit of its own
    return f"{text}{f' {unit}' if unit not in ('', '1') else ''}"


def _name(
    table: Table, heads: list[Column], record: dict[str, str], names: dict[str, tuple[str, str]]
) -> tuple[str, str]:
    """Names of the first thing that a row is about."""
    for column in heads:
        for of in (table.name,) if column.kind == "key" else column.references:
            if (found := names.get(f"{of}.{record[column.name]}")) is not None:
                return found
    return "", ""
