"""The examples that ship: copied, read, and solved to what is known of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import energy_model
from energy_model.cli import commands, options
from energy_model.compiler import solve
from energy_model.dataset import assemble, read_tables
from energy_model.dataset.tables import tables_folder
from energy_model.scenario.scenario import list_scenarios, load_scenario
from energy_model.study.copying import EXAMPLES, README, copy_example
from energy_model.study.location import PACKAGE
from energy_model.workflow.segmented_system import segmented

pytestmark = pytest.mark.proof

FOLDER = PACKAGE / "examples"
# least cost of the baseline [thousand CNY/year]: between proved bound and cost found (the village in one program)
KNOWN = {"village": (661.9, 662.4), "island": (19_840, 20_000), "park": (196_900, 198_800)}


def call(*arguments: object) -> str:
    done = CliRunner().invoke(commands, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_they_are_listed_in_both_languages() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(EXAMPLES) == set(options.EXAMPLES)
    for lang, word in (("en", "Begin here"), ("zh", "从这里开始")):
        listed = call("examples", "--lang", lang)
        assert all(f"\n{name} " in f"\n{listed}" for name in EXAMPLES) and word in listed


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_copy_is_small_explained_and_sourced(name: str, tmp_path: Path) -> None:
    told = call("new", tmp_path / "own", "--example", name, "--lang", "en")
    assert f"    energy-model solve --study {tmp_path / 'own'}\n" in told
    scenarios = list_scenarios(FOLDER / name)
    assert f"    energy-model compare {' '.join(scenarios)} --study {tmp_path / 'own'}\n" in told
    page = (tmp_path / "own" / README).read_text("utf-8")
    assert all(scenario in page for scenario in scenarios if scenario != "baseline")
    tables = read_tables(tmp_path / "own")
    rows = sum(len(frame) for table, frame in tables.frames.items() if table not in (*tables.shipped, "hourly"))
    assert len(list(tables_folder(tmp_path / "own").iterdir())) <= 21 and rows <= 150


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_scenarios_are_sound(name: str) -> None:
    for scenario in list_scenarios(FOLDER / name):
        assert not load_scenario(scenario, FOLDER / name).read().problems


@pytest.mark.parametrize("name", EXAMPLES[1:])
def test_its_segments_cost_less_than_its_hours(name: str) -> None:
    """Means over segments are a relaxation; fifty of them know more than half of what all hours cost."""
    tables = load_scenario("baseline", FOLDER / name).read()
    found = solve(segmented(assemble(tables, [2030]), 50).program).objective / 1e3
    assert 0.5 * KNOWN[name][0] < found < KNOWN[name][1]


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_they_are_solved(name: str) -> None:
    """The least cost lies between bound and cost, of the run and of what is known."""
    run = energy_model.solve(study=FOLDER / name)
    bound, cost = (run.summary[part] / 1e3 for part in ("lower_bound", "objective"))
    assert run.summary["gap"] <= 0.01
    assert bound <= KNOWN[name][1] and cost >= KNOWN[name][0]


def test_a_workbook_has_the_sheets_of_its_tables(tmp_path: Path) -> None:
    copy_example(tmp_path / "own", "village", workbook=True)
    assert sorted(path.name for path in (tmp_path / "own").iterdir()) == [README, "scenarios", "study.xlsx"]
    tables = read_tables(tmp_path / "own" / "study.xlsx")
    assert not tables.problems and "plants" in tables.shipped
