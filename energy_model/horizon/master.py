"""Master problem: the cheapest first-stage decision as far as all cuts know. Its optimum is a lower bound."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import highspy
import numpy as np
import scipy.sparse as sp

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.residuals import dual_bound
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.cut_origins import CutOrigin
from energy_model.horizon.cut_pool import CutPool
from energy_model.horizon.cuts import Cuts
from energy_model.horizon.master_program import MasterProgram
from energy_model.horizon.segments import Positions
from energy_model.horizon.unit_sizes import Bounds, Sized
from energy_model.horizon.warm_start import ITERATION_LIMIT, OPTIMAL, UNKNOWN

_STATUS = highspy.HighsModelStatus


class Proof(NamedTuple):
    """Proof of a bound: duals of the master's `rows` and reduced costs of the decision [CNY per unit of either].

    slopes : (block, decision) what a unit more of each value costs each block, its cuts mixed [CNY per unit]
    """

    row_dual: Floats
    reduced: Floats
    slopes: sp.csr_array


class Solved(NamedTuple):
    """HiGHS's status and solution of a program, and its values within bounds, shape: (column,)."""

    status: Any
    solution: Any
    values: Floats | None


class Master:
    """min first-stage cost + sum of block costs, subject to first-stage rows, shared rows over allocations, and cuts.

    Columns: the decision, then one cost a block [million CNY].
    """

    def __init__(self, blocks: Blocks, threads: int = 0) -> None:
        """`threads` : 0 for all."""
        program, stage, shared = blocks.program, blocks.first_stage, blocks.allocations
        self._settings, self._size, self._count = blocks.settings, blocks.size, blocks.count
        self._threads = threads or os.cpu_count() or 1
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
        self._pool = CutPool(self._fixed.shape[1], self._count, self._settings)
        self._solution = np.clip(0.0, self._lower, self._upper)[: self._size]
        self._had_optimum = False
        self._bounding, self._boxed = (MasterProgram(self._program(), self._settings) for _ in range(2))

    @property
    def bounding(self) -> list[CutOrigin]:
        """Origins of the cuts that bounded something not long ago."""
        return self._pool.bounding

    def add(self, cuts: Cuts, origins: Sequence[CutOrigin] | None = None) -> None:
        """Take cuts on; `origins` are those of the cuts, one each, if they are known."""
        number = len(cuts.block)
        own = sp.csr_array((np.ones(number), (np.arange(number), cuts.block)), shape=(number, self._count))
        rows = sp.csr_array(sp.hstack([cuts.slope * -self._money, own]))
        fresh = self._pool.added(rows, cuts.constant * self._money, [None] * number if origins is None else origins)
        self._put_to_work(fresh)

    def _put_to_work(self, cuts: Positions) -> None:
        for program in (self._bounding, self._boxed):
            program.add(sp.csr_array(self._pool.rows[cuts]), self._pool.constant[cuts])

    def solve(self, box: Bounds | None = None) -> tuple[float, Floats, Proof, Sized | None]:
        """Lower bound [CNY] by our own arithmetic, the decision that attains it, the duals that prove it.

        Beside it, where a box is given, what `within` finds in it.
        Duals prove a bound whatever they are, also those with which HiGHS gave up (minus infinity: it has none).
        The decision is then that of HiGHS, or the one before where HiGHS did not come near an optimum.
        """
        programs = [self._bounding] if box is None else [self._bounding, self._within(box)]
        (status, solution, values), *others = self._solved(programs)
        boxed = self._sized(box, others[0]) if box is not None else None
        # cuts leave every decision a cost: after a first optimum it is HiGHS that is at a loss, whatever it says
        if status not in (OPTIMAL, UNKNOWN, ITERATION_LIMIT) and not self._had_optimum:
            hopeless = status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible)
            raise SolveError("infeasible" if hopeless else "failed", "the limits of the first stage leave no decision")
        self._had_optimum |= status == OPTIMAL
        if values is not None:
            self._solution = values[: self._size]
        if not solution.dual_valid:
            return -np.inf, self._solution, self.no_proof(), boxed
        dual = self._dual(solution)
        proof = self._proof(dual, solution)
        bound = dual_bound(self._program(), dual) / self._money + self._offset
        self._rest(dual[len(self.rows) :])
        return bound, self._solution, proof, boxed

    def _solved(self, programs: Sequence[MasterProgram]) -> list[Solved]:
        """Solutions of programs, found side by side, once none violates a cut at rest."""
        found = [Solved(None, None, None)] * len(programs)
        left = list(range(len(programs)))
        for _ in range(self._settings.cut_passes):
            with ThreadPoolExecutor(min(self._threads, len(left))) as pool:
                fresh = list(pool.map(lambda k: programs[k].solved(), left))
            for k, (status, solution) in zip(left, fresh, strict=True):
                found[k] = Solved(status, solution, self._values(status, solution, found[k].values))
            violated = {k: self._violated(found[k]) for k in left}
            left = [k for k, number in violated.items() if number]
            if not left:
                break
        return found

    def _values(self, status: Any, solution: Any, before: Floats | None) -> Floats | None:
        if status not in (OPTIMAL, UNKNOWN) or not solution.value_valid:
            return before
        return np.asarray(np.clip(solution.col_value, self._lower, self._upper))

    def _violated(self, found: Solved) -> int:
        """Number of cuts at rest that a solution violates, put to work."""
        if found.values is None or found.status not in (OPTIMAL, UNKNOWN):
            return 0
        violated = self._pool.violated(found.values, float(self._cost @ found.values))
        self._put_to_work(violated)
        return len(violated)

    def _dual(self, solution: Any) -> Floats:
        """Duals of the rows, nothing for cuts that came to work since. shape: (row,)."""
        dual = np.asarray(solution.row_dual)
        return np.append(dual, np.zeros(len(self.rows) + len(self._pool.working) - len(dual)))

    def prices(self, widening: float) -> Proof | None:
        """Duals with every limit wider by a part of itself; None without an optimum. Nothing is asked afterwards.

        Where a limit is met by nothing more and nothing less (existing plants at just what is asked for), duals may be
        anything between what the last unit costs and what one that is lost does. So they are the former.
        """
        self._boxed.bound_columns(self._lower[: self._size], self._upper[: self._size])
        low, high = (
            bound + sign * widening * np.where(np.isfinite(bound), np.abs(bound), 0.0)
            for sign, bound in ((-1.0, self._row_lower), (1.0, self._row_upper))
        )
        self._boxed.bound_rows(low, high)
        (found,) = self._solved([self._boxed])
        return self._proof(self._dual(found.solution), found.solution) if found.status == OPTIMAL else None

    def no_proof(self) -> Proof:
        """Proof of nothing: without duals."""
        none = sp.csr_array((self._count, self._size))
        return Proof(np.zeros(len(self.rows)), np.zeros(self._size), none)

    def _proof(self, dual: Floats, solution: Any) -> Proof:
        fixed, reduced = len(self.rows), np.asarray(solution.col_dual)
        return Proof(dual[:fixed] / self._money, reduced[: self._size] / self._money, self._slopes(dual[fixed:]))

    def _slopes(self, dual: Floats) -> sp.csr_array:
        """Slopes of each block's cuts, mixed by their duals [CNY per unit]; shape: (block, decision).

        dual : (working cut,)
        """
        working = self._pool.rows[self._pool.working]
        cuts = sp.csr_array(sp.diags_array(dual) @ working)
        of_block = sp.csr_array(working[:, self._size :])  # a cut has one entry there
        return sp.csr_array(of_block.T @ cuts[:, : self._size]) * (-1.0 / self._money)

    def within(self, lower: Floats, upper: Floats) -> Sized | None:
        """The cheapest decision within bounds by the cuts, with the reduced costs of its values; None without one."""
        box = lower, upper
        (found,) = self._solved([self._within(box)])
        return self._sized(box, found)

    def _within(self, box: Bounds) -> MasterProgram:
        self._boxed.bound_columns(*self._clipped(box))
        return self._boxed

    def _clipped(self, box: Bounds) -> Bounds:
        low = np.clip(box[0], self._lower[: self._size], self._upper[: self._size])
        return low, np.clip(box[1], low, self._upper[: self._size])

    def _sized(self, box: Bounds, found: Solved) -> Sized | None:
        if found.status != OPTIMAL or found.values is None:
            return None
        return Sized(
            np.clip(found.values[: self._size], *self._clipped(box)),
            float(self._cost @ found.values) / self._money + self._offset,
            np.asarray(found.solution.col_dual)[: self._size] / self._money,
        )

    def violation(self, decision: Floats) -> float:
        """Largest distance of a row of the first stage, or of one shared by blocks, from its limits, to its size."""
        matrix = self._fixed[:, : self._size]
        activity = matrix @ decision
        beyond = np.maximum(self._row_lower - activity, activity - self._row_upper)
        return float((beyond / np.maximum(abs(matrix) @ np.abs(decision), 1.0)).max(initial=0.0))

    def _program(self) -> LinearProgram:
        working = self._pool.working
        return LinearProgram.bare(
            sp.csr_array(sp.vstack([self._fixed, self._pool.rows[working]])),
            row_bounds=(
                np.append(self._row_lower, self._pool.constant[working]),
                np.append(self._row_upper, np.full(len(working), np.inf)),
            ),
            bounds=(self._lower, self._upper),
            cost=self._cost,
        )

    def _rest(self, dual: Floats) -> None:
        """Leave cuts out that bounded nothing for a while. shape: dual (working cut,)."""
        rows = self._pool.rested(dual)
        for program in (self._bounding, self._boxed):
            program.remove(rows)


def _fixed_rows(blocks: Blocks) -> sp.csr_array:
    """First-stage rows, then shared rows with an entry of one an allocation. shape: (row, master column)."""
    stage, shared = blocks.first_stage, blocks.allocations
    rows, number = len(shared.rows), len(shared)
    of_row = sp.csr_array((np.ones(number), (shared.row, np.arange(number))), shape=(rows, number))
    own = [stage.matrix[stage.rows], sp.csr_array((len(stage.rows), number + blocks.count))]
    common = [stage.matrix[stage.shared_rows], of_row, sp.csr_array((rows, blocks.count))]
    return sp.csr_array(sp.vstack([sp.hstack(own), sp.hstack(common)]))
