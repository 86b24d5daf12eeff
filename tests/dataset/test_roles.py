"""What things are, apart from their names: roles of carriers, groups of technologies, kinds of zones."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import StudyError, assemble
from energy_model.dataset.checks.study import read_study
from energy_model.dataset.provenance import confidence
from energy_model.dataset.sources import sourced_rows
from tests.support.study import HOURS, add_row, change_cell, read_rows, set_cell, write_rows, write_study

pytestmark = pytest.mark.proof

GROUPS = [
    ["group", "name_zh", "name_en", "colour", "order", "source", "confidence"],
    ["plants", "电厂", "Plants", "#111111", "2", "made up", "C"],
    ["turbines", "风机", "Turbines", "#222222", "1", "made up", "C"],
    ["rest", "其余", "Rest", "#333333", "", "made up", "C"],
]
KINDS = [
    ["kind", "name_zh", "name_en", "role", "colour", "source", "confidence"],
    ["town", "镇", "Town", "", "#111111", "made up", "C"],
    ["abroad", "境外", "Abroad", "outside", "#222222", "made up", "C"],
]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def put(study: Path, table: str, column: str, word: str) -> None:
    """Write a word into a column of every row."""
    for row in range(2, len(read_rows(study, table)) + 1):
        change_cell(study, table, row, column, word)


def test_a_blank_role_is_that_of_the_name(study: Path) -> None:
    data = assemble(read_study(study, HOURS), [2030])
    assert data["role"].sel(carrier="electricity") == "electricity"
    assert data["role"].sel(carrier="coal") == "coal"


def test_a_carrier_of_any_name_has_the_role_that_is_written(study: Path) -> None:
    add_row(study, "carriers", carrier="elc", name_zh="电", name_en="Power", colour="#000000", role="electricity")
    data = assemble(read_study(study, HOURS), [2030])
    assert data["role"].sel(carrier="elc") == "electricity"
    set_cell(study, "carriers", "elc", "role", "elektro")
    with pytest.raises(StudyError, match="'elektro' is not a choice here"):
        read_study(study, HOURS)


def test_a_study_without_the_tables_has_the_shipped_rows(study: Path) -> None:
    put(study, "zones", "kind", "county")
    put(study, "technologies", "group", "heat_pump")
    change_cell(study, "metric_terms", 2, "group", "heat_pump")
    tables = read_study(study, HOURS)
    assert {"groups", "zone_kinds"} <= tables.shipped
    data = assemble(tables, [2030])
    assert str(data["group_name_en"].sel(group="heat_pump").item()) == "Heat pumps"
    assert set(data["zone_role"].values) == {""}
    for told in (sourced_rows(tables), confidence(tables)):  # they are no assumption of the study
        assert not {"groups", "zone_kinds"} & set(told["table"])


def test_a_study_has_groups_of_its_own(study: Path) -> None:
    write_rows(study, "groups", GROUPS)
    put(study, "technologies", "group", "turbines")
    change_cell(study, "metric_terms", 2, "group", "turbines")
    tables = read_study(study, HOURS)
    assert "groups" not in tables.shipped
    assert "groups" in set(sourced_rows(tables)["table"])
    data = assemble(tables, [2030])
    assert data["group"].values.tolist() == ["plants", "turbines", "rest"]
    assert data["group_order"].values.tolist() == [2, 1, 3]
    assert str(data["group_colour"].sel(group="turbines").item()) == "#222222"
    put(study, "technologies", "group", "wind")
    with pytest.raises(StudyError, match="'wind' is not in the table groups"):
        read_study(study, HOURS)


def test_a_study_has_kinds_of_zones_of_its_own(study: Path) -> None:
    write_rows(study, "zone_kinds", KINDS)
    put(study, "zones", "kind", "town")
    change_cell(study, "zones", 2, "kind", "abroad")
    data = assemble(read_study(study, HOURS), [2030])
    assert data["zone_role"].values.tolist()[:2] == ["outside", ""]
    assert str(data["kind_name_en"].sel(kind="abroad").item()) == "Abroad"
    change_cell(study, "zones", 2, "kind", "offshore")
    with pytest.raises(StudyError, match="'offshore' is not in the table zone_kinds"):
        read_study(study, HOURS)
