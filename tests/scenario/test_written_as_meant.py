"""What a scenario file says is taken as it is written, or refused: never as something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import StudyError
from energy_model.scenario import load_scenario, load_scenarios, scenario_name
from tests.support.study import HOURS, change_cell, write_study

pytestmark = pytest.mark.proof


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def write(study: Path, name: str, text: str) -> Path:
    path = study / "scenarios" / f"{name}.yaml"
    path.write_text(f"extends: baseline\n{text}\n", encoding="utf-8")
    return path


def refusals(study: Path, text: str) -> str:
    write(study, "x", text)
    with pytest.raises(StudyError) as raised:
        load_scenario("x", study).read(HOURS)
    return "\n".join(str(problem) for problem in raised.value.problems)


@pytest.mark.parametrize("name", ["NO", "on", "007", "1e3", "2030-01-08", "true", "1_000"])
def test_a_name_is_a_name(study: Path, name: str) -> None:
    for table, row, column in (("zones", 3, "zone"), ("assets", 2, "zone"), ("links", 2, "from_zone")):
        change_cell(study, table, row, column, name)
    write(study, "x", f"set: [{{table: zones, where: {{zone: {name}}}, values: {{latitude: 10}}}}]")
    zones = load_scenario("x", study).read(HOURS)["zones"].set_index("zone")
    assert zones.at[name, "latitude"] == 10


@pytest.mark.parametrize(("word", "meant"), [("yes", True), ("no", False), ("TRUE", True), ("否", False), ("1", True)])
def test_flags_are_those_of_the_tables(study: Path, word: str, meant: bool) -> None:
    write(study, "x", f"set: [{{table: assets, where: {{asset: city_coal}}, values: {{retirable: {word}}}}}]")
    assets = load_scenario("x", study).read(HOURS)["assets"].set_index("asset")
    assert bool(assets.at["city_coal", "retirable"]) is meant


@pytest.mark.parametrize("word", ["y", "ja", "maybe", "ON", "2"])
def test_what_is_no_flag_is_refused(study: Path, word: str) -> None:
    text = f"set: [{{table: assets, where: {{asset: city_coal}}, values: {{retirable: {word}}}}}]"
    assert f"'{word}' is neither yes nor no. Write yes or no." in refusals(study, text)
    assert f"has retirable '{word}'" in refusals(study, text.replace("{asset: city_coal}", f"{{retirable: {word}}}"))


def test_years_of_a_setting_are_years(study: Path) -> None:
    found = refusals(study, "settings: {co2_price: {20300: 200 CNY/t}}")
    assert "scenarios/x.yaml, settings co2_price" in found and "2300" in found
    assert "scenarios/x.yaml, settings co2_price" in refusals(study, "settings: {co2_price: {}}")


@pytest.mark.parametrize("number", ["1e400 CNY/t", ".inf CNY/t", "nan CNY/t"])
def test_a_number_is_finite(study: Path, number: str) -> None:
    assert f"'{number}' is no number" in refusals(study, f"settings: {{co2_price: {number}}}")


def test_dots_are_part_of_a_name(study: Path) -> None:
    assert [scenario_name(name) for name in ("co2-1.2x", "a/co2-1.5x.yaml", "x.yml")] == ["co2-1.2x", "co2-1.5x", "x"]
    for name in ("co2-1.2x", "co2-1.5x"):
        write(study, name, "settings: {co2_price: 70 CNY/t}")
    assert [found.name for found in load_scenarios(["co2-1.2x", "co2-1.5x"], study)] == ["co2-1.2x", "co2-1.5x"]


def test_two_files_of_one_name_are_refused_before_any_is_solved(study: Path, tmp_path: Path) -> None:
    other = tmp_path / "baseline.yaml"
    other.write_text((study / "scenarios" / "baseline.yaml").read_text("utf-8"), encoding="utf-8")
    with pytest.raises(StudyError, match=r"it has the name and so the results of .*scenarios/baseline\.yaml"):
        load_scenarios(["baseline", str(other)], study)
    assert len(load_scenarios(["baseline", str(study / "scenarios" / "baseline.yaml")], study)) == 2
