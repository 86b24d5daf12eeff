"""Entries of a large matrix, some rows at a time: whoever looks at all of them at once holds it several times over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from energy_model.compiler.program import Floats

ROWS = 100_000


class RowChunk(NamedTuple):
    """Entries of neighbouring rows: row and column in the whole matrix, and value. shapes: (entry,)."""

    rows: slice
    row: NDArray[np.int32]
    column: NDArray[np.int32]
    value: Floats


def row_chunks(matrix: sp.csr_array, rows: int = ROWS) -> Iterator[RowChunk]:
    """All entries of a matrix, in the order of its rows; columns and values are its own, not copies."""
    for begin in range(0, max(matrix.shape[0], 1), rows):
        end = min(begin + rows, matrix.shape[0])
        ends = matrix.indptr[begin : end + 1]
        part = slice(int(ends[0]), int(ends[-1]))
        row = np.repeat(np.arange(begin, end, dtype=np.int32), np.diff(ends))
        yield RowChunk(slice(begin, end), row, matrix.indices[part], matrix.data[part])


def any_of_row(matrix: sp.csr_array, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows with an entry in a chosen column. shapes: chosen (column,), (row,)."""
    found = np.zeros(matrix.shape[0], dtype=bool)
    for chunk in row_chunks(matrix):
        found[chunk.row[chosen[chunk.column]]] = True
    return found


def any_of_column(matrix: sp.csr_array, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Columns with an entry in a chosen row. shapes: chosen (row,), (column,)."""
    found = np.zeros(matrix.shape[1], dtype=bool)
    for chunk in row_chunks(matrix):
        if chosen[chunk.rows].any():
            found[chunk.column[chosen[chunk.row]]] = True
    return found


def entries_of_columns(matrix: sp.csr_array) -> NDArray[np.int32]:
    """Number of entries of each column. shape: (column,)."""
    count = np.zeros(matrix.shape[1], dtype=np.int32)
    for chunk in row_chunks(matrix):
        np.add.at(count, chunk.column, np.int32(1))
    return count


def row_sizes(matrix: sp.csr_array, x: Floats) -> Floats:
    """Sum of the absolute terms of each row at a point. shapes: x (column,), (row,)."""
    size, found = np.abs(x), np.zeros(matrix.shape[0])
    for chunk in row_chunks(matrix):
        terms = np.abs(chunk.value) * size[chunk.column]
        found[chunk.rows] = np.bincount(chunk.row - chunk.rows.start, terms, chunk.rows.stop - chunk.rows.start)
    return found
