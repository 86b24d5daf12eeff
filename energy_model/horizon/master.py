"""The master problem: the cheapest plan as far as all cuts together know. Its optimum is a lower bound."""

from __future__ import annotations

from typing import NamedTuple

import highspy
import numpy as np
import scipy.sparse as sp

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.residuals import dual_bound
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.cuts import Cuts
from energy_model.horizon.warm_start import ITERATION_LIMIT, OPTIMAL, UNKNOWN, solve_warm, warm_solver

_STATUS = highspy.HighsModelStatus
# money inside the master problem, so that its numbers are near those of capacities [MW]
_MONEY = 1e-6
# cuts per period beyond which those that were not needed for a while are forgotten, and that while in solves
_MANY, _WHILE = 60, 30
# iterations from the last basis, of which a few thousand are usual; now and then HiGHS goes on for minutes
_ITERATIONS = 10_000


class Proof(NamedTuple):
    """What proves a bound: duals of the master's `rows` and reduced costs of the plan [CNY per unit of either]."""

    row_dual: Floats
    reduced: Floats


class Master:
    """min cost of the plan + sum of period costs, subject to the plan's own rows and all cuts.

    Columns: the plan, then one cost a period [million CNY].
    """

    def __init__(self, periods: Blocks) -> None:
        program = periods.program
        self._plan, self._count = periods.size, periods.count
        least_cost, most_cost = periods.cost_range()
        least_use, most_use = periods.share_range()
        columns = periods.columns
        self._cost = np.concatenate(
            [program.cost[columns] * _MONEY, np.zeros(self._plan - len(columns)), np.ones(self._count)]
        )
        self._offset = program.offset
        lower, upper = periods.bounds
        self._lower = np.concatenate([lower[columns], least_use, least_cost * _MONEY])
        self._upper = np.concatenate([upper[columns], most_use, most_cost * _MONEY])
        own = periods.plan_matrix
        budgets, number = len(periods.budget_rows), len(periods.share_row)
        shares = sp.csr_array((np.ones(number), (periods.share_row, np.arange(number))), shape=(budgets, number))
        plan_rows = sp.hstack(
            [own[periods.plan_rows], sp.csr_array((len(periods.plan_rows), self._plan - len(columns) + self._count))]
        )
        budget_rows = sp.hstack([own[periods.budget_rows], shares, sp.csr_array((budgets, self._count))])
        self.rows = np.concatenate([periods.plan_rows, periods.budget_rows])
        self._fixed = sp.csr_array(sp.vstack([plan_rows, budget_rows]))
        self._row_lower, self._row_upper = program.row_lower[self.rows], program.row_upper[self.rows]
        self._cuts = sp.csr_array((0, self._fixed.shape[1]))
        self._constant = np.zeros(0)
        self._idle = np.zeros(0, dtype=np.int64)
        self._ideal = np.clip(0.0, self._lower, self._upper)[: self._plan]
        self._is_sound = False  # whether it has had an optimum
        self._solver, self._boxed = warm_solver(self._program()), warm_solver(self._program())

    def add(self, cuts: Cuts) -> None:
        """Take cuts on."""
        number = len(cuts.period)
        own = sp.csr_array((np.ones(number), (np.arange(number), cuts.period)), shape=(number, self._count))
        rows = sp.csr_array(sp.hstack([cuts.slope * -_MONEY, own]))
        constant = cuts.constant * _MONEY
        self._cuts = sp.csr_array(sp.vstack([self._cuts, rows]))
        self._constant = np.append(self._constant, constant)
        self._idle = np.append(self._idle, np.zeros(number, dtype=np.int64))
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
        """Lower bound [CNY] by our own arithmetic, the plan that attains it, and the duals that prove it.

        Duals prove a bound whatever they are, also those with which HiGHS gave up (minus infinity: it has none).
        The plan is then that of HiGHS, or the one before where HiGHS did not come near an optimum.
        """
        status = solve_warm(self._solver, _ITERATIONS)
        # cuts leave every plan a cost: after a first optimum it is HiGHS that is at a loss, whatever it says
        if status not in (OPTIMAL, UNKNOWN, ITERATION_LIMIT) and not self._is_sound:
            hopeless = status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible)
            raise SolveError("infeasible" if hopeless else "failed", "the limits of the plan leave none")
        self._is_sound |= status == OPTIMAL
        solution = self._solver.getSolution()
        if status in (OPTIMAL, UNKNOWN) and solution.value_valid:
            self._ideal = np.clip(np.asarray(solution.col_value), self._lower, self._upper)[: self._plan]
        if not solution.dual_valid:
            return -np.inf, self._ideal, Proof(np.zeros(len(self.rows)), np.zeros(self._plan))
        dual = np.asarray(solution.row_dual)
        bound = dual_bound(self._program(), dual) / _MONEY + self._offset
        fixed = len(self.rows)
        self._forget(dual[fixed:])
        reduced = np.asarray(solution.col_dual)[: self._plan]
        return bound, self._ideal, Proof(dual[:fixed] / _MONEY, reduced / _MONEY)

    def near(self, lower: Floats, upper: Floats) -> tuple[Floats, float] | None:
        """The cheapest plan within bounds as far as the cuts know, with the cost they tell [CNY]; None without one."""
        low = np.clip(lower, self._lower[: self._plan], self._upper[: self._plan])
        high = np.clip(upper, low, self._upper[: self._plan])
        self._boxed.changeColsBounds(self._plan, np.arange(self._plan, dtype=np.int32), low, high)
        if solve_warm(self._boxed, _ITERATIONS) != OPTIMAL:
            return None
        values = np.asarray(self._boxed.getSolution().col_value)
        return np.clip(values[: self._plan], low, high), float(self._cost @ values) / _MONEY + self._offset

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
        if len(self._constant) <= _MANY * self._count:
            return
        stale = self._idle > _WHILE
        positions = (np.flatnonzero(stale) + len(self.rows)).astype(np.int32)
        for solver in (self._solver, self._boxed):
            solver.deleteRows(len(positions), positions)
        self._cuts, self._constant, self._idle = self._cuts[~stale], self._constant[~stale], self._idle[~stale]
