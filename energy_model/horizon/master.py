"""Master problem: the cheapest first-stage decision as far as all cuts know. Its optimum is a lower bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import highspy
import numpy as np
import scipy.sparse as sp

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.residuals import dual_bound
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.cut_origins import CutOrigin
from energy_model.horizon.cuts import Cuts
from energy_model.horizon.unit_sizes import Sized
from energy_model.horizon.warm_start import ITERATION_LIMIT, OPTIMAL, UNKNOWN, solve_warm, warm_solver

_STATUS = highspy.HighsModelStatus


class Proof(NamedTuple):
    """Proof of a bound: duals of the master's `rows` and reduced costs of the decision [CNY per unit of either].

    slopes : (block, decision) what a unit more of each value costs each block, its cuts mixed [CNY per unit]
    """

    row_dual: Floats
    reduced: Floats
    slopes: sp.csr_array


class Master:
    """min first-stage cost + sum of block costs, subject to first-stage rows, shared rows over allocations, and cuts.

    Columns: the decision, then one cost a block [million CNY].
    """

    def __init__(self, blocks: Blocks) -> None:
        program, stage, shared = blocks.program, blocks.first_stage, blocks.allocations
        self._settings, self._size, self._count = blocks.settings, blocks.size, blocks.count
        self._money = money = self._settings.money_scale
        lower, upper = blocks.bounds
        least_use, most_use = shared.use_range(lower, upper)
        least_cost, most_cost = blocks.cost_range()
        columns = stage.columns
        self._cost = np.concatenate([program.cost[columns] * money, np.zeros(len(shared)), np.ones(self._count)])
        self._offset = program.offset
        self._lower = np.concatenate([lower[columns], least_use, least_cost * money])
        self._upper = np.concatenate([upper[columns], most_use, most_cost * money])
        self.rows = np.concatenate([stage.rows, stage.shared_rows])
        self._fixed = _fixed_rows(blocks)
        self._row_lower, self._row_upper = program.row_lower[self.rows], program.row_upper[self.rows]
        self._cuts = sp.csr_array((0, self._fixed.shape[1]))
        self._constant = np.zeros(0)
        self._idle = np.zeros(0, dtype=np.int64)
        self._origins: list[CutOrigin | None] = []
        self._solution = np.clip(0.0, self._lower, self._upper)[: self._size]
        self._had_optimum = False
        self._solver, self._boxed = warm_solver(self._program()), warm_solver(self._program())

    @property
    def bounding(self) -> list[CutOrigin]:
        """Origins of the cuts that bounded something not long ago."""
        return [origin for origin in self._origins if origin is not None]

    def add(self, cuts: Cuts, origins: Sequence[CutOrigin] | None = None) -> None:
        """Take cuts on; `origins` are those of the cuts, one each, if they are known."""
        number = len(cuts.block)
        own = sp.csr_array((np.ones(number), (np.arange(number), cuts.block)), shape=(number, self._count))
        rows = sp.csr_array(sp.hstack([cuts.slope * -self._money, own]))
        constant = cuts.constant * self._money
        self._cuts = sp.csr_array(sp.vstack([self._cuts, rows]))
        self._constant = np.append(self._constant, constant)
        self._idle = np.append(self._idle, np.zeros(number, dtype=np.int64))
        self._origins += [None] * number if origins is None else origins
        for solver in (self._solver, self._boxed):
            solver.addRows(
                number,
                constant,
                np.full(number, np.inf),
                int(rows.nnz),
                rows.indptr[:-1].astype(np.int32),
                rows.indices.astype(np.int32),
                rows.data,
            )

    def solve(self) -> tuple[float, Floats, Proof]:
        """Lower bound [CNY] by our own arithmetic, the decision that attains it, and the duals that prove it.

        Duals prove a bound whatever they are, also those with which HiGHS gave up (minus infinity: it has none).
        The decision is then that of HiGHS, or the one before where HiGHS did not come near an optimum.
        """
        status = self._solve_warm(self._solver)
        # cuts leave every decision a cost: after a first optimum it is HiGHS that is at a loss, whatever it says
        if status not in (OPTIMAL, UNKNOWN, ITERATION_LIMIT) and not self._had_optimum:
            hopeless = status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible)
            raise SolveError("infeasible" if hopeless else "failed", "the limits of the first stage leave no decision")
        self._had_optimum |= status == OPTIMAL
        solution = self._solver.getSolution()
        if status in (OPTIMAL, UNKNOWN) and solution.value_valid:
            self._solution = np.clip(np.asarray(solution.col_value), self._lower, self._upper)[: self._size]
        if not solution.dual_valid:
            return -np.inf, self._solution, self.no_proof()
        dual = np.asarray(solution.row_dual)
        bound = dual_bound(self._program(), dual) / self._money + self._offset
        fixed, slopes = len(self.rows), self._slopes(dual[len(self.rows) :])
        self._forget(dual[fixed:])
        reduced = np.asarray(solution.col_dual)[: self._size]
        return bound, self._solution, Proof(dual[:fixed] / self._money, reduced / self._money, slopes)

    def prices(self, widening: float) -> Proof | None:
        """Duals with every limit wider by a part of itself; None without an optimum. Nothing is asked afterwards.

        Where a limit is met by nothing more and nothing less (existing plants at just what is asked for), duals may be
        anything between what the last unit costs and what one that is lost does. So they are the former.
        """
        size, rows = self._size, np.arange(len(self.rows), dtype=np.int32)
        columns = np.arange(size, dtype=np.int32)
        self._boxed.changeColsBounds(size, columns, self._lower[:size], self._upper[:size])
        low, high = (
            bound + sign * widening * np.where(np.isfinite(bound), np.abs(bound), 0.0)
            for sign, bound in ((-1.0, self._row_lower), (1.0, self._row_upper))
        )
        self._boxed.changeRowsBounds(len(rows), rows, low, high)
        if self._solve_warm(self._boxed) != OPTIMAL:
            return None
        solution = self._boxed.getSolution()
        dual, reduced = np.asarray(solution.row_dual), np.asarray(solution.col_dual)[:size]
        return Proof(dual[: len(rows)] / self._money, reduced / self._money, self._slopes(dual[len(rows) :]))

    def no_proof(self) -> Proof:
        """Proof of nothing: without duals."""
        none = sp.csr_array((self._count, self._size))
        return Proof(np.zeros(len(self.rows)), np.zeros(self._size), none)

    def _slopes(self, dual: Floats) -> sp.csr_array:
        """Slopes of each block's cuts, mixed by their duals [CNY per unit]. shapes: dual (cut,), (block, decision)."""
        cuts = sp.csr_array(sp.diags_array(dual) @ self._cuts)
        of_block = sp.csr_array(self._cuts[:, self._size :])  # a cut has one entry there
        return sp.csr_array(of_block.T @ cuts[:, : self._size]) * (-1.0 / self._money)

    def within(self, lower: Floats, upper: Floats) -> Sized | None:
        """The cheapest decision within bounds by the cuts, with the reduced costs of its values; None without one."""
        low = np.clip(lower, self._lower[: self._size], self._upper[: self._size])
        high = np.clip(upper, low, self._upper[: self._size])
        self._boxed.changeColsBounds(self._size, np.arange(self._size, dtype=np.int32), low, high)
        if self._solve_warm(self._boxed) != OPTIMAL:
            return None
        solution = self._boxed.getSolution()
        values = np.asarray(solution.col_value)
        return Sized(
            np.clip(values[: self._size], low, high),
            float(self._cost @ values) / self._money + self._offset,
            np.asarray(solution.col_dual)[: self._size] / self._money,
        )

    def violation(self, decision: Floats) -> float:
        """Largest distance of a row of the first stage, or of one shared by blocks, from its limits, to its size."""
        matrix = self._fixed[:, : self._size]
        activity = matrix @ decision
        beyond = np.maximum(self._row_lower - activity, activity - self._row_upper)
        return float((beyond / np.maximum(abs(matrix) @ np.abs(decision), 1.0)).max(initial=0.0))

    def _solve_warm(self, solver: Any) -> Any:
        """Now and then HiGHS goes on for minutes from the last basis: its iterations are limited."""
        settings = self._settings
        return solve_warm(solver, settings.master_iterations, settings.master_iterations_from_scratch)

    def _program(self) -> LinearProgram:
        return LinearProgram.bare(
            sp.csr_array(sp.vstack([self._fixed, self._cuts])),
            row_bounds=(
                np.append(self._row_lower, self._constant),
                np.append(self._row_upper, np.full(len(self._constant), np.inf)),
            ),
            bounds=(self._lower, self._upper),
            cost=self._cost,
        )

    def _forget(self, dual: Floats) -> None:
        """Drop cuts that bound nothing for a while, when there are many; the bound found so far stays true."""
        self._idle = np.where(dual != 0, 0, self._idle + 1)
        is_kept = (self._idle < self._settings.stored_solves).tolist()
        self._origins = [origin if kept else None for origin, kept in zip(self._origins, is_kept, strict=True)]
        if len(self._constant) <= self._settings.most_cuts * self._count:
            return
        stale = self._idle > self._settings.idle_solves
        positions = (np.flatnonzero(stale) + len(self.rows)).astype(np.int32)
        for solver in (self._solver, self._boxed):
            solver.deleteRows(len(positions), positions)
        self._origins = [origin for origin, is_stale in zip(self._origins, stale, strict=True) if not is_stale]
        self._cuts, self._constant, self._idle = self._cuts[~stale], self._constant[~stale], self._idle[~stale]


def _fixed_rows(blocks: Blocks) -> sp.csr_array:
    """First-stage rows, then shared rows with an entry of one an allocation. shape: (row, master column)."""
    stage, shared = blocks.first_stage, blocks.allocations
    rows, number = len(shared.rows), len(shared)
    of_row = sp.csr_array((np.ones(number), (shared.row, np.arange(number))), shape=(rows, number))
    own = [stage.matrix[stage.rows], sp.csr_array((len(stage.rows), number + blocks.count))]
    common = [stage.matrix[stage.shared_rows], of_row, sp.csr_array((rows, blocks.count))]
    return sp.csr_array(sp.vstack([sp.hstack(own), sp.hstack(common)]))
