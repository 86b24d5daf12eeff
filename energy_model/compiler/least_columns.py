"""Columns that cost nothing at the smallest values that all else leaves them: what is used, not what could be."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from energy_model.compiler.highs import SolverOptions, solve
from energy_model.compiler.program import Floats, LinearProgram

_NOTHING = 1e-9


def least(program: LinearProgram, x: Floats, names: Mapping[str, tuple[str, str]]) -> Floats:
    """Point with what costs nothing to build no larger than is used, all else as it is.

    An optimum leaves such columns anywhere between what is used of them and their limit.

    Parameters
    ----------
    x : (column,) a feasible point
    names : variables of what is built, each with the variable that follows it and the equations by which it does
    """
    chosen = np.zeros(len(x), dtype=bool)
    for built, (total, equation) in names.items():
        own, follows, rows = program.variables[built], program.variables[total], program.constraints[equation]
        free = np.zeros(len(x), dtype=bool)
        free[own.start : own.stop] = True
        free &= (program.cost == 0) & (x > program.lower + _NOTHING)
        part = sp.csr_array(program.matrix[rows.start : rows.stop])
        reached = np.unique(part[np.flatnonzero(abs(part) @ free)].indices)
        reached = reached[(follows.start <= reached) & (reached < follows.stop) & (program.cost[reached] == 0)]
        chosen |= free
        chosen[reached] = True
    columns = np.flatnonzero(chosen)
    return _smallest(program, x, columns) if len(columns) else x


def _smallest(program: LinearProgram, x: Floats, columns: NDArray[np.intp]) -> Floats:
    """Point with the sum of these columns as small as their rows allow, none larger than before."""
    part = sp.csr_array(program.matrix[:, columns])
    rows = np.flatnonzero(np.diff(part.indptr))
    activity = (program.matrix @ x)[rows]
    entry = sp.csr_array(part[rows])
    rest = activity - entry @ x[columns]
    # the point itself stays a solution, also where it misses a row by rounding
    bounds = np.minimum(program.row_lower[rows], activity) - rest, np.maximum(program.row_upper[rows], activity) - rest
    own = LinearProgram.bare(
        entry,
        row_bounds=bounds,
        bounds=(np.minimum(program.lower[columns], x[columns]), x[columns]),
        cost=np.ones(len(columns)),
    )
    result = x.copy()
    result[columns] = solve(own, SolverOptions(method="simplex", threads=1)).x
    return result
