"""Linear program of a master problem in HiGHS, solved again and again as cuts come and go."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.segments import Positions
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.warm_start import OPTIMAL, interior_point, run_simplex, warm_solver


class MasterProgram:
    """Solved by the simplex method from the last basis, and inside for a while once that has gone astray.

    With thousands of cuts that are nearly alike the simplex method now and then goes on for minutes, from any basis.
    The interior point method takes seconds each time.
    """

    def __init__(self, program: LinearProgram, settings: SearchSettings) -> None:
        self._settings, self._rows = settings, program.matrix.shape[0]
        self._solver = warm_solver(program)
        self._inside = 0  # solves to come

    def add(self, rows: sp.csr_array, least: Floats) -> None:
        """Take rows `rows @ column >= least` on, after all others. shapes: (row, column), (row,)."""
        number = len(least)
        starts, indices = rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32)
        self._solver.addRows(number, least, np.full(number, np.inf), int(rows.nnz), starts, indices, rows.data)

    def remove(self, rows: Positions) -> None:
        """Leave rows out, counted after those of the beginning."""
        self._solver.deleteRows(len(rows), (rows + self._rows).astype(np.int32))

    def bound_columns(self, lower: Floats, upper: Floats) -> None:
        """Change the bounds of the first columns."""
        self._solver.changeColsBounds(len(lower), np.arange(len(lower), dtype=np.int32), lower, upper)

    def bound_rows(self, lower: Floats, upper: Floats) -> None:
        """Change the bounds of the first rows."""
        self._solver.changeRowsBounds(len(lower), np.arange(len(lower), dtype=np.int32), lower, upper)

    def solved(self) -> tuple[Any, Any]:
        """HiGHS's status and solution: the optimum, or as near to one as was found."""
        if not self._inside and run_simplex(self._solver, self._settings.master_iterations) == OPTIMAL:
            return OPTIMAL, self._solver.getSolution()
        inner = interior_point(self._solver)
        if inner.getModelStatus() == OPTIMAL:
            self._inside = (self._inside or self._settings.inside_solves) - 1
            return OPTIMAL, inner.getSolution()
        self._solver.clearSolver()
        status = run_simplex(self._solver, self._settings.master_iterations_from_scratch)
        return status, self._solver.getSolution()
