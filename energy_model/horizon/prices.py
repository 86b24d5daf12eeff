"""Prices of one solution: duals of all blocks that agree on what the first stage costs.

Under a fixed decision every block has duals of its own: a state at its boundary, a share of a limit, a capacity at its
very need are worth anything between nothing and the shortfall penalty to it. So each block is dispatched once more with
the decision free around the plan, at the prices by which the master problem proves the bound. Its duals then keep to
these: a price of stored energy is the same on both sides of a boundary, a limit of the year has one price in all
blocks, and what capacities earn adds up to what they cost.

The dispatch of the plan is a vertex of that program too, so that the primal simplex goes on from its basis: it moves
only the values whose price a block has otherwise.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.block_arrays import entries_of, row_bounds_of
from energy_model.horizon.blocks import BlockMembers, Blocks
from energy_model.horizon.program_basis import ProgramBasis
from energy_model.horizon.segments import Positions
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.singleton_rows import SingletonRows
from energy_model.horizon.warm_start import OPTIMAL, run_primal_simplex, run_simplex, warm_solver


class PricedBlocks:
    """Duals of blocks at the prices of a proof."""

    def __init__(
        self, blocks: Blocks, decision: Floats, x: Floats, slopes: sp.csr_array, basis: ProgramBasis | None
    ) -> None:
        """Set up at a plan.

        decision : (decision,) that the plan `x` (column,) follows; slopes : (block, decision) what a unit more of each
        value costs each block [CNY per unit], as the proof of the bound has it; basis : of the dispatch of the decision
        """
        self._blocks, self._x, self._size, self._slopes = blocks, x, np.abs(x), sp.csr_array(slopes)
        self._basis = basis
        values, allocated = blocks.split(decision)
        self._allocated = allocated
        count = len(values) - len(blocks.boundary.columns)
        self._is_state = np.arange(len(values)) >= count
        self._shift = blocks.first_stage.matrix @ values
        lower, upper = (bound[blocks.first_stage.columns] for bound in blocks.bounds)
        least, most = blocks.allocations.use_range(*blocks.bounds)
        down = np.maximum(decision - np.append(lower, least), 0.0)
        down[:count] = np.minimum(down[:count], blocks.settings.price_shrinking * np.abs(values[:count]))
        self._room = down, np.maximum(np.append(upper, most) - decision, 0.0)

    def row_duals(self, known: Floats, threads: int, deadline: float = float("inf")) -> tuple[Floats, int]:
        """Duals of the blocks' rows, and of how many blocks they are those known. shape: (row,).

        Known ones stay where a block has no optimum so, or is not begun before the deadline (of time.perf_counter).
        """
        found, count = known.copy(), self._blocks.count

        def solve(number: int) -> bool:
            if time.perf_counter() > deadline:
                return False
            own = self._blocks.members[number]
            dual = self._duals(number, own, known[own.rows])
            if dual is not None:
                found[own.rows] = dual
            return dual is not None

        with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
            return found, count - sum(pool.map(solve, range(count)))

    def _duals(self, number: int, own: BlockMembers, known: Floats) -> Floats | None:
        """Duals of a block's rows, begun at its dispatch; None where there is no optimum. shape: (row,)."""
        settings, program = self._blocks.settings, self._program(number, own)
        singletons = SingletonRows(program.matrix)
        left, tight = singletons.without(program, settings.crossing_rounding)
        near = np.append(known, np.zeros(program.matrix.shape[0] - len(known)))[singletons.kept]
        begin = None if self._basis is None else self._basis.of_freed_block(own, singletons.kept, left, near)
        solver = _solved(left, begin, settings)
        if solver is None:
            return None
        return singletons.duals(np.asarray(solver.getSolution().row_dual), program.cost, tight)[: len(own.rows)]

    def _program(self, number: int, own: BlockMembers) -> LinearProgram:
        """Rows and allocations of a block over its columns and what the decision may become, up and down."""
        blocks, program, settings = self._blocks, self._blocks.program, self._blocks.settings
        first, places = self._of_decision(own)
        count = own.allocations.stop - own.allocations.start
        shares = len(blocks.first_stage.columns) + np.arange(own.allocations.start, own.allocations.stop)
        of_decision = sp.block_diag([first[:, places], -sp.eye_array(count)], format="csr")
        rows = self._of_block(own)
        moved = np.append(places, shares)
        slope = self._slopes[[number]].toarray().ravel()[moved]
        spread = settings.price_spread * np.abs(slope) + settings.price_spread_floor
        lower, upper = row_bounds_of(self._blocks, own, self._shift, self._allocated, holds_links=False)
        nothing = np.zeros(2 * len(moved))
        return LinearProgram.bare(
            sp.csr_array(sp.hstack([rows, of_decision, -of_decision])),
            row_bounds=(lower, upper),
            bounds=(
                np.append(program.lower[own.columns], nothing),
                np.concatenate([program.upper[own.columns], self._room[1][moved], self._room[0][moved]]),
            ),
            cost=np.concatenate([program.cost[own.columns], spread - slope, spread + slope]),
        )

    def _of_block(self, own: BlockMembers) -> sp.csr_array:
        """Rows and allocations of a block over its own columns, without a look at all others of the program."""
        rows, place, is_own = entries_of(self._blocks, own)
        return sp.csr_array(
            (rows.data[is_own], (rows.row[is_own], place[is_own])), shape=(rows.shape[0], len(own.columns))
        )

    def _of_decision(self, own: BlockMembers) -> tuple[sp.csr_array, Positions]:
        """Entries of the decision in a block's rows, and the values that are left free there.

        A limit that the plan is far from is worth nothing: its row stays as it is, and stays a bound of its column.
        What is not built is free as well, or prices could be such that it had to be.
        """
        program, first = self._blocks.program, self._blocks.first_stage.matrix[own.rows]
        rows = program.matrix[own.rows]
        activity = rows @ self._x
        near = self._blocks.settings.price_nearness * (abs(rows) @ self._size)
        is_tight = (activity <= program.row_lower[own.rows] + near) | (activity >= program.row_upper[own.rows] - near)
        is_state = self._is_state[first.indices]
        row = np.repeat(np.arange(first.shape[0]), np.diff(first.indptr))
        free = (self._room[0] + self._room[1])[first.indices] > 0
        kept = free & (is_state | is_tight[row])
        found = sp.csr_array((first.data[kept], (row[kept], first.indices[kept])), shape=first.shape)
        return found, np.unique(first.indices[kept]).astype(np.int64)


def _solved(program: LinearProgram, begin: Any, settings: SearchSettings) -> Any:
    """Solver at the optimum: by the primal simplex from a vertex, else from scratch; None where it finds none."""
    solver = warm_solver(program)
    if begin is not None and run_primal_simplex(solver, begin, settings.price_iterations) == OPTIMAL:
        return solver
    solver = warm_solver(program)
    return solver if run_simplex(solver, settings.price_iterations_from_scratch) == OPTIMAL else None
