"""The linear program of one period under a plan, made anew each time: only its basis is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.blocks import Blocks, Part
from energy_model.horizon.segments import Flags
from energy_model.horizon.singleton_rows import Singles
from energy_model.horizon.warm_start import OPTIMAL, solve_warm, warm_solver

# a plan may ask of a period what it cannot do: what is missing costs so many times the dearest thing that it can do
_MISSING = 4.0
# Devex weights of the dual simplex: from a basis as good as its steepest edges, whose first weights take long
_DEVEX = 1


# by how much rounding in HiGHS may miss a row [MW or MWh]: beyond, its basis is factorised anew and without scaling
_INEXACT, _UNSCALED = 1e-5, 0


@dataclass(frozen=True)
class Plan:
    """What a plan is for the periods: its part of every row; the budgets, with the price of a unit that is missing of
    each (infinite: as dear as anything); `held` values of columns that link; whether it is to become a schedule, so
    that rows must be kept to the last digits."""

    shift: Floats
    budgets: Floats
    prices: Floats
    held: Floats | None
    exact: bool


@dataclass(frozen=True)
class Basis:
    """Where the simplex method ended: HiGHS's statuses of columns and rows, one byte each."""

    shape: tuple[int, int]
    statuses: Any


@dataclass(frozen=True)
class Found:
    """Values of a period's columns, duals of its rows and of its budgets, how much is missing and its price (without
    budgets: those are judged all periods together), and the last basis."""

    x: Floats
    row_dual: Floats
    budget_dual: Floats
    missing: float
    fine: float
    basis: Basis


class NoScheduleError(Exception):
    """A period has no schedule under the plan, whatever it costs."""


def solve_period(periods: Blocks, part: Part, plan: Plan, bases: Sequence[Basis]) -> Found:
    """Solve one period from the first of some bases that fits, or from scratch.

    Raises
    ------
    NoScheduleError : HiGHS finds no optimum
    """
    program = _program(periods, part, plan)
    singles = Singles(program)
    solver = _fresh(singles.left)
    shape = singles.left.matrix.shape
    fitting = next((basis for basis in bases if basis.shape == shape), None)
    if fitting is not None:
        solver.setBasis(fitting.statuses)
    status = solve_warm(solver)
    if plan.exact and status == OPTIMAL and _misses(singles.left, solver.getSolution().col_value) > _INEXACT:
        basis, solver = solver.getBasis(), _fresh(singles.left)
        solver.setOptionValue("simplex_scale_strategy", _UNSCALED)
        solver.setBasis(basis)
        status = solve_warm(solver)
    if status != OPTIMAL:
        raise NoScheduleError(str(solver.modelStatusToString(status)))
    solution = solver.getSolution()
    x, dual = np.asarray(solution.col_value), singles.duals(np.asarray(solution.row_dual))
    rows, columns = len(part.rows), len(part.columns)
    missing = np.where(_of_budgets(periods, part), 0.0, x[columns:])
    fine = float(program.cost[columns:] @ missing)
    return Found(x[:columns], dual[:rows], dual[rows:], float(missing.sum()), fine, Basis(shape, solver.getBasis()))


def _fresh(program: LinearProgram) -> Any:
    solver = warm_solver(program)
    solver.setOptionValue("simplex_dual_edge_weight_strategy", _DEVEX)
    return solver


def _misses(program: LinearProgram, x: Sequence[float]) -> float:
    """Largest distance of a row from its limits, by our own arithmetic."""
    activity = program.matrix @ np.asarray(x)
    return float(np.maximum(program.row_lower - activity, activity - program.row_upper).max(initial=0.0))


def _program(periods: Blocks, part: Part, plan: Plan) -> LinearProgram:
    """Its rows and columns, its budgets, and columns for what is missing."""
    program = periods.program
    matrix = _matrix(periods, part)
    cost, lower, upper = (vector[part.columns] for vector in (program.cost, program.lower, program.upper))
    if plan.held is not None:
        linking, held = periods.linking_columns[part.columns], plan.held[part.columns]
        lower, upper = np.where(linking, held, lower), np.where(linking, held, upper)
    missing = np.zeros(matrix.shape[1] - len(part.columns))
    dear = np.full(len(missing), dearest(cost))
    price = plan.prices[part.shares]
    dear[_of_budgets(periods, part)] = np.tile(np.where(np.isfinite(price), price, dearest(cost)), 2)
    return LinearProgram.bare(
        matrix,
        row_bounds=_row_bounds(periods, part, plan),
        bounds=(np.append(lower, missing), np.append(upper, missing + np.inf)),
        cost=np.append(cost, dear),
    )


def dearest(cost: Floats) -> float:
    """What a unit costs that the plan asks for and a period cannot do."""
    return _MISSING * max(1.0, float(np.abs(cost).max(initial=0.0)))


def _of_budgets(periods: Blocks, part: Part) -> Flags:
    """The columns for what is missing of budgets, among all for what is missing (laid out as in `_matrix`)."""
    stiff = np.zeros(int(periods.is_stiff[part.rows].sum()), dtype=bool)
    one_way = np.append(stiff, np.ones(part.shares.stop - part.shares.start, dtype=bool))
    return np.concatenate([np.zeros(2 * len(part.states), dtype=bool), one_way, one_way])


def _row_bounds(periods: Blocks, part: Part, plan: Plan) -> tuple[Floats, Floats]:
    """Rows less the plan's part, those that link only if what links is held; budgets where their rows have limits."""
    program, shift = periods.program, plan.shift[part.rows]
    budget_rows, budget = periods.budget_rows[periods.share_row[part.shares]], plan.budgets[part.shares]
    lower, upper = program.row_lower[part.rows] - shift, program.row_upper[part.rows] - shift
    if plan.held is None:
        linking = periods.linking_rows[part.rows]
        lower[linking], upper[linking] = -np.inf, np.inf
    return (
        np.append(lower, np.where(np.isfinite(program.row_lower[budget_rows]), budget, -np.inf)),
        np.append(upper, np.where(np.isfinite(program.row_upper[budget_rows]), budget, np.inf)),
    )


def _matrix(periods: Blocks, part: Part) -> sp.csr_array:
    """Rows and budgets by columns and what is missing: of states, of equations with the plan, of budgets, either way.

    Of the columns of others only these states are looked at. scipy's own choice of columns would take as long as the
    program has columns, each time.
    """
    columns, states = len(part.columns), len(part.states)
    rows = sp.vstack([periods.program.matrix[part.rows], periods.share_matrix[part.shares]], format="coo")
    place = periods.place[rows.col]
    own = part.columns.take(place, mode="clip") == rows.col
    state = np.isin(rows.col, part.states)
    missing = columns + np.searchsorted(part.states, rows.col[state])
    row, value = rows.row[state], rows.data[state]
    share = np.arange(len(part.rows), rows.shape[0])
    # budgets, and equations that the plan has a part in
    share = np.concatenate([np.flatnonzero(periods.is_stiff[part.rows]), share])
    last = columns + 2 * states + np.arange(len(share))
    one = np.ones(len(share))
    return sp.csr_array(
        (
            np.concatenate([rows.data[own], value, -value, one, -one]),
            (
                np.concatenate([rows.row[own], row, row, share, share]),
                np.concatenate([place[own], missing, missing + states, last, last + len(share)]),
            ),
        ),
        shape=(rows.shape[0], columns + 2 * (states + len(share))),
    )
