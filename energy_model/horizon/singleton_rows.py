"""Singleton rows: a row with one entry is a bound of its column, as half of a block's are under a fixed decision."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.segments import Flags, Positions
from energy_model.horizon.settings import SearchSettings


class SingletonRows:
    """A program without its rows of one entry, and the duals of these from the solution of what is left.

    program : rows and columns as they were, `left` without the singleton rows
    rounding : bounds crossed by no more than this part of them touch
    """

    def __init__(self, program: LinearProgram, rounding: float = SearchSettings.crossing_rounding) -> None:
        matrix = program.matrix
        is_singleton: Flags = np.diff(matrix.indptr) == 1
        at = matrix.indptr[:-1][is_singleton]
        self._program = program
        self._kept = np.flatnonzero(~is_singleton)
        self._rows = np.flatnonzero(is_singleton)
        self._columns, self._values = matrix.indices[at], matrix.data[at]
        ends = np.stack([program.row_lower[is_singleton], program.row_upper[is_singleton]]) / self._values
        least, most = ends.min(axis=0), ends.max(axis=0)
        lower, upper = program.lower.copy(), program.upper.copy()
        np.maximum.at(lower, self._columns, least)
        np.minimum.at(upper, self._columns, most)
        self._holds_lower = self._holding(least, lower)
        self._holds_upper = self._holding(most, upper)
        self.left = LinearProgram.bare(
            sp.csr_array(matrix[self._kept]),
            row_bounds=(program.row_lower[self._kept], program.row_upper[self._kept]),
            bounds=(np.where(_touch(lower, upper, rounding), upper, lower), upper),
            cost=program.cost,
        )

    def _holding(self, limit: Floats, bound: Floats) -> Positions:
        """For each column, which of the singleton rows is its bound; -1 for none."""
        found = np.full(len(bound), -1)
        tight = np.isfinite(limit) & (limit == bound[self._columns])
        found[self._columns[tight]] = np.flatnonzero(tight)
        return found

    def duals(self, dual: Floats) -> Floats:
        """Duals of all rows: a singleton row has the reduced cost of a column that it holds."""
        found = np.zeros(self._program.matrix.shape[0])
        found[self._kept] = dual
        reduced = self._program.cost - self._program.matrix.T @ found
        held = np.where(reduced > 0, self._holds_lower, self._holds_upper)
        column = np.flatnonzero((held >= 0) & (reduced != 0))
        singleton = held[column]
        found[self._rows[singleton]] = reduced[column] / self._values[singleton]
        return found


def _touch(lower: Floats, upper: Floats, rounding: float) -> Flags:
    """Bounds that only rounding has crossed."""
    return np.asarray((lower > upper) & (lower - upper <= rounding * np.maximum(1.0, np.abs(upper))))
