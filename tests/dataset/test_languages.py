"""Names in both languages are asked for only where the study has both; else one column serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import StudyError
from energy_model.dataset.assembly.dataset import assemble
from energy_model.dataset.checks.study import read_study
from energy_model.dataset.names import NAMES
from tests.support.study import HOURS, TABLES, add_row, change_cell, read_rows, write_rows, write_study

pytestmark = pytest.mark.proof


def in_one_language(folder: Path, column: str, languages: str = "en") -> Path:
    """The tiny study with one column of names, called `column`, that holds the English ones."""
    study = write_study(folder)
    add_row(study, "settings", setting="languages", value=languages)
    for table in TABLES:
        header, *rows = read_rows(study, table)
        kept = [at for at, name in enumerate(header) if name != "name_zh"]
        titles = [column if header[at] == "name_en" else header[at] for at in kept]
        write_rows(study, table, [titles, *([row[at] for at in kept] for row in rows)])
    return study


def names(study: Path) -> dict[str, list[str]]:
    found = assemble(read_study(study, HOURS), [2030])
    return {name: found[f"asset_{name}"].values.tolist() for name in NAMES}


@pytest.mark.parametrize(
    ("column", "languages"), [("name", "en"), ("name_en", "en"), ("name", "zh"), ("name_zh", "en")]
)
def test_one_column_serves_in_both_languages(tmp_path: Path, column: str, languages: str) -> None:
    english = names(write_study(tmp_path / "both"))["name_en"]
    assert names(in_one_language(tmp_path / "one", column, languages)) == dict.fromkeys(NAMES, english)


def test_without_the_setting_both_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as raised:
        read_study(in_one_language(tmp_path, "name_en", "zh en"), HOURS)
    assert {(problem.kind, problem.column) for problem in raised.value.problems} == {("missing-column", "name_zh")}


def test_a_blank_name_is_reported_once_where_it_was_to_be_written(tmp_path: Path) -> None:
    study = in_one_language(tmp_path, "name")
    row = len(read_rows(study, "zones"))
    at = read_rows(study, "zones")[0].index("name")
    rows = read_rows(study, "zones")
    rows[row - 1][at] = ""
    write_rows(study, "zones", rows)
    with pytest.raises(StudyError) as raised:
        read_study(study, HOURS)
    (problem,) = raised.value.problems
    assert (problem.kind, problem.table, problem.row, problem.column) == ("empty-cell", "zones", row, "name_en")


def test_where_both_columns_are_there_one_filled_cell_is_enough(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    add_row(study, "settings", setting="languages", value="en")
    change_cell(study, "assets", 2, "name_en", "")
    found = names(study)
    assert found["name_en"][0] == found["name_zh"][0] == "海上风电"
