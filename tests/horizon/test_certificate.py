"""A certificate is true: no bound above the hourly optimum, no schedule below it, and every cut below what it cuts."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import count, cycle
from types import SimpleNamespace
from typing import Any

import highspy
import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, SolveError, SolverOptions, compile_model, solve
from energy_model.compiler.residuals import primal_residual
from energy_model.formulation.model import build
from energy_model.horizon import (
    Certified,
    CertifyOptions,
    Round,
    SearchSettings,
    certify,
    search_clock,
)
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.blocks import Blocks, cut_into_blocks
from energy_model.horizon.certify import with_states
from energy_model.horizon.cuts import Cuts, cuts_of, cuts_of_twins
from energy_model.horizon.dispatch import Dispatcher
from energy_model.horizon.master_program import MasterProgram
from energy_model.horizon.resolution import first_steps
from tests.support.hourly import copied, hourly_optimum, price_breaks, random_starts
from tests.support.random_systems import random_small, random_uneven
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof

TOLERANCE = 1e-7
STATES = build().state_variables
STAGES = ((), (0.3,), (0.1, 0.3, 0.6), (0.25, 0.5))


def compiled(data: xr.Dataset) -> LinearProgram:
    return compile_model(build(), data)


def certified(
    seed: int, gap: float, block_hours: float, shares: tuple[float, ...], **others: Any
) -> tuple[Certified, list[Round]]:
    told: list[Round] = []
    options = CertifyOptions(gap=gap, threads=1, time_limit=120.0, log=told.append)
    settings = SearchSettings(block_hours=block_hours, stage_shares=shares, **others)
    data = with_states(random_small(seed), settings)
    return certify(data, compiled, STATES, options, settings), told


def assert_is_true(found: Certified, told: list[Round], seed: int, block_hours: float) -> None:
    """Bounds on either side of the hourly optimum, from first to last, and a schedule that every hour allows."""
    optimum = hourly_optimum(seed)
    slack = TOLERANCE * abs(optimum.objective)
    assert found.lower_bound <= optimum.objective + slack
    assert found.solution.objective >= optimum.objective - slack
    for seen in told:
        assert seen.lower_bound <= optimum.objective + slack
        assert not seen.is_hourly or seen.cost >= optimum.objective - slack
    # judged on a program of our own, not on the one that was given and came back
    program = compiled(with_states(random_small(seed), SearchSettings(block_hours=block_hours)))
    x = found.solution.x
    assert primal_residual(program, x) <= 1e-6
    assert ((x >= program.lower) & (x <= program.upper)).all()
    assert float(program.cost @ x + program.offset) == pytest.approx(found.solution.objective, rel=1e-9)
    reached = (found.solution.objective - found.lower_bound) / abs(found.solution.objective)
    assert found.gap == pytest.approx(reached, abs=1e-9)


@proof_seeds(3)
def test_bounds_enclose_the_optimum_and_meet(seed: int) -> None:
    """A year is one block, so that only capacities and yearly limits are planned: the gap is reached."""
    found, told = certified(seed, gap=1e-3, block_hours=48.0, shares=STAGES[seed % len(STAGES)])
    assert_is_true(found, told, seed, 48.0)
    assert found.gap <= 1e-3


@proof_seeds(2)
def test_bounds_enclose_the_optimum_with_short_blocks(seed: int) -> None:
    """Blocks of 6 to 24 hours. Ramps link them, are left out of the bound and may keep a gap open."""
    rng = np.random.default_rng(seed)
    hours = float(rng.choice([6, 8, 12, 16, 24]))
    found, told = certified(seed, 2e-2, hours, STAGES[int(rng.integers(len(STAGES)))])
    assert_is_true(found, told, seed, hours)


@proof_seeds(2)
def test_bounds_enclose_the_optimum_of_unequal_steps(seed: int) -> None:
    """Steps of other lengths in periods of their own, in blocks of 12 steps; the bound holds and the schedule too."""
    settings = SearchSettings(block_hours=12.0, stage_shares=(0.3,))
    data = with_states(random_uneven(seed), settings)
    optimum = solve(compiled(data), SolverOptions(method="simplex")).objective
    found = certify(data, compiled, STATES, CertifyOptions(gap=2e-2, threads=1), settings)
    slack = TOLERANCE * abs(optimum)
    assert found.lower_bound - slack <= optimum <= found.solution.objective + slack
    assert primal_residual(compiled(data), found.solution.x) <= 1e-6


@proof_seeds(3)
def test_states_and_yearly_limits_are_planned_exactly(seed: int) -> None:
    """Without ramps and starts nothing else links the blocks: the gap is reached with short ones too."""
    data = random_small(seed)
    free = data.assign(ramp=xr.ones_like(data["ramp"]), min_load=xr.zeros_like(data["min_load"]))
    optimum = solve(compiled(free), SolverOptions(method="simplex"))
    found = certify(
        free,
        compiled,
        STATES,
        CertifyOptions(gap=1e-3, threads=1),
        SearchSettings(block_hours=12.0, stage_shares=(0.3,)),
    )
    slack = TOLERANCE * abs(optimum.objective)
    assert found.lower_bound - slack <= optimum.objective <= found.solution.objective + slack
    assert primal_residual(found.program, found.solution.x) <= 1e-6
    assert found.gap <= 1e-3


def test_no_time_is_said() -> None:
    """A time limit that leaves no time gives no answer rather than a wrong one."""
    with pytest.raises(SolveError) as refused:
        certify(random_small(0), compiled, STATES, CertifyOptions(time_limit=1e-9))
    assert refused.value.status == "time_limit"


def test_time_is_left_for_the_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """No schedule comes from a stage of segments: it is left in time. Each reading of the clock is ten seconds on."""
    read, begun = count(), time.perf_counter()
    monkeypatch.setattr(search_clock, "time", SimpleNamespace(perf_counter=lambda: begun + 10.0 * next(read)))
    told: list[Round] = []
    options = CertifyOptions(gap=1e-9, threads=1, time_limit=600.0, log=told.append)
    settings = SearchSettings(block_hours=8.0, stage_shares=(0.5,))
    found = certify(with_states(random_small(0), settings), compiled, STATES, options, settings)
    late = [seen.seconds for seen in told if not seen.is_hourly and seen.seconds > 0.6 * options.time_limit]
    assert len(late) == 1 and sum(not seen.is_hourly for seen in told) > 2  # the stage was left, and had begun
    assert told[-1].is_hourly and np.isfinite(found.solution.objective)


@proof_seeds(1)
def test_a_master_that_loses_its_way_brings_no_bound(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS may call the master infeasible, or not end, after it has solved it: such a round is without a bound."""
    turn, honest = count(), MasterProgram.solved
    ends = cycle(getattr(highspy.HighsModelStatus, name) for name in ("kInfeasible", "kUnknown", "kIterationLimit"))

    def lost(program: MasterProgram) -> tuple[Any, Any]:
        status, solution = honest(program)
        return (status if next(turn) % 3 != 2 else next(ends)), solution

    monkeypatch.setattr(MasterProgram, "solved", lost)
    found, told = certified(seed, gap=1e-3, block_hours=48.0, shares=(0.3,))
    assert next(turn) > 9  # each end was met
    assert_is_true(found, told, seed, 48.0)
    assert found.gap <= 1e-3


