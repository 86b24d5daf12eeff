"""Districts: zones are shared out whole, an asset where it stands; a study without them is as it was."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from energy_model.dataset import StudyError, read_study
from energy_model.dataset.reading.reading import read_tables
from energy_model.dataset.spreadsheet import write_workbook
from energy_model.dataset.study_sheets import study_pages
from tests.support.study import HOURS, write_rows, write_study

HEADER = ["zone", "district", "asset", "share [%]", "source", "confidence"]
WHOLE = [["city", "west", "", "70"], ["city", "east", "", "30"], ["sea", "east", "", ""]]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = write_study(tmp_path / "study")
    names = [["west", "西区", "West"], ["east", "东区", "East"]]
    header = ["district", "name_zh", "name_en", "source", "confidence"]
    write_rows(folder, "districts", [header, *([*row, "made up", "C"] for row in names)])
    return folder


def problems(study: Path, rows: list[list[str]]) -> list[tuple[str, str, int | None]]:
    write_rows(study, "zone_districts", [HEADER, *([*row, "made up", "C"] for row in rows)])
    try:
        read_study(study, HOURS)
    except StudyError as error:
        return [(problem.kind, problem.table, problem.row) for problem in error.problems]
    return []


def test_shares_of_a_zone_and_of_an_asset_add_up(study: Path) -> None:
    """A blank share is the whole."""
    assert problems(study, WHOLE) == []
    assert problems(study, [*WHOLE, ["city", "west", "city_coal", "60"], ["city", "east", "city_coal", "40"]]) == []
    assert problems(study, [*WHOLE[:1], *WHOLE[2:]]) == [("wrong-sum", "zone_districts", 2)]
    assert problems(study, [*WHOLE, ["city", "west", "city_coal", "60"]]) == [("wrong-sum", "zone_districts", 5)]


def test_districts_add_up_to_the_city_or_there_are_none(study: Path) -> None:
    assert problems(study, WHOLE[:2]) == [("missing-data", "zones", 3)]
    assert problems(study, []) == []


def test_an_asset_is_placed_in_its_own_zone(study: Path) -> None:
    assert problems(study, [*WHOLE, ["sea", "west", "city_coal", ""]]) == [("wrong-zone", "zone_districts", 5)]


def test_what_was_reached_is_in_a_unit_of_its_metric_and_there_once(study: Path) -> None:
    header = ["metric", "year", "value", "unit", "source", "confidence"]
    rows = [["wind_capacity", "2026", "900", "MW"], ["wind_capacity", "2026", "1", "GW"], ["carbon", "2026", "1", "GW"]]
    write_rows(study, "actuals", [header, *([*row, "made up", "A"] for row in rows)])
    assert problems(study, WHOLE) == [("duplicate-row", "actuals", 3), ("unit-kind", "actuals", 4)]


def test_the_tables_are_sheets_of_a_workbook_too(study: Path, tmp_path: Path) -> None:
    assert problems(study, WHOLE) == []
    write_workbook(tmp_path / "study.xlsx", study_pages(read_tables(study, HOURS)))
    book = openpyxl.load_workbook(tmp_path / "study.xlsx")
    assert [cell.value for cell in book["zone_districts"][1]] == HEADER
    assert read_tables(tmp_path / "study.xlsx", HOURS)["zone_districts"]["share"].tolist() == [0.7, 0.3, 1.0]
