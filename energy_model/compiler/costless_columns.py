"""Costless columns at the largest value that their rows allow: what could be, not what must."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Block, Floats, LinearProgram


def maximised(program: LinearProgram, x: Floats, names: Iterable[str]) -> Floats:
    """Point with the columns of some variables as large as rows and bounds allow, all else as it is.

    The optimum leaves such columns anywhere between what is asked of them and what could be. A row that limits two
    columns of a variable holds both where they are. Columns that have a cost stay: the objective is as it was.

    Parameters
    ----------
    x : (column,) a feasible point
    names : variables, in the order in which they are raised: what one is given may let the next be larger
    """
    for name in names:
        x = _raised(program, x, program.variables[name])
    return x


def _raised(program: LinearProgram, x: Floats, block: Block) -> Floats:
    """Point with the costless columns of one variable as large as they can be."""
    columns = np.arange(block.start, block.stop)
    columns = columns[program.cost[columns] == 0]
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
