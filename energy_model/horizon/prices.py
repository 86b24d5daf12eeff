"""Prices of one solution: duals of all blocks that agree on what the first stage costs.

Under a fixed decision every block has duals of its own: a state at its boundary, a share of a limit, a capacity at its
very need are worth anything between nothing and the shortfall penalty to it. So each block is dispatched once more with
the decision free around the plan, at the prices by which the master problem proves the bound. Its duals then keep to
these: a price of stored energy is the same on both sides of a boundary, a limit of the year has one price in all
blocks, and what capacities earn adds up to what they cost.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import highspy
import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.block_arrays import entries_of, row_bounds_of
from energy_model.horizon.blocks import BlockMembers, Blocks
from energy_model.horizon.segments import Positions
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.singleton_rows import SingletonRows
from energy_model.horizon.warm_start import OPTIMAL, solve_warm, warm_solver

_STATUS = highspy.HighsBasisStatus


class PricedBlocks:
    """Duals of blocks at the prices of a proof."""

    def __init__(self, blocks: Blocks, decision: Floats, x: Floats, slopes: sp.csr_array) -> None:
        """Set up at a plan.

        decision : (decision,) that the plan `x` (column,) follows; slopes : (block, decision) what a unit more of each
        value costs each block [CNY per unit], as the proof of the bound has it
        """
        self._blocks, self._x, self._size, self._slopes = blocks, x, np.abs(x), sp.csr_array(slopes)
        values, allocated = blocks.split(decision)
        self._values, self._allocated = values, allocated
        count = len(values) - len(blocks.boundary.columns)
        self._is_state = np.arange(len(values)) >= count
        self._shift = blocks.first_stage.matrix @ values
        lower, upper = (bound[blocks.first_stage.columns] for bound in blocks.bounds)
        least, most = blocks.allocations.use_range(*blocks.bounds)
        self._room = (
            np.maximum(decision - np.append(lower, least), 0.0),
            np.maximum(np.append(upper, most) - decision, 0.0),
        )

    def row_duals(self, known: Floats, threads: int) -> Floats:
        """Duals of the blocks' rows; those known stay where a block has no optimum so. shape: (row,)."""
        found = known.copy()

        def solve(number: int) -> None:
            own = self._blocks.members[number]
            dual = self._duals(number, own, known[own.rows])
            if dual is not None:
                found[own.rows] = dual

        with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
            list(pool.map(solve, range(self._blocks.count)))
        return found

    def _duals(self, number: int, own: BlockMembers, known: Floats) -> Floats | None:
        """Duals of a block's rows, begun near those of its dispatch; None where there is no optimum. shape: (row,)."""
        settings, (program, free) = self._blocks.settings, self._program(number, own)
        singletons = SingletonRows(program.matrix)
        left, tight = singletons.without(program, settings.crossing_rounding)
        solver = warm_solver(left)
        dual = np.append(known, np.zeros(program.matrix.shape[0] - len(own.rows)))[singletons.kept]
        solver.setBasis(_basis_at(left, np.append(self._x[own.columns], np.zeros(free)), dual, free))
        if solve_warm(solver, settings.price_iterations, settings.price_iterations_from_scratch) != OPTIMAL:
            return None
        return singletons.duals(np.asarray(solver.getSolution().row_dual), program.cost, tight)[: len(own.rows)]

    def _program(self, number: int, own: BlockMembers) -> tuple[LinearProgram, int]:
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
        return (
            LinearProgram.bare(
                sp.csr_array(sp.hstack([rows, of_decision, -of_decision])),
                row_bounds=(lower, upper),
                bounds=(
                    np.append(program.lower[own.columns], nothing),
                    np.concatenate([program.upper[own.columns], self._room[1][moved], self._room[0][moved]]),
                ),
                cost=np.concatenate([program.cost[own.columns], spread - slope, spread + slope]),
            ),
            len(nothing),
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
        """
        program, first = self._blocks.program, self._blocks.first_stage.matrix[own.rows]
        rows = program.matrix[own.rows]
        activity = rows @ self._x
        near = self._blocks.settings.price_nearness * (abs(rows) @ self._size)
        is_tight = (activity <= program.row_lower[own.rows] + near) | (activity >= program.row_upper[own.rows] - near)
        is_state = self._is_state[first.indices]
        row = np.repeat(np.arange(first.shape[0]), np.diff(first.indptr))
        free = (self._room[0] + self._room[1])[first.indices] > 0
        kept = free & (is_state | (is_tight[row] & (self._values[first.indices] > 0)))
        found = sp.csr_array((first.data[kept], (row[kept], first.indices[kept])), shape=first.shape)
        return found, np.unique(first.indices[kept]).astype(np.int64)


def _basis_at(program: LinearProgram, x: Floats, dual: Floats, free: int) -> Any:
    """A basis near a point and its duals: out of it is what a bound holds at a price, and the last `free` columns.

    It has more members than rows where optima are degenerate: HiGHS makes a basis of it (`alien`).
    """
    basis = highspy.HighsBasis()
    basis.alien = basis.valid = True
    columns = _statuses(x, program.lower, program.upper, program.cost - program.matrix.T @ dual)
    basis.col_status = columns[: len(x) - free] + [_STATUS.kLower] * free
    basis.row_status = _statuses(program.matrix @ x, program.row_lower, program.row_upper, dual)
    return basis


def _statuses(values: Floats, lower: Floats, upper: Floats, price: Floats) -> list[Any]:
    near = SearchSettings.basis_rounding * (1.0 + np.abs(values))
    is_held = np.abs(price) > SearchSettings.basis_rounding
    at = np.where(is_held & (values <= lower + near), 0, np.where(is_held & (values >= upper - near), 1, 2))
    kinds = (_STATUS.kLower, _STATUS.kUpper, _STATUS.kBasic)
    return [kinds[k] for k in at.tolist()]
