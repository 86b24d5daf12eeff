"""Dispatch of all periods for a given plan: small linear programs, each in a HiGHS object that stays warm."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.periods import Part, Periods
from energy_model.horizon.segments import Flags, Positions
from energy_model.horizon.warm import OPTIMAL, solve_warm, warm_solver

# a plan may ask of a period what it cannot do: what is missing costs so many times the dearest thing that it can do
_MISSING = 10.0


@dataclass(frozen=True)
class Dispatch:
    """What all periods do under a plan.

    x : value of every column; row_dual : of every row (plan rows: 0); budget_dual : (period, budget row)
    cost : of plan and periods [CNY], without what is missing
    missing : sum of what the plan asked for and no period can do; infinite where a period has no schedule at all
    """

    x: Floats
    row_dual: Floats
    budget_dual: Floats
    cost: float
    missing: float


class Dispatcher:
    """Solves the periods of one program again and again, in threads (HiGHS releases Python's lock).

    After the first time only right-hand sides change, so that the last basis of a period is dual feasible and a few
    steps of the dual simplex suffice.
    """

    def __init__(
        self,
        periods: Periods,
        threads: int = 0,
        deadline: float = float("inf"),
        chosen: Sequence[int] | None = None,
    ) -> None:
        """`chosen` periods are dispatched, all by default; `deadline` as of time.perf_counter."""
        self._periods = periods
        self._deadline = deadline
        self._chosen = range(periods.count) if chosen is None else chosen
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)
        made = self._pool.map(lambda k: _PeriodProgram(periods, periods.parts[k]), self._chosen)
        self._solvers = dict(zip(self._chosen, made, strict=True))

    def close(self) -> None:
        """Let the threads and the solvers go."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._solvers.clear()

    def relaxed(self, plan: Floats) -> Dispatch:
        """Without the rows that link periods by other columns than states: the cost of a period is a lower bound."""
        return self._solve(plan, None, None)

    def linked(self, plan: Floats, relaxed: Dispatch) -> Dispatch:
        """With all rows: columns that link periods are held at what the relaxed dispatch has done."""
        return self._solve(plan, relaxed.x, None)

    def improved(self, known: Dispatch) -> Dispatch:
        """Dispatch the chosen periods anew, all others and whatever links them held as they are: never dearer."""
        return self._solve(self._periods.plan_of(known.x), known.x, known)

    def _solve(self, plan: Floats, held: Floats | None, known: Dispatch | None) -> Dispatch:
        periods = self._periods
        program = periods.program
        values, budgets = periods.split(plan)
        shift = periods.plan_matrix @ values
        if held is not None:
            shift = shift + periods.links @ held
        x = np.zeros(program.matrix.shape[1]) if known is None else known.x.copy()
        x[periods.columns] = values
        row_dual = np.zeros(program.matrix.shape[0]) if known is None else known.row_dual.copy()
        budget_dual = np.zeros_like(budgets)

        def solve(k: int) -> float:
            if time.perf_counter() > self._deadline:
                raise SolveError("time_limit", "the time limit ended before a schedule was found")
            solver, part = self._solvers[k], periods.parts[k]
            try:
                missing = solver.solve(shift[part.rows], budgets[k], held)
            except SolveError:
                return np.inf  # its duals stay zero, which proves little, but nothing wrong
            x[part.columns], row_dual[part.rows], budget_dual[k] = solver.primal(), *solver.duals()
            return missing

        missing = sum(self._pool.map(solve, self._chosen))
        return Dispatch(x, row_dual, budget_dual, float(program.cost @ x + program.offset), float(missing))


class _PeriodProgram:
    """The linear program of one period: its rows and columns, its budgets, and columns for what is missing."""

    def __init__(self, periods: Periods, part: Part) -> None:
        program = periods.program
        self._part = part
        self._linking = periods.linking_rows[part.rows]
        self._bounds = program.row_lower[part.rows], program.row_upper[part.rows]
        self._budget_is = _directions(periods)
        held = np.isin(part.columns, periods.linking_columns)
        self._held: Positions = np.flatnonzero(held).astype(np.int32)
        self._held_bounds = program.lower[part.columns][held], program.upper[part.columns][held]
        self._is_held = False
        matrix, missing = _matrix(periods, part)
        self._columns = len(part.columns)
        dear = _MISSING * max(1.0, float(np.abs(program.cost[part.columns]).max(initial=0.0)))
        nothing, endless = np.zeros(missing), np.full(missing, np.inf)
        whole = LinearProgram.bare(
            sp.csr_array(matrix),
            row_bounds=self._row_bounds(np.zeros(len(part.rows)), np.zeros(len(periods.budget_rows)), linked=False),
            bounds=(np.append(program.lower[part.columns], nothing), np.append(program.upper[part.columns], endless)),
            cost=np.concatenate([program.cost[part.columns], nothing + dear]),
        )
        self._solver = warm_solver(whole)
        self._rows = np.arange(matrix.shape[0], dtype=np.int32)

    def solve(self, shift: Floats, budget: Floats, held: Floats | None) -> float:
        """Solve with the plan's part of each row and the budgets; give how much is missing."""
        lower, upper = self._row_bounds(shift, budget, linked=held is not None)
        self._solver.changeRowsBounds(len(self._rows), self._rows, lower, upper)
        if held is not None:
            values = held[self._part.columns[self._held]]
            self._solver.changeColsBounds(len(self._held), self._held, values, values)
        elif self._is_held:
            self._solver.changeColsBounds(len(self._held), self._held, *self._held_bounds)
        self._is_held = held is not None
        self._run()
        return float(np.asarray(self._solver.getSolution().col_value)[self._columns :].sum())

    def primal(self) -> Floats:
        """Values of the period's columns."""
        return np.asarray(self._solver.getSolution().col_value)[: self._columns]

    def duals(self) -> tuple[Floats, Floats]:
        """Duals of the period's rows and of its budgets."""
        dual = np.asarray(self._solver.getSolution().row_dual)
        return dual[: len(self._part.rows)], dual[len(self._part.rows) :]

    def _run(self) -> None:
        status = solve_warm(self._solver)
        if status == OPTIMAL:
            return
        text = str(self._solver.modelStatusToString(status)).lower()
        raise SolveError("failed", f"a period has no schedule under the plan (HiGHS: {text})")

    def _row_bounds(self, shift: Floats, budget: Floats, *, linked: bool) -> tuple[Floats, Floats]:
        lower, upper = self._bounds[0] - shift, self._bounds[1] - shift
        if not linked:
            lower, upper = np.where(self._linking, -np.inf, lower), np.where(self._linking, np.inf, upper)
        at_most, at_least = self._budget_is
        return (
            np.append(lower, np.where(at_least, budget, -np.inf)),
            np.append(upper, np.where(at_most, budget, np.inf)),
        )


def _directions(periods: Periods) -> tuple[Flags, Flags]:
    """Budget rows that have an upper bound, and those that have a lower one."""
    program, rows = periods.program, periods.budget_rows
    return np.isfinite(program.row_upper[rows]), np.isfinite(program.row_lower[rows])


def _matrix(periods: Periods, part: Part) -> tuple[sp.csr_array, int]:
    """Rows and budgets by columns and what is missing: states that could be more or less, budgets too."""
    program, budgets = periods.program, len(periods.budget_rows)
    rows = program.matrix[part.rows]
    own = sp.vstack([rows[:, part.columns], periods.budget_matrix[:, part.columns]])
    states = sp.vstack([rows[:, part.states], sp.csr_array((budgets, len(part.states)))])
    shares = sp.vstack([sp.csr_array((len(part.rows), budgets)), sp.eye_array(budgets)])
    matrix = sp.hstack([own, states, -states, shares, -shares], format="csr")
    return matrix, 2 * (len(part.states) + budgets)
