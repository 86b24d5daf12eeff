"""The dictionary is sound in itself, and its page is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import units
from energy_model.dataset.dictionary import Column, dictionary
from energy_model.dataset.documentation import render

RECORDS = [
    column for table in dictionary().values() for column in (*table.columns.values(), *table.parameters.values())
]
KINDS = {
    "key",
    "reference",
    "choice",
    "flag",
    "text",
    "number",
    "year",
    "year or never",
    "parameter",
    "value",
    "bound",
    "unit",
    "long",
    "time",
}


@pytest.mark.parametrize("column", RECORDS, ids=lambda column: f"{column.table}.{column.name}")
def test_a_record_is_sound(column: Column) -> None:
    assert column.kind in KINDS
    assert column.sentence.endswith((".", ")."))
    assert set(column.references) <= set(dictionary())
    assert bool(column.choices) == (column.kind == "choice")
    assert bool(column.references) == (column.kind == "reference")
    if column.kind in ("number", "long"):
        units.parse(column.unit)
        assert column.unit or "unit" in dictionary()[column.table].columns, "a unit here or in each row"
        if column.default and column.default != "inf":
            assert (column.minimum or 0) <= float(column.default) <= (column.maximum or 0)
    assert not (column.required and column.default)


def test_tables_have_a_key_or_an_identity() -> None:
    from energy_model.dataset.checks.keys import IDENTITY

    without = {table.name for table in dictionary().values() if table.key is None}
    assert without - set(IDENTITY) == {"hourly", "metric_terms"}
    for table, columns in IDENTITY.items():
        assert set(columns) <= set(dictionary()[table].columns)


def test_every_table_but_hourly_has_sources() -> None:
    without = [name for name, table in dictionary().items() if "source" not in table.columns]
    assert without == ["hourly"]


def test_the_page_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "tables.md"
    assert page.read_text(encoding="utf-8") == render(), "run: python -m energy_model.dataset.documentation"


def test_the_page_names_everything() -> None:
    page = render()
    assert all(f"| `{column.name}` |" in page for column in RECORDS)
