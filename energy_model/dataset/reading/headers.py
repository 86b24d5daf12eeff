"""The header row of a file: which column is which, and in which unit."""

from __future__ import annotations

import re

import energy_model.dataset.units as units
from energy_model.dataset.dictionary import HOURLY, Table
from energy_model.dataset.names import column_name, is_required
from energy_model.dataset.problems import suggestion
from energy_model.dataset.tables import Tables

HEADER = re.compile(r"(?P<name>.*?)\s*(?:[\[［](?P<unit>[^\]］]*)[\]］])?")


def read_header(tables: Tables, table: Table, words: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the header as written and the unit for each column of numbers; report what is wrong in it.

    Of a column that is there twice the first is taken.
    """
    headers: dict[str, str] = {}
    given: dict[str, str] = {}
    languages = tables.languages
    for word in words:
        name, unit = split_header(word)
        name = column_name(name, table, languages)
        if name in headers:
            tables.report("duplicate-column", table.name, "the column is there twice.", "Keep one.", row=1, column=name)
            continue
        if name not in table.columns and table.name != HOURLY:
            others = {split_header(other)[0] for other in words}
            hint = suggestion(name, [column for column in table.columns if column not in others])
            tables.report("unknown-column", table.name, f"there is no column '{name}'.", hint, row=1, column=name)
        headers[name] = word
        given[name] = _unit(tables, table, name, unit)
    for column in table.columns.values():
        if column.name not in headers and is_required(column, headers, languages):
            message = f"the column '{column.header}' is missing."
            tables.report("missing-column", table.name, message, f"It says: {column.sentence}", column=column.name)
    return headers, given


def split_header(word: str) -> tuple[str, str | None]:
    """Split 'capacity [GW]' into 'capacity' and 'GW' (None if there are no brackets)."""
    match = HEADER.fullmatch(word)
    return (match["name"], match["unit"]) if match else (word, None)


def _unit(tables: Tables, table: Table, name: str, unit: str | None) -> str:
    """Give the unit of a header, or the model's unit where none is needed or the given one is wrong (then reported)."""
    wanted = model_unit_of(table, name)
    wanted = wanted and units.in_currency(wanted, tables.currency)
    column = table.columns.get(name)
    try:
        if wanted is None and unit is not None and column is not None:
            raise units.UnitError("unit-kind", f"the column has no unit, but '[{unit}]' is given.", "Remove it.")
        if unit and wanted:
            units.factor(unit, wanted)
            return unit
        if column is not None and column.kind == "number" and column.needs_unit:
            raise units.UnitError("unit-missing", "the unit is missing.", f"Write '{name} [{wanted}]' for example.")
    except units.UnitError as error:
        tables.report(error.kind, table.name, error.message, error.hint, row=1, column=name)
    return wanted or "1"


def model_unit_of(table: Table, name: str) -> str | None:
    """Give the model unit of a column of numbers ('1' for a profile of hourly); None for other columns."""
    column = table.columns.get(name)
    if column is None:
        return "1" if table.name == HOURLY else None
    return column.unit if column.kind == "number" else None
