"""Singleton rows: a row with one entry is a bound of its column, as half of a block's are under a fixed decision."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.segments import Flags, Numbers, Positions
from energy_model.horizon.settings import SearchSettings


class TightBounds(NamedTuple):
    """Bounds of columns with what singleton rows say, and which of these is the bound of each: -1 for none."""

    lower: Floats
    upper: Floats
    holds_lower: Positions
    holds_upper: Positions


class SingletonRows:
    """The rows of a matrix that have one entry.

    left : the matrix without them; kept : (row left,) its rows
    """

    def __init__(self, matrix: sp.csr_array) -> None:
        is_singleton: Flags = np.diff(matrix.indptr) == 1
        at = matrix.indptr[:-1][is_singleton]
        self.kept: Numbers = np.flatnonzero(~is_singleton).astype(np.int32)
        self._rows = np.flatnonzero(is_singleton).astype(np.int32)
        self._columns, self._values = matrix.indices[at], matrix.data[at]
        self.left = sp.csr_array(matrix[self.kept])

    def tightened(
        self, row_bounds: tuple[Floats, Floats], bounds: tuple[Floats, Floats], rounding: float
    ) -> TightBounds:
        """Bounds of the columns under bounds of all rows; those crossed by no more than `rounding` of them touch."""
        ends = np.stack([bound[self._rows] for bound in row_bounds]) / self._values
        least, most = ends.min(axis=0), ends.max(axis=0)
        lower, upper = bounds[0].copy(), bounds[1].copy()
        np.maximum.at(lower, self._columns, least)
        np.minimum.at(upper, self._columns, most)
        holds = self._holding(least, lower), self._holding(most, upper)
        return TightBounds(np.where(_touch(lower, upper, rounding), upper, lower), upper, *holds)

    def without(
        self, program: LinearProgram, rounding: float = SearchSettings.crossing_rounding
    ) -> tuple[LinearProgram, TightBounds]:
        """A program of this matrix without its singleton rows, and the bounds that these say."""
        row_bounds = program.row_lower, program.row_upper
        tight = self.tightened(row_bounds, (program.lower, program.upper), rounding)
        lower, upper = (bound[self.kept] for bound in row_bounds)
        bounds = tight.lower, tight.upper
        return LinearProgram.bare(self.left, row_bounds=(lower, upper), bounds=bounds, cost=program.cost), tight

    def _holding(self, limit: Floats, bound: Floats) -> Positions:
        """For each column, which of the singleton rows is its bound; -1 for none."""
        found = np.full(len(bound), -1)
        tight = np.isfinite(limit) & (limit == bound[self._columns])
        found[self._columns[tight]] = np.flatnonzero(tight)
        return found

    def duals(self, dual: Floats, cost: Floats, tight: TightBounds) -> Floats:
        """Duals of all rows from those of the rows left: a singleton row has the reduced cost of a column it holds."""
        found = np.zeros(len(self.kept) + len(self._rows))
        found[self.kept] = dual
        reduced = cost - self.left.T @ dual
        held = np.where(reduced > 0, tight.holds_lower, tight.holds_upper)
        column = np.flatnonzero((held >= 0) & (reduced != 0))
        singleton = held[column]
        found[self._rows[singleton]] = reduced[column] / self._values[singleton]
        return found


def _touch(lower: Floats, upper: Floats, rounding: float) -> Flags:
    """Bounds that only rounding has crossed."""
    return np.asarray((lower > upper) & (lower - upper <= rounding * np.maximum(1.0, np.abs(upper))))
