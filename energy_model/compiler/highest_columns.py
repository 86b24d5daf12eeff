"""Columns at the highest value of an expression over the members of a set: a peak over the hours of its year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from energy_model.compiler.program import Floats, LinearProgram


def at_highest(program: LinearProgram, x: Floats, of: Mapping[str, str], group: NDArray[np.int64]) -> Floats:
    """Point with some variables at the highest value that their expression has there, all else as it is.

    The optimum leaves such a column anywhere above, where nothing asks for a low one.

    Parameters
    ----------
    x : (column,) a feasible point
    of : by variable over (item, group) the named expression over (item, step); neither has a cost
    group : (step,) of each step, a member of the variables' last set

    Raises ValueError for a variable that has a cost.
    """
    result = x.copy()
    for variable, expression in of.items():
        block = program.variables[variable]
        columns = slice(block.start, block.stop)
        if program.cost[columns].any():
            raise ValueError("columns with a cost cannot be moved: the objective would change")
        if block.space.size == 0:
            continue
        values = program.evaluate(expression, x).values
        highest = [values[:, group == member].max(axis=1) for member in block.space.factors[-1].members]
        result[columns] = np.maximum(np.stack(highest, axis=1).ravel(), program.lower[columns])
    return result
