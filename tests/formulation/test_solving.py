"""Methods and prices on a system of the size and kind of the real one, cut short."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.compiler import SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from tests.formulation.solved import solved_data
from tests.systems import random_system


@pytest.fixture(scope="module")
def by_simplex() -> float:
    """Objective of the two-day system, in a vertex."""
    return solved_data(random_system(2, 48)).objective


@pytest.mark.parametrize("method", ["hipo", "ipx", "simplex"])
def test_methods_agree(method: str, by_simplex: float) -> None:
    found = solve(compile_model(build(), random_system(2, 48)), SolverOptions(method=method))
    assert found.method == method and found.attempts == [f"{method}: optimal"]
    assert found.objective == pytest.approx(by_simplex, rel=1e-7)
    assert found.gap < 1e-6 and found.primal_residual < 1e-6 and found.dual_residual < 1e-6


@pytest.mark.parametrize("step", [3, 12, 19])
def test_price_is_the_cost_of_one_more_megawatt(step: int) -> None:
    """Finite difference of the demand of one zone in one step."""
    data = random_system(2, 24)
    base = solved_data(data)
    more = data.copy(deep=True)
    change = 1e-3
    mean = float(data["demand_mean"].sel(demand="load0").item())
    more["profile_value"].loc[{"profile": "load0", "step": step}] += change / mean
    difference = (solved_data(more).objective - base.objective) / change
    assert base.price("z0")[step] == pytest.approx(difference, rel=1e-4)
    assert difference > 0


def test_costs_add_up_to_the_objective() -> None:
    """The objective is the sum of the named costs and nothing else."""
    found = solved_data(random_system(2, 24))
    total = sum(float(found.program.evaluate(c.name, found.solution.x).sum()) for c in build().cost_terms)
    assert total == pytest.approx(found.objective, rel=1e-12)
    assert np.isfinite(total)
