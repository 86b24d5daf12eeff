"""Bounds of one program are proved, by whatever method it was solved."""

from __future__ import annotations

import pytest

from energy_model.compiler import SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from energy_model.workflow.at_once import proved, solved_at_once
from energy_model.workflow.options import RunOptions
from energy_model.workflow.stages import Clock
from tests.support.random_systems import random_small

GAP = 1e-4


@pytest.mark.parametrize("method", ["hipo", "ipx"])
def test_duals_of_an_interior_point_prove_what_is_told(method: str) -> None:
    """Never above the optimum; and where they prove too little, a vertex is sought whose duals prove enough."""
    data = random_small(3)
    program = compile_model(build(), data)
    optimum = solve(program, SolverOptions(method="simplex", gap=1e-10)).objective
    rough = proved(program, solve(program, SolverOptions(method=method, gap=1e-3)))
    assert rough.dual_objective <= optimum + 1e-8 * abs(optimum)
    found = solved_at_once(data, program, RunOptions(solver=method, hourly=True, gap=GAP, polish=False), Clock(None))
    assert optimum * (1 - GAP) <= found.lower_bound <= optimum + 1e-8 * abs(optimum)
