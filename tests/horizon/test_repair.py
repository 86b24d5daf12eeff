"""A decision that a few blocks cannot follow is repaired: they are dispatched with some hours of their neighbours."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, SolverOptions, solve
from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon import SearchSettings
from energy_model.horizon.block_boundaries import around
from energy_model.horizon.blocks import cut_into_blocks
from energy_model.horizon.dispatch import Dispatch, Dispatcher
from energy_model.horizon.resolution import first_steps
from tests.horizon.test_certificate import STATES, compiled
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof


def test_blocks_are_widened_within_their_year_and_what_overlaps_is_one() -> None:
    year, starts = np.repeat([2030, 2035], 20), np.arange(0, 40, 5)
    edges, chosen = around(starts, year, [1, 5], 2)
    assert edges.tolist() == [0, 3, 12, 15, 20, 23, 32, 35]
    assert [int(edges[k]) for k in chosen] == [3, 23]
    edges, chosen = around(starts, year, [3, 4], 2)  # the last of a year and the first of the next stay apart
    assert [int(edges[k]) for k in chosen] == [13, 20] and edges.tolist() == [0, 5, 10, 13, 20, 27, 30, 35]
    assert around(starts, year, [1, 2], 1)[0].tolist() == [0, 4, 16, 20, 25, 30, 35]


def test_a_limit_of_the_year_that_is_missed_is_a_shortfall_whoever_missed_it() -> None:
    """No block is asked anew and each keeps to its allocation, yet the point is no schedule."""
    data = random_small(0)
    program = compiled(data)
    x = solve(program, SolverOptions(method="simplex")).x
    blocks = cut_into_blocks(program, first_steps(data, SearchSettings(block_hours=8.0)), STATES)
    dispatcher = Dispatcher(blocks, threads=1, chosen=[])
    nothing = np.zeros(len(blocks.allocations))
    found = [
        dispatcher.repaired(Dispatch(point, np.zeros(len(program.row_lower)), nothing, 0.0, 0.0))
        for point in (x, _with_much_more_trade(program, x))
    ]
    dispatcher.close()
    assert found[0].shortfall == 0.0 and found[1].shortfall > 1.0


def _with_much_more_trade(program: LinearProgram, x: Floats) -> Floats:
    trade, more = program.variables["trade"], x.copy()
    more[trade.start : trade.stop] *= 100.0
    return more


@proof_seeds(2)
def test_a_block_is_repaired_with_its_neighbours(seed: int) -> None:
    """The decision of an optimal schedule, but for one state, which no hours can reach."""
    data = random_small(seed)
    free = data.assign(ramp=xr.ones_like(data["ramp"]), min_load=xr.zeros_like(data["min_load"]))
    program = compiled(free)
    optimum = solve(program, SolverOptions(method="simplex"))
    first = first_steps(free, SearchSettings(block_hours=8.0))
    blocks = cut_into_blocks(program, first, STATES)
    year, ends = free["year_of"].to_numpy()[first], blocks.partition.column[blocks.boundary.columns]
    inside = np.flatnonzero(np.append(year[1:] == year[:-1], False)[ends])  # a year's end meets its own begin
    if not len(inside):
        pytest.skip("this system stores nothing")
    decision = blocks.decision_of(optimum.x)
    place = len(blocks.first_stage.columns) - len(blocks.boundary.columns) + int(inside[seed % len(inside)])
    decision[place] += 1e5
    dispatcher = Dispatcher(blocks, threads=1)
    asked = dispatcher.relaxed(decision)
    dispatcher.close()
    assert asked.shortfall > 1.0 and 0 < len(asked.infeasible_blocks) <= 2
    edges, chosen = around(first, free["year_of"].to_numpy(), asked.infeasible_blocks, 4)
    wide = Dispatcher(cut_into_blocks(program, edges, STATES), threads=1, chosen=chosen)
    found = wide.repaired(asked)
    wide.close()
    assert found.shortfall <= 1e-6 and not found.infeasible_blocks
    assert primal_residual(program, found.x) <= 1e-6
    assert found.cost == pytest.approx(optimum.objective, rel=1e-6)
