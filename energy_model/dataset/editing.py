"""Changing tables in memory, as scenarios do: set cells, drop rows, replace settings; every change knows its origin.

Nothing is raised: what cannot be done is added to ``tables.problems`` with the origin as its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

import energy_model.dataset.reading.cells as cells
import energy_model.dataset.units as units
from energy_model.dataset.dictionary import HOURLY, NUMBERS, Column, dictionary
from energy_model.dataset.problems import Problem, suggestion
from energy_model.dataset.reading.reading import wanted_unit
from energy_model.dataset.rows import words
from energy_model.dataset.tables import Tables

Scalar = str | bool | int | float | None
READ_FIRST = ("currency", "languages")  # settings by which the other tables are read: no scenario can change them
Where = Mapping[str, Scalar | Sequence[Scalar]]


def set_cells(tables: Tables, table: str, where: Where, values: Mapping[str, Scalar], origin: str) -> None:
    """Set cells of the rows that match; numbers with a unit are words such as '2 GW'; None is a blank cell."""
    rows = find_rows(tables, table, where, origin)
    for name, value in values.items():
        column = dictionary()[table].columns.get(name) if table in dictionary() else None
        if column is None:
            if table in dictionary() and table != HOURLY:
                hint = suggestion(name, dictionary()[table].columns)
                refuse(tables, "unknown-column", origin, f"the table {table} has no column '{name}'.", hint)
        elif column.kind in ("key", "unit"):
            example = f"'60 {tables.currency}/t'"
            hint = f"Write the number and its unit as the value: {example}." if column.kind == "unit" else ""
            refuse(tables, "not-settable", origin, f"the column '{name}' cannot be set.", hint)
        else:
            for row in rows:
                _set_cell(tables, table, column, row, value, origin)


def drop_rows(tables: Tables, table: str, where: Where, origin: str) -> None:
    """Remove the rows that match."""
    rows = find_rows(tables, table, where, origin)
    if rows:
        tables.frames[table] = tables[table].drop(index=rows)
        tables.texts[table] = tables.texts[table].drop(index=rows)
        tables.problems = [found for found in tables.problems if found.table != table or found.row not in rows]


def set_setting(tables: Tables, name: str, value: Scalar | Mapping[int, Scalar], origin: str) -> None:
    """Replace all rows of a setting by one for all years, or by one for each year of a mapping year -> value.

    New rows have negative row numbers: they stand in no file.
    """
    known = dictionary()["settings"].parameters
    if name not in known:
        refuse(tables, "unknown-parameter", origin, f"there is no setting '{name}'.", suggestion(name, known))
        return
    if name in READ_FIRST:
        hint = f"Write it into {tables.place('settings')}."
        refuse(tables, "not-settable", origin, f"'{name}' says how the tables are written.", hint)
        return
    frame, texts = tables["settings"], tables.texts["settings"]
    keep = frame["setting"] != name
    frame, texts = frame[keep], texts[keep]
    years = value if isinstance(value, Mapping) else {None: value}
    unit = units.in_currency(known[name].unit, tables.currency)
    for year, number in years.items():
        row = min([0, *frame.index]) - 1
        written = {"setting": name, "year": "" if year is None else str(year), "unit": unit}
        written |= {"source": origin, "confidence": "C", "note": ""}
        texts = pd.concat([texts, pd.DataFrame(written, index=[row], columns=texts.columns, dtype="str").fillna("")])
        typed = {**written, "year": pd.array([year], dtype="Int64")[0], "value": np.nan}
        frame = pd.concat([frame, pd.DataFrame([typed], index=[row]).astype(frame.dtypes)])
        tables.frames["settings"], tables.texts["settings"] = frame, texts
        tables.edits |= {("settings", row, column): origin for column in frame.columns}
        _set_cell(tables, "settings", dictionary()["settings"].columns["value"], row, number, origin)
        frame, texts = tables["settings"], tables.texts["settings"]


def find_rows(tables: Tables, table: str, where: Where, origin: str) -> list[int]:
    """Give the rows in which each column of ``where`` has its value, or one of its values; report if there are none."""
    if table not in dictionary() or table == HOURLY:
        names = [name for name in dictionary() if name != HOURLY]
        refuse(tables, "unknown-table", origin, f"there is no table '{table}' to change.", suggestion(table, names))
        return []
    frame, chosen, before = tables[table], np.ones(len(tables[table]), dtype=bool), len(tables.problems)
    for name, wanted in where.items():
        column = dictionary()[table].columns.get(name)
        if column is None or column.kind in NUMBERS:
            selectable = [c.name for c in dictionary()[table].columns.values() if c.kind not in NUMBERS]
            what = "has no column" if column is None else "cannot be searched by the number"
            refuse(
                tables, "unknown-column", origin, f"the table {table} {what} '{name}'.", suggestion(name, selectable)
            )
            continue
        options = [_word(option, column) for option in options_of(wanted)]
        if column.kind == "year or never":
            options = [str(cells.NEVER) if option.lower() in cells.NEVER_WORDS else option for option in options]
        written = words(frame[name])
        for option in options:
            if option not in written:
                hint = suggestion(option, dict.fromkeys(written))
                refuse(tables, "no-row", origin, f"no row of {table} has {name} '{option}'.", hint)
        chosen &= np.isin(written, options)
    if not chosen.any() and len(tables.problems) == before:
        sought = ", ".join(f"{name} '{value}'" for name, value in where.items())
        refuse(tables, "no-row", origin, f"no row of {table} has {sought} together.", "Check the conditions.")
    return [int(row) for row in frame.index[chosen]] if len(tables.problems) == before else []


def options_of(wanted: Scalar | Sequence[Scalar]) -> list[Scalar]:
    """Give the values of a condition, which may be one or several."""
    return [wanted] if wanted is None or isinstance(wanted, str | bool | int | float) else list(wanted)


def _word(value: Scalar, column: Column) -> str:
    """Give a value of a scenario as it is written in a table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.kind == "flag" and isinstance(value, str):
        return {**dict.fromkeys(cells.YES, "yes"), **dict.fromkeys(cells.NO, "no")}.get(value.lower(), value)
    return "" if value is None else str(value)


