"""Verdicts do not flip: what is decided within a gap is so in the optimum, and what is given in every plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
import scipy.sparse as sp
import xarray as xr

import energy_model.workflow.decided_targets as decided_targets
from energy_model.analysis.targets import is_met, scorecard
from energy_model.analysis.verdicts import DECIDED, ENFORCED, GIVEN, OPEN
from energy_model.compiler import LinearProgram, Solution, SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from energy_model.horizon.other_side import OtherSide
from energy_model.workflow.decided_targets import with_decisions
from energy_model.workflow.sides import is_of_plan
from energy_model.workflow.solve import solve_dataset
from tests.support.random_targets import random_targeted
from tests.support.systems import dataset

pytestmark = pytest.mark.proof

GAP = 0.02
EXACT = SolverOptions(method="simplex")


@dataclass(frozen=True)
class Judged:
    """Verdicts of a plan: of each target whether it is met, and on what that rests."""

    met: dict[str, bool]
    basis: dict[str, str]

    def decided(self) -> dict[str, bool]:
        """Targets that are not open, and whether they are met."""
        return {target: met for target, met in self.met.items() if self.basis[target] != OPEN}


def judged(data: xr.Dataset, program: LinearProgram, solution: Solution) -> Judged:
    values = {name: program.evaluate(name, solution.x) for name in ("metric_value", "target_margin")}
    found = with_decisions(data, data.assign(values), program, solution)
    rows = {str(t): found.sel(target_row=found["row_target"] == t) for t in found["target"].values}
    met = {t: is_met(found, own) for t, own in rows.items() if own.sizes["target_row"]}
    basis = dict(zip(found["target"].values.tolist(), found["target_decision"].values.tolist(), strict=True))
    return Judged(met, basis)


def optimum(seed: int) -> tuple[xr.Dataset, LinearProgram, Solution]:
    """A random system whose targets are checked only, and its optimum."""
    data = random_targeted(seed, hours=12)
    data = data.assign(target_mode=("target", np.full(data.sizes["target"], "check", dtype=object)))
    program = compile_model(build(), data)
    return data, program, solve(program, EXACT)


def within_gap(program: LinearProgram, best: Solution, row: int, sign: float) -> Solution:
    """The plan that costs no more than the gap above the optimum and drives the margin of a row as far as it goes."""
    _, margins, _ = program.expression("target_margin")
    most = best.objective + GAP * abs(best.objective) - program.offset
    asked = replace(
        program,
        matrix=sp.csr_array(sp.vstack([program.matrix, sp.csr_array(program.cost[None])])),
        row_lower=np.append(program.row_lower, -np.inf),
        row_upper=np.append(program.row_upper, most),
        cost=sign * np.asarray(margins[[row]].todense()).ravel(),
        offset=0.0,
    )
    x = solve(asked, EXACT).x
    cost = float(program.cost @ x + program.offset)
    return replace(best, x=x, objective=cost, dual_objective=best.objective)


def test_a_verdict_that_is_decided_within_a_gap_is_that_of_the_optimum() -> None:
    """Of plans within the gap, as far off as it allows. Some are on the other side than the optimum: those are open."""
    flipped = decided = 0
    for seed in range(4):
        data, program, best = optimum(seed)
        exact = judged(data, program, best)
        for sign in (1.0, -1.0):
            found = judged(data, program, within_gap(program, best, 0, sign))
            flips = {target for target, met in found.met.items() if met != exact.met[target]}
            assert {found.basis[target] for target in flips} <= {OPEN}, "a verdict flipped"
            assert {t for t, basis in found.basis.items() if basis == GIVEN} <= {
                t for t, basis in exact.basis.items() if basis == GIVEN
            }
            flipped, decided = flipped + len(flips), decided + len(found.decided())
    assert flipped >= 2 and decided >= 4, f"too little was tried: {flipped}, {decided}"


def city(sense: str = "at_least", value: float = 50.0, metric: str = "wind", **given: object) -> xr.Dataset:
    """Wind that costs as much as coal within a per cent serves 100 MW beside it; a committed plant stands by."""
    return dataset(
        assets={
            "wind": {"existing": 80.0, "minimum_capacity": 80.0, "maximum_capacity": 80.0, "variable_om": 301.0},
            "coal": {"existing": 100.0, "minimum_capacity": 100.0, "maximum_capacity": 100.0, "variable_om": 300.0},
        },
        demands={"city": {"demand_mean": 100.0}},
        metrics={"wind": {"generation": {"wind": 1.0}}, "coal": {"capacity": {"coal": 1.0}}},
        targets={"t": {"metric": metric, "sense": sense, "year": 2030, "value": value, "unit": "MWh"} | given},
    )


@pytest.mark.parametrize(
    ("case", "verdict", "otherwise"),
    [
        ({"metric": "coal", "value": 90.0}, "met_given", None),
        ({"metric": "coal", "value": 110.0}, "missed_given", None),
        ({"value": 320.1}, "missed_given", None),  # 80 MW for four hours
        ({"value": 200.0}, "missed", 200.0 / 120_000.0),  # a MWh of wind costs one more
        ({"value": 0.0}, "met_given", None),
        ({"value": 200.0, "mode": "enforce"}, "met", None),
    ],
)
def test_by_hand(case: dict[str, object], verdict: str, otherwise: float | None) -> None:
    (row,) = scorecard(solve_dataset(city(**case))[1]).to_dict("records")  # type: ignore[arg-type]
    assert row["verdict"] == verdict
    assert row["otherwise"] == (None if otherwise is None else pytest.approx(otherwise, rel=1e-4))
    bases = {"met_given": GIVEN, "missed_given": GIVEN, "missed": DECIDED, "met": ENFORCED}
    assert row["basis"] == bases[verdict]


def test_a_gap_leaves_open_what_costs_less_than_it() -> None:
    data = city(value=200.0)
    program, solved, best = solve_dataset(data)
    for gap, basis in ((0.001, DECIDED), (0.002, OPEN)):
        plan = replace(best, objective=best.objective * (1 + gap))
        assert with_decisions(data, solved, program, plan)["target_decision"].values.tolist() == [basis]


@pytest.mark.parametrize(("gap", "basis"), [(0.001, DECIDED), (0.002, OPEN)])
def test_segments_answer_for_a_large_program(gap: float, basis: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decided_targets, "SIMPLEX_COLUMNS", 0)
    data = city(value=200.0)
    program, solved, best = solve_dataset(data)
    assert solved["target_decision"].values.tolist() == [DECIDED]
    plan = replace(best, dual_objective=best.objective * (1 - gap))
    assert with_decisions(data, solved, program, plan)["target_decision"].values.tolist() == [basis]


def test_without_time_nothing_is_decided() -> None:
    data = city(value=200.0)
    program, solved, best = solve_dataset(data)
    assert with_decisions(data, solved, program, best, seconds=0.0)["target_decision"].values.tolist() == [OPEN]


def test_a_question_that_takes_too_long_is_open_and_the_next_is_answered() -> None:
    """No time for one question, and enough for the same once more."""
    program, _, _ = solve_dataset(city(value=200.0))
    _, metrics, _ = program.expression("metric_value")
    other = OtherSide(program, sp.csr_array(metrics[[0]]), seconds=100.0)
    enough, other.longest = other.longest, 0.0
    assert other.least_cost({0: (200.0, np.inf)}) == -np.inf
    other.longest = enough
    assert other.least_cost({0: (200.0, np.inf)}) == pytest.approx(120_200.0)


def test_what_the_plan_promises_is_asked_first() -> None:
    solved = solve_dataset(city())[1]
    twice = xr.concat([solved[["target_origin", "target_family", "target_sense"]]] * 3, "target")
    twice = twice.assign_coords(target=["state", "indicator", "promise"]).assign(
        target_origin=("target", ["rule", "rule", "plan"]),
        target_family=("target", ["", "park", "park"]),
        target_sense=("target", ["at_least", "at_least", "count"]),
    )
    assert [is_of_plan(twice, str(target)) for target in twice["target"].values] == [False, True, True]


@pytest.mark.parametrize(("limit", "verdict"), [(60.0, "met"), (35.0, "missed")])
def test_a_rise_is_decided_too(limit: float, verdict: str) -> None:
    """Wind at less than the cost of coal serves 40 of 100 MW, in the second year as much as its limit allows."""
    data = dataset(
        assets={
            "wind": {"existing": [40.0, limit], "minimum_capacity": 0.0, "maximum_capacity": [40.0, limit]},
            "coal": {"existing": 100.0, "minimum_capacity": 100.0, "maximum_capacity": 100.0, "variable_om": 300.0},
        },
        demands={"city": {"demand_mean": 100.0}},
        metrics={"wind": {"generation": {"wind": 1.0}}, "all": {"consumption": {"city": 1.0}}},
        targets={"t": {"metric": "wind", "of": "all", "sense": "rising", "year": 2030, "unit": "%", "value": 0.0}},
        years=(2030, 2035),
    )
    (row,) = scorecard(solve_dataset(data)[1]).to_dict("records")
    assert row["verdict"] == verdict