@proof_seeds(2)
def test_a_master_solved_inside_with_few_cuts_at_work_proves_as_much(seed: int) -> None:
    found, told = certified(seed, 1e-3, 48.0, (0.3,), master_iterations=0, working_solves=1)
    assert_is_true(found, told, seed, 48.0)
    assert found.gap <= 1e-3


def test_a_master_without_any_optimum_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MasterProgram, "solved", lambda _: (highspy.HighsModelStatus.kInfeasible, None))
    with pytest.raises(SolveError) as refused:
        certify(
            random_small(0),
            compiled,
            STATES,
            CertifyOptions(threads=1),
            SearchSettings(block_hours=12.0, stage_shares=()),
        )
    assert refused.value.status == "infeasible"


@dataclass(frozen=True)
class Stage:
    """Blocks of a stage, and cuts made there by good and by bad duals."""

    blocks: Blocks
    cuts: list[Cuts]


def schedules(seed: int, block_hours: float) -> tuple[xr.Dataset, LinearProgram, list[np.ndarray]]:
    """System with states where blocks meet, and schedules optimal at its costs and at others. shape: (column,)"""
    data = with_states(random_small(seed), SearchSettings(block_hours=block_hours))
    rng, program = np.random.default_rng(seed), compiled(data)
    found = [solve(program, SolverOptions(method="simplex")).x]
    for _ in range(3):
        other = replace(program, cost=program.cost * rng.uniform(0.1, 3.0, len(program.cost)))
        found.append(solve(other, SolverOptions(method="simplex")).x)
    return data, program, found


