"""What a study need not have: tables without rows, hours without profiles, a folder inputs/, a scenario."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xarray as xr

from energy_model.dataset import StudyError, assemble, fingerprint, read_study, read_tables
from energy_model.dataset.shipped import NEEDED
from energy_model.scenario.scenario import list_scenarios, load_scenario
from tests.support.study import HOURS, TABLES, change_cell, read_rows, write_rows, write_study

EMPTY = [name for name in (*TABLES, "hourly") if name not in NEEDED]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def bare(study: Path) -> Path:
    """Only zones, carriers and settings are left."""
    for name in EMPTY:
        (study / "inputs" / f"{name}.csv").unlink()
    return study


def test_a_table_that_is_left_out_has_no_rows(study: Path, tmp_path: Path) -> None:
    """Whatever the currency: the headers that stand for it are in that of the study."""
    written = write_study(tmp_path / "written")
    for name in EMPTY[:-1]:
        write_rows(written, name, read_rows(written, name)[:1])
    write_rows(written, "hourly", [["time"], *(row[:1] for row in read_rows(written, "hourly")[1:])])
    change_cell(written, "settings", 5, "unit", "EUR/t")
    change_cell(written, "settings", 6, "unit", "EUR/t")
    header, *_ = read_rows(written, "demands")
    write_rows(written, "demands", [[word.replace("CNY", "EUR") for word in header]])
    header, *_ = read_rows(written, "market_data")
    write_rows(written, "market_data", [[word.replace("CNY", "EUR") for word in header]])
    rows = read_rows(written, "settings")
    write_rows(written, "settings", [*rows, ["currency", "", "EUR", "", "made up", "C"]])
    shutil.copy(written / "inputs" / "settings.csv", study / "inputs" / "settings.csv")
    few, all_ = read_study(bare(study), HOURS), read_study(written, HOURS)
    assert few.shipped >= set(EMPTY)
    xr.testing.assert_identical(assemble(few, [2030]).drop_vars("time"), assemble(all_, [2030]).drop_vars("time"))


def test_hours_are_needed_where_there_are_profiles(study: Path) -> None:
    (study / "inputs" / "hourly.csv").unlink()
    with pytest.raises(StudyError, match=r"inputs/hourly.csv: the file is missing. Every study has the tables zones,"):
        read_study(study, HOURS)
    assert len(read_tables(bare(write_study(study / "other")), 24)["hourly"]) == 24


@pytest.mark.parametrize("table", NEEDED)
def test_zones_carriers_and_settings_have_rows(study: Path, table: str) -> None:
    bare(study)
    write_rows(study, table, read_rows(study, table)[:1])
    with pytest.raises(StudyError, match=rf"inputs/{table}.csv: the table has no rows. Every study needs at least one"):
        read_study(study, HOURS)


def test_a_remark_is_for_people_only(study: Path) -> None:
    before = read_tables(study, HOURS)
    header, *rows = read_rows(study, "zones")
    write_rows(study, "zones", [header, ["# short name", "its name"], *rows, ["#", "", "more", *["x"] * 20]])
    write_rows(study, "groups", [["colour", "group"], ["#123456", "wind"]])
    after = read_tables(study, HOURS)
    assert list(after["zones"]["zone"]) == list(before["zones"]["zone"]) and list(after["zones"].index) == [3, 4]
    assert list(after["groups"]["colour"]) == ["#123456"], "a colour is no remark"
    (study / "inputs" / "groups.csv").unlink()
    write_rows(bare(study), "hourly", [["time"], ["# beginning of the hour"]])
    assert len(read_study(study, HOURS)["hourly"]) == HOURS


def test_tables_may_lie_in_the_folder_itself(study: Path, tmp_path: Path) -> None:
    flat = Path(shutil.copytree(study / "inputs", tmp_path / "flat"))
    (flat / "weather_of_1998.csv").write_text("time;what\n", encoding="utf-8")  # of something else
    whole, few = read_study(study, HOURS), read_study(flat, HOURS)
    xr.testing.assert_identical(assemble(whole, [2030]), assemble(few, [2030]))
    assert few.origin("zones", 2, "latitude") == "zones.csv, row 2, column latitude"
    assert list(fingerprint(flat)) == [name.removeprefix("inputs/") for name in fingerprint(study)]
    (flat / "plnts.csv").write_text("plant\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"plnts.csv: there is no table 'plnts'. Did you mean 'plants'?"):
        read_study(flat, HOURS)


def test_a_study_without_scenarios_has_a_baseline_of_its_own(study: Path) -> None:
    shutil.rmtree(study / "scenarios")
    assert list_scenarios(study) == ["baseline"]
    scenario = load_scenario("baseline", study)
    assert (scenario.years, scenario.layers[0].label) == ((2030, 2040), "study")
    (study / "inputs" / "demand_data.csv").unlink()
    with pytest.raises(StudyError, match=r"inputs/demand_data.csv: no years can be read. Fill its column year"):
        load_scenario("baseline", study)
