"""Reading: encodings, headers, units, hours; and what is wrong with a file as a whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.dataset import StudyError, assemble, fingerprint, read_study, read_tables
from energy_model.dataset.reading import reading
from energy_model.dataset.reading.cells import Complaint
from energy_model.dataset.reading.timestamps import faults
from tests.support.read_once import read_table
from tests.support.study import HOURS, change_cell, read_rows, write_rows, write_study

pytestmark = pytest.mark.proof


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def the_problem(study: Path) -> str:
    with pytest.raises(StudyError) as raised:
        read_study(study, hours=HOURS)
    (problem,) = raised.value.problems
    return str(problem)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_encoding_does_not_matter(tmp_path: Path, encoding: str) -> None:
    plain = read_study(write_study(tmp_path / "plain"), hours=HOURS)
    other = read_study(write_study(tmp_path / "other", encoding=encoding), hours=HOURS)
    xr.testing.assert_identical(assemble(plain, [2030, 2035]), assemble(other, [2030, 2035]))
    assert list(other["zones"]["name_zh"]) == ["城市", "海上"]


@pytest.mark.parametrize(
    ("text", "encoding"), [("元", "gb18030"), ("目录", "gb18030"), ("25 °C, 3 m²", "utf-8"), ("η", "utf-8")]
)
def test_an_encoding_is_guessed_from_few_characters(study: Path, text: str, encoding: str) -> None:
    rows = read_rows(study, "metrics")
    rows = [[cell if cell.isascii() else "x" for cell in row] for row in rows]
    rows[1][rows[0].index("source")] = text
    write_rows(study, "metrics", rows, encoding)
    assert read_study(study, hours=HOURS)["metrics"].at[2, "source"] == text


def test_what_is_read_once_for_all_tests_is_what_reading_gives(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`tests.read_once` saves half the time of the tests of studies; copies keep what one test changes from others."""
    spoilt = read_tables(study, HOURS)["plants"]
    spoilt["capacity"] = 0.0
    kept = read_tables(study, HOURS)
    monkeypatch.setattr(reading, "_read_table", read_table)
    read = read_tables(study, HOURS)
    assert list(kept.frames) == list(read.frames) and kept.headers == read.headers and not read.problems
    for name in read.frames:
        pd.testing.assert_frame_equal(kept[name], read[name])
        pd.testing.assert_frame_equal(kept.texts[name], read.texts[name])


def test_a_file_in_no_encoding(study: Path) -> None:
    (study / "inputs" / "links.csv").write_bytes(b"link,technology\n\xff\xff,cable\n")
    with pytest.raises(StudyError, match=r"inputs/links.csv: the file cannot be read .* Save it as CSV in UTF-8."):
        read_study(study, hours=HOURS)


def test_the_unit_of_a_header_does_not_matter(study: Path) -> None:
    rows = read_rows(study, "plants")
    before = read_study(study, hours=HOURS)["plants"]["capacity"]
    position = rows[0].index("capacity [MW]")
    for row in rows[1:]:
        row[position] = str(float(row[position]) / 10)
    rows[0][position] = "capacity [万千瓦]"
    write_rows(study, "plants", rows)
    pd.testing.assert_series_equal(read_study(study, hours=HOURS)["plants"]["capacity"], before)


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("plants", "capacity [MW]", "capacity", "row 1, column capacity: the unit is missing. Write 'capacity [MW]'"),
        (
            "plants",
            "capacity [MW]",
            "capacity [MWh]",
            "the unit 'MWh' is not of the right kind. Use a unit such as MW.",
        ),
        ("plants", "capacity [MW]", "capacity [mW]", "the unit 'mW' is not known. Did you mean 'MW'?"),
        (
            "demand_data",
            "energy [TWh/year]",
            "energy [TWh]",
            "'TWh' is not of the right kind. Use a unit such as MWh/year.",
        ),
        ("demands", "name_en", "name_en [MW]", "the column has no unit, but '[MW]' is given. Remove it."),
        (
            "assets",
            "retirable",
            "retirabel",
            "row 1, column retirabel: there is no column 'retirabel'. Did you mean 'retirable'?",
        ),
        ("assets", "retirable", "asset", "row 1, column asset: the column is there twice. Keep one."),
    ],
)
def test_a_wrong_header(study: Path, table: str, old: str, new: str, message: str) -> None:
    rows = read_rows(study, table)
    rows[0][rows[0].index(old)] = new
    write_rows(study, table, rows)
    assert message in the_problem(study)


def test_a_missing_required_column(study: Path) -> None:
    rows = read_rows(study, "demands")
    position = rows[0].index("unserved_cost [CNY/kWh]")
    write_rows(study, "demands", [row[:position] + row[position + 1 :] for row in rows])
    assert the_problem(study).startswith(
        "inputs/demands.csv, column unserved_cost: the column 'unserved_cost [CNY/MWh]'"
    )


def test_a_missing_optional_column_has_its_default(study: Path) -> None:
    rows = read_rows(study, "links")
    position = rows[0].index("bidirectional")
    write_rows(study, "links", [row[:position] + row[position + 1 :] for row in rows])
    assert list(read_study(study, hours=HOURS)["links"]["bidirectional"]) == [True]


