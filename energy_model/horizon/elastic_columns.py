"""Elastic columns: in no row of a step, such as the relaxation of a target, and set after the blocks are dispatched.

Shared rows, which run over the blocks of a year, are allocated to them by the first stage. What one block
lacks of its allocation need not be lost: another may have done more, and columns that occur in no row of a step can
follow what was realised. A target is relaxed at its price, so that no dispatch misses it in a way that has no cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.row_chunks import any_of_column, any_of_row
from energy_model.horizon.activity import activity_range
from energy_model.horizon.segments import Flags, Numbers
from energy_model.horizon.warm_start import OPTIMAL, solve_warm, warm_solver


@dataclass(frozen=True, eq=False)
class ElasticColumns:
    """Columns that follow the blocks, and the rows that they are in.

    columns : (elastic,) of the program; rows : (row,) of the program with an entry of such a column
    matrix : these rows over all columns; entry : the same over the elastic columns only
    price : (row,) least cost of making a unit good by these columns [CNY per unit of the row]; infinite where none can
    """

    columns: Numbers
    rows: Numbers
    matrix: sp.csr_array
    entry: sp.csr_array
    price: Floats

    def endless_rows(self, program: LinearProgram) -> Numbers:
        """Rows that a column without an upper bound makes good, whatever else is done. shape: (row,)."""
        entry = self.entry.tocoo()
        row, endless = self.rows[entry.row], ~np.isfinite(program.upper[self.columns[entry.col]])
        wanted = np.where(entry.data > 0, np.isfinite(program.row_lower[row]), np.isfinite(program.row_upper[row]))
        return np.unique(row[endless & wanted])

    def repaired(self, program: LinearProgram, x: Floats) -> Floats:
        """The point with these columns as their rows ask for at least cost, all else as it is; or the point itself."""
        if not len(self.columns):
            return x
        rest = x.copy()
        rest[self.columns] = 0.0
        done = self.matrix @ rest
        own = LinearProgram.bare(
            self.entry,
            row_bounds=(program.row_lower[self.rows] - done, program.row_upper[self.rows] - done),
            bounds=(program.lower[self.columns], program.upper[self.columns]),
            cost=program.cost[self.columns],
        )
        solver = warm_solver(own)
        if solve_warm(solver) != OPTIMAL:
            return x
        found = np.asarray(solver.getSolution().col_value)
        rest[self.columns] = np.clip(found, program.lower[self.columns], program.upper[self.columns])
        return rest


def elastic_columns(
    program: LinearProgram, column_has_step: Flags, row_has_step: Flags, is_shared: Flags, passes: int
) -> ElasticColumns:
    """Columns of shared rows that are in no row of a step, and those that make their other rows good.

    A target on what is matched has no column of a block: it is no shared row, but its relaxation must follow the match.

    Parameters
    ----------
    column_has_step : (column,); row_has_step, is_shared : (row,)
    passes : from row to row, finding these columns, then handing prices on: a match follows a target's relaxation
    """
    matrix = program.matrix
    may_follow = ~column_has_step & (program.lower < program.upper)
    may_follow &= ~any_of_column(matrix, row_has_step)
    has_elastic, chosen = is_shared.copy(), np.zeros(matrix.shape[1], dtype=bool)
    for _ in range(passes):
        chosen |= may_follow & any_of_column(matrix, has_elastic)
        has_elastic |= any_of_row(matrix, chosen)
    columns = np.flatnonzero(chosen).astype(np.int32)
    rows = np.flatnonzero(any_of_row(matrix, chosen)).astype(np.int32)
    part = sp.csr_array(matrix[rows])
    entry = sp.csr_array(part[:, columns])
    return ElasticColumns(columns, rows, part, entry, _prices(program, columns, rows, entry, passes))


def _prices(program: LinearProgram, columns: Numbers, rows: Numbers, entry: sp.csr_array, passes: int) -> Floats:
    """Least cost of a unit of each row: of the column that helps, and of the rows that this hurts.

    A column with an upper bound helps a row that it makes good whatever else is done, and no other.
    """
    price, least = np.full(len(rows), np.inf), activity_range(program.matrix[rows], program.lower, program.upper)[0]
    low, high = np.isfinite(program.row_lower[rows]), np.isfinite(program.row_upper[rows])
    by_column = sp.csc_array(entry)
    for _ in range(passes):
        for k, column in enumerate(columns):
            part = slice(by_column.indptr[k], by_column.indptr[k + 1])
            at, value = by_column.indices[part], by_column.data[part]
            for sign in (1.0, -1.0):
                helped = np.where(sign * value > 0, low[at] & ~high[at], high[at] & ~low[at])
                hurt = np.where(sign * value > 0, high[at], low[at])
                if sign > 0 and np.isfinite(program.upper[column]):
                    enough = least[at] + value * program.upper[column] >= program.row_lower[rows[at]]
                    helped &= (value > 0) & enough
                if not helped.any():
                    continue
                cost = sign * program.cost[column] + float((price[at[hurt]] * np.abs(value[hurt])).sum())
                better = at[helped]
                price[better] = np.minimum(price[better], max(cost, 0.0) / np.abs(value[helped]))
    return price
