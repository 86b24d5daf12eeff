"""Linear program of one block under a fixed decision, made anew each time: only its basis is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.blocks import BlockMembers, Blocks
from energy_model.horizon.segments import Flags
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.singleton_rows import SingletonRows
from energy_model.horizon.warm_start import OPTIMAL, solve_warm, warm_solver

_UNSCALED = 0  # HiGHS's number


@dataclass(frozen=True, eq=False)
class FixedDecision:
    """A decision as blocks see it.

    shift : (row,) its part of every row; allocated : (allocation,)
    penalties : (allocation,) price of a unit of shortfall [CNY per unit]; infinite: the shortfall penalty of the block
    held : (column,) values of the columns that link blocks, or None to leave their rows out
    is_exact : the dispatch is to become a schedule, so that rows must hold to the last digits
    """

    shift: Floats
    allocated: Floats
    penalties: Floats
    held: Floats | None
    is_exact: bool


@dataclass(frozen=True)
class Basis:
    """Where the simplex method ended: HiGHS's statuses of columns and rows, one byte each."""

    shape: tuple[int, int]
    statuses: Any


@dataclass(frozen=True, eq=False)
class BlockSolution:
    """Values of a block's columns, duals of its rows and of its allocations, shortfall and its penalty, last basis.

    Shortfalls of allocations are left out: those are judged all blocks together.
    """

    x: Floats
    row_dual: Floats
    allocation_dual: Floats
    shortfall: float
    penalty: float
    basis: Basis


class NoScheduleError(Exception):
    """A block has no schedule under the decision, whatever it costs."""


def solve_block(blocks: Blocks, own: BlockMembers, fixed: FixedDecision, bases: Sequence[Basis]) -> BlockSolution:
    """Optimum of one block, from the first of some bases that fits, or from scratch.

    Raises
    ------
    NoScheduleError : HiGHS finds no optimum
    """
    program, settings = _program(blocks, own, fixed), blocks.settings
    singletons = SingletonRows(program, settings.crossing_rounding)
    solver = _fresh(singletons.left, settings)
    shape = singletons.left.matrix.shape
    fitting = next((basis for basis in bases if basis.shape == shape), None)
    if fitting is not None:
        solver.setBasis(fitting.statuses)
    status = solve_warm(solver)
    inexact = fixed.is_exact and status == OPTIMAL
    if inexact and _row_violation(singletons.left, solver.getSolution().col_value) > settings.refactor_residual:
        basis, solver = solver.getBasis(), _fresh(singletons.left, settings)
        solver.setOptionValue("simplex_scale_strategy", _UNSCALED)
        solver.setBasis(basis)
        status = solve_warm(solver)
    if status != OPTIMAL:
        raise NoScheduleError(str(solver.modelStatusToString(status)))
    solution = solver.getSolution()
    x, dual = np.asarray(solution.col_value), singletons.duals(np.asarray(solution.row_dual))
    rows, columns = len(own.rows), len(own.columns)
    shortfall = np.where(_of_allocations(blocks, own), 0.0, x[columns:])
    penalty = float(program.cost[columns:] @ shortfall)
    basis = Basis(shape, solver.getBasis())
    return BlockSolution(x[:columns], dual[:rows], dual[rows:], float(shortfall.sum()), penalty, basis)


def shortfall_penalty(cost: Floats, settings: SearchSettings) -> float:
    """Cost of a unit that the decision asks for and a block of these costs cannot do [CNY per unit]."""
    return settings.penalty_factor * max(settings.penalty_floor, float(np.abs(cost).max(initial=0.0)))


def _fresh(program: LinearProgram, settings: SearchSettings) -> Any:
    solver = warm_solver(program)
    solver.setOptionValue("simplex_dual_edge_weight_strategy", settings.edge_weights)
    return solver


def _row_violation(program: LinearProgram, x: Sequence[float]) -> float:
    """Largest distance of a row from its limits, by our own arithmetic."""
    activity = program.matrix @ np.asarray(x)
    return float(np.maximum(program.row_lower - activity, activity - program.row_upper).max(initial=0.0))


