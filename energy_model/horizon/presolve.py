"""Presolve: columns that nothing asks for, and redundant rows, which hold whatever is done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energy_model.compiler.program import LinearProgram
from energy_model.horizon.activity import activity_range
from energy_model.horizon.segments import Flags


def without_dominated(program: LinearProgram) -> LinearProgram:
    """The program with every column held at its lower bound that costs something or nothing and helps no row.

    Such as the match with green power where no target asks for it. The optimum is the same.
    """
    matrix = program.matrix
    row = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
    helped = np.where(matrix.data > 0, np.isfinite(program.row_lower)[row], np.isfinite(program.row_upper)[row])
    helps = np.zeros(matrix.shape[1], dtype=bool)
    helps[matrix.indices[helped & (matrix.data != 0)]] = True
    held = ~helps & (program.cost >= 0) & np.isfinite(program.lower)
    return replace(program, upper=np.where(held, program.lower, program.upper))


def always_holding(program: LinearProgram, rows: Flags) -> Flags:
    """Which of the chosen rows hold for all values within the bounds of their columns. shape: (row,)."""
    chosen = np.flatnonzero(rows)
    least, most = activity_range(program.matrix[chosen], program.lower, program.upper)
    holds = (most <= program.row_upper[chosen]) & (least >= program.row_lower[chosen])
    found = np.zeros(len(rows), dtype=bool)
    found[chosen] = holds
    return found
