"""Solve a small system and look at it by component and index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from energy_model.compiler import LinearProgram, Solution, SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from tests.support.systems import Row, dataset


@dataclass(frozen=True)
class Solved:
    """A solved system."""

    program: LinearProgram
    solution: Solution

    @property
    def objective(self) -> float:
        """Cost [CNY]."""
        return self.solution.objective

    def of(self, variable: str, item: str) -> list[float]:
        """Values of a variable for one item, over steps or years."""
        return _row(self.program.variables[variable].array(self.solution.x), item)

    def total(self, expression: str, item: str) -> list[float]:
        """Values of a named expression for one item, over years or steps."""
        return _row(self.program.evaluate(expression, self.solution.x), item)

    def price(self, zone: str, carrier: str = "electricity") -> list[float]:
        """Duals of the balance [CNY/MW], over steps."""
        duals = self.program.constraints["balance"].array(self.solution.row_dual)
        return [float(v) for v in duals.sel(node=(zone, carrier))]


def solved(**system: Any) -> Solved:
    """A system of `tests.support.systems.dataset`, solved."""
    return solved_data(dataset(**system))


def solved_data(data: xr.Dataset) -> Solved:
    """A dataset, solved to a vertex."""
    program = compile_model(build(), data)
    return Solved(program, solve(program, SolverOptions(method="simplex")))


def plant(capacity: float | list[float], cost: float = 0.0, **more: Any) -> Row:
    """An existing supply of `capacity` MW at `cost` CNY/MWh, always available."""
    return {"existing": capacity, "maximum_capacity": capacity, "variable_om": cost} | more


def _row(array: xr.DataArray, item: str) -> list[float]:
    values = array.sel({array.dims[0]: item}).values
    return [round(float(v), 9) + 0.0 for v in np.atleast_1d(values)]