def _set_cell(tables: Tables, table: str, column: Column, row: int, value: Scalar, origin: str) -> None:
    """Set one cell: its typed value, its words, and where it comes from; with a value also its unit."""
    name, word = column.name, _word(value, column)
    written = {name: word}
    complaints: list[cells.Complaint] = []
    typed: pd.Series[Any]
    match column.kind:
        case "value" if row in tables.rows_of_words(dictionary()[table]):
            typed = pd.Series([np.nan])
        case "number" | "value" | "bound":
            wanted = units.in_currency(column.unit, tables.currency)
            if column.kind != "number":
                wanted = wanted_unit(dictionary()[table], tables[table], row, tables.currency) or ""
            number, unit, complaints = _number(word, row, wanted, column)
            typed = pd.Series([number])
            if column.kind == "value":
                _name_units_of_bounds(tables, table, row, unit)
                written = {name: word.removesuffix(unit).strip(), **({"unit": unit} if unit else {})}
        case "year":
            typed, complaints = cells.years(pd.Series([word], index=[row], dtype="str"))
        case "year or never":
            typed, complaints = cells.years_or_never(pd.Series([word], index=[row], dtype="str"))
        case "flag":
            typed, complaints = cells.flags(pd.Series([word], index=[row], dtype="str"), column.default)
        case _:
            typed = pd.Series([word or column.default], dtype="str")
    tables.frames[table].loc[row, name] = typed.iloc[0]
    for place, text in written.items():
        _write(tables, table, row, place, text)
        tables.edits[table, row, place] = origin
    if "unit" in written:
        tables.frames[table].loc[row, "unit"] = written["unit"]
    tables.problems = [
        found for found in tables.problems if (found.table, found.row, found.column) != (table, row, name)
    ]
    tables.complain(table, name, [complaint._replace(column="") for complaint in complaints])


def _name_units_of_bounds(tables: Tables, table: str, row: int, unit: str) -> None:
    """Write the row's unit behind its bounds where the value gets another one: they are still meant in the old."""
    texts = tables.texts[table]
    old = str(texts["unit"][row])
    for column in dictionary()[table].columns.values() if unit != old else ():
        if column.kind == "bound" and column.name in texts:
            split = units.split_quantity(str(texts[column.name][row]))
            if split and not split[1]:
                texts.loc[row, column.name] = f"{texts[column.name][row]} {old}"


def _number(word: str, row: int, wanted: str, column: Column) -> tuple[float, str, list[cells.Complaint]]:
    """Read '2 GW' as a number in model units and its unit as written; '' is the default of the column."""
    if not word and column.kind != "value":
        return column.number, "", []
    if column.unlimited is not None and word.lower() in cells.UNLIMITED_WORDS:
        return column.unlimited, "", []
    split = units.split_quantity(word)
    if split is None:
        hint = f"Write '2 {wanted or 'GW'}' for example."
        return np.nan, wanted, [cells.Complaint(row, "not-a-number", f"'{word}' is no number.", hint)]
    number, unit = split
    if not unit and wanted not in ("1", "deg", "year"):
        hint = f"Write '{word} {wanted or 'GW'}' for example."
        return np.nan, wanted, [cells.Complaint(row, "unit-missing", f"'{word}' has no unit.", hint)]
    converted, complaint = cells.quantity(row, number, unit or wanted, wanted)
    return converted, unit or wanted, [complaint] if complaint else []


def _write(tables: Tables, table: str, row: int, name: str, text: str) -> None:
    """Put words into the table of texts, also where the file leaves the optional column out."""
    texts = tables.texts[table]
    if name not in texts:
        texts[name] = pd.Series("", index=texts.index, dtype="str")
    texts.loc[row, name] = text


def refuse(tables: Tables, kind: str, origin: str, message: str, hint: str) -> None:
    """Report what cannot be done; the place is where the change was asked for."""
    tables.problems.append(Problem(kind, origin, message, hint))
