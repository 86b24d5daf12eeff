"""Linear program of one block under a fixed decision: its arrays are kept, and its basis, but no solver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.block_arrays import BlockArrays, row_bounds_of
from energy_model.horizon.blocks import BlockMembers, Blocks
from energy_model.horizon.program_basis import BlockBasis, basis_of
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.singleton_rows import TightBounds
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
    basis: BlockBasis


class NoScheduleError(Exception):
    """A block has no schedule under the decision, whatever it costs."""


def solve_block(
    blocks: Blocks,
    own: BlockMembers,
    arrays: BlockArrays,
    fixed: FixedDecision,
    begin: Callable[[LinearProgram], Any],
) -> BlockSolution:
    """Optimum of one block, from the basis that `begin` gives for its program, or from scratch where it gives none.

    Raises
    ------
    NoScheduleError : HiGHS finds no optimum
    """
    settings, singletons = blocks.settings, arrays.singletons
    program, tight = _program(blocks, own, arrays, fixed)
    solver = _fresh(program, settings)
    first = begin(program)
    if first is not None:
        solver.setBasis(first)
    status = solve_warm(solver)
    inexact = fixed.is_exact and status == OPTIMAL
    if inexact and _row_violation(program, solver.getSolution().col_value) > settings.refactor_residual:
        basis, solver = solver.getBasis(), _fresh(program, settings)
        solver.setOptionValue("simplex_scale_strategy", _UNSCALED)
        solver.setBasis(basis)
        status = solve_warm(solver)
    if status != OPTIMAL:
        raise NoScheduleError(str(solver.modelStatusToString(status)))
    solution = solver.getSolution()
    x = np.asarray(solution.col_value)
    dual = singletons.duals(np.asarray(solution.row_dual), program.cost, tight)
    rows, columns = len(own.rows), len(own.columns)
    shortfall = np.where(arrays.of_allocations, 0.0, x[columns:])
    penalty = float(program.cost[columns:] @ shortfall)
    last = basis_of(solver, program, x)
    return BlockSolution(x[:columns], dual[:rows], dual[rows:], float(shortfall.sum()), penalty, last)


def _fresh(program: LinearProgram, settings: SearchSettings) -> Any:
    solver = warm_solver(program)
    solver.setOptionValue("simplex_dual_edge_weight_strategy", settings.edge_weights)
    return solver


def _row_violation(program: LinearProgram, x: Sequence[float]) -> float:
    """Largest distance of a row from its limits, by our own arithmetic."""
    activity = program.matrix @ np.asarray(x)
    return float(np.maximum(program.row_lower - activity, activity - program.row_upper).max(initial=0.0))


def _program(
    blocks: Blocks, own: BlockMembers, arrays: BlockArrays, fixed: FixedDecision
) -> tuple[LinearProgram, TightBounds]:
    """The program under a decision without its singleton rows, and the bounds that these say."""
    columns = len(own.columns)
    cost, lower, upper = arrays.cost, arrays.lower, arrays.upper
    if fixed.held is not None:
        linking = np.flatnonzero(blocks.linking.columns[own.columns])
        lower[linking] = upper[linking] = fixed.held[own.columns[linking]]
    price = fixed.penalties[own.allocations]
    if np.isfinite(price).any():
        priced = columns + np.flatnonzero(arrays.of_allocations)
        cost[priced] = np.where(np.isfinite(np.tile(price, 2)), np.tile(price, 2), cost[priced])
    row_bounds = row_bounds_of(blocks, own, fixed.shift, fixed.allocated, fixed.held is not None)
    tight = arrays.singletons.tightened(row_bounds, (lower, upper), blocks.settings.crossing_rounding)
    kept = arrays.singletons.kept
    program = LinearProgram.bare(
        arrays.singletons.left,
        row_bounds=(row_bounds[0][kept], row_bounds[1][kept]),
        bounds=(tight.lower, tight.upper),
        cost=cost,
    )
    return program, tight
