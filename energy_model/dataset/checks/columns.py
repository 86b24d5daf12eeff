"""Checks of each column by its description in tables.csv: required, choice, reference, range. None names a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.dataset.dictionary import ALWAYS, Column, Table, dictionary
from energy_model.dataset.names import given_names, is_required
from energy_model.dataset.problems import suggestion
from energy_model.dataset.reading.cells import NEVER
from energy_model.dataset.rows import by_row
from energy_model.dataset.shipped import NEEDED
from energy_model.dataset.tables import Tables
from energy_model.dataset.units import MONEY, in_currency

SMALL_UNITS = 1000  # the dictionary's largest amounts are meant in CNY; of some currencies a unit is worth much less


def check_columns(tables: Tables) -> None:
    """Check every column of every table against the dictionary."""
    languages = tables.languages
    for table in dictionary().values():
        if tables[table.name].empty:  # most studies leave out half of the tables
            if table.name in NEEDED and not any(found.table == table.name for found in tables.problems):
                tables.report("empty-table", table.name, "the table has no rows.", "Every study needs at least one.")
            continue
        for column in table.columns.values():
            _check_required(tables, table, column, languages)
            match column.kind:
                case "choice":
                    _check_words(tables, table, column, list(column.choices), "unknown-choice", "is not a choice here")
                case "parameter":
                    known = list(table.parameters)
                    _check_words(tables, table, column, known, "unknown-parameter", f"is not a {column.name}")
                case "reference":
                    known = tables.keys(*column.references) + ([ALWAYS] if "profiles" in column.references else [])
                    where = " or ".join(column.references)
                    _check_words(tables, table, column, known, "unknown-reference", f"is not in the table {where}")
                case "number" | "year":
                    _check_range(tables, table, column, tables[table.name][column.name], column.name)
                case "year or never":
                    years = tables[table.name][column.name]
                    _check_range(tables, table, column, years[years != NEVER], column.name)
                case "value" | "bound":
                    _check_values(tables, table, column)
                case _:
                    pass


def _check_required(tables: Tables, table: Table, column: Column, languages: list[str]) -> None:
    """Report blank cells of a required column (a column that is missing was reported when it was read)."""
    texts = tables.texts[table.name]
    if column.name not in texts or not is_required(column, texts, languages):
        return
    told = {found.row for found in tables.problems if (found.table, found.column) == (table.name, column.name)}
    words = tables.rows_of_words(table)
    for row, text in by_row(given_names(texts, column.name, languages)):
        if text or row in told or (column.kind == "unit" and row in words):
            continue
        if column.kind == "unit":
            message, hint = "the unit is missing.", _unit_hint(tables, table, row)
            tables.report("unit-missing", table.name, message, hint, row=row, column=column.name)
        else:
            hint = f"It says: {column.sentence}"
            tables.report("empty-cell", table.name, "the cell is empty.", hint, row=row, column=column.name)


def _unit_hint(tables: Tables, table: Table, row: int) -> str:
    """Name a unit that the row could have."""
    columns = {column.kind: column for column in table.columns.values()}
    unit = columns["value"].unit
    if table.parameters:
        parameter = table.parameters.get(str(tables[table.name].at[row, columns["parameter"].name]))
        unit = in_currency(parameter.unit, tables.currency) if parameter else ""
    return f"Write {unit} for example." if unit else "Write a unit such as GW, TWh, Mt or %."


def _check_words(tables: Tables, table: Table, column: Column, known: list[str], kind: str, what: str) -> None:
    """Report words that are not among the known ones; blank cells are another check's."""
    names = set(known)
    for row, word in by_row(tables[table.name][column.name]):
        if word and word not in names:
            hint = suggestion(word, dict.fromkeys(known))
            tables.report(kind, table.name, f"'{word}' {what}.", hint, row=row, column=column.name)


def _check_values(tables: Tables, table: Table, column: Column) -> None:
    """Check a column of values or of their bounds, in a long table parameter by parameter."""
    frame = tables[table.name]
    if not table.parameters:
        _check_range(tables, table, column, frame[column.name], column.name)
    name = next((other.name for other in table.columns.values() if other.kind == "parameter"), "")
    for given, values in frame.groupby(name)[column.name] if name else ():
        if str(given) in table.parameters:
            _check_range(tables, table, table.parameters[str(given)], values, column.name)


def _check_range(tables: Tables, table: Table, rule: Column, values: pd.Series[float], column: str) -> None:
    """Report values outside the minimum and maximum of the dictionary (both in model units)."""
    unit = "" if rule.unit in ("", "1") else f" {in_currency(rule.unit, tables.currency)}"
    is_foreign = MONEY in rule.unit and tables.currency != MONEY
    most = rule.maximum * SMALL_UNITS if is_foreign and rule.maximum else rule.maximum
    bounds = (("below", "least", rule.minimum, -1), ("above", "largest", most, 1))
    numbers, rows, texts = (
        values.to_numpy(dtype=np.float64, na_value=np.nan),
        values.index.tolist(),
        tables.texts[table.name].get(column),
    )
    for where, which, bound, sign in bounds:
        if bound is None:
            continue
        for position in np.flatnonzero(np.isfinite(numbers) & ((numbers - bound) * sign > 0)):
            row, number = rows[position], numbers[position]
            written = number if texts is None else texts[row]
            message = f"{rule.name} {written} ({number:.6g}{unit}) is {where} the {which} allowed, {bound:g}{unit}."
            hint = "Check the number and its unit."
            tables.report("out-of-range", table.name, message, hint, row=row, column=column)
