"""Textbook Benders decomposition of the same blocks, without any refinement: an oracle for the search.

Dispatch every block at the master solution, take on its optimality cut, solve the master problem, until the bounds
meet. No stages, no trial points other than the master solution, no warm starts, no repair. It knows nothing of rows
that link blocks by other columns than states.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp

from energy_model.compiler import LinearProgram
from energy_model.compiler.highs import load
from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import dual_bound, primal_residual, provable, relative_gap
from energy_model.horizon.blocks import Blocks

_MONEY, _PENALTY, _EXACT = 1e-6, 10.0, 1e-6


@dataclass(frozen=True)
class PlainResult:
    """Bounds [CNY] on either side of the optimum, a schedule that attains the cost, and the number of rounds."""

    lower_bound: float
    cost: float
    x: Floats
    rounds: int


def plain_loop(blocks: Blocks, gap: float, most_rounds: int) -> PlainResult:
    """Bounds and schedule of a program without linking rows, to a relative gap or after so many rounds."""
    assert not blocks.linking.rows.any()
    subproblems = [_Subproblem(blocks, k) for k in range(blocks.count)]
    slopes, constants = sp.csr_array((0, blocks.size + blocks.count)), np.zeros(0)
    bound, cost, best, rounds = -np.inf, np.inf, np.zeros(0), 0
    while rounds < most_rounds and not (np.isfinite(cost) and relative_gap(cost, bound) <= gap):
        rounds += 1
        program = _master(blocks, slopes, constants)
        point, dual = _optimum(program)
        bound = max(bound, dual_bound(program, dual) / _MONEY + blocks.program.offset)
        decision, x = point[: blocks.size], np.zeros(len(blocks.program.cost))
        x[blocks.first_stage.columns], _ = blocks.split(decision)
        for subproblem in subproblems:
            (point, dual), columns = _optimum(subproblem.program(decision)), subproblem.own.columns
            x[columns] = point[: len(columns)]
            slope, constant = subproblem.cut(dual)
            if np.isfinite(constant):
                slopes, constants = sp.csr_array(sp.vstack([slopes, slope])), np.append(constants, constant)
        total = float(blocks.program.cost @ x + blocks.program.offset)
        if total < cost and primal_residual(blocks.program, x) <= _EXACT:  # else something is missed
            cost, best = total, x
    return PlainResult(bound, cost, best, rounds)


def _optimum(program: LinearProgram) -> tuple[Floats, Floats]:
    """Vertex and its row duals, from scratch. shapes: (column,), (row,)."""
    solver = load(program)
    solver.setOptionValue("solver", "simplex")
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    solution = solver.getSolution()
    return np.asarray(solution.col_value), np.asarray(solution.row_dual)


def _master(blocks: Blocks, slopes: sp.csr_array, constants: Floats) -> LinearProgram:
    """Decision and one cost a block [million CNY] subject to first-stage rows, shared rows and cuts."""
    program, stage, shared = blocks.program, blocks.first_stage, blocks.allocations
    (low, high), (cheapest, dearest) = blocks.bounds, blocks.cost_range()
    least, most = shared.use_range(low, high)
    sums = sp.csr_array((np.ones(len(shared)), (shared.row, range(len(shared)))), (len(shared.rows), len(shared)))
    own = [stage.matrix[stage.rows], sp.csr_array((len(stage.rows), len(shared) + blocks.count))]
    common = [stage.matrix[stage.shared_rows], sums, sp.csr_array((len(shared.rows), blocks.count))]
    rows = np.concatenate([stage.rows, stage.shared_rows])
    return LinearProgram.bare(
        sp.csr_array(sp.vstack([sp.hstack(own), sp.hstack(common), slopes])),
        row_bounds=(
            np.append(program.row_lower[rows], constants),
            np.append(program.row_upper[rows], np.full(len(constants), np.inf)),
        ),
        bounds=(
            np.concatenate([low[stage.columns], least, cheapest * _MONEY]),
            np.concatenate([high[stage.columns], most, dearest * _MONEY]),
        ),
        cost=np.concatenate([program.cost[stage.columns] * _MONEY, np.zeros(len(shared)), np.ones(blocks.count)]),
    )


class _Subproblem:
    """One block: its rows and allocations over its columns, any of which may be missed at a penalty."""

    def __init__(self, blocks: Blocks, k: int) -> None:
        program, shared, own = blocks.program, blocks.allocations, blocks.members[k]
        self.blocks, self.number, self.own = blocks, k, own
        self.inner = sp.csc_array(sp.vstack([program.matrix[own.rows], shared.matrix[own.allocations]]))[:, own.columns]
        self.outer = blocks.first_stage.matrix[own.rows]
        rows = shared.rows[shared.row[own.allocations]]
        # the limit of an allocation is the allocation, where its row has one
        self.low, self.high = (
            np.append(limit[own.rows], np.where(np.isfinite(limit[rows]), 0.0, limit[rows]))
            for limit in (program.row_lower, program.row_upper)
        )

    def program(self, decision: Floats) -> LinearProgram:
        """Dispatch under a decision: the block's columns, then shortfalls in either direction."""
        program, columns, (values, allocated) = self.blocks.program, self.own.columns, self.blocks.split(decision)
        right = np.append(-(self.outer @ values), allocated[self.own.allocations])
        slack, none = sp.eye_array(len(right)), np.zeros(2 * len(right))
        penalty = _PENALTY * float(np.abs(program.cost).max())
        return LinearProgram.bare(
            sp.csr_array(sp.hstack([self.inner, slack, -slack])),
            row_bounds=(self.low + right, self.high + right),
            bounds=(np.append(program.lower[columns], none), np.append(program.upper[columns], none + np.inf)),
            cost=np.append(program.cost[columns], none + penalty),
        )

    def cut(self, dual: Floats) -> tuple[sp.csr_array, float]:
        """Row of the master problem and its lower limit: the bound that any duals prove by weak duality."""
        blocks, own = self.blocks, self.own
        dual = provable(dual, self.low, self.high)
        reduced = blocks.program.cost[own.columns] - self.inner.T @ dual
        constant = 0.0
        for price, low, high in (
            (dual, self.low, self.high),
            (reduced, *(bound[own.columns] for bound in blocks.bounds)),
        ):
            constant += float(price[price != 0] @ np.where(price > 0, low, high)[price != 0])
        row = np.zeros((1, blocks.size + blocks.count))
        columns, rows = len(blocks.first_stage.columns), len(own.rows)
        row[0, :columns] = _MONEY * (self.outer.T @ dual[:rows])
        row[0, columns : blocks.size][own.allocations] = -_MONEY * dual[rows:]
        row[0, blocks.size + self.number] = 1.0
        return sp.csr_array(row), constant * _MONEY
