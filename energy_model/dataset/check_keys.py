"""Names are unique: keys of tables, keys across tables that share a name space, and rows that say the same twice."""

from __future__ import annotations

import re

from energy_model.dataset.dictionary import ALWAYS, dictionary
from energy_model.dataset.rows import by_row
from energy_model.dataset.tables import Tables, file_of

IDENTITY = {  # what must be there once only in tables without a key
    "technology_data": ("technology", "parameter", "year"),
    "ports": ("technology", "carrier", "direction"),
    "potentials": ("asset", "year"),
    "demand_data": ("demand", "year"),
    "market_data": ("market", "year"),
    "settings": ("setting", "year"),
}
FORBIDDEN = re.compile(r"[\s\[\]:,;]")


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
                message, mend = f"'{key}' is already in {seen[key]}.", "Give it another name or remove it."
                tables.report("duplicate-key", table, message, mend, row=row, column=column)
            elif FORBIDDEN.search(key) or key == ALWAYS:
                message = f"'{key}' cannot be a name here."
                mend = f"Use letters, digits and _ (the name '{ALWAYS}' is taken)."
                tables.report("malformed-key", table, message, mend, row=row, column=column)
            seen.setdefault(key, f"{file_of(table)}, row {row}")


def _check_rows(tables: Tables, table: str, columns: tuple[str, ...]) -> None:
    """Report rows that have the same identity as an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    for row, *words in tables.sound(table, columns)[list(columns)].astype(str).itertuples():
        identity = tuple("all years" if word == "<NA>" else word for word in words)
        if identity in seen:
            message = f"{', '.join(identity)} is already in row {seen[identity]}."
            mend = "Keep one of the rows."
            tables.report("duplicate-row", table, message, mend, row=row, column=columns[-1])
        seen.setdefault(identity, int(row))


def _check_years(tables: Tables, table: str, columns: tuple[str, ...]) -> None:
    """Report a row for one year beside a row for all years, and several years of what does not change with the year."""
    frame = tables.sound(table, columns)
    parameters = dictionary()[table].parameters
    for identity, rows in frame.groupby(list(columns[:-1]), sort=False):
        single = rows[rows["year"].notna()]
        name = ", ".join(map(str, identity)) if isinstance(identity, tuple) else str(identity)
        if rows["year"].isna().any():
            for row in single.index:
                message = f"{name} has a row for all years besides this one."
                mend = "Keep either the row without a year or the rows with one."
                tables.report("mixed-years", table, message, mend, row=row, column="year")
        rule = parameters.get(str(rows[columns[-2]].iloc[0]))
        if rule is not None and "year" not in rule.dims and single["year"].nunique() > 1:
            message = f"{name} does not change with the year."
            mend = "Keep one row and leave the year blank."
            tables.report("mixed-years", table, message, mend, row=int(single.index[-1]), column="year")
