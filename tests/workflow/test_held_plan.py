"""A finished run's plan under other scenarios: its sizes stay, dispatch and cost are the scenario's."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import energy_model
from energy_model import Run
from energy_model.dataset import StudyError
from energy_model.workflow.held_plan import HeldPlan
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder, tiny_folder, tiny_run

SIZES = ("new_capacity", "new_energy", "retired", "capacity", "energy_capacity")
BASE = "extends: baseline\n"
CALM = BASE + "scale: [{table: hourly, columns: [sea_wind], from: '01-01', to: '01-03', factor: 0.5}]\n"


@cache
def scenario(text: str) -> Path:
    """A scenario file beside those of a copy of the tiny study."""
    study = tiny_folder().parent / f"study-{len(list(tiny_folder().parent.glob('study-*')))}"
    shutil.copytree(study_folder(), study)
    path = study / "scenarios" / "other.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@cache
def held(text: str, **options: Any) -> Run:
    """The tiny plan under another scenario."""
    path = scenario(text)
    asked = {"gap": 1e-6, "hourly": True} | options
    return energy_model.solve(path, study=path.parents[1], hours=HOURS, plan=tiny_folder(), **asked)


def optimum(text: str) -> float:
    path = scenario(text)
    return energy_model.solve(path, study=path.parents[1], hours=HOURS, gap=1e-6, hourly=True).objective


def test_under_its_own_scenario_a_plan_costs_what_it_cost() -> None:
    found = held("extends: baseline\n")
    assert found.name == "other@baseline"
    assert found.objective == pytest.approx(tiny_run().objective, rel=1e-6)
    assert found.manifest["plan"]["name"] == found.summary["plan"]["name"] == "baseline"


def test_under_another_scenario_its_sizes_stay_and_no_plan_made_for_it_costs_more() -> None:
    found = held(CALM)
    for name in SIZES:
        assert found.dataset[name].to_numpy() == pytest.approx(tiny_run().dataset[name].to_numpy(), abs=1e-6), name
    assert found.objective >= optimum(CALM) * (1 - 1e-6)
    assert found.objective > tiny_run().objective * (1 + 1e-4)


@pytest.mark.proof
def test_the_search_encloses_what_one_program_finds() -> None:
    exact, found = held(CALM).objective, held(CALM, hourly=False, gap=1e-3)
    assert found.lower_bound <= exact * (1 + 1e-7) and exact <= found.objective * (1 + 1e-7)
    assert found.summary["gap"] <= 1e-3
    size = found.dataset["new_capacity"].to_numpy()
    assert size == pytest.approx(tiny_run().dataset["new_capacity"].to_numpy(), abs=1e-6)


def test_what_was_built_keeps_its_size_where_plants_that_exist_are_lost() -> None:
    found = held("extends: baseline\nset: [{table: plants, where: {asset: city_coal}, values: {capacity: 0 MW}}]\n")
    assert float(found.dataset["existing"].sel(asset="city_coal").max()) == 0.0
    size = found.dataset["new_capacity"].to_numpy()
    assert size == pytest.approx(tiny_run().dataset["new_capacity"].to_numpy(), abs=1e-6)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("extends: baseline\nyears: [2030, 2040]\n", "plan-years"),
        ("extends: baseline\ndrop: [{table: potentials, where: {asset: city_electrolyser}}]\n", "plan-asset"),
    ],
)
def test_a_plan_that_the_scenario_cannot_have_is_refused(text: str, kind: str) -> None:
    with pytest.raises(StudyError) as error:
        held(text)
    assert {problem.kind for problem in error.value.problems} == {kind}
    assert all(problem.hint for problem in error.value.problems)


def test_limits_of_what_may_be_built_are_not_asked_of_a_plan_that_is_held() -> None:
    text = BASE + "set: [{table: potentials, where: {asset: city_electrolyser}, values: {maximum: 1 MW}}]\n"
    assert held(text).objective == pytest.approx(tiny_run().objective, rel=1e-6)


def test_a_run_without_results_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(StudyError):
        HeldPlan.of(tmp_path)
