"""A system in which capacities cost nothing: what is paid in it, every plan pays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import xarray as xr

from energy_model.compiler import LinearProgram
from energy_model.formulation.terms import Cost

# kinds of cost that are paid for what is built and kept, whatever it does
_OF_CAPACITY = ("investment", "fixed_om")
# share of a coefficient that is the rest of a difference
_ROUNDING = 1e-9


def free_capacity(costs: Iterable[Cost], year_weight: xr.DataArray) -> Callable[[LinearProgram], LinearProgram]:
    """Change of a program: investment and fixed O&M of plants, lines and tanks cost nothing.

    Parameters
    ----------
    costs : terms of the objective; year_weight : dims (year,) [year] weight of each year in it
    """
    names = [cost.name for cost in costs if cost.kind in _OF_CAPACITY]

    def changed(program: LinearProgram) -> LinearProgram:
        cost, offset = program.cost.copy(), program.offset
        for name in names:
            place, matrix, constant = program.expression(name)
            weight = np.broadcast_to(year_weight.to_numpy(), place.space.shape).ravel()
            cost -= matrix.T @ weight
            offset -= float(constant @ weight)
        return replace(
            program, cost=np.where(np.abs(cost) <= _ROUNDING * np.abs(program.cost), 0.0, cost), offset=offset
        )

    return changed
