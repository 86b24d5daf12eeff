"""Allocations: the part of every shared limit of a year or a month that the first stage gives to each block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.activity import activity_range
from energy_model.horizon.elastic_columns import ElasticColumns
from energy_model.horizon.first_stage import FirstStage
from energy_model.horizon.partition import Interior, Partition
from energy_model.horizon.segments import Numbers, Positions


@dataclass(frozen=True, eq=False)
class Allocations:
    """Allocations, ordered by block.

    rows : (shared row,) of the program
    row : (allocation,) place of its row in `rows`; block : (allocation,)
    matrix : (allocation, column) use of each by the columns of its block
    penalty : (allocation,) least cost of making a unit of the row good [CNY per unit]; infinite where nothing does
    direction : (allocation,) 1 where more is better for the row, else -1
    rounding : part of the size of a row that counts as nothing
    """

    program: LinearProgram
    rows: Positions
    row: Numbers
    block: Numbers
    matrix: sp.csr_array
    penalty: Floats
    direction: Floats
    rounding: float

    def __len__(self) -> int:
        return len(self.row)

    def use_range(self, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
        """Least and most of each that its block can use with its columns within bounds. shape: (allocation,) each."""
        return activity_range(self.matrix, lower, upper)

    def row_mean(self, values: Floats) -> Floats:
        """Mean of a value an allocation over the allocations of the same row. shape: (allocation,)."""
        count = np.bincount(self.row, minlength=len(self.rows))
        total = np.bincount(self.row, weights=values, minlength=len(self.rows))
        return np.asarray((total / np.maximum(count, 1))[self.row])

    def row_violation(self, x: Floats) -> Floats:
        """Violation of each row over all blocks, but for rounding, in its unit. shape: (shared row,).

        Whoever kept to an allocation: a point that misses a row is no schedule.
        """
        activity = self._row_matrix @ x
        lower, upper = self.program.row_lower[self.rows], self.program.row_upper[self.rows]
        violation = np.maximum(np.maximum(lower - activity, activity - upper), 0.0)
        return np.asarray(np.where(violation <= self.rounding * (self._row_sizes @ np.abs(x)), 0.0, violation))

    @cached_property
    def _row_matrix(self) -> sp.csr_array:
        return sp.csr_array(self.program.matrix[self.rows])

    @cached_property
    def _row_sizes(self) -> sp.csr_array:
        return abs(self._row_matrix)


def allocations(
    program: LinearProgram,
    cut: Partition,
    inner: Interior,
    stage: FirstStage,
    elastic: ElasticColumns,
    rounding: float,
    hourly: Allocations | None = None,
    joined: Numbers | None = None,
) -> Allocations:
    """Allocations of the shared rows to the blocks that they run over: those of the system in hours where given.

    joined : (hourly block,) block to which each belongs, where they are not the same
    """
    rows = stage.shared_rows
    pairs = None
    if hourly is not None:
        own = hourly.block if joined is None else joined[hourly.block]
        pairs = np.unique(own.astype(np.int64) * len(rows) + hourly.row)
    row, block, matrix = _uses(program, cut, inner, rows, pairs)
    penalty = np.full(program.matrix.shape[0], np.inf)
    penalty[elastic.rows] = elastic.price
    direction = np.where(np.isfinite(program.row_lower[rows]), 1.0, -1.0)
    return Allocations(program, rows, row, block, matrix, penalty[rows[row]], direction[row], rounding)


def _uses(
    program: LinearProgram, cut: Partition, inner: Interior, rows: Positions, known: Positions | None
) -> tuple[Numbers, Numbers, sp.csr_array]:
    """Row and block of each allocation, ordered by block, and what columns use of it. shape: (allocation, column)."""
    entries = program.matrix[rows].tocoo()
    local = inner.columns[entries.col]
    row, column, number = entries.row[local], entries.col[local], len(rows)
    pair = cut.column[column].astype(np.int64) * number + row
    pairs = np.unique(pair) if known is None else known
    used = sp.csr_array(
        (entries.data[local], (np.searchsorted(pairs, pair), column)), shape=(len(pairs), program.matrix.shape[1])
    )
    block, at = np.divmod(pairs, max(number, 1))
    return at.astype(np.int32), block.astype(np.int32), used
