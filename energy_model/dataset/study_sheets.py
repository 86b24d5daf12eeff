"""The tables of a study as pages of a workbook: numbers as numbers, hours as dates, the sentence of each column."""

from __future__ import annotations

import math

import pandas as pd

from energy_model.dataset.dictionary import HOURLY, NUMBERS, Column, Table, dictionary
from energy_model.dataset.spreadsheet import Cell, WorkbookSheet
from energy_model.dataset.tables import Tables

_NUMBERS = (*NUMBERS, "year", "year or never")


def study_pages(tables: Tables) -> list[WorkbookSheet]:
    """Give a page a table that the study has, as written: headers with their units, columns in their order."""
    return [_page(tables, table) for table in dictionary().values() if table.name not in tables.shipped]


def _page(tables: Tables, table: Table) -> WorkbookSheet:
    texts, headers = tables.texts[table.name], tables.headers[table.name]
    columns = {name: _cells(tables, table, name) for name in headers}
    rows = [list(row) for row in zip(*columns.values(), strict=True)] if len(texts) else []
    hints = [_hint(table.columns.get(name)) for name in headers]
    return WorkbookSheet(table.name, list(headers.values()), rows, hints=hints)


def _cells(tables: Tables, table: Table, name: str) -> list[Cell]:
    """Cells of a column: its words, as numbers or dates where they are that."""
    words: list[str] = tables.texts[table.name][name].tolist()
    column = table.columns.get(name)
    if column is not None and column.kind == "time":
        stamps = tables[table.name][name].tolist()
        return [None if pd.isna(stamp) else stamp.to_pydatetime() for stamp in stamps]
    if column.kind in _NUMBERS if column else table.name == HOURLY:
        return [_number(word) for word in words]
    return [word or None for word in words]


def _number(word: str) -> Cell:
    if not word:
        return None
    try:
        number = int(word) if word.removeprefix("-").isdecimal() else float(word)
    except ValueError:
        return word  # never, unlimited
    return number if math.isfinite(number) else word


def _hint(column: Column | None) -> str:
    if column is None:
        return ""
    choices = f" ({', '.join(column.choices)})" if column.choices else ""
    return f"{column.sentence}{choices}"
