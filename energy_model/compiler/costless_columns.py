"""Costless columns at the largest value that their rows allow: what could be, not what must."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram


def maximised(program: LinearProgram, x: Floats, names: Iterable[str]) -> Floats:
    """Point with the columns of some variables as large as rows and bounds allow, all else as it is.

    The optimum leaves such columns anywhere between what is asked of them and what could be. A row that limits two of
    them holds both where they are.

    Parameters
    ----------
    x : (column,) a feasible point
    names : variables that cost nothing

    Raises ValueError for a variable that has a cost.
    """
    columns = np.concatenate([np.arange(b.start, b.stop) for b in map(program.variables.__getitem__, names)])
    if program.cost[columns].any():
        raise ValueError("columns with a cost cannot be maximised: the objective would change")
    if not len(columns):
        return x
    part = sp.coo_array(program.matrix[:, columns])
    activity = program.matrix @ x
    limit = np.where(part.data > 0, program.row_upper[part.row], program.row_lower[part.row])
    binding = np.isfinite(limit)
    row, place = part.row[binding], part.col[binding]
    slack = np.maximum((limit[binding] - activity[row]) / part.data[binding], 0.0)
    slack[np.bincount(row, minlength=len(activity))[row] > 1] = 0.0
    most = program.upper[columns] - x[columns]
    np.minimum.at(most, place, slack)
    result = x.copy()
    result[columns] += np.where(np.isfinite(most), np.maximum(most, 0.0), 0.0)
    return result
