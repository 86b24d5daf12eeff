"""Bounds of columns that follow from rows, so that a reduced cost of the wrong sign costs something finite."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Floats, LinearProgram

_PASSES = 3
# so many at a time, for the sake of memory
_ROWS = 200_000
# a coefficient so small is what rounding left of nothing; dividing by it proves nothing
_DIRT = 1e-9


def implied_bounds(program: LinearProgram) -> tuple[Floats, Floats]:
    """Lower and upper bound of every column, tightened where a row with the other columns at their best allows no more.

    Infinite where no row says anything. A plain pass over all rows, a few times: capacities bound what plants do.
    """
    lower, upper = program.lower.copy(), program.upper.copy()
    rows = program.matrix.shape[0]
    for _ in range(_PASSES):
        for begin in range(0, rows, _ROWS):
            some = slice(begin, begin + _ROWS)
            entries = program.matrix[some].tocoo()
            for sign, bound in ((1.0, program.row_upper[some]), (-1.0, -program.row_lower[some])):
                if np.isfinite(bound).any():
                    _tighten(lower, upper, entries.row, entries.col, sign * entries.data, bound)
    return lower, upper


def _tighten(lower: Floats, upper: Floats, row: Floats, column: Floats, value: Floats, bound: Floats) -> None:
    """Rows `sum value x <= bound`: what is left for each entry when all others are as small as they can be."""
    with np.errstate(invalid="ignore"):
        least = np.where(value > 0, value * lower[column], value * upper[column])
    endless = ~np.isfinite(least)
    finite = np.where(endless, 0.0, least)
    rows = len(bound)
    total = np.bincount(row, finite, minlength=rows)[row]
    others_endless = np.bincount(row[endless], minlength=rows)[row] - endless
    useful = np.isfinite(bound[row]) & (others_endless == 0) & (np.abs(value) > _DIRT)
    room = (bound[row] - (total - finite))[useful] / value[useful]
    at, positive = column[useful], value[useful] > 0
    np.minimum.at(upper, at[positive], room[positive])
    np.maximum.at(lower, at[~positive], room[~positive])
    # rounding must not cross them
    np.maximum(upper, lower, out=upper)
