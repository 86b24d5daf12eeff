"""Entries of the rows of one component, collected while its template is walked, then compressed."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from energy_model.compiler.frame import Array, Frame
from energy_model.compiler.program import Floats


class RowEntries:
    """Coefficients as (row, column, value) and constants as (row, value), in pieces as they come."""

    def __init__(self) -> None:
        self._row: list[NDArray[np.int32]] = []
        self._column: list[NDArray[np.int32]] = []
        self._value: list[Floats] = []
        self._constant: list[tuple[Array, Array]] = []

    def add(self, frame: Frame, column: Array, factor: Array) -> None:
        """Coefficients of one variable over a frame."""
        self._row.append(full(frame.rows(), frame).astype(np.int32))
        self._column.append(full(column, frame).astype(np.int32))
        self._value.append(full(factor, frame).astype(float))

    def add_constant(self, frame: Frame, value: Array) -> None:
        """A part without variables."""
        self._constant.append((full(frame.rows(), frame), full(value, frame)))

    def first_unusable(self) -> int | None:
        """First row with a coefficient or constant that is missing or infinite; None if all are numbers."""
        pieces = [*zip(self._row, self._value, strict=True), *self._constant]
        bad = [row[~np.isfinite(value)] for row, value in pieces if not np.isfinite(value).all()]
        return int(min(rows.min() for rows in bad)) if bad else None

    def compressed(self, rows: int, columns: int) -> tuple[sp.csr_array, Floats]:
        """The rows as a matrix without duplicates and zeros, and the constant of each."""
        constant = np.zeros(rows)
        for row, value in self._constant:
            constant += np.bincount(row, weights=value, minlength=rows)
        row = _joined(self._row, np.int32)
        column = _joined(self._column, np.int32)
        value = _joined(self._value, float)
        self._row, self._column, self._value = [], [], []  # large, and no longer needed
        matrix = sp.coo_array((value, (row, column)), shape=(rows, columns)).tocsr()
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return matrix, constant


def full(array: Array, frame: Frame) -> Array:
    """An array with a value for each cell of a frame, row-major."""
    return np.broadcast_to(array, frame.shape).ravel()


def _joined(parts: list[NDArray[Any]], dtype: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=dtype)