def test_blank_rows_and_columns_of_a_spreadsheet_are_no_fault(study: Path) -> None:
    rows = read_rows(study, "zones")
    blank = [""] * len(rows[0])
    write_rows(study, "zones", [[*row, "", ""] for row in (rows[0], blank, *rows[1:], blank)])
    zones = read_study(study, hours=HOURS)["zones"]
    assert list(zones.index) == [3, 4]  # rows as the spreadsheet shows them
    change_cell(study, "zones", 4, "kind", "ofshore")
    assert the_problem(study).startswith("inputs/zones.csv, row 4, column kind: ")


def test_a_comma_without_quotes(study: Path) -> None:
    path = study / "inputs" / "zones.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("made up", "made up, really", 1), encoding="utf-8")
    with pytest.raises(StudyError) as raised:
        read_study(study, hours=HOURS)
    assert 'row 2: the row has 9 cells, but the header 8. Put a cell that holds a comma in "quotes".' in str(
        raised.value
    )


def test_an_empty_file(study: Path) -> None:
    (study / "inputs" / "links.csv").write_text("", encoding="utf-8")
    with pytest.raises(StudyError, match=r"inputs/links.csv: the file is empty. It needs a header row."):
        read_study(study, hours=HOURS)


def test_an_unknown_file(study: Path) -> None:
    (study / "inputs" / "plant.csv").write_text("x\n", encoding="utf-8")
    assert the_problem(study) == "inputs/plant.csv: there is no table 'plant'. Did you mean 'plants'?"


def test_a_table_may_have_no_rows(study: Path) -> None:
    for table in ("known", "targets", "metric_terms", "metrics", "links", "plants", "potentials"):
        rows = read_rows(study, table)
        if table in ("plants", "potentials"):
            write_rows(study, table, [row for row in rows if "sea_cable" not in row])
        else:
            write_rows(study, table, rows[:1])
    dataset = assemble(read_study(study, hours=HOURS), [2030])
    assert (dataset.sizes["target"], dataset.sizes["metric"]) == (0, 0)
    assert list(dataset.asset.values) == ["sea_wind", "city_coal", "city_electrolyser", "city_battery"]


def test_origin_of_a_value(study: Path) -> None:
    tables = read_tables(study, hours=HOURS)
    assert tables.origin("potentials", 2, "maximum") == "inputs/potentials.csv, row 2, column maximum [GW]"


def test_fingerprint_follows_the_content(study: Path) -> None:
    before = fingerprint(study)
    assert len(before) == 25
    change_cell(study, "zones", 2, "name_en", "Town")
    changed = {path for path, digest in fingerprint(study).items() if digest != before[path]}
    assert changed == {"inputs/zones.csv"}


def hours_of(begin: str, hours: int, drop_leap_day: bool = True) -> pd.Series[pd.Timestamp]:
    times = pd.Series(pd.date_range(begin, periods=hours + 24, freq="h"))
    if drop_leap_day:
        times = times[~((times.dt.month == 2) & (times.dt.day == 29))]
    return times.iloc[:hours].set_axis(range(2, hours + 2))


def faults_of(times: pd.Series[pd.Timestamp]) -> list[Complaint]:
    return faults(times, np.ones(len(times)), np.arange(len(times)) == 0)


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_year_without_its_leap_day(year: int) -> None:
    assert faults_of(hours_of(f"{year}-01-01", 8760)) == []


def test_hours_out_of_order_and_gaps() -> None:
    times = hours_of("2025-01-01", 48)
    swapped = times.copy()
    swapped.iloc[[10, 11]] = swapped.iloc[[11, 10]]
    assert {fault.kind for fault in faults_of(swapped)} == {"missing-hour", "hour-out-of-order"}
    (gap,) = faults_of(times.drop(index=[12, 13]))
    assert gap.row == 14
    assert gap.message == "2 hours missing between 2025-01-01 09:00:00 and 2025-01-01 12:00:00."


class TestQuotes:
    """A quote that is not closed swallows rows, and nothing may be lost without a word."""

    def spoil(self, study: Path, line: int, text: str) -> list[str]:
        path = study / "inputs" / "plants.csv"
        lines = path.read_text("utf-8").splitlines()
        lines[line] = text.format(*lines[line].split(","))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with pytest.raises(StudyError) as raised:
            read_study(study, hours=HOURS)
        return [str(problem) for problem in raised.value.problems if problem.kind == "unclosed-quote"]

    def test_to_the_end_of_the_file(self, study: Path) -> None:
        (problem,) = self.spoil(study, 2, '"{0},{1},{2},{3},{4},{5},{6},{7},{8},{9},{10}')
        assert "inputs/plants.csv, row 3" in problem and "the rows after it would be lost" in problem

    def test_closed_by_a_later_quote(self, study: Path) -> None:
        path = study / "inputs" / "plants.csv"
        lines = path.read_text("utf-8").splitlines()
        lines[2], lines[4] = f'"{lines[2]}', f'{lines[4]}"'
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with pytest.raises(StudyError) as raised:
            read_study(study, hours=HOURS)
        found = [problem for problem in raised.value.problems if problem.kind == "unclosed-quote"]
        assert found[0].row == 3 and "looks like the next row" in found[0].message

    def test_a_cell_of_several_lines_is_a_cell(self, study: Path) -> None:
        change_cell(study, "plants", 2, "source", "first line,\nsecond, and more")
        assert "second, and more" in read_study(study, hours=HOURS)["plants"].at[2, "source"]
