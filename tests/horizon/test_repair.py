"""A decision that a few blocks cannot follow is repaired: they are dispatched with some hours of their neighbours."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import SolverOptions, solve
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon import SearchSettings
from energy_model.horizon.block_boundaries import around
from energy_model.horizon.blocks import cut_into_blocks
from energy_model.horizon.dispatch import Dispatcher
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


@proof_seeds(4)
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
