"""Solving: statuses, methods, the checks of a point, and the sign of duals."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

from energy_model.compiler import LinearProgram, Solution, SolveError, SolverOptions, solve
from energy_model.compiler.highs import METHODS, _run, _solution, load
from energy_model.compiler.residuals import dual_objective, primal_residual
from tests.support.models import compiled, data


def covering(m: pyo.AbstractModel) -> None:
    """Cover the need of each number from letters of limited strength, at least cost."""
    m.del_component("objective")
    m.cover = pyo.Constraint(m.number, rule=lambda m, n: sum(m.x[a, n] for a in m.letter) + m.y[n] == 5 + m.weight[n])
    m.strength = pyo.Constraint(m.letter, rule=lambda m, a: sum(m.x[a, n] for n in m.number) <= 4 + m.price[a])
    m.missing = pyo.Constraint(m.number, rule=lambda m, n: m.y[n] >= 0)
    m.objective = pyo.Objective(
        rule=lambda m: (
            sum((m.price[a] + m.weight[n] / 8) * m.x[a, n] for a in m.letter for n in m.number)
            + sum(100 * m.y[n] for n in m.number)
            + 17
        )
    )


@pytest.fixture(scope="module")
def program() -> LinearProgram:
    """The covering problem, compiled."""
    return compiled(covering)


@pytest.fixture(scope="module")
def solution(program: LinearProgram) -> Solution:
    """Its solution by simplex."""
    return solve(program, SolverOptions(method="simplex"))


def test_solution_by_hand(program: LinearProgram, solution: Solution) -> None:
    """Need 6, 5, 9, 5.25; strength 6 (at 2), 7 (at 3), 9 (at 5): 22 of 25.25 are covered, 3.25 missed at 100.

    A missed unit saves its surcharge weight/8, so it is missed in number 30 (weight 4): cost
    2*6 + 3*7 + 5*9 + (6*1 + 5*0 + (9 - 3.25)*4 + 5.25*0.25)/8 + 100*3.25 + 17.
    """
    by_hand = 12 + 21 + 45 + (6 + 23 + 1.3125) / 8 + 325 + 17
    assert solution.objective == pytest.approx(by_hand, rel=1e-12)
    assert program.variables["y"].array(solution.x).values.tolist() == pytest.approx([0, 0, 3.25, 0])
    assert solution.dual_objective == pytest.approx(by_hand, rel=1e-9)
    assert max(solution.gap, solution.primal_residual, solution.dual_residual) < 1e-9
    assert solution.attempts == ["simplex: optimal"]


@pytest.mark.parametrize("method", METHODS)
def test_methods_agree(program: LinearProgram, solution: Solution, method: str) -> None:
    found = solve(program, SolverOptions(method=method))
    assert found.method == method
    assert found.objective == pytest.approx(solution.objective, rel=1e-4 if method == "pdlp" else 1e-7)


def test_maximisation() -> None:
    """The sum of y is 9.25 - 4 z, so 3 z more is best with z at its least, -1: 13.25 - 3 - 1."""

    def declare(m: pyo.AbstractModel) -> None:
        m.top = pyo.Constraint(m.number, rule=lambda m, n: m.y[n] + m.z <= m.weight[n] + 1)
        m.least = pyo.Constraint(rule=lambda m: m.z >= -1)
        m.objective = pyo.Objective(rule=lambda m: sum(m.y[n] for n in m.number) + 3 * m.z - 1, sense=pyo.maximize)

    program = compiled(declare, objective=False)
    solution = solve(program)
    assert solution.objective == pytest.approx(9.25) == solution.dual_objective
    # duals are changes of the objective here too: a higher top gains, a higher least z loses
    assert program.constraints["top"].array(solution.row_dual).values.tolist() == [1, 1, 1, 1]
    assert float(program.constraints["least"].array(solution.row_dual)) == -1


def test_unknown_method_is_refused(program: LinearProgram) -> None:
    with pytest.raises(ValueError, match=r"no method 'simplx'; there are auto, hipo"):
        solve(program, SolverOptions(method="simplx"))


@pytest.mark.parametrize("method", ["auto", *METHODS])
def test_infeasible(method: str) -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.low = pyo.Constraint(m.number, rule=lambda m, n: m.y[n] >= 2 * m.z + 3)
        m.high = pyo.Constraint(rule=lambda m: sum(m.y[n] for n in m.number) <= 8 * m.z + 11)

    with pytest.raises(SolveError, match="no plan satisfies") as error:
        solve(compiled(declare), SolverOptions(method=method))
    assert error.value.status == "infeasible"


@pytest.mark.parametrize("method", ["auto", *METHODS])
def test_unbounded(method: str) -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.row = pyo.Constraint(m.number, rule=lambda m, n: m.y[n] >= m.z - m.weight[n])

    with pytest.raises(SolveError, match="fall without limit") as error:
        solve(compiled(declare), SolverOptions(method=method))
    assert error.value.status == "unbounded"


def test_time_limit(program: LinearProgram) -> None:
    with pytest.raises(SolveError, match="time limit") as error:
        solve(program, SolverOptions(time_limit=0.0))
    assert error.value.status == "time_limit"


def test_time_limit_counts_each_attempt_once(program: LinearProgram) -> None:
    """HiGHS adds up the time of all runs of one object; a second attempt must still get what is left."""
    solver = load(program)
    for _ in range(3):
        assert _run(solver, "simplex", SolverOptions(), time_left=0.5)[0] == "optimal"
    assert float(solver.getOptionValue("time_limit")[1]) > 0.5


def test_a_point_that_is_not_exact_enough_is_no_answer(program: LinearProgram) -> None:
    with pytest.raises(SolveError, match="no method reached an optimum: pdlp: optimal, residuals") as error:
        solve(program, SolverOptions(method="pdlp", tolerance=1e-16))
    assert error.value.status == "failed"


def test_a_bound_that_is_missed_by_rounding_saves_nothing(program: LinearProgram, solution: Solution) -> None:
    """A letter that is used 1e-7 below zero would cost less than the optimum."""
    beside, block = solution.x.copy(), program.variables["x"]
    beside[block.start + int(np.argmin(beside[block.start : block.stop]))] = -1e-7
    raw = SimpleNamespace(col_value=beside.tolist(), row_dual=solution.row_dual.tolist())
    forged: Any = SimpleNamespace(getSolution=lambda: raw)
    assert float(program.cost @ beside + program.offset) < solution.objective - 1e-7
    found = _solution(program, forged, "simplex", {}, [], 0)
    assert found.objective == solution.objective
    assert (found.x >= program.lower).all()


def test_log_is_passed_on(program: LinearProgram) -> None:
    lines: list[str] = []
    solve(program, SolverOptions(method="ipx", log=lines.append))
    assert any("Optimal" in line for line in lines)


def test_primal_residual_notices_a_tampered_point(program: LinearProgram, solution: Solution) -> None:
    assert primal_residual(program, solution.x) < 1e-9
    block = program.variables["x"]
    for change in (1e-3, -1e-3):
        x = solution.x.copy()
        x[block.start + int(np.argmax(x[block.start : block.stop]))] += change
        assert primal_residual(program, x) > 5e-5  # relative to the largest terms in the row
    x = solution.x.copy()
    x[block.start + int(np.argmin(x[block.start : block.stop]))] = -0.5  # below its bound, to be sure
    assert primal_residual(program, x) >= 0.05


def test_primal_residual_notices_a_tampered_row(program: LinearProgram, solution: Solution) -> None:
    tighter = replace(program, row_upper=program.row_upper - np.where(np.isfinite(program.row_upper), 0.01, 0.0))
    assert primal_residual(tighter, solution.x) > 1e-4


def test_dual_objective_notices_tampered_duals(program: LinearProgram, solution: Solution) -> None:
    def dual(row_dual: np.ndarray) -> tuple[float, float]:
        return dual_objective(program, row_dual, program.cost - program.matrix.T @ row_dual, solution.x)

    total, wrong = dual(solution.row_dual)
    assert total + program.offset == pytest.approx(solution.objective) and wrong < 1e-9
    cover = program.constraints["cover"]
    for change in (0.1, -0.1):
        tampered = solution.row_dual.copy()
        tampered[cover.start] += change
        moved, wrong = dual(tampered)
        # either it proves less, or a multiplier has a sign that no bound allows
        assert moved < total - 1e-3 or wrong > 1e-4


def test_dual_of_the_wrong_sign_is_noticed(program: LinearProgram, solution: Solution) -> None:
    """A `<=` row has no lower side: a positive multiplier there proves nothing."""
    tampered = solution.row_dual.copy()
    tampered[program.constraints["strength"].start] = 5.0
    _, wrong = dual_objective(program, tampered, program.cost - program.matrix.T @ tampered, solution.x)
    assert wrong > 0.01


def test_row_dual_is_the_cost_of_one_more(program: LinearProgram, solution: Solution) -> None:
    """Finite difference: need one hundredth more of each number."""
    step = 0.01
    duals = program.constraints["cover"].array(solution.row_dual)
    for n in (10, 20, 30, 40):
        weight = data()["weight"].copy()
        costs_as_before = compiled(covering)
        weight.loc[{"number": n}] += step
        more = compiled(covering, data().assign(weight=weight))
        moved = replace(more, cost=costs_as_before.cost)
        difference = (solve(moved).objective - solution.objective) / step
        assert difference == pytest.approx(float(duals.sel(number=n)), rel=1e-7)
        assert difference > 0


def test_column_dual_is_the_reduced_cost(program: LinearProgram) -> None:
    spread = np.random.default_rng(3).uniform(0, 1, len(program.cost))
    dearer = replace(program, cost=program.cost + np.where(program.cost > 0, spread, 0))
    solution = solve(dearer)
    idle = int(np.argmax(solution.column_dual))
    assert solution.column_dual[idle] > 0.1 and solution.x[idle] == 0
    forced = dearer.lower.copy()
    forced[idle] = 1e-3
    difference = (solve(replace(dearer, lower=forced)).objective - solution.objective) / 1e-3
    assert difference == pytest.approx(solution.column_dual[idle], rel=1e-6)
