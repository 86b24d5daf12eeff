"""The search against its own method without refinements: both enclose the optimum of all hours, and so each other."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, SolverOptions, solve
from energy_model.horizon import Certified, CertifyOptions, SearchSettings, certify
from energy_model.horizon.blocks import cut_into_blocks
from energy_model.horizon.resolution import first_steps
from tests.horizon.plain_loop import PlainResult, plain_loop
from tests.horizon.test_certificate import STATES, TOLERANCE, compiled
from tests.support.hourly import copied
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof

HOURS, GAP = 12, 1e-2


@cache
def unlinked(seed: int) -> tuple[xr.Dataset, LinearProgram, float]:
    """A system of few hours in which only states, capacities and shared limits link blocks, and its optimum [CNY]."""
    data = random_small(seed, HOURS)
    free = data.assign(ramp=xr.ones_like(data["ramp"]), min_load=xr.zeros_like(data["min_load"]))
    program = compiled(free)
    return free, program, solve(program, SolverOptions(method="simplex")).objective


def both(seed: int, block_hours: float, most_rounds: int) -> tuple[PlainResult, Certified]:
    """Result of the plain loop and of the search on the same blocks."""
    data, program, _ = unlinked(seed)
    settings = SearchSettings(block_hours=block_hours, stage_shares=(0.3,))
    blocks = cut_into_blocks(copied(program), first_steps(data, settings), STATES, settings)
    options = CertifyOptions(gap=GAP, threads=1, time_limit=60.0)
    found = certify(data, compiled, STATES, options, settings, copied(program))
    return plain_loop(blocks, GAP, most_rounds), found


@proof_seeds(2)
def test_both_enclose_the_same_optimum(seed: int) -> None:
    """Blocks of half a year or of a year; the plain loop is stopped early, its bounds hold in every round."""
    plain, found = both(seed, float(np.random.default_rng(seed).choice([6, 12])), most_rounds=25)
    optimum = unlinked(seed)[2]
    slack = TOLERANCE * abs(optimum)
    assert plain.lower_bound - slack <= optimum <= plain.cost + slack
    assert found.lower_bound - slack <= optimum <= found.solution.objective + slack
    assert max(plain.lower_bound, found.lower_bound) <= min(plain.cost, found.solution.objective) + slack


@pytest.mark.parametrize("seed", [4, 10])
def test_both_reach_the_gap_where_few_decisions_link_the_hours(seed: int) -> None:
    """A year is one block, so that only capacities and shared limits are decided; the search needs fewer rounds."""
    plain, found = both(seed, float(HOURS), most_rounds=100)
    assert (plain.cost - plain.lower_bound) / plain.cost <= GAP
    assert found.gap <= GAP
    assert len(found.rounds) < plain.rounds
