"""Methods and prices on a system of the size and kind of the real one, cut short."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.compiler import LinearProgram, SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from tests.support.solved_system import Solved, solved_data
from tests.support.systems import random_system


@pytest.fixture(scope="module")
def program() -> LinearProgram:
    """The two-day system, compiled."""
    return compile_model(build(), random_system(2, 48))


@pytest.fixture(scope="module")
def by_simplex(program: LinearProgram) -> float:
    """Its objective in a vertex."""
    return solve(program, SolverOptions(method="simplex")).objective


@pytest.fixture(scope="module")
def day() -> Solved:
    """The system of one day, solved."""
    return solved_data(random_system(2, 24))


@pytest.mark.parametrize("method", ["hipo", "ipx", "simplex"])
def test_methods_agree(method: str, program: LinearProgram, by_simplex: float) -> None:
    found = solve(program, SolverOptions(method=method))
    assert found.method == method and found.attempts == [f"{method}: optimal"]
    assert found.objective == pytest.approx(by_simplex, rel=1e-7)
    assert found.gap < 1e-6 and found.primal_residual < 1e-6 and found.dual_residual < 1e-6


@pytest.mark.parametrize("step", [3, 12, 19])
def test_price_is_the_cost_of_one_more_megawatt(step: int, day: Solved) -> None:
    """Finite difference of the demand of one zone in one step."""
    more = random_system(2, 24)
    change = 1e-3
    mean = float(more["demand_mean"].sel(demand="load0").item())
    more["profile_value"].loc[{"profile": "load0", "step": step}] += change / mean
    difference = (solved_data(more).objective - day.objective) / change
    assert day.price("z0")[step] == pytest.approx(difference, rel=1e-4)
    assert difference > 0


def test_costs_add_up_to_the_objective(day: Solved) -> None:
    """The objective is the sum of the named costs and nothing else."""
    total = sum(float(day.program.evaluate(c.name, day.solution.x).sum()) for c in build().cost_terms)
    assert total == pytest.approx(day.objective, rel=1e-12)
    assert np.isfinite(total)
