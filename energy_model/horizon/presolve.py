"""Presolve: columns that nothing asks for, and redundant rows, which hold whatever is done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energy_model.compiler.program import LinearProgram
from energy_model.compiler.row_chunks import row_chunks
from energy_model.horizon.activity import activity_range
from energy_model.horizon.segments import Flags


def without_dominated(program: LinearProgram) -> LinearProgram:
    """The program with every column held at its lower bound that costs something or nothing and helps no row.

    Such as the match with green power where no target asks for it. The optimum is the same.
    """
    low, high = np.isfinite(program.row_lower), np.isfinite(program.row_upper)
    helps = np.zeros(len(program.cost), dtype=bool)
    for chunk in row_chunks(program.matrix):
        helped = np.where(chunk.value > 0, low[chunk.row], high[chunk.row])
        helps[chunk.column[helped & (chunk.value != 0)]] = True
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
