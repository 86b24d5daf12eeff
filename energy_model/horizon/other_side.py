"""Least cost of a program with further rows held between bounds, one set of bounds after another."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import scipy.sparse as sp

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.warm_start import OPTIMAL, warm_solver

Bounds = Mapping[int, tuple[float, float]]
_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class OtherSide:
    """A program with `rows` that hold nothing until they are asked; each question begins at the basis of the optimum.

    cost : of the optimum, nothing asked [objective]; x : the optimum. shape: (column,)
    longest : seconds of a question: now and then simplex goes on for minutes from the basis of the optimum
    """

    def __init__(self, program: LinearProgram, rows: sp.csr_array, seconds: float) -> None:
        """Solve once. rows : over the columns of the program; seconds : for all questions. Raises SolveError."""
        count = rows.shape[0]
        asked = replace(
            program,
            matrix=sp.csr_array(sp.vstack([program.matrix, rows])),
            row_lower=np.append(program.row_lower, np.full(count, -np.inf)),
            row_upper=np.append(program.row_upper, np.full(count, np.inf)),
        )
        self._deadline, self._first = time.perf_counter() + seconds, program.matrix.shape[0]
        self.longest = SearchSettings.question_share * seconds
        self._solver = warm_solver(asked)
        if self._status(seconds) != OPTIMAL:
            raise SolveError("failed", "no optimum was found within the time for verdicts")
        self.cost: float = self._solver.getInfo().objective_function_value
        self.x: Floats = np.asarray(self._solver.getSolution().col_value)
        self._basis = self._solver.getBasis()

    def least_cost(self, bounds: Bounds) -> float:
        """Cost with rows between bounds: infinite where nothing keeps them, minus infinity where it is not found."""
        if time.perf_counter() >= self._deadline:
            return -np.inf
        for row, (low, high) in bounds.items():
            self._solver.changeRowBounds(self._first + row, low, high)
        self._solver.setBasis(self._basis)
        status = self._status(self.longest)
        cost = self._solver.getInfo().objective_function_value if status == OPTIMAL else -np.inf
        for row in bounds:
            self._solver.changeRowBounds(self._first + row, -np.inf, np.inf)
        return np.inf if status in _INFEASIBLE else float(cost)

    def _status(self, longest: float) -> Any:
        # HiGHS measures its limit from the first run of an object on
        left = max(min(self._deadline - time.perf_counter(), longest), 0.0)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self._solver.run()
        return self._solver.getModelStatus()
