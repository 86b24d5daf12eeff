"""Rules of a user's file: compiled like ours, told in results, and bounds that hold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import energy_model
from energy_model.analysis.costs import costs
from energy_model.dataset import StudyError
from energy_model.runs.up_to_date import stale
from energy_model.scenario import load_scenarios
from energy_model.workflow import at_once
from energy_model.workflow.extension import Extension
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.study import HOURS
from tests.support.systems import random_system
from tests.support.tiny_run import study_folder, tiny_run

pytestmark = pytest.mark.proof

HEAD = """
import pyomo.core as pyo
from energy_model.formulation.terms import Cost
"""
MOST = """
def extend(m, terms):
    m.most_built = pyo.Constraint(m.year, rule=most_built, doc="[MW]")

def most_built(m, y):
    "No more is built of all than a limit, here and in later years."
    return sum(m.capacity[a, y] for a in m.producer) <= {limit}
"""
LEVY = """
def extend(m, terms):
    m.levy = pyo.Expression(m.producer, m.year, rule=levy, doc="[CNY/year]")
    terms.cost.append(Cost("levy", "producer", "levy"))

def levy(m, a, y):
    "A levy on capacity."
    return 1000.0 * m.capacity[a, y]
"""
BY_STEP = """
def extend(m, terms):
    m.throttled = pyo.Constraint(m.producer, m.step, rule=throttled, doc="[MW]")

def throttled(m, a, s):
    "Nothing runs above nine tenths."
    return m.dispatch[a, s] <= 0.9 * m.capacity[a, m.year_of[s]]
"""
BY_DATA = """
def extend(m, terms):
    m.squares = pyo.Constraint(m.producer, m.year, rule=squares, doc="[MW]")

def squares(m, a, y):
    "Over means the squares are smaller."
    f = m.availability_of[a]
    return sum(m.profile_value[f, s] * m.profile_value[f, s] for s in m.steps_of[y]) * m.capacity[a, y] <= 1e9
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "rules.py"
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return write


def solved(data: xr.Dataset, path: Path | None, hourly: bool | None = True, gap: float = 1e-4) -> xr.Dataset:
    options = RunOptions(gap=gap, hourly=hourly, polish=False)
    return solve_dataset(data, options, extension=None if path is None else Extension.load(path))[1]


def built(found: xr.Dataset) -> float:
    return float(found["capacity"].sel(asset=found["producer"].values).sum("asset").max())


@pytest.mark.proof_seeds(2)
def test_the_search_bounds_a_rule_on_capacities(seed: int, written: Callable[[str], Path]) -> None:
    data = random_system(2, 48, seed)
    plain = solved(data, None)
    assert built(plain) > 100
    path = written(MOST.format(limit=0.8 * built(plain)))
    exact, searched = solved(data, path, gap=1e-9), solved(data, path, hourly=False, gap=1e-3)
    assert built(exact) == pytest.approx(0.8 * built(plain))
    assert exact.attrs["objective"] >= plain.attrs["objective"]
    assert "blocks" in searched.attrs["method"]
    cost = exact.attrs["objective"]
    assert searched.attrs["lower_bound"] <= cost + 1e-6 * abs(cost) <= searched.attrs["objective"] + 2e-6 * abs(cost)


def test_a_cost_is_part_of_the_objective_and_of_the_tables(written: Callable[[str], Path]) -> None:
    data = random_system(2, 48)
    found = solved(data, written(LEVY), gap=1e-9)
    table = costs(found)
    assert table["present"].sum() == pytest.approx(found.attrs["objective"])
    levied = table[table["kind"] == "levy"]["cost"].sum()
    assert levied == pytest.approx(1000.0 * float(found["capacity"].sel(asset=found["producer"].values).sum()))


def test_rules_on_steps_are_solved_at_once_or_refused(
    written: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_once, "SIMPLEX_COLUMNS", 0)  # the search by default
    data, path = random_system(2, 48), written(BY_STEP)
    found = solved(data, path, hourly=None)
    assert "blocks" not in found.attrs["method"]
    allowed = 0.9 * found["capacity"].sel(asset=found["producer"].values, year=found["year_of"])
    assert bool((found["dispatch"].values <= allowed.transpose("asset", "step").values + 1e-6).all())
    with pytest.raises(StudyError, match="concern steps"):
        solved(data, path, hourly=False)


def test_rules_that_segments_would_read_otherwise_are_refused(written: Callable[[str], Path]) -> None:
    data, path = random_system(2, 48), written(BY_DATA)
    assert solved(data, path).attrs["objective"] > 0
    with pytest.raises(StudyError, match="segments of hours"):
        solved(data, path, hourly=False)


def test_a_run_tells_of_its_rules(written: Callable[[str], Path]) -> None:
    path = written(MOST.format(limit=1400))
    run = energy_model.solve("baseline", study=study_folder(), hours=HOURS, extend=path)
    wind_and_coal = run.capacity.query("technology in ('wind', 'coal_plant', 'electrolyser')")["capacity"].sum()
    assert wind_and_coal == pytest.approx(1400)
    told = run.manifest["extension"]
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["path"] == str(path) and told["adds"] == {"constraint": ["most_built"]}
    (rule,) = run.rules.query("rule == 'most_built'").to_dict("records")
    assert rule["family"] == "extension" and rule["unit"] == "MW" and rule["sentence"].startswith("No more is built")
    assert "extension" not in tiny_run().manifest
    (scenario,) = load_scenarios(["baseline"], study_folder())
    reason = stale(run, scenario, run.manifest["versions"]["energy-model"], hours=HOURS)
    assert reason is not None and reason.word == "extension"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def extend(m, terms:\n", r"line \d+: SyntaxError"),
        ("def extended(m, terms): pass\n", "no function extend"),
        ("def extend(m, terms):\n    m.nothing.bounds\n", "line 5: AttributeError"),
        ("def extend(m, terms):\n    m.del_component('balance')\n", "takes away or replaces balance"),
        ("def extend(m, terms):\n    m.mine = pyo.Objective(expr=0)\n", "one objective"),
        ("def extend(m, terms):\n    m.price = pyo.Var(m.year, dense=False)\n", "price: there is something"),
        (
            "def extend(m, terms):\n    m.many = pyo.Var(m.year, dense=False, within=pyo.Integers)\n",
            "no discrete variables",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_one_message(text: str, says: str, written: Callable[[str], Path]) -> None:
    data = random_system(1, 6).assign(price=("year", np.zeros(1)))
    with pytest.raises(StudyError, match=says):
        solved(data, written(text))


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(StudyError, match="cannot be read"):
        Extension.load("nowhere.py")


def test_nothing_in_a_study_runs(tmp_path: Path) -> None:
    import shutil

    study = Path(shutil.copytree(study_folder(), tmp_path / "study"))
    for folder in (study, study / "inputs", study / "scenarios"):
        for name in ("rules.py", "extend.py", "conftest.py"):
            (folder / name).write_text("raise SystemExit('it ran')", encoding="utf-8")
    (scenario,) = load_scenarios(["baseline"], study)
    scenario.read(HOURS)
    (study / "scenarios" / "evil.yaml").write_text("extends: baseline\nextend: rules.py\n", encoding="utf-8")
    with pytest.raises(StudyError, match="extend"):
        load_scenarios(["evil"], study)
