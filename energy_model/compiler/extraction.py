"""A solution by name and index: every variable, the duals that are wanted, named expressions, and what is violated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
import xarray as xr

from energy_model.compiler.highs import Solution
from energy_model.compiler.program import Block, Floats, LinearProgram


def extract(
    program: LinearProgram,
    solution: Solution,
    *,
    duals: Sequence[str] = (),
    without: Collection[str] = (),
) -> xr.Dataset:
    """Variables, `dual_<constraint>`, all named expressions, and `violation` (constraint) at the solution.

    Parameters
    ----------
    duals : constraints whose duals are wanted: change of the objective per unit of the right-hand side
    without : named expressions that are left out

    Returns
    -------
    xr.Dataset; dims are the names of the sets, units those of the model
    """
    parts: dict[str, tuple[Block, Floats]] = {name: (own, solution.x) for name, own in program.variables.items()}
    parts |= {f"dual_{name}": (program.constraints[name], solution.row_dual) for name in duals}
    for name in program.expression_names:
        if name not in without:
            block, matrix, constant = program.expression(name)
            parts[name] = block, matrix @ solution.x + constant
    found = violations(program, solution.x)
    variables: dict[str, Any] = {name: block.variable(values) for name, (block, values) in parts.items()}
    coordinates: dict[Any, Any] = dict(found.coords)
    for block, _ in parts.values():
        for factor in block.space.factors:
            if factor.name not in coordinates:  # a set is the same wherever it is
                coordinates |= factor.coordinates()
    return xr.Dataset(variables | {"violation": found.variable}, coordinates)


def reduced_cost(
    program: LinearProgram, solution: Solution, built: str, total: str, equation: str, without: Sequence[str] = ()
) -> xr.DataArray:
    """Reduced cost of a unit of `built`, c - A'y: its cost less its worth to everything else.

    The columns `total` follow `built` by the rows `equation` (a capacity is what was built and still stands), so that
    the duals of these cancel. Bounds of both are left aside, as are the rows of the constraints `without`: a unit that
    stands at its largest size is worth more than it costs (negative), one that a least size keeps is worth less. Of
    what is not built the solver may put the duals of its own rows as high as they can be without building it: the
    result is then between zero and the loss on the first unit, whatever the method.

    dims: those of `built`; unit: of the objective per unit of `built`, as all duals.
    """
    own, follows, rows = program.variables[built], program.variables[total], program.constraints[equation]
    reduced = solution.column_dual.copy()
    for name in without:
        left_out = slice(program.constraints[name].start, program.constraints[name].stop)
        reduced += program.matrix[left_out].T @ solution.row_dual[left_out]
    equations = sp.csc_array(program.matrix[rows.start : rows.stop])
    share = equations[:, follows.start : follows.stop].diagonal()
    passed_on = equations[:, own.start : own.stop].T @ (reduced[follows.start : follows.stop] / share)
    found = np.zeros(len(reduced))
    found[own.start : own.stop] = reduced[own.start : own.stop] - passed_on
    return own.array(found)


def violations(program: LinearProgram, x: Floats) -> xr.DataArray:
    """Largest violation of the rows of each constraint, in the constraint's unit. dims: (constraint,)."""
    activity = program.matrix @ x
    excess = np.maximum(program.row_lower - activity, activity - program.row_upper)
    names = list(program.constraints)
    worst = [float(excess[b.start : b.stop].max(initial=0.0)) for b in program.constraints.values()]
    return xr.DataArray(worst, dims=["constraint"], coords={"constraint": names})
