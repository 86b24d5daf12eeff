"""Prices of a search belong together, and where only one price is possible they are that."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
import xarray as xr

from energy_model.compiler import LinearProgram, Solution, SolverOptions, solve
from energy_model.compiler.residuals import dual_bound
from energy_model.horizon import CertifyOptions, SearchSettings, certify
from energy_model.horizon.blocks import cut_into_blocks
from energy_model.horizon.certify import with_states
from energy_model.horizon.dispatch import Dispatcher
from energy_model.horizon.implied_bounds import implied_bounds
from energy_model.horizon.prices import PricedBlocks
from energy_model.horizon.resolution import first_steps
from energy_model.horizon.search_clock import SearchClock
from energy_model.horizon.warm_start import OPTIMAL, warm_solver
from tests.horizon.test_certificate import STATES, compiled
from tests.support.hourly import copied, hourly_optimum
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof

STEP = 1e-3  # MW more or less that is asked for


def proved(program: LinearProgram, row_dual: np.ndarray) -> float:
    """Bound on the whole program that duals prove, with the bounds that its rows imply."""
    lower, upper = implied_bounds(program, SearchSettings())
    return dual_bound(replace(program, lower=lower, upper=upper), row_dual)


def assert_nearly_proved(seed: int) -> None:
    settings = SearchSettings(block_hours=[12.0, 24.0, 48.0][seed % 3], stage_shares=(0.3,))
    data = with_states(random_small(seed), settings)
    program, optimum = compiled(data), hourly_optimum(seed).objective
    found = certify(data, compiled, STATES, CertifyOptions(gap=1e-2, threads=1), settings, copied(program))
    reached = proved(program, found.solution.row_dual)
    assert found.lower_bound - 0.03 * abs(optimum) <= reached <= optimum + 1e-7 * abs(optimum)


@proof_seeds(3)
def test_duals_of_all_blocks_prove_nearly_the_bound_together(seed: int) -> None:
    """Those of separate blocks would contradict each other at every state, limit and capacity."""
    assert_nearly_proved(seed)


def test_no_storage_that_is_not_built_would_pay_at_the_prices() -> None:
    """A storage of this system had earned in the blocks a fifth of all cost more than its own."""
    assert_nearly_proved(11)


def only_price(program: LinearProgram, solution: Solution, row: int) -> float | None:
    """Price of a row where a little more and a little less of it are worth the same, else None."""
    solver, cost = warm_solver(program), []
    for change in (-STEP, STEP):
        low, high = program.row_lower[row] + change, program.row_upper[row] + change
        solver.changeRowBounds(row, low, high)
        solver.run()
        if solver.getModelStatus() != OPTIMAL:
            return None
        cost.append(solver.getInfo().objective_function_value)
    less, more = ((cost[0] - solution.objective) / -STEP, (cost[1] - solution.objective) / STEP)
    return (less + more) / 2 if abs(less - more) <= 1e-3 * (1.0 + abs(more)) else None


@proof_seeds(2)
def test_a_price_is_that_of_the_program_of_all_hours_where_it_has_one(seed: int) -> None:
    """A year of 48 hours in two blocks without links but states, to the last digits."""
    settings = SearchSettings(block_hours=24.0, stage_shares=(0.3,), price_spread=1e-4)
    data = random_small(seed)
    data = data.assign(ramp=xr.ones_like(data["ramp"]), min_load=xr.zeros_like(data["min_load"]))
    program = compiled(data)
    optimum = solve(program, SolverOptions(method="simplex"))
    found = certify(data, compiled, STATES, CertifyOptions(gap=1e-7, threads=1), settings, copied(program))
    balance = program.constraints["balance"]
    rows = np.random.default_rng(seed).choice(np.arange(balance.start, balance.stop), 24, replace=False)
    prices = {int(row): only_price(program, optimum, int(row)) for row in rows}
    unique = {row: price for row, price in prices.items() if price is not None}
    assert len(unique) >= 4
    largest = max(abs(price) for price in unique.values())
    for row, price in unique.items():
        assert found.solution.row_dual[row] == pytest.approx(price, rel=2e-3, abs=2e-3 * largest)


@proof_seeds(3)
def test_blocks_go_on_from_the_vertex_of_their_dispatch(seed: int) -> None:
    """Nothing is worth moving: a few steps, where a shortfall of nothing was basic, of hundreds. Without time none."""
    settings = SearchSettings(block_hours=[12.0, 24.0, 48.0][seed % 3], price_spread_floor=1e9, price_iterations=10)
    settings = replace(settings, price_iterations_from_scratch=0)
    data = random_small(seed)
    program, x = compiled(data), hourly_optimum(seed).solution.x
    blocks = cut_into_blocks(program, first_steps(data, settings), STATES, settings)
    decision, dispatcher = blocks.decision_of(x), Dispatcher(blocks, threads=1)
    dispatch = dispatcher.relaxed(decision)
    dispatcher.close()
    known, slopes = dispatch.row_dual, sp.csr_array((blocks.count, blocks.size))
    priced = PricedBlocks(blocks, decision, dispatch.x, slopes, dispatcher.basis)
    assert priced.row_duals(known, 1)[1] == 0
    late, unpriced = priced.row_duals(known, 1, deadline=0.0)
    assert unpriced == blocks.count
    np.testing.assert_array_equal(late, known)


def test_prices_take_their_share_of_the_time_limit_and_what_is_left_is_told() -> None:
    settings = SearchSettings(block_hours=24.0, stage_shares=(0.3,), price_time_share=0.0)
    data = with_states(random_small(0), settings)
    found = certify(data, compiled, STATES, CertifyOptions(gap=0.1, threads=1, time_limit=60.0), settings)
    assert found.unpriced_share == 1.0
    assert SearchClock(60.0).after(0.1) == pytest.approx(time.perf_counter() + 6.0, abs=0.5)
    assert SearchClock(-1.0).after(0.1) < time.perf_counter()
