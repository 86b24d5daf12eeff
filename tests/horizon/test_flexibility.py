"""Shiftable demand, monthly calls, daily cycles: segments bound them from below, decisions hold what links blocks."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import scipy.sparse as sp
import xarray as xr

from energy_model.compiler import LinearProgram, SolverOptions, compile_model, solve
from energy_model.compiler.residuals import primal_residual
from energy_model.formulation.model import build
from energy_model.horizon import CertifyOptions, SearchSettings, certify
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.blocks import cut_into_blocks
from energy_model.horizon.certify import with_states
from energy_model.horizon.hourly_problem import hourly_problem
from energy_model.horizon.initial_relaxation import _with_margin
from energy_model.horizon.resolution import first_steps, initial_segments
from energy_model.horizon.segments import calendar_breaks, choose, normalised_series
from energy_model.horizon.singleton_rows import SingletonRows
from tests.horizon.test_certificate import STAGES, STATES, TOLERANCE, compiled
from tests.support.hourly import copied, price_breaks, random_starts
from tests.support.random_flexibility import random_flexible
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof


def optimum(program: LinearProgram) -> float:
    """By simplex, all hours at once."""
    return solve(program, SolverOptions(method="simplex")).objective


@cache
def at_once(seed: int) -> tuple[xr.Dataset, LinearProgram, float]:
    """A system, its program, and its optimum of all hours."""
    data = random_flexible(seed)
    program = compiled(data)
    return data, program, optimum(program)


@proof_seeds(2)
def test_segments_are_a_lower_bound(seed: int) -> None:
    data, _, hourly = at_once(seed)
    starts = random_starts(price_breaks(data) | calendar_breaks(data), seed)
    assert optimum(compiled(aggregate(data, starts))) <= hourly + TOLERANCE * abs(hourly)


def test_prices_answer_contracts_stay_untaken_and_peaks_are_paid() -> None:
    """What the proofs are about occurs in the optimum of some system."""
    used = dict.fromkeys(("block_trade", "untaken", "month_peak"), False)
    for seed in range(3):
        program = at_once(seed)[1]
        x = solve(program, SolverOptions(method="simplex")).x
        for name in used:
            used[name] |= bool((program.variables[name].array(x).values > 0.1).any())
    assert all(used.values())


@proof_seeds(2)
def test_bounds_enclose_the_optimum(seed: int) -> None:
    """Blocks of 6 to 24 hours, some of which end within a window of the day, others with it."""
    data, _, hourly = at_once(seed)
    block = float(np.random.default_rng(seed).choice([6, 8, 12, 24]))
    settings = SearchSettings(block_hours=block, stage_shares=STAGES[seed % len(STAGES)])
    options = CertifyOptions(gap=2e-2, threads=1, time_limit=60.0)
    data = with_states(data, settings)
    program = compiled(data)
    found = certify(data, compiled, STATES, options, settings, copied(program))
    slack = TOLERANCE * abs(hourly)
    assert found.lower_bound - slack <= hourly <= found.solution.objective + slack
    assert primal_residual(program, found.solution.x) <= 1e-6


def test_the_first_relaxation_asks_no_contract_to_take_more_than_it_has_to() -> None:
    """It asks a little more of targets than they do. A contract may be left untaken, but not by more than it is."""
    settings = SearchSettings(block_hours=12.0)
    data = with_states(random_flexible(43), settings)
    options = CertifyOptions(threads=1)
    problem = hourly_problem(data, compiled(data), compiled, STATES, options, settings)
    blocks = problem.in_segments(initial_segments(data, settings))
    closer = _with_margin(blocks, 0.05)
    assert blocks.program.row_lower[blocks.allocations.rows].max() > 1.0  # there is a contract
    assert optimum(closer) >= optimum(blocks.program) - 1e-3


def test_segments_keep_months_apart_and_the_last_value_of_what_limits_states() -> None:
    data = random_flexible(3)
    starts = choose(data, 8)
    months = np.flatnonzero(np.diff(data["month_of"].to_numpy(), prepend=0))
    assert np.isin(months, starts).all() and len(months) == data.sizes["month"]
    segments = aggregate(data, starts)
    assert (segments["month_of"].to_numpy() == data["month_of"].to_numpy()[starts]).all()
    last = np.append(starts[1:], data.sizes["step"]) - 1
    fine, coarse = (d["profile_value"].sel(profile="open").to_numpy() for d in (data, segments))
    assert (coarse == fine[last]).all() and 0 < coarse.mean() < 1
    with_demand = data.assign(demand_profile=("demand", np.full(data.sizes["demand"], "open", dtype=object)))
    assert normalised_series(with_demand).shape[1] < normalised_series(data).shape[1]


def test_what_must_be_zero_at_block_boundaries_is_no_part_of_the_decision() -> None:
    """Blocks that end with a window of the day are not linked by what was put off; others are."""
    data = next(d for d in map(random_flexible, range(20)) if (d["shift_share"] > 0).any())
    data["profile_value"].loc[{"profile": "open"}] = (np.arange(data.sizes["step"]) % 12 != 11).astype(float)
    program = compiled(data)
    put_off = program.variables["shifted"]
    for hours, linked in ((12.0, False), (8.0, True)):
        blocks = cut_into_blocks(program, first_steps(data, SearchSettings(block_hours=hours)), STATES)
        assert ((blocks.boundary.columns >= put_off.start) & (blocks.boundary.columns < put_off.stop)).any() == linked


def test_allocations_are_those_of_the_blocks_that_a_row_runs_over() -> None:
    data = next(d for d in map(random_flexible, range(20)) if np.isfinite(d["shift_hours"][d["shift_share"] > 0]).any())
    program = compile_model(build(), data)
    blocks = cut_into_blocks(program, first_steps(data, SearchSettings(block_hours=8.0)), STATES)
    limit = program.constraints["shift_limit"]
    month = data["month_of"].to_numpy()
    first = first_steps(data, SearchSettings(block_hours=8.0))
    of_month = {m: set((np.searchsorted(first, np.flatnonzero(month == m), "right") - 1).tolist()) for m in set(month)}
    for row in range(limit.start, limit.stop):
        own = of_month[1 + (row - limit.start) % data.sizes["month"]]
        shares = blocks.allocations.row == np.flatnonzero(blocks.allocations.rows == row)[0]
        assert set(blocks.allocations.block[shares].tolist()) == own
    assert blocks.size == len(blocks.first_stage.columns) + len(blocks.allocations.row)


def test_rows_of_one_entry_become_bounds_and_get_their_duals_back() -> None:
    """Of random programs: the same optimum, and duals that are feasible and prove it."""
    rng = np.random.default_rng(5)
    for _ in range(30):
        rows, columns = 12, 6
        matrix = sp.random_array((rows, columns), density=0.3, rng=rng, data_sampler=rng.standard_normal).tocsr()
        x = rng.uniform(0.0, 2.0, columns)
        lower, upper = matrix @ x - rng.choice([0.0, 1.0, np.inf], rows), matrix @ x + rng.uniform(0.0, 2.0, rows)
        bounds = np.zeros(columns), np.full(columns, 3.0)
        cost = rng.standard_normal(columns)
        program = LinearProgram.bare(matrix, row_bounds=(lower, upper), bounds=bounds, cost=cost)
        singletons = SingletonRows(program.matrix)
        without, tight = singletons.without(program)
        whole, left = (solve(p, SolverOptions(method="simplex")) for p in (program, without))
        assert left.objective == pytest.approx(whole.objective, abs=1e-8)
        dual = singletons.duals(left.row_dual, cost, tight)
        reduced = cost - matrix.T @ dual
        worth = sum(
            float(d[d != 0] @ np.where(d > 0, low, high)[d != 0])
            for d, low, high in ((dual, lower, upper), (reduced, *bounds))
        )
        assert worth == pytest.approx(whole.objective, abs=1e-6)
