"""Ranges beside the values: read in the value's unit, checked, told with their source, and read by no run."""

from __future__ import annotations

from pathlib import Path

import pytest
import xarray as xr

from energy_model.dataset import StudyError, assemble, check, read_study, read_tables
from energy_model.dataset.editing import set_cells
from energy_model.dataset.provenance import confidence
from energy_model.dataset.sources import sourced_rows
from energy_model.dataset.spreadsheet import write_workbook
from energy_model.dataset.study_sheets import study_pages
from energy_model.dataset.tables import Tables
from energy_model.sheets.messages import Messages
from energy_model.sheets.run import assumptions
from tests.support.study import HOURS, change_cell, set_cell, write_study

RANGES = {  # the first row of each table; the units differ from the model's
    "technology_data": {"low": "9000", "high": "12000"},
    "potentials": {"low [GW]": "1.5", "high [GW]": "2.5"},
    "demand_data": {"low [TWh/year]": "8.76", "high [TWh/year]": "10"},
    "market_data": {"low [CNY/kWh]": "0.09", "high [CNY/kWh]": "0.12"},
}
FIRST = {
    "technology_data": "wind",
    "potentials": "sea_wind",
    "demand_data": "city_load",
    "market_data": "coal_purchase",
}


@pytest.fixture
def ranged(tmp_path: Path) -> Path:
    study = write_study(tmp_path / "ranged")
    for table, ends in RANGES.items():
        for column, text in (*ends.items(), ("range_source", "three reviews")):
            set_cell(study, table, FIRST[table], column, text)
    return study


def changed(ranged: Path, where: dict[str, str], values: dict[str, str]) -> Tables:
    tables = read_tables(ranged, HOURS)
    set_cells(tables, "technology_data", where, values, "x.yaml")
    return tables


WIND_2030 = {"technology": "wind", "parameter": "overnight_cost", "year": "2030"}


def test_a_range_is_in_the_unit_of_its_row_or_header_and_changes_no_run(ranged: Path, tmp_path: Path) -> None:
    found = read_study(ranged, HOURS)
    ends = {table: [found[table]["low"][2], found[table]["high"][2]] for table in RANGES}
    assert ends["technology_data"] == [9e6, 12e6] and ends["potentials"] == [1500, 2500]
    assert ends["demand_data"] == [8.76e6, 10e6] and ends["market_data"] == pytest.approx([90, 120])
    assert found["market_data"].loc[3, ["low", "high"]].isna().all(), "the other rows have none"
    plain = read_study(write_study(tmp_path / "plain"), HOURS)
    xr.testing.assert_identical(assemble(found, [2030, 2035]), assemble(plain, [2030, 2035]))


def test_a_workbook_holds_the_same_ranges(ranged: Path, tmp_path: Path) -> None:
    found = read_study(ranged, HOURS)
    write_workbook(tmp_path / "study.xlsx", study_pages(found))
    again = read_study(tmp_path / "study.xlsx", HOURS)
    for table in RANGES:
        columns = ["low", "high", "range_source"]
        assert again[table][columns].equals(found[table][columns])


@pytest.mark.parametrize(
    ("table", "column", "text", "message"),
    [
        ("technology_data", "low", "10500", "column value: the value 10000 is outside of its range, 10500 to 12000."),
        ("technology_data", "high", "", "column high: low is given, but not high. Repeat the value"),
        ("technology_data", "low", "-1", "overnight_cost -1 (-1000 CNY/MW) is below the least allowed"),
        ("technology_data", "high", "dear", "'dear' is not a finite number."),
        ("potentials", "high", "1", "column low: low (1.5) is above high (1). Exchange them."),
        ("demand_data", "energy", "11", "column energy: the energy 11 is outside of its range, 8.76 to 10."),
        ("market_data", "low", "", "column low: high is given, but not low. Repeat the price"),
        ("market_data", "range_source", "", "the range has no source."),
    ],
)
def test_a_range_that_cannot_be(ranged: Path, table: str, column: str, text: str, message: str) -> None:
    change_cell(ranged, table, 2, column, text)
    with pytest.raises(StudyError) as raised:
        read_study(ranged, HOURS)
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"inputs/{table}.csv, row 2, column ") and message in str(problem)


def test_a_wrong_unit_of_a_row_is_told_once(ranged: Path) -> None:
    change_cell(ranged, "technology_data", 2, "unit", "CNY/kWh")
    with pytest.raises(StudyError) as raised:
        read_study(ranged, HOURS)
    assert len(raised.value.problems) == 1


def test_the_rows_of_assumptions_hold_the_range_and_its_source(ranged: Path) -> None:
    found = sourced_rows(read_tables(ranged, HOURS)).set_index(["table", "row"])
    told = {table: found.at[(table, "2"), "range"] for table in RANGES}
    assert told["technology_data"] == "9000 CNY/kW – 12000 CNY/kW" and told["potentials"] == "1.5 GW – 2.5 GW"
    assert told["market_data"] == "0.09 CNY/kWh – 0.12 CNY/kWh"
    assert found.at[("potentials", "2"), "range_source"] == "three reviews"
    assert found.at[("potentials", "2"), "value"] == "minimum 0.8 GW, maximum 2 GW", "without the range"
    assert found.at[("potentials", "3"), "range"] == ""


def test_a_scenario_may_leave_the_range_and_change_it(ranged: Path) -> None:
    outside = changed(ranged, WIND_2030, {"value": "20 CNY/W"})
    assert check(outside)["technology_data"].at[2, "value"] == pytest.approx(20e6)
    found = sourced_rows(outside)
    row = found[(found["table"] == "technology_data") & (found["row"] == "2")]
    assert row["value"].tolist() == ["20 CNY/W"]
    assert row["range"].tolist() == ["9000 CNY/kW – 12000 CNY/kW"], "each in its own unit"
    wider = changed(ranged, WIND_2030, {"high": "13 CNY/W"})
    assert check(wider)["technology_data"].at[2, "high"] == pytest.approx(13e6)
    with pytest.raises(StudyError, match=r"low \(14 CNY/W\) is above high \(12000\)"):
        check(changed(ranged, WIND_2030, {"low": "14 CNY/W"}))


def test_how_many_rows_have_a_range_is_counted(ranged: Path, tmp_path: Path) -> None:
    counted = confidence(read_tables(ranged, HOURS)).set_index("table")["ranged"]
    assert counted[list(RANGES)].tolist() == [1, 1, 1, 1] and counted.sum() == 4
    rows = [{"table": "assets", "rows": 3, "A": 1, "B": 1, "C": 1}]  # of a run before there were ranges
    assert len(assumptions(rows, Messages("en")).columns) == 5
    assert len(assumptions([rows[0] | {"ranged": 2}], Messages("en")).columns) == 6
