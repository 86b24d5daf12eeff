"""Common cost: below every plan's even where capacities cost nothing; the gap asked for is a share of what is above."""

from __future__ import annotations

import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from energy_model.horizon import CertifyOptions, SearchSettings, certify
from energy_model.horizon.certify import with_states
from energy_model.horizon.common_cost import common_cost
from energy_model.horizon.hourly_problem import hourly_problem
from energy_model.workflow.free_capacity import free_capacity
from tests.support.hourly import hourly_optimum
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof

SETTINGS = SearchSettings(block_hours=24.0, stage_shares=(0.3,))


def compiled(data: xr.Dataset) -> LinearProgram:
    return compile_model(build(), data)


def options_of(data: xr.Dataset, gap: float) -> CertifyOptions:
    return CertifyOptions(gap=gap, threads=1, free_capacity=free_capacity(build().cost_terms, data["year_weight"]))


@proof_seeds(2)
def test_no_plan_costs_less_than_the_common_cost(seed: int) -> None:
    data = with_states(random_small(seed), SETTINGS)
    options, program = options_of(data, 0.01), compiled(data)
    assert options.free_capacity is not None
    common = common_cost(hourly_problem(data, program, compiled, build().state_variables, options, SETTINGS))
    free = solve(options.free_capacity(program), SolverOptions(method="simplex")).objective
    slack = 1e-7 * abs(free)
    assert common <= max(free, 0.0) + slack
    assert free <= hourly_optimum(seed).objective + slack


def test_the_gap_is_a_share_of_what_decisions_can_change() -> None:
    """The same distance is a larger share of less; the search goes on until that share is reached."""
    data = with_states(random_small(1), SETTINGS)
    found = certify(data, compiled, build().state_variables, options_of(data, 1e-3), SETTINGS)
    cost = found.solution.objective
    assert 0.0 < found.common_cost < found.lower_bound
    assert cost - found.lower_bound <= 1e-3 * (cost - found.common_cost)
