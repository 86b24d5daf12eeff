"""HiGHS objects that are solved again and again, each time from the basis where they were left."""

from __future__ import annotations

from typing import Any

import highspy

from energy_model.compiler.highs import load
from energy_model.compiler.program import LinearProgram

OPTIMAL = highspy.HighsModelStatus.kOptimal
ITERATION_LIMIT = highspy.HighsModelStatus.kIterationLimit
UNKNOWN = highspy.HighsModelStatus.kUnknown  # near an optimum, but not within tolerances
_PRIMAL_SIMPLEX = int(highspy.simplex_constants.kSimplexStrategyPrimal)
_ENDLESS = highspy.kHighsIInf


def warm_solver(program: LinearProgram) -> Any:
    """Simplex in one thread, the program loaded. HiGHS's stubs do not know all of its methods, hence Any."""
    solver: Any = load(program)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("parallel", "off")
    return solver


def interior_point(solver: Any) -> Any:
    """HiGHS object that has solved the same program by the interior point method, and stayed inside: no vertex.

    The first object keeps its basis. Where the simplex method goes astray, that takes a tenth of the time.
    """
    inner: Any = highspy.Highs()
    inner.setOptionValue("output_flag", False)
    inner.passModel(solver.getLp())
    inner.setOptionValue("solver", "ipx")
    inner.setOptionValue("run_crossover", "off")
    inner.run()
    return inner


def solve_warm(solver: Any, most: int = _ENDLESS, most_from_scratch: int = _ENDLESS) -> Any:
    """Status after solving from the last basis, from scratch if that fails (HiGHS can lose its way numerically).

    most, most_from_scratch : iterations
    """
    if run_simplex(solver, most) != OPTIMAL:
        solver.clearSolver()
        run_simplex(solver, most_from_scratch)
    return solver.getModelStatus()


def run_primal_simplex(solver: Any, basis: Any, most: int) -> Any:
    """Status after no more iterations than that from a basis at which the rows hold and prices need not."""
    solver.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)
    solver.setBasis(basis)
    return run_simplex(solver, most)


def run_simplex(solver: Any, most: int) -> Any:
    """Status after no more iterations than that; the basis where they ended is kept."""
    solver.setOptionValue("simplex_iteration_limit", most)
    solver.run()
    return solver.getModelStatus()
