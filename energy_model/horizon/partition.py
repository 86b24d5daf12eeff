"""Partition of a linear program in time: which block every column and row belongs to, and which are a block's own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from energy_model.compiler.program import LinearProgram
from energy_model.compiler.row_chunks import any_of_row, entries_of_columns
from energy_model.horizon.block_boundaries import blocks_of
from energy_model.horizon.segments import BlockNumbers, Flags, Numbers, Positions


@dataclass(frozen=True, eq=False)
class Partition:
    """Block of each column (column,) and of each row (row,); -1 for those without a step. `count` blocks in all."""

    count: int
    column: BlockNumbers
    row: BlockNumbers


@dataclass(frozen=True, eq=False)
class Interior:
    """Columns that blocks choose once the first stage is fixed, and rows that limit them.

    columns : (column,); rows : (row,) of a step; touched : (row,) with or without a step
    """

    columns: Flags
    rows: Flags
    touched: Flags


def partition(program: LinearProgram, starts: Positions) -> Partition:
    """Partition into blocks that begin at these steps, ascending from 0."""
    rows, columns = program.matrix.shape
    column, row = blocks_of(program.variables, columns, starts), blocks_of(program.constraints, rows, starts)
    return Partition(len(starts), column, row)


def interior(program: LinearProgram, cut: Partition, boundary_states: Numbers) -> Interior:
    """Interior of all blocks: columns with a step but for the states at block boundaries, and for what no row has.

    Such are the hours of a commitment period but its first.
    """
    columns = (cut.column >= 0) & (entries_of_columns(program.matrix) > 0)
    columns |= (cut.column >= 0) & ((program.lower != 0) | (program.upper != 0))
    columns[boundary_states] = False
    touched = any_of_row(program.matrix, columns)
    return Interior(columns, touched & (cut.row >= 0), touched)


def grouped(block: BlockNumbers, count: int) -> list[Numbers]:
    """Positions by block, ascending; those of block -1 are left out."""
    own = np.flatnonzero(block >= 0).astype(np.int32)
    order = own[np.argsort(block[own], kind="stable")]
    ends = np.searchsorted(block[order], np.arange(count + 1))
    return [order[begin:end] for begin, end in pairwise(ends.tolist())]
