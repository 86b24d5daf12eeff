"""HiGHS objects that are solved again and again, each time from the basis where they were left."""

from __future__ import annotations

from typing import Any

import highspy

from energy_model.compiler.highs import load
from energy_model.compiler.program import LinearProgram

OPTIMAL = highspy.HighsModelStatus.kOptimal
ITERATION_LIMIT = highspy.HighsModelStatus.kIterationLimit
UNKNOWN = highspy.HighsModelStatus.kUnknown  # near an optimum, but not within tolerances
_ENDLESS = highspy.kHighsIInf


def warm_solver(program: LinearProgram) -> Any:
    """Simplex in one thread, the program loaded. HiGHS's stubs do not know all of its methods, hence Any."""
    solver: Any = load(program)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("parallel", "off")
    return solver


def solve_warm(solver: Any, most: int = _ENDLESS, most_from_scratch: int = _ENDLESS) -> Any:
    """Status after solving from the last basis, from scratch if that fails (HiGHS can lose its way numerically).

    most, most_from_scratch : iterations
    """
    solver.setOptionValue("simplex_iteration_limit", most)
    solver.run()
    if solver.getModelStatus() != OPTIMAL:
        solver.clearSolver()
        solver.setOptionValue("simplex_iteration_limit", most_from_scratch)
        solver.run()
    return solver.getModelStatus()
