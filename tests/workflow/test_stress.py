"""A plan under stress: cases laid over its scenario, dispatched under its sizes, told in a table and on its page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from energy_model import Run
from energy_model.cli import commands
from energy_model.dataset import StudyError
from energy_model.runs.stress_runs import runs_under, stress_table
from energy_model.workflow.stress import laid_over, stress_cases
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder

OUTAGE = (
    "name_en: No coal\nname_zh: 无煤\nset: [{table: plants, where: {asset: city_coal}, values: {capacity: 0 MW}}]\n"
)
DEAR = "extends: dear\n"
SCENARIO = "extends: baseline\nname_en: Dear coal\nscale: [{table: market_data, columns: [price], factor: 1.2}]\n"


def call(*arguments: str) -> str:
    found = CliRunner().invoke(commands, arguments)
    assert found.exit_code == 0, found.output
    return found.output


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stress") / "study"
    shutil.copytree(study_folder(), folder)
    (folder / "scenarios" / "stress").mkdir()
    for name, text in {"dear": SCENARIO, "stress/dear": DEAR, "stress/no-coal": OUTAGE}.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(study: Path) -> Path:
    """Folder with a run, and its stress test."""
    folder = study.parent / "results"
    hours = ("--hours", str(HOURS))
    call("solve", "--study", str(study), "--results", str(folder), "--gap", "1e-6", "--no-report", *hours)
    call("stress", "baseline", "--results", str(folder), "--gap", "1e-6", "--lang", "en")
    return folder


def test_each_case_is_a_run_under_the_plan_beside_it(results: Path) -> None:
    plan = Run.load(results / "baseline")
    cases = runs_under(plan)
    assert [case.name for case in cases] == ["dear@baseline", "no-coal@baseline"]
    found = stress_table(plan, cases).set_index("case")
    assert (found["cost"] > 0).all()
    lost = cases[1].table("shortage")
    assert found.loc["no-coal", "unserved"] == pytest.approx(lost["energy"].sum()) and lost["energy"].sum() > 0
    unserved = cases[1].table("demand")["unserved"].sum()
    assert lost["energy"].sum() == pytest.approx(unserved, rel=1e-6)
    assert found.loc["no-coal", "zone"] == "city" and found.loc["no-coal", "time"]
    for case in cases:
        same = plan.dataset["new_capacity"].to_numpy()
        assert case.dataset["new_capacity"].to_numpy() == pytest.approx(same, abs=1e-6)


def test_the_page_of_the_run_tells_of_them_and_a_second_call_solves_nothing(results: Path) -> None:
    assert "No coal" in (results / "baseline" / "report.html").read_text("utf-8")
    before = (results / "dear@baseline" / "solution.nc").stat().st_mtime_ns
    said = call("stress", "baseline", "dear", "--results", str(results), "--lang", "en")
    assert "Dear coal" in said
    assert (results / "dear@baseline" / "solution.nc").stat().st_mtime_ns == before


def test_only_what_differs_from_the_runs_scenario_is_laid_over_it(study: Path, results: Path) -> None:
    cases = stress_cases(Run.load(results / "baseline"))
    assert [len(case.scenario.layers) for case in cases] == [3, 2]
    own = cases[0].scenario
    assert laid_over(own, own).layers == own.layers


def test_a_case_that_is_none_is_refused(results: Path) -> None:
    with pytest.raises(StudyError, match="no scenario 'flood'"):
        stress_cases(Run.load(results / "baseline"), ["flood"])
