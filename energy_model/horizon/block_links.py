"""Links between blocks: states at their boundaries, and rows that reach from one block into another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.row_chunks import row_chunks
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

    rows : (row,); columns : (column,)
    matrix : (linking row, column) entries of these rows, one after the other, in columns of another block

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
    linking_rows, place = np.unique(row[linking], return_inverse=True)
    matrix = sp.csr_array((value[linking], (place, column[linking])), shape=(len(linking_rows), columns))
    return (
        BoundaryStates(is_state, np.unique(column[~linking])),
        LinkingRows(flags_at(linking_rows, rows), flags_at(column[linking], columns), matrix),
    )


def _across(program: LinearProgram, cut: Partition) -> tuple[Numbers, Numbers, Floats]:
    """Row, column and value of all entries of a block's rows in columns of another, unless these must be zero."""
    may_be = (program.lower != 0) | (program.upper != 0)
    found = []
    for chunk in row_chunks(program.matrix):
        block, other = cut.row[chunk.row], cut.column[chunk.column]
        at = np.flatnonzero((block != other) & (block >= 0) & (other >= 0))
        at = at[may_be[chunk.column[at]]]
        found.append((chunk.row[at], chunk.column[at], chunk.value[at]))
    row, column, value = (np.concatenate(part) for part in zip(*found, strict=True))
    return row, column, value
