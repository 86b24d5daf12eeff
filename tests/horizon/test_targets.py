"""Enforced targets in the horizon: rows over a year or over several are planned, and the certificate holds."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, Solution, SolverOptions, solve
from energy_model.compiler.highs import primal_residual
from energy_model.horizon import Options, Schedule, certify
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.segments import calendar_breaks
from tests.horizon.hourly import price_breaks, random_starts
from tests.horizon.random_targets import random_targeted
from tests.horizon.seeds import proof_seeds
from tests.horizon.test_certificate import LEVELS, STATES, TOLERANCE, compiled


@cache
def at_once(seed: int) -> tuple[xr.Dataset, LinearProgram, Solution]:
    """A system, its program, and its optimum of all hours by simplex."""
    data = random_targeted(seed)
    program = compiled(data)
    return data, program, solve(program, SolverOptions(method="simplex"))


@pytest.mark.parametrize("seed", proof_seeds(6))
def test_segments_are_a_lower_bound(seed: int) -> None:
    data, _, best = at_once(seed)
    starts = random_starts(price_breaks(data) | calendar_breaks(data), seed)
    segments = solve(compiled(aggregate(data, starts)), SolverOptions(method="simplex"))
    assert segments.objective <= best.objective + TOLERANCE * abs(best.objective)


@pytest.mark.parametrize("seed", proof_seeds(6))
def test_bounds_enclose_the_optimum(seed: int) -> None:
    data, program, best = at_once(seed)
    period = float(np.random.default_rng(seed).choice([8, 12, 24, 48]))
    schedule = Schedule(period_hours=period, levels=LEVELS[seed % len(LEVELS)])
    found = certify(data, compiled, STATES, Options(gap=2e-2, threads=1, time_limit=60.0), schedule)
    slack = TOLERANCE * abs(best.objective)
    assert found.lower_bound - slack <= best.objective <= found.solution.objective + slack
    assert primal_residual(program, found.solution.x) <= 1e-6


def test_every_kind_of_target_occurs_binds_and_is_missed() -> None:
    """Else the proofs above prove nothing of it."""
    binding: set[str] = set()
    missed = met = 0
    for seed in range(30):
        data, program, best = at_once(seed)
        price = program.constraints["target_limit"].array(best.row_dual)
        missing = program.variables["relaxation"].array(best.x)
        kinds = dict(zip(data["target_row"].values, data["row_metric"].values, strict=True))
        signs = dict(zip(data["target_row"].values, data["row_sign"].values, strict=True))
        between = data["row_year"].values != data["row_reference_year"].values
        spans = dict(zip(data["target_row"].values, between, strict=True))
        for row, value in zip(price["enforced_row"].values, price.values, strict=True):
            if abs(value) > 1e-6:
                binding.add(f"{kinds[row]} {signs[row]:+.0f}{' years' if spans[row] else ''}")
        missed += int((missing.values > 1e-3).sum())
        met += int((missing.values <= 1e-3).sum())
    assert missed >= 8 and met >= 8
    assert binding >= {"capacity +1", "green +1", "bought -1", "co2 -1", "matched +1"}
    assert {kind for kind in binding if kind.endswith("years")}


@pytest.mark.parametrize("seed", proof_seeds(6))
def test_matching_costs_more_the_shorter_the_block(seed: int) -> None:
    """A year's match is one of its months, a month's one of its hours: never dearer, whatever is asked."""
    data = random_targeted(seed)
    zones = data.sizes["zone"]
    costs = []
    for block in ("annual", "monthly", "hourly"):
        matching = np.full(zones, block, dtype=object)
        program = compiled(data.assign(matching=("zone", matching)))
        costs.append(solve(program, SolverOptions(method="simplex")).objective)
    slack = TOLERANCE * abs(costs[0])
    assert costs[0] <= costs[1] + slack <= costs[2] + 2 * slack
