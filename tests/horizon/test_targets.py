"""Enforced targets in the horizon: rows over a year or over several are allocated, and the certificate holds."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, Solution, SolverOptions, solve
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon import CertifyOptions, SearchSettings, certify
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.blocks import cut_into_blocks
from energy_model.horizon.certify import with_states
from energy_model.horizon.resolution import first_steps
from energy_model.horizon.segments import calendar_breaks
from tests.horizon.test_certificate import STAGES, STATES, TOLERANCE, compiled
from tests.support.hourly import copied, price_breaks, random_starts
from tests.support.random_targets import random_targeted
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof


@cache
def at_once(seed: int) -> tuple[xr.Dataset, LinearProgram, Solution]:
    """A system, its program, and its optimum of all hours by simplex."""
    data = random_targeted(seed)
    program = compiled(data)
    return data, program, solve(program, SolverOptions(method="simplex"))


@proof_seeds(2)
def test_segments_are_a_lower_bound(seed: int) -> None:
    data, _, best = at_once(seed)
    starts = random_starts(price_breaks(data) | calendar_breaks(data), seed)
    segments = solve(compiled(aggregate(data, starts)), SolverOptions(method="simplex"))
    assert segments.objective <= best.objective + TOLERANCE * abs(best.objective)


@proof_seeds(2)
def test_bounds_enclose_the_optimum(seed: int) -> None:
    data, _, best = at_once(seed)
    block = float(np.random.default_rng(seed).choice([8, 12, 24, 48]))
    settings = SearchSettings(block_hours=block, stage_shares=STAGES[seed % len(STAGES)])
    options = CertifyOptions(gap=2e-2, threads=1, time_limit=60.0)
    data = with_states(data, settings)
    program = compiled(data)
    found = certify(data, compiled, STATES, options, settings, copied(program))
    slack = TOLERANCE * abs(best.objective)
    assert found.lower_bound - slack <= best.objective <= found.solution.objective + slack
    assert primal_residual(program, found.solution.x) <= 1e-6


def test_every_kind_of_target_occurs_binds_and_is_missed() -> None:
    """Else the proofs above prove nothing of it. No more systems are solved than it takes to see it."""
    wanted = {"capacity +1", "green +1", "bought -1", "co2 -1", "matched +1", "of a peak", "between years"}
    wanted |= {"hard", "hard and dearer than its penalty"}
    missed = met = 0
    for seed in range(30):
        _, program, best = at_once(seed)
        missing = program.evaluate("relaxation", best.x).values
        missed += int((missing > 1e-3).sum())
        met += int((missing <= 1e-3).sum())
        wanted -= binding(seed)
        if not wanted and missed >= 8 and met >= 8:
            return
    raise AssertionError(f"never bound: {wanted}; {missed} missed, {met} met")


def test_certificates_are_both_sold_and_kept_in_one_system() -> None:
    """Else the proofs above say nothing of what is kept."""
    for seed in range(30):
        data, program, best = at_once(seed)
        kept = program.variables["kept"].array(best.x).values
        sold = program.evaluate("certificates_sold", best.x).values
        if float(data["certificate_price"].min()) > 0 and kept.sum() > 1.0 and sold.sum() > 1.0:
            return
    raise AssertionError("nothing is kept")


def binding(seed: int) -> set[str]:
    """Metric and sign of the rows that have a price; of those between years only that there are some."""
    data, program, best = at_once(seed)
    price = program.constraints["target_limit"].array(best.row_dual)
    rows = data.sel(target_row=price["enforced_row"].values[abs(price.values) > 1e-6])
    between = rows["row_year"].values != rows["row_reference_year"].values
    kinds = zip(rows["row_metric"].values, rows["row_sign"].values, between, strict=True)
    found = {"between years" if is_between else f"{metric} {sign:+.0f}" for metric, sign, is_between in kinds}
    hard = data.sel(target=rows["row_target"].values)["target_most_missed"].values == 0
    dear = abs(price.sel(enforced_row=rows["target_row"].values).values) > data["target_penalty"].max().item()
    found |= {
        name for name, occurs in (("hard", hard), ("hard and dearer than its penalty", hard & dear)) if occurs.any()
    }
    return found | ({"of a peak"} if (rows["row_reference"].values == "peak").any() else set())


def test_a_target_is_relaxed_as_far_as_blocks_match_less() -> None:
    """It has no column of a block itself: without its relaxation the match could not follow, and no one would see."""
    data, program, best = at_once(29)
    assert set(data["row_metric"].values) > {"matched"} and set(data["matching"].values) == {"monthly"}
    blocks = cut_into_blocks(program, first_steps(data, SearchSettings(block_hours=48.0)), STATES)
    idle = best.x.copy()
    claimed = program.constraints["matched_traced_month"]
    rows = program.matrix[claimed.start : claimed.stop]
    idle[np.intersect1d(rows.indices, np.flatnonzero(blocks.interior.columns))] = 0.0
    assert blocks.allocations.row_violation(idle).max() > 1.0
    assert blocks.allocations.row_violation(blocks.elastic.repaired(program, idle)).max() == 0.0
    relaxation = program.evaluate("relaxation", blocks.elastic.repaired(program, idle))
    asked = data["row_constant"].values[data["row_metric"].values == "matched"]
    assert relaxation.values.max() >= asked.max() - 1e-6


@proof_seeds(2)
def test_matching_costs_more_the_shorter_the_block(seed: int) -> None:
    """A year's match is one of its months, a month's one of its hours: never dearer, whatever is asked."""
    data, _, best = at_once(seed)
    (drawn,) = set(data["matching"].values)
    costs = []
    for block in ("annual", "monthly", "hourly"):
        other = data.assign(matching=("zone", np.full(data.sizes["zone"], block, dtype=object)))
        found = best if block == drawn else solve(compiled(other), SolverOptions(method="simplex"))
        costs.append(found.objective)
    slack = TOLERANCE * abs(costs[0])
    assert costs[0] <= costs[1] + slack <= costs[2] + 2 * slack
