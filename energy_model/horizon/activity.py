"""Activity of rows: the least and the most that they come to with all columns within their bounds."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats


def activity_range(matrix: sp.csr_array, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """Least and most of each row. shapes: matrix (row, column), bounds (column,), (row,) each.

    Not a number where columns without a bound pull both ways: no comparison holds there.
    """
    up, down = matrix.maximum(0), matrix.minimum(0)
    with np.errstate(invalid="ignore"):
        return np.asarray(up @ lower + down @ upper), np.asarray(up @ upper + down @ lower)
