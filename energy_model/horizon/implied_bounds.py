"""Bounds of columns that follow from rows, so that a reduced cost of the wrong sign costs something finite."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.row_chunks import RowChunk, row_chunks
from energy_model.horizon.settings import SearchSettings


def implied_bounds(program: LinearProgram, settings: SearchSettings) -> tuple[Floats, Floats]:
    """Lower and upper bound of every column, tightened where a row with the other columns at their best allows no more.

    Infinite where no row says anything. A plain pass over all rows, a few times: capacities bound what plants do.
    """
    lower, upper = program.lower.copy(), program.upper.copy()
    for _ in range(settings.bound_passes):
        for chunk in row_chunks(program.matrix, settings.bound_rows):
            for sign, bound in ((1.0, program.row_upper[chunk.rows]), (-1.0, -program.row_lower[chunk.rows])):
                if np.isfinite(bound).any():
                    _tighten((lower, upper), chunk, sign, bound, settings.coefficient_rounding)
    return lower, upper


def _tighten(bounds: tuple[Floats, Floats], chunk: RowChunk, sign: float, bound: Floats, rounding: float) -> None:
    """Rows `sum value x <= bound`: room left for each entry when all others are as small as they can be.

    A coefficient within `rounding` is the rest of a difference; dividing by it proves nothing.
    """
    (lower, upper), row, column, value = bounds, chunk.row - chunk.rows.start, chunk.column, sign * chunk.value
    with np.errstate(invalid="ignore"):
        least = np.where(value > 0, value * lower[column], value * upper[column])
    endless = ~np.isfinite(least)
    finite = np.where(endless, 0.0, least)
    rows = len(bound)
    total = np.bincount(row, finite, minlength=rows)[row]
    others_endless = np.bincount(row[endless], minlength=rows)[row] - endless
    useful = np.isfinite(bound[row]) & (others_endless == 0) & (np.abs(value) > rounding)
    room = (bound[row] - (total - finite))[useful] / value[useful]
    at, positive = column[useful], value[useful] > 0
    np.minimum.at(upper, at[positive], room[positive])
    np.maximum.at(lower, at[~positive], room[~positive])
    # rounding must not cross them
    np.maximum(upper, lower, out=upper)
