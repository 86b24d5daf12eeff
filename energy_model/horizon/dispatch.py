"""Dispatch of all periods for a given plan: small linear programs, each from the basis where it was left."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats
from energy_model.horizon.block_program import Basis, Found, NoScheduleError, Plan, dearest, solve_period
from energy_model.horizon.blocks import Blocks, Part

# periods in a row that are solved one after the other, each first from the basis of the one before
_CHAIN = 13
# how far beyond its share a period may go when budgets are priced, in shares
_REACH = 10.0
# what is missing in a period that is no more than rounding [MWh]
_DUST = 1e-7
# part of what making good costs below which a price says too little
_WORTH = 1e-3


@dataclass(frozen=True)
class Dispatch:
    """What all periods do under a plan.

    x : value of every column, elastic ones as the rest asks for
    row_dual : of every row (plan rows: 0); budget_dual : (share,)
    cost : of plan and periods [CNY], without what is missing
    missing : sum of what the plan asked for and no period can do; infinite where a period has no schedule at all
    fine : what is missing at its price [CNY]: with it costs lead away from plans that cannot be followed
    lacking : periods in which something is missing
    """

    x: Floats
    row_dual: Floats
    budget_dual: Floats
    cost: float
    missing: float
    fine: float = 0.0
    lacking: tuple[int, ...] = ()


class Dispatcher:
    """Solves the periods of one program again and again, in threads (HiGHS releases Python's lock).

    From plan to plan only right-hand sides change, so that the last basis of a period is dual feasible and a few steps
    of the dual simplex suffice. Bases are all that is kept: solvers of all periods would need gigabytes.
    """

    def __init__(
        self,
        periods: Blocks,
        threads: int = 0,
        deadline: float = float("inf"),
        chosen: Sequence[int] | None = None,
    ) -> None:
        """`chosen` periods are dispatched, all by default; `deadline` as of time.perf_counter."""
        self._periods = periods
        self._deadline = deadline
        numbers = list(range(periods.count) if chosen is None else chosen)
        self._chains = [numbers[k : k + _CHAIN] for k in range(0, len(numbers), _CHAIN)]
        self._bases: dict[int, Basis] = {}
        self._dearest = dearest(periods.program.cost[periods.is_local])
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def relaxed(self, plan: Floats) -> Dispatch:
        """Without the rows that link periods by other columns than states: the cost of a period is a lower bound."""
        return self._solve(plan, None, None)

    def priced(self, plan: Floats, prices: Floats) -> Dispatch:
        """Budgets that columns make good are left to the periods, each unit of them at its price.

        So periods share such a row among them where a unit costs least, which no plan knows beforehand.

        Parameters
        ----------
        prices : (budget,) of `Blocks.budget_rows` [CNY per unit]
        """
        periods = self._periods
        values, budgets = periods.split(plan)
        offered = np.minimum(np.abs(prices)[periods.share_row], periods.share_price)
        free = np.isfinite(periods.share_price) & (offered > _WORTH * periods.share_price)
        reach = _REACH * (np.abs(budgets) + periods.mean_share(np.abs(budgets)) + 1.0)
        wanted = np.where(free, budgets + periods.share_sign * reach, budgets)
        asked = np.where(free, offered, periods.share_price)
        return self._solve(np.concatenate([values, wanted]), None, None, asked)

    def linked(self, plan: Floats, relaxed: Dispatch) -> Dispatch:
        """With all rows: columns that link periods are held at what the relaxed dispatch has done."""
        return self._solve(plan, relaxed.x, None)

    def improved(self, known: Dispatch) -> Dispatch:
        """Dispatch the chosen periods anew, all others and whatever links them held as they are: never dearer."""
        return self._solve(self._periods.plan_of(known.x), known.x, known)

    def mended(self, known: Dispatch) -> Dispatch:
        """Dispatch the chosen periods anew as `relaxed` does, all others held as they are."""
        return self._solve(self._periods.plan_of(known.x), None, known)

    def _solve(
        self, plan: Floats, held: Floats | None, known: Dispatch | None, prices: Floats | None = None
    ) -> Dispatch:
        periods, program = self._periods, self._periods.program
        values, budgets = periods.split(plan)
        shift = periods.plan_matrix @ values
        if held is not None:
            shift += periods.links @ held
        exact = held is not None or not periods.linking_columns.any()
        asked = Plan(shift, budgets, periods.share_price if prices is None else prices, held, exact)
        x = np.zeros(program.matrix.shape[1]) if known is None else known.x.copy()
        x[periods.columns] = values
        row_dual = np.zeros(program.matrix.shape[0]) if known is None else known.row_dual.copy()
        budget_dual = np.zeros(len(budgets))

        missing, fine = np.zeros(periods.count), np.zeros(periods.count)

        def solve(chain: list[int]) -> None:
            near = list[Basis]()
            for k in chain:
                part = periods.parts[k]
                try:
                    found = self._in_time(part, asked, [self._bases[k]] if k in self._bases else near)
                except NoScheduleError:
                    missing[k] = fine[k] = np.inf  # its duals stay zero, which proves little, but nothing wrong
                    continue
                x[part.columns], row_dual[part.rows] = found.x, found.row_dual
                budget_dual[part.shares] = found.budget_dual
                missing[k], fine[k] = found.missing, found.fine
                self._bases[k] = found.basis
                near.insert(0, found.basis)

        list(self._pool.map(solve, self._tasks()))  # a list: what one of them raises is raised here
        x = periods.elastic.repaired(program, x)
        beyond = periods.beyond(x, budgets)
        cost = float(program.cost @ x + program.offset)
        total, price = float(missing.sum() + beyond.sum()), float(fine.sum() + self._dearest * beyond.sum())
        return Dispatch(x, row_dual, budget_dual, cost, total, price, tuple(np.flatnonzero(missing > _DUST).tolist()))

    def _tasks(self) -> list[list[int]]:
        """Chains, or one by one where each period has a basis of its own: that spreads evenly over the threads."""
        if all(k in self._bases for chain in self._chains for k in chain):
            return [[k] for chain in self._chains for k in chain]
        return self._chains

    def _in_time(self, part: Part, plan: Plan, bases: Sequence[Basis]) -> Found:
        if time.perf_counter() > self._deadline:
            raise SolveError("time_limit", "the time limit ended before a schedule was found")
        return solve_period(self._periods, part, plan, bases)
