"""Entries of a matrix, some rows at a time, are those of the whole."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from energy_model.compiler.row_chunks import any_of_column, any_of_row, entries_of_columns, row_chunks, row_sizes

RNG = np.random.default_rng(4)
DENSE = np.where(RNG.random((23, 17)) < 0.2, RNG.normal(size=(23, 17)), 0.0)
DENSE[5] = 0.0


@pytest.mark.parametrize("rows", [1, 4, 23, 100])
def test_chunks_hold_every_entry_once_and_in_order(rows: int) -> None:
    found = list(row_chunks(sp.csr_array(DENSE), rows))
    row, column, value = (np.concatenate([chunk[k] for chunk in found]) for k in (1, 2, 3))
    assert all((chunk.rows.start <= chunk.row).all() and (chunk.row < chunk.rows.stop).all() for chunk in found)
    assert np.array_equal(np.stack([row, column]), np.stack(np.nonzero(DENSE)))
    assert np.array_equal(value, DENSE[np.nonzero(DENSE)])


def test_a_matrix_without_rows_has_one_chunk_without_entries() -> None:
    assert [len(chunk.row) for chunk in row_chunks(sp.csr_array((0, 5)))] == [0]


def test_sums_over_chunks_are_those_of_the_dense_matrix() -> None:
    matrix, x = sp.csr_array(DENSE), RNG.normal(size=17)
    rows, columns = RNG.random(23) < 0.3, RNG.random(17) < 0.3
    assert np.array_equal(any_of_row(matrix, columns), (DENSE[:, columns] != 0).any(axis=1))
    assert np.array_equal(any_of_column(matrix, rows), (DENSE[rows] != 0).any(axis=0))
    assert np.array_equal(entries_of_columns(matrix), (DENSE != 0).sum(axis=0))
    assert row_sizes(matrix, x) == pytest.approx(np.abs(DENSE) @ np.abs(x))
