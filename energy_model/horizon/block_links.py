"""Links between blocks: states at their boundaries, and rows that reach from one block into another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.partition import Partition
from energy_model.horizon.segments import Flags, Numbers, flags_at


@dataclass(frozen=True, eq=False)
class BoundaryStates:
    """States at the end of a block that another block takes up, unless they must be zero there.

    is_state : (column,) holds the value at the end of a step; columns : (boundary state,) of the program
    """

    is_state: Flags
    columns: Numbers


@dataclass(frozen=True, eq=False)
class LinkingRows:
    """Rows that link blocks by columns other than states (what is online, what ramps), and these columns.

    rows : (row,); columns : (column,); matrix : (row, column) entries of these rows in columns of another block.
    Without such rows the blocks are a relaxation.
    """

    rows: Flags
    columns: Flags
    matrix: sp.csr_array


def links_between(program: LinearProgram, cut: Partition, states: Sequence[str]) -> tuple[BoundaryStates, LinkingRows]:
    """Links between the blocks of a program; `states` are its variables that hold the value at the end of a step."""
    rows, columns = program.matrix.shape
    row, column, value = _across(program, cut)
    is_state = np.zeros(columns, dtype=bool)
    for name in states:
        is_state[program.variables[name].start : program.variables[name].stop] = True
    linking = ~is_state[column]
    matrix = sp.csr_array((value[linking], (row[linking], column[linking])), shape=program.matrix.shape)
    return (
        BoundaryStates(is_state, np.unique(column[~linking])),
        LinkingRows(flags_at(row[linking], rows), flags_at(column[linking], columns), matrix),
    )


def _across(program: LinearProgram, cut: Partition) -> tuple[Numbers, Numbers, Floats]:
    """Row, column and value of all entries of a block's rows in columns of another, unless these must be zero."""
    matrix = program.matrix
    block = np.repeat(cut.row, np.diff(matrix.indptr))
    other = cut.column[matrix.indices]
    at = np.flatnonzero((block != other) & (block >= 0) & (other >= 0))
    at = at[(program.lower != 0)[matrix.indices[at]] | (program.upper != 0)[matrix.indices[at]]]
    row = (np.searchsorted(matrix.indptr, at, side="right") - 1).astype(np.int32)
    return row, matrix.indices[at], matrix.data[at]
