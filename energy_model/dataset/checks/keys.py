"""Names are unique: keys of tables, keys across tables that share a name space, and rows that say the same twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from energy_model.dataset.dictionary import ALWAYS, dictionary
from energy_model.dataset.rows import by_row, words
from energy_model.dataset.tables import Tables

IDENTITY = {  # what must be there once only in tables without a key
    "technology_data": ("technology", "parameter", "year"),
    "ports": ("technology", "carrier", "direction", "zone"),
    "potentials": ("asset", "year"),
    "capacity_ties": ("asset", "partner"),
    "output_limits": ("asset", "month", "year"),
    "demand_data": ("demand", "year"),
    "market_data": ("market", "year"),
    "settings": ("setting", "year"),
    "site_data": ("site", "year"),
    "indicator_data": ("indicator", "year"),
    "zone_districts": ("zone", "asset", "district"),
    "actuals": ("metric", "year"),
}
_BLANK = {"year": "all years", "month": "the whole year"}  # how a blank cell is told
FORBIDDEN = re.compile(r"[\s\[\]:,;/]")  # ports are named asset/carrier/direction, or with their zone


def check_keys(tables: Tables) -> None:
    """Report keys and rows that are there twice, malformed keys, and years beside a row that holds for all years."""
    spaces = [("assets", "links")] + [
        (t.name,) for t in dictionary().values() if t.key and t.name not in ("assets", "links")
    ]
    for space in spaces:
        _check_space(tables, space)
    for table, columns in IDENTITY.items():
        _check_rows(tables, table, columns)
        if "year" in columns:
            _check_years(tables, table, columns)


def _check_space(tables: Tables, space: tuple[str, ...]) -> None:
    """Report keys that are there twice in the tables of a name space, or that cannot be a key."""
    seen: dict[str, str] = {}
    for table in space:
        column = dictionary()[table].key or ""
        for row, key in by_row(tables[table][column]):
            if not key:
                continue
            if key in seen:
                message, hint = f"'{key}' is already in {seen[key]}.", "Give it another name or remove it."
                tables.report("duplicate-key", table, message, hint, row=row, column=column)
            elif FORBIDDEN.search(key) or key == ALWAYS:
                message = f"'{key}' cannot be a name here."
                hint = f"Use letters, digits and _ (the name '{ALWAYS}' is taken)."
                tables.report("malformed-key", table, message, hint, row=row, column=column)
            seen.setdefault(key, f"{tables.place(table)}, row {row}")


def _check_rows(tables: Tables, table: str, columns: tuple[str, ...]) -> None:
    """Report rows that have the same identity as an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    for row, identity in _identities(tables, table, columns):
        if identity in seen:
            told = ", ".join(word or _BLANK.get(column, "") for column, word in zip(columns, identity, strict=True))
            message = f"{told} is already in row {seen[identity]}."
            tables.report("duplicate-row", table, message, "Keep one of the rows.", row=row, column=columns[-1])
        seen.setdefault(identity, row)


def _identities(tables: Tables, table: str, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give each row's number and its words in the columns ('' if blank), of rows without known problems there."""
    frame = tables.sound(table, columns)
    cells = [words(frame[column]) for column in columns]
    return zip(frame.index.tolist(), zip(*cells, strict=True), strict=True)


def _check_years(tables: Tables, table: str, columns: tuple[str, ...]) -> None:
    """Report a row for one year beside a row for all years, and several years of what does not change with the year."""
    single: dict[tuple[str, ...], dict[str, int]] = {}
    general: set[tuple[str, ...]] = set()
    for row, (*names, year) in _identities(tables, table, columns):
        if year:
            single.setdefault(tuple(names), {})[year] = row
        else:
            general.add(tuple(names))
    for name, rows in single.items():
        rule = dictionary()[table].parameters.get(name[-1])
        if name in general:
            message = f"{', '.join(filter(None, name))} has a row for all years besides this one."
            hint = "Keep either the row without a year or the rows with one."
            for row in rows.values():
                tables.report("mixed-years", table, message, hint, row=row, column="year")
        elif rule is not None and "year" not in rule.dims and len(rows) > 1:
            message, hint = (
                f"{', '.join(name)} does not change with the year.",
                "Keep one row and leave the year blank.",
            )
            tables.report("mixed-years", table, message, hint, row=max(rows.values()), column="year")
