"""HiGHS objects that are solved again and again, each time from the basis where they were left."""

from __future__ import annotations

from typing import Any

import highspy

from energy_model.compiler.highs import load
from energy_model.compiler.program import LinearProgram

OPTIMAL = highspy.HighsModelStatus.kOptimal


def warm_solver(program: LinearProgram) -> Any:
    """Simplex in one thread, the program loaded. HiGHS's stubs do not know all of its methods, hence Any."""
    solver: Any = load(program)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("parallel", "off")
    return solver


def solve_warm(solver: Any) -> Any:
    """Solve from the last basis, from scratch if that fails (it can lose its way numerically); tell how it ended."""
    for _ in range(2):
        solver.run()
        status = solver.getModelStatus()
        if status == OPTIMAL:
            break
        solver.clearSolver()
    return status
