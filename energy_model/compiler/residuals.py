"""Residuals of a point and bounds that duals prove, by our own arithmetic on the unscaled problem."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Block, Floats, LinearProgram
from energy_model.compiler.row_chunks import row_sizes

# a reduced cost without a bound that is no more than rounding
_NOTHING = 1e-11


def relative_gap(cost: float, bound: float, common: float = 0.0) -> float:
    """How far a cost is above a bound, as a share of what it is above a common cost, or of 1 where that is smaller."""
    return (cost - bound) / max(1.0, abs(cost - common))


def primal_residual(program: LinearProgram, x: Floats) -> float:
    """Largest violation of a row (bound), relative to 1 and the largest term in its constraint (value of its variable).

    An interior point leaves everything wrong by a like amount, also where the numbers are small.
    """
    activity = program.matrix @ x
    rows = np.maximum(program.row_lower - activity, activity - program.row_upper)
    columns = np.maximum(program.lower - x, x - program.upper)
    terms, size = row_sizes(program.matrix, x), np.abs(x)
    parts = (_relative(rows, terms, program.constraints), _relative(columns, size, program.variables))
    return max(0.0, *parts)


def _relative(violation: Floats, size: Floats, blocks: dict[str, Block]) -> float:
    """Largest violation in a block over the largest size in it, for the worst block."""
    parts = [slice(block.start, block.stop) for block in blocks.values() if block.space.size]
    return max((violation[p].max() / max(1.0, size[p].max()) for p in parts), default=0.0)


def dual_objective(program: LinearProgram, row_dual: Floats, column_dual: Floats, x: Floats) -> tuple[float, float]:
    """Dual objective (minimisation, without offset) and the largest relative dual violation.

    A multiplier that would need an infinite bound counts as a violation and is priced at the point reached, so that
    the gap stays meaningful.
    """
    scale = max(1.0, float(np.abs(program.cost).max(initial=0.0)))
    activity = program.matrix @ x
    total, wrong = 0.0, 0.0
    for dual, low, high, value in (
        (row_dual, program.row_lower, program.row_upper, activity),
        (column_dual, program.lower, program.upper, x),
    ):
        bound = np.where(dual > 0, low, high)
        loose = ~np.isfinite(bound) & (dual != 0)
        wrong = max(wrong, float(np.abs(dual[loose]).max(initial=0.0)) / scale)
        total += float(dual @ np.where(loose, value, np.where(dual == 0, 0.0, bound)))
    return total, wrong


def dual_bound(program: LinearProgram, row_dual: Floats) -> float:
    """Lower bound on a minimisation that duals prove, whatever their quality; -inf where they prove nothing."""
    held = provable(row_dual, program.row_lower, program.row_upper)
    reduced = program.cost - program.matrix.T @ held
    reduced = np.where(np.abs(reduced) <= _NOTHING, provable(reduced, program.lower, program.upper), reduced)
    total = program.offset
    for dual, low, high in ((held, program.row_lower, program.row_upper), (reduced, program.lower, program.upper)):
        bound = np.where(dual > 0, low, high)
        total += float(dual[dual != 0] @ bound[dual != 0])
    return total


def provable(dual: Floats, lower: Floats, upper: Floats) -> Floats:
    """Duals without those whose bound does not exist; a positive one holds the lower, a negative one the upper."""
    wrong = ((dual > 0) & ~np.isfinite(lower)) | ((dual < 0) & ~np.isfinite(upper))
    return np.where(wrong, 0.0, dual)
