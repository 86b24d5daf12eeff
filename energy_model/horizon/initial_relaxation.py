"""Initial relaxation: the system in few segments, solved at once, gives a first decision and first cuts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from energy_model.compiler.highs import SolverOptions, solve
from energy_model.compiler.memory import give_back
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.dual_projection import projected
from energy_model.horizon.resolution import initial_segments
from energy_model.horizon.search_state import Opening, SearchState
from energy_model.horizon.segments import Positions, respects_prices


def solve_initial_relaxation(search: SearchState, first: Positions) -> Opening:
    """Initial relaxation, its cuts taken on: as they are where its prices are true, else carried over to all hours.

    Beside it the blocks of the first stage, with steps beginning at `first`, and the master problem are made on another
    core (the problem keeps the former until they are asked for).
    """
    problem, settings = search.problem, search.problem.settings
    with search.clock.counting("initial"):
        elastic = np.isfinite(problem.blocks.allocations.penalty)
        starts = initial_segments(problem.dataset, settings, elastic.sum() > settings.elastic_share * len(elastic))
        blocks = problem.in_segments(starts)
        program = _with_margin(blocks, settings.target_margin)
        options = SolverOptions(
            "auto", problem.options.threads, search.clock.left(), settings.initial_gap, settings.initial_tolerance
        )
        with ThreadPoolExecutor(1) as beside:
            of_stage = beside.submit(_prepare, search, first)
            found = solve(program, options)
            of_stage.result()
        give_back()
        prices = _add_cuts(search, blocks, found.row_dual, starts)
    return Opening(blocks.without_peaks(blocks.decision_of(found.x)), prices)


def _prepare(search: SearchState, first: Positions) -> None:
    _ = search.bound, search.problem.at_resolution(first).bounds


def _add_cuts(search: SearchState, blocks: Blocks, dual: Floats, starts: Positions) -> Floats:
    """Prices of the shared rows by which cuts were taken on. shape: (shared row,)."""
    if not respects_prices(search.problem.dataset, starts):
        hourly = search.problem.blocks
        dual, blocks = projected(blocks.program, dual, hourly.program, starts, hourly.boundary.is_state), hourly
        starts = search.problem.hours
    prices: Floats = dual[blocks.allocations.rows]
    search.bound.add_cuts(blocks, dual, prices[blocks.allocations.row], starts)
    return prices


def _with_margin(blocks: Blocks, margin: float) -> LinearProgram:
    """The program with shared limits that may be missed at a price, by as much as it takes, drawn a little closer.

    What may be missed by so much only, such as what a contract has to take, could then not be met at all.
    """
    program, shared = blocks.program, blocks.allocations
    rows = np.intersect1d(shared.rows, blocks.elastic.endless_rows(program))
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    least, most = rows[np.isfinite(lower[rows])], rows[np.isfinite(upper[rows])]
    lower[least] += margin * np.abs(lower[least])
    upper[most] -= margin * np.abs(upper[most])
    return replace(program, row_lower=lower, row_upper=upper)
