"""Rows with one entry are bounds of its column: half of a period's rows, once the plan is fixed, need be none."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.segments import Flags, Positions


class Singles:
    """A program without its rows of one entry, and the duals of these from the solution of what is left.

    program : rows and columns as they were, `left` without the single rows
    """

    def __init__(self, program: LinearProgram) -> None:
        matrix = program.matrix
        is_single: Flags = np.diff(matrix.indptr) == 1
        at = matrix.indptr[:-1][is_single]
        self._program = program
        self._kept = np.flatnonzero(~is_single)
        self._rows = np.flatnonzero(is_single)
        self._columns, self._values = matrix.indices[at], matrix.data[at]
        ends = np.stack([program.row_lower[is_single], program.row_upper[is_single]]) / self._values
        least, most = ends.min(axis=0), ends.max(axis=0)
        lower, upper = program.lower.copy(), program.upper.copy()
        np.maximum.at(lower, self._columns, least)
        np.minimum.at(upper, self._columns, most)
        self._holds_lower = self._holding(least, lower)
        self._holds_upper = self._holding(most, upper)
        self.left = LinearProgram.bare(
            sp.csr_array(matrix[self._kept]),
            row_bounds=(program.row_lower[self._kept], program.row_upper[self._kept]),
            bounds=(np.where(_touch(lower, upper), upper, lower), upper),
            cost=program.cost,
        )

    def _holding(self, limit: Floats, bound: Floats) -> Positions:
        """For each column, which of the single rows is its bound; -1 for none."""
        found = np.full(len(bound), -1)
        tight = np.isfinite(limit) & (limit == bound[self._columns])
        found[self._columns[tight]] = np.flatnonzero(tight)
        return found

    def duals(self, dual: Floats) -> Floats:
        """Duals of all rows: a single row has the reduced cost of a column that it holds."""
        found = np.zeros(self._program.matrix.shape[0])
        found[self._kept] = dual
        reduced = self._program.cost - self._program.matrix.T @ found
        held = np.where(reduced > 0, self._holds_lower, self._holds_upper)
        column = np.flatnonzero((held >= 0) & (reduced != 0))
        single = held[column]
        found[self._rows[single]] = reduced[column] / self._values[single]
        return found


def _touch(lower: Floats, upper: Floats) -> Flags:
    """Bounds that only rounding has crossed."""
    return np.asarray((lower > upper) & (lower - upper <= 1e-9 * np.maximum(1.0, np.abs(upper))))
