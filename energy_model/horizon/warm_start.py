"""HiGHS objects that are solved again and again, each time from the basis where they were left."""

from __future__ import annotations

from typing import Any

import highspy

from energy_model.compiler.highs import load
from energy_model.compiler.program import LinearProgram

OPTIMAL = highspy.HighsModelStatus.kOptimal
ITERATION_LIMIT = highspy.HighsModelStatus.kIterationLimit
UNKNOWN = highspy.HighsModelStatus.kUnknown  # near an optimum, but not within tolerances
_ENDLESS = 2**31 - 1  # HiGHS's own


def warm_solver(program: LinearProgram) -> Any:
    """Simplex in one thread, the program loaded. HiGHS's stubs do not know all of its methods, hence Any."""
    solver: Any = load(program)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("parallel", "off")
    return solver


def solve_warm(solver: Any, most: int = _ENDLESS) -> Any:
    """Solve from the last basis, from scratch if that fails (it can lose its way numerically); tell how it ended.

    most : iterations from the last basis; ten times as many from scratch
    """
    solver.setOptionValue("simplex_iteration_limit", most)
    solver.run()
    if solver.getModelStatus() != OPTIMAL:
        solver.clearSolver()
        solver.setOptionValue("simplex_iteration_limit", min(10 * most, _ENDLESS))
        solver.run()
    return solver.getModelStatus()
