"""Peak columns: first-stage columns that are paid for and only bound what hours do from above, such as a month's peak.

No decision knows them beforehand. Each row of a step that has one has a column of its own, too, that lets the block go
above at a dearer price; so blocks can follow any decision, and a schedule pays for the highest of its hours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.row_chunks import RowChunk, entries_of_columns, row_chunks
from energy_model.horizon.segments import Flags, Numbers, flags_at


@dataclass(frozen=True, eq=False)
class PeakColumns:
    """Rows `use - peak - above <= limit` of steps.

    columns : (peak,) of the program; rows, above : (row,) of the program, and the column of each that goes above
    peak : (row,) place in `columns`; per_peak, per_above : (row,) their coefficients, below zero
    use : (row, column) all other entries
    """

    columns: Numbers
    rows: Numbers
    above: Numbers
    peak: Numbers
    per_peak: Floats
    per_above: Floats
    use: sp.csr_array

    def repaired(self, program: LinearProgram, x: Floats) -> Floats:
        """The point with each peak as low as its highest hour allows, and nothing above it but beyond its bound."""
        if not len(self.columns):
            return x
        asked = self.use @ x - program.row_upper[self.rows]
        found, most = x.copy(), np.full(len(self.columns), -np.inf)
        np.maximum.at(most, self.peak, asked / -self.per_peak)
        found[self.columns] = np.clip(most, program.lower[self.columns], program.upper[self.columns])
        beyond = (asked + self.per_peak * found[self.columns][self.peak]) / -self.per_above
        found[self.above] = np.clip(beyond, program.lower[self.above], program.upper[self.above])
        return found


def peak_columns(program: LinearProgram, column_has_step: Flags, row_has_step: Flags) -> PeakColumns:
    """Peak columns of a program. shapes: column_has_step (column,), row_has_step (row,)."""
    matrix = program.matrix
    bounds_above = row_has_step & np.isfinite(program.row_upper) & ~np.isfinite(program.row_lower)
    paid = program.cost > 0
    candidate, alone = paid & ~column_has_step, paid & column_has_step & (entries_of_columns(matrix) == 1)
    for chunk in row_chunks(matrix):
        candidate[chunk.column[~_limits(chunk, bounds_above)]] = False
    found = []
    for chunk in row_chunks(matrix):
        at = np.flatnonzero(_limits(chunk, bounds_above))
        at = at[candidate[chunk.column[at]] | alone[chunk.column[at]]]
        found.append((chunk.row[at], chunk.column[at], chunk.value[at]))
    row, column, value = (np.concatenate(part) for part in zip(*found, strict=True))
    for _ in range(2):  # a column that loses a row is no peak, and its other rows have none
        of_peak, of_above = candidate[column], alone[column]
        number = [np.bincount(row[flags], minlength=matrix.shape[0]) for flags in (of_peak, of_above)]
        fits = (number[0] == 1) & (number[1] == 1)
        candidate[column[of_peak & ~fits[row]]] = False
    of_peak, of_above = of_peak & fits[row], of_above & fits[row]
    of_peak &= candidate[column]
    rows = row[of_peak]
    of_above &= flags_at(rows, matrix.shape[0])[row]
    columns = np.unique(column[of_peak]).astype(np.int32)
    use = sp.csr_array(matrix[rows])
    own = np.repeat(np.arange(len(rows)), np.diff(use.indptr))
    taken = (use.indices == column[of_peak][own]) | (use.indices == column[of_above][own])
    use.data = np.where(taken, 0.0, use.data)
    peak = np.searchsorted(columns, column[of_peak]).astype(np.int32)
    return PeakColumns(columns, rows, column[of_above], peak, value[of_peak], value[of_above], use)


def _limits(chunk: RowChunk, bounds_above: Flags) -> Flags:
    """Entries that take from the left side of a row that holds it from above. shape: (entry,)."""
    return np.asarray(bounds_above[chunk.row] & (chunk.value < 0))
