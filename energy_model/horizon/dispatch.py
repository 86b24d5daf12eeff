"""Dispatch of all blocks for a given decision: small linear programs, each from the basis where it was left."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.block_arrays import BlocksArrays, shortfall_penalty
from energy_model.horizon.block_program import BlockSolution, FixedDecision, NoScheduleError, solve_block
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.program_basis import BlockBasis, ProgramBasis


@dataclass(frozen=True, eq=False)
class Dispatch:
    """Operation of all blocks under a decision.

    x : (column,) values, elastic columns and peaks as their rows ask for
    row_dual : (row,), 0 in first-stage rows; allocation_dual : (allocation,)
    cost : of first stage and blocks [CNY], without the penalty
    shortfall : sum of what the decision asks for and blocks cannot do; infinite where a block has no schedule at all
    penalty : the shortfall at its price [CNY]: with it, costs lead away from decisions that blocks cannot follow
    infeasible_blocks : those with a shortfall, the dearest first
    """

    x: Floats
    row_dual: Floats
    allocation_dual: Floats
    cost: float
    shortfall: float
    penalty: float = 0.0
    infeasible_blocks: tuple[int, ...] = ()


class Dispatcher:
    """Solves the blocks of one program again and again, in threads (HiGHS releases Python's lock).

    From decision to decision only right-hand sides change, so that the last basis of a block is dual feasible and a
    few iterations of the dual simplex suffice. That basis and the arrays that no decision changes are all that is kept:
    solvers of all blocks would need gigabytes.
    """

    def __init__(
        self,
        blocks: Blocks,
        threads: int = 0,
        deadline: float = float("inf"),
        chosen: Sequence[int] | None = None,
        basis: ProgramBasis | None = None,
    ) -> None:
        """`chosen` blocks are dispatched, all by default; `deadline` as of time.perf_counter; `basis` to begin from."""
        self._blocks = blocks
        self._deadline = deadline
        numbers, chain = list(range(blocks.count) if chosen is None else chosen), blocks.settings.chain_blocks
        self._chains = [numbers[k : k + chain] for k in range(0, len(numbers), chain)]
        self.basis = basis or ProgramBasis.unknown(blocks)
        self._arrays = BlocksArrays(blocks)
        self._bases: dict[int, Any] = {}  # of HiGHS
        self._penalty = shortfall_penalty(blocks.program.cost[blocks.interior.columns], blocks.settings)
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def realised(self, decision: Floats, x: Floats) -> Floats:
        """The decision as the blocks realised it. shapes: (decision,), (column,)."""
        return self._blocks.realised(decision, x)

    def relaxed(self, decision: Floats) -> Dispatch:
        """Without the rows that link blocks by other columns than states: the cost of a block is a lower bound."""
        return self._solve(decision, None, None)

    def priced(self, decision: Floats, prices: Floats) -> Dispatch:
        """Allocations that elastic columns make good are left to the blocks, each unit of them at its price.

        So blocks share such a row among them where a unit costs least, which no decision knows beforehand.

        Parameters
        ----------
        prices : (shared row,) [CNY per unit]
        """
        blocks, shared, settings = self._blocks, self._blocks.allocations, self._blocks.settings
        values, allocated = blocks.split(decision)
        offered = np.minimum(np.abs(prices)[shared.row], shared.penalty)
        free = np.isfinite(shared.penalty) & (offered > settings.price_floor * shared.penalty)
        size = np.abs(allocated) + shared.row_mean(np.abs(allocated)) + settings.scale_floor
        wanted = np.where(free, allocated + shared.direction * (settings.price_reach * size), allocated)
        penalties = np.where(free, offered, shared.penalty)
        return self._solve(np.concatenate([values, wanted]), None, None, penalties)

    def linked(self, decision: Floats, relaxed: Dispatch) -> Dispatch:
        """With all rows: columns that link blocks are held at their values in the relaxed dispatch.

        The arrays of the relaxed dispatch become those of the result.
        """
        return self._solve(decision, relaxed.x, relaxed)

    def improved(self, known: Dispatch) -> Dispatch:
        """Dispatch the chosen blocks anew, all others and the columns that link them held as they are: never dearer.

        The arrays of what is known become those of the result.
        """
        return self._solve(self._blocks.decision_of(known.x), known.x, known)

    def repaired(self, known: Dispatch) -> Dispatch:
        """Dispatch the chosen blocks anew as `relaxed` does, all others held as they are."""
        kept = replace(known, x=known.x.copy(), row_dual=known.row_dual.copy())
        return self._solve(self._blocks.decision_of(known.x), None, kept)

    def _solve(
        self, decision: Floats, held: Floats | None, known: Dispatch | None, penalties: Floats | None = None
    ) -> Dispatch:
        blocks, program = self._blocks, self._blocks.program
        values, allocated = blocks.split(decision)
        fixed = self._fixed(values, allocated, held, penalties)
        x = np.zeros(program.matrix.shape[1]) if known is None else known.x
        x[blocks.first_stage.columns] = values
        row_dual = np.zeros(program.matrix.shape[0]) if known is None else known.row_dual
        allocation_dual = np.zeros(len(allocated))
        shortfall, penalty = np.zeros(blocks.count), np.zeros(blocks.count)

        def solve(chain: list[int]) -> None:
            latest: BlockBasis | None = None
            for k in chain:
                own = blocks.members[k]
                try:
                    found = self._in_time(k, fixed, latest)
                except NoScheduleError:
                    shortfall[k] = penalty[k] = np.inf  # its duals stay zero, which proves little, but nothing wrong
                    continue
                x[own.columns], row_dual[own.rows] = found.x, found.row_dual
                allocation_dual[own.allocations] = found.allocation_dual
                shortfall[k], penalty[k] = found.shortfall, found.penalty
                latest = found.basis

        list(self._pool.map(solve, self._tasks()))  # a list: what one of them raises is raised here
        x = blocks.peaks.repaired(program, blocks.elastic.repaired(program, x))
        violation = blocks.allocations.row_violation(x)
        cost = float(program.cost @ x + program.offset)
        total = float(shortfall.sum() + violation.sum())
        price = float(penalty.sum() + self._penalty * violation.sum())
        dearest = np.argsort(-penalty, kind="stable")
        infeasible = dearest[shortfall[dearest] > blocks.settings.block_rounding]
        return Dispatch(x, row_dual, allocation_dual, cost, total, price, tuple(infeasible.tolist()))

    def _fixed(self, values: Floats, allocated: Floats, held: Floats | None, penalties: Floats | None) -> FixedDecision:
        blocks = self._blocks
        first_stage = np.zeros(blocks.program.matrix.shape[1])
        first_stage[blocks.first_stage.columns] = values
        shift = blocks.program.matrix @ first_stage
        if held is not None:
            shift[blocks.linking.rows] += blocks.linking.matrix @ held
        is_exact = held is not None or not blocks.linking.columns.any()
        return FixedDecision(
            shift, allocated, blocks.allocations.penalty if penalties is None else penalties, held, is_exact
        )

    def _tasks(self) -> list[list[int]]:
        """Chains, or one by one where each block has a basis to begin from: that spreads evenly over the threads."""
        known, members = self.basis, self._blocks.members
        if all(known.knows(members[k]) for chain in self._chains for k in chain):
            return [[k] for chain in self._chains for k in chain]
        return self._chains

    def _in_time(self, number: int, fixed: FixedDecision, latest: BlockBasis | None) -> BlockSolution:
        """A block's optimum: from its last basis, else from the whole program's, else from that of the block before."""
        if time.perf_counter() > self._deadline:
            raise SolveError("time_limit", "the time limit ended before a schedule was found")
        own, arrays = self._blocks.members[number], self._arrays.of(number)

        def begin(program: LinearProgram) -> Any:
            if number in self._bases:
                return self._bases[number]
            known = self.basis.of_block(own, arrays.singletons.kept, program)
            fits = latest is not None and latest.shape == program.matrix.shape
            return latest.given if known is None and latest is not None and fits else known

        found = solve_block(self._blocks, own, arrays, fixed, begin)
        self.basis.learn(own, arrays.singletons.kept, found.basis)
        self._bases[number] = found.basis.given
        return found