def decisions(seed: int, blocks: Blocks, known: list[np.ndarray]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Decisions of hourly schedules, and the cost of each block. shapes: (decision,), (block,)"""
    rng, program = np.random.default_rng([1, seed]), blocks.program
    local = blocks.interior.columns
    return [
        (
            blocks.decision_of(x) + unused(blocks, rng),
            np.bincount(blocks.partition.column[local], (program.cost * x)[local], blocks.count),
        )
        for x in known
    ]


def unused(blocks: Blocks, rng: np.random.Generator) -> np.ndarray:
    """Allocations beyond what is used of them, for a decision; no year has a least use. shape: (decision,)"""
    assert np.isinf(blocks.program.row_lower[blocks.allocations.rows]).all()
    shares = rng.choice([0.0, 500.0], len(blocks.allocations.row))
    return np.concatenate([np.zeros(len(blocks.first_stage.columns)), shares])


def cuts_at(blocks: Blocks, decision: np.ndarray, rng: np.random.Generator) -> list[Cuts]:
    """Cuts by the duals of a decision's dispatch, by duals near them, by wrong ones, by any, and by those of a twin."""
    dispatcher = Dispatcher(blocks, threads=1)
    try:
        found = dispatcher.relaxed(decision)
    finally:
        dispatcher.close()
    rows, shares = found.row_dual, found.allocation_dual
    near = rows * rng.uniform(0.5, 1.5, rows.shape), shares * rng.uniform(0.5, 1.5, shares.shape)
    size = np.abs(rows).mean()
    linking = size * rng.standard_normal(rows.shape) * blocks.linking.rows
    anything = rows + size * rng.standard_normal(rows.shape), shares + size * rng.standard_normal(shares.shape)
    own = [cuts_of(blocks, *duals) for duals in ((rows, shares), near, (rows + linking, shares), anything)]
    return [*own, cuts_of_twins(blocks, rows, shares, int(rng.integers(blocks.count)))]


@proof_seeds(3)
def test_every_cut_is_below_what_schedules_cost(seed: int) -> None:
    """Of hours and of segments alike, at plans of their own and at all others, whatever the duals."""
    rng = np.random.default_rng(seed)
    settings = SearchSettings(block_hours=float(rng.choice([8, 12, 24, 48])))
    data, program, found = schedules(seed, settings.block_hours)
    first = first_steps(data, settings)
    hourly = cut_into_blocks(copied(program), first, STATES)
    breaks = price_breaks(data)
    breaks[first] = True
    starts = random_starts(breaks, seed)
    segments = cut_into_blocks(compiled(aggregate(data, starts)), np.searchsorted(starts, first), STATES, hourly=hourly)
    known = decisions(seed, hourly, found)
    scale = abs(hourly_optimum(seed).objective)
    number = 0
    for blocks in (hourly, segments):
        assert blocks.size == hourly.size
        for made_at, _ in known:
            for cuts in cuts_at(blocks, made_at * rng.uniform(0.8, 1.2, len(made_at)), rng):
                number += len(cuts.block)
                for decision, cost in known:
                    worth = cuts.constant + cuts.slope @ decision
                    assert (worth <= cost[cuts.block] + TOLERANCE * scale).all()
    assert number >= 2 * len(known) * len(first)


@proof_seeds(3)
def test_cuts_touch_where_they_are_made(seed: int) -> None:
    """A cut by the duals of a dispatch is worth there what the dispatch costs: no dual is lost on the way.

    It may be worth more, where rows of other blocks bound a column.
    """
    settings = SearchSettings(block_hours=24.0)
    data, program, known = schedules(seed, settings.block_hours)
    hourly = cut_into_blocks(program, first_steps(data, settings), STATES)
    local = hourly.interior.columns
    for decision, _ in decisions(seed, hourly, known):
        dispatcher = Dispatcher(hourly, threads=1)
        found = dispatcher.relaxed(decision)
        dispatcher.close()
        assert (
            not found.infeasible_blocks
        )  # all together they may use more than a row allows: allocations here are too large
        cuts = cuts_of(hourly, found.row_dual, found.allocation_dual)
        assert (cuts.block == np.arange(hourly.count)).all()
        cost = np.bincount(hourly.partition.column[local], (hourly.program.cost * found.x)[local], hourly.count)
        assert (cuts.constant + cuts.slope @ decision >= cost - 1e-6 * abs(cost).max()).all()
