"""What a study leaves out is the dictionary's default, in every table: each optional column, parameter and setting."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_model.dataset import Tables, assemble, read_tables
from energy_model.dataset.assembly.assets import asset_table, parameter
from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.dictionary import SETTINGS, Column, dictionary
from energy_model.dataset.reading.csv_files import CsvFiles
from energy_model.dataset.tables import Lines
from tests.support.systems.complete import HOURS, STUDY

YEARS = [2030, 2035]
COLUMNS = [c for t in dictionary().values() for c in t.columns.values() if c.default]
ROWS = [p for t in dictionary().values() for p in t.parameters.values() if p.default]


def _cells() -> dict[str, Lines]:
    """The complete study's tables, the header first."""
    source = CsvFiles(STUDY)
    return {name: source.lines(Tables(STUDY), name) or [] for name in source.names()}


def _without(lines: Lines, table: str, written: bool) -> Lines:
    """A table without its columns and rows that have a default, or with the default written in all of them."""
    header, *rows = lines
    names = [word.split(" [")[0] for word in header]
    rule = dictionary()[table]
    optional = [c for c in COLUMNS if c.table == table and c.name in rule.columns]
    kept = [k for k, name in enumerate(names) if name not in {c.name for c in optional}]
    # no limit is said by a blank cell alone
    added = [c for c in optional if written and c.default != "inf"]
    end = [c.default for c in added]
    found = [[row[k] if k < len(row) else "" for k in kept] + end for row in rows]
    if rule.parameter:
        at = [names[k] for k in kept].index(rule.parameter)
        left_out = {row.name for row in ROWS if row.table == table}
        found = [row for row in found if row[at] not in left_out]
        things = [{}] if table == SETTINGS else [{"technology": t} for t in dict.fromkeys(row[0] for row in rows)]
        defaults = [row for row in ROWS if row.table == table and row.default != "inf" and written]
        for row in defaults:
            cells = {rule.parameter: row.name, "value": row.default, "unit": row.unit}
            cells |= {"source": "made up", "confidence": "C"}
            found += [[(thing | cells).get(names[k], "") for k in kept] + end for thing in things]
    return [[header[k] for k in kept] + [c.header for c in added], *found]


@cache
def _study(folder: Path, written: bool) -> Tables:
    (folder / "inputs").mkdir(parents=True)
    for name, lines in _cells().items():
        header, *rows = _without(lines, name, written)
        text = pd.DataFrame(rows, columns=pd.Index(header, dtype=object)).to_csv(index=False)
        (folder / "inputs" / f"{name}.csv").write_text(text, encoding="utf-8")
    tables = read_tables(folder, HOURS)
    assert not tables.problems, tables.problems
    return tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("defaults")


def test_all_defaults_are_assembled_as_if_they_were_written(folder: Path) -> None:
    without, written = (_study(folder / f"{told}", told) for told in (False, True))
    assert len(written.texts["technology_data"]) > 2 * len(without.texts["technology_data"])
    assert assemble(without, YEARS).identical(assemble(written, YEARS))


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table}.{column.name}")
def test_a_column_that_is_left_out_has_its_default(column: Column, folder: Path) -> None:
    values = _study(folder / "False", False)[column.table][column.name]
    words = {"yes": True, "no": False}
    expected = column.number if column.kind == "number" else words.get(column.default, column.default)
    assert (values == expected).all()
    assert len(values) or column.table in _study(folder / "False", False).shipped | {"market_data"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.table}.{row.name}")
def test_a_row_that_is_left_out_has_its_default(row: Column) -> None:
    """In turn: all other rows are there."""
    tables, key = _complete().copy(), dictionary()[row.table].parameter
    for found in (tables.frames, tables.texts):
        found[row.table] = found[row.table][found[row.table][key] != row.name]
    if row.kind != "long":
        assert tables.text_setting(row.name) == row.default
    elif row.table == SETTINGS:
        np.testing.assert_array_equal(setting(tables, row.name, YEARS), [row.number] * 2)
    else:
        values = parameter(tables, row.name, asset_table(tables), YEARS)
        np.testing.assert_array_equal(values, np.full_like(values, row.number))


@cache
def _complete() -> Tables:
    return read_tables(STUDY, HOURS)