def _program(blocks: Blocks, own: BlockMembers, fixed: FixedDecision) -> LinearProgram:
    """Its rows and columns, its allocations, and columns for the shortfall."""
    program = blocks.program
    matrix = _matrix(blocks, own)
    cost, lower, upper = (vector[own.columns] for vector in (program.cost, program.lower, program.upper))
    if fixed.held is not None:
        linking, held = blocks.linking.columns[own.columns], fixed.held[own.columns]
        lower, upper = np.where(linking, held, lower), np.where(linking, held, upper)
    shortfall = np.zeros(matrix.shape[1] - len(own.columns))
    most = shortfall_penalty(cost, blocks.settings)
    penalty = np.full(len(shortfall), most)
    price = fixed.penalties[own.allocations]
    penalty[_of_allocations(blocks, own)] = np.tile(np.where(np.isfinite(price), price, most), 2)
    return LinearProgram.bare(
        matrix,
        row_bounds=_row_bounds(blocks, own, fixed),
        bounds=(np.append(lower, shortfall), np.append(upper, shortfall + np.inf)),
        cost=np.append(cost, penalty),
    )


def _of_allocations(blocks: Blocks, own: BlockMembers) -> Flags:
    """Columns for shortfalls of allocations, among all for shortfalls (laid out as in `_matrix`)."""
    equalities = np.zeros(int(blocks.first_stage.is_coupling_equality[own.rows].sum()), dtype=bool)
    one_way = np.append(equalities, np.ones(own.allocations.stop - own.allocations.start, dtype=bool))
    return np.concatenate([np.zeros(2 * len(own.states), dtype=bool), one_way, one_way])


def _row_bounds(blocks: Blocks, own: BlockMembers, fixed: FixedDecision) -> tuple[Floats, Floats]:
    """Rows less the decision's part, linking ones only if held; allocations where rows have limits."""
    program, shift = blocks.program, fixed.shift[own.rows]
    shared, allocated = (
        blocks.allocations.rows[blocks.allocations.row[own.allocations]],
        fixed.allocated[own.allocations],
    )
    lower, upper = program.row_lower[own.rows] - shift, program.row_upper[own.rows] - shift
    if fixed.held is None:
        linking = blocks.linking.rows[own.rows]
        lower[linking], upper[linking] = -np.inf, np.inf
    return (
        np.append(lower, np.where(np.isfinite(program.row_lower[shared]), allocated, -np.inf)),
        np.append(upper, np.where(np.isfinite(program.row_upper[shared]), allocated, np.inf)),
    )


def _matrix(blocks: Blocks, own: BlockMembers) -> sp.csr_array:
    """Rows and allocations by columns and shortfalls: of states, coupling equalities, allocations, either way.

    Of the columns of others only these states are looked at. scipy's own choice of columns would take as long as the
    program has columns, each time.
    """
    columns, states = len(own.columns), len(own.states)
    rows = sp.vstack([blocks.program.matrix[own.rows], blocks.allocations.matrix[own.allocations]], format="coo")
    place = blocks.place[rows.col]
    is_own = own.columns.take(place, mode="clip") == rows.col
    state = np.isin(rows.col, own.states)
    shortfall = columns + np.searchsorted(own.states, rows.col[state])
    row, value = rows.row[state], rows.data[state]
    equalities = np.flatnonzero(blocks.first_stage.is_coupling_equality[own.rows])
    elastic = np.concatenate([equalities, np.arange(len(own.rows), rows.shape[0])])
    last = columns + 2 * states + np.arange(len(elastic))
    one = np.ones(len(elastic))
    return sp.csr_array(
        (
            np.concatenate([rows.data[is_own], value, -value, one, -one]),
            (
                np.concatenate([rows.row[is_own], row, row, elastic, elastic]),
                np.concatenate([place[is_own], shortfall, shortfall + states, last, last + len(elastic)]),
            ),
        ),
        shape=(rows.shape[0], columns + 2 * (states + len(elastic))),
    )
