"""A linear program solved by HiGHS, its residuals checked by our own arithmetic on the unscaled problem."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.hipo import run_interruptibly, run_to_gap
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.residuals import dual_objective, primal_residual, relative_gap

# below this many columns simplex is as fast as the search and as an interior point, and ends in a vertex (measured,
# docs/benchmarks.md: gallery, docs/solver.md)
SIMPLEX_COLUMNS = 16_000
METHODS = ("hipo", "ipx", "simplex", "pdlp")
_INTERIOR = ("hipo", "ipx", "pdlp")
_STATUS = highspy.HighsModelStatus
# what HiPO calls a residual is that much smaller than ours, which looks at every constraint by itself
_OF_TOLERANCE = 1e-3


@dataclass(frozen=True)
class SolverOptions:
    """How to solve. `method` "auto" chooses by size and falls back to the next method where one ends without optimum.

    gap : relative distance of primal and dual objective at which an interior point may stop. The last digits can cost
        as much as all before them, and may never come (docs/solver.md)
    tolerance : relative residual up to which a point is accepted, see `primal_residual`
    time_limit : seconds; threads : 0 leaves the choice to HiGHS; log : is given each line of the solver
    is_vertex : an interior point goes on to a vertex, whose duals are exact
    """

    method: str = "auto"
    threads: int = 0
    time_limit: float = float("inf")
    gap: float = 1e-8
    tolerance: float = 1e-6
    log: Callable[[str], None] | None = None
    is_vertex: bool = False


@dataclass(frozen=True)
class Solution:
    """An optimal point.

    x : value of each column; row_dual, column_dual : change of the objective per unit of a row's or column's bound
    primal_residual, dual_residual : largest violation, relative to the largest number in its constraint or variable
    gap : relative distance of primal and dual objective; `dual_objective` is the bound that the duals prove
    """

    objective: float
    dual_objective: float
    gap: float
    x: Floats
    row_dual: Floats
    column_dual: Floats
    method: str
    seconds: dict[str, float]
    iterations: int
    primal_residual: float
    dual_residual: float
    attempts: list[str] = field(default_factory=list)


def solve(program: LinearProgram, options: SolverOptions | None = None) -> Solution:
    """Solve to the gap that is asked for, or raise SolveError; a point that is not that good is never returned."""
    options = options or SolverOptions()
    started = time.perf_counter()
    solver = load(program)
    passing = time.perf_counter() - started
    attempts: list[str] = []
    for method in _methods(program, options):
        begin = time.perf_counter()
        status, iterations = _run(solver, method, options, options.time_limit - (begin - started))
        attempts.append(f"{method}: {status}")
        _raise_if_hopeless(solver, status)
        if status == "optimal":
            seconds = {"pass": passing, "solve": time.perf_counter() - begin}
            solution = _solution(program, solver, method, seconds, attempts, iterations)
            if _is_accepted(solution, options):
                return solution
            attempts[-1] += (
                f", residuals {solution.primal_residual:.1e} {solution.dual_residual:.1e} {solution.gap:.1e}"
            )
    raise SolveError("failed", "no method reached an optimum: " + "; ".join(attempts))


def load(program: LinearProgram) -> highspy.Highs:
    """A HiGHS object that holds the program."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    matrix = program.matrix
    rows, columns = matrix.shape
    status = solver.passModel(
        columns,
        rows,
        int(matrix.nnz),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize if program.maximise else highspy.ObjSense.kMinimize),
        program.offset,
        program.cost,
        program.lower,
        program.upper,
        program.row_lower,
        program.row_upper,
        matrix.indptr.astype(np.int32, copy=False),
        matrix.indices.astype(np.int32, copy=False),
        matrix.data,
        np.zeros(columns, dtype=np.int32),
    )
    if status == highspy.HighsStatus.kError:
        raise SolveError("failed", "HiGHS refused the model (a bound or coefficient it cannot take)")
    return solver


def _methods(program: LinearProgram, options: SolverOptions) -> list[str]:
    if options.method != "auto":
        if options.method not in METHODS:  # HiGHS would quietly choose one of its own
            raise ValueError(f"no method {options.method!r}; there are auto, {', '.join(METHODS)}")
        return [options.method]
    if program.matrix.shape[1] <= SIMPLEX_COLUMNS:
        return ["simplex", "ipx"]
    return ["hipo", "ipx", "simplex"]


def _is_accepted(solution: Solution, options: SolverOptions) -> bool:
    """Whether a point is as good as asked; points that are no vertices are less exact. What was reached is reported."""
    slack = {"pdlp": 1e3, "simplex": 1.0}.get(solution.method, 10.0)
    residual = max(solution.primal_residual, solution.dual_residual)
    return residual <= slack * options.tolerance and solution.gap <= slack * max(options.gap, options.tolerance)


def _run(solver: highspy.Highs, method: str, options: SolverOptions, time_left: float) -> tuple[str, int]:
    """Run one method; give how it ended and its number of iterations."""
    solver.clearSolver()
    deadline = time.perf_counter() + time_left

    def configure(target: highspy.Highs) -> None:
        target.setOptionValue("solver", method)
        target.setOptionValue("run_crossover", "off" if method in _INTERIOR and not options.is_vertex else "on")
        target.setOptionValue("threads", options.threads)
        if method == "ipx":
            target.setOptionValue("ipm_optimality_tolerance", options.gap)
        if np.isfinite(time_left):
            # HiGHS measures its limit from the first run of an object on
            left = max(deadline - time.perf_counter(), 0.0)
            target.setOptionValue("time_limit", target.getRunTime() + left)

    if method == "hipo":
        iterations = run_to_gap(solver, options.gap, _OF_TOLERANCE * options.tolerance, configure, options.log)
    else:
        configure(solver)
        if options.log is not None:
            _listen(solver, options.log)
        run_interruptibly(solver)
        info = solver.getInfo()
        counts = (info.simplex_iteration_count, info.ipm_iteration_count, info.pdlp_iteration_count)
        iterations = max(0, *counts)
    status = solver.getModelStatus()
    # after a postsolve of our own HiGHS does not judge the point; we do
    if status == _STATUS.kOptimal or (status == _STATUS.kUnknown and solver.getSolution().dual_valid):
        return "optimal", iterations
    return str(solver.modelStatusToString(status)).lower(), iterations


def _listen(solver: highspy.Highs, log: Callable[[str], None]) -> None:
    solver.setOptionValue("output_flag", True)
    solver.setOptionValue("log_to_console", False)

    def forward(event: Any) -> None:
        log(str(event.message).rstrip())

    solver.cbLogging.clear()
    solver.cbLogging += forward


def _raise_if_hopeless(solver: highspy.Highs, status: str) -> None:
    hopeless = {
        _STATUS.kInfeasible: ("infeasible", "no plan satisfies all constraints"),
        _STATUS.kUnbounded: ("unbounded", "the cost can fall without limit: something earns money for nothing"),
        _STATUS.kUnboundedOrInfeasible: ("infeasible", "the model is infeasible or unbounded"),
        _STATUS.kTimeLimit: ("time_limit", "the time limit ended before an optimum was found"),
    }
    found = hopeless.get(solver.getModelStatus())
    if found is not None:
        raise SolveError(found[0], f"{found[1]} (HiGHS: {status})")


def _solution(
    program: LinearProgram,
    solver: highspy.Highs,
    method: str,
    seconds: dict[str, float],
    attempts: list[str],
    iterations: int,
) -> Solution:
    raw = solver.getSolution()
    # a bound missed by the tolerance of HiGHS would be a cost below what anything costs
    x, row_dual = np.clip(raw.col_value, program.lower, program.upper), np.asarray(raw.row_dual)
    sign = -1.0 if program.maximise else 1.0
    column_dual = program.cost - program.matrix.T @ row_dual
    objective = float(program.cost @ x + program.offset)
    proved, wrong = dual_objective(program, sign * row_dual, sign * column_dual, x)
    proved = sign * proved + program.offset
    return Solution(
        objective=objective,
        dual_objective=proved,
        gap=abs(relative_gap(objective, proved)),
        x=x,
        row_dual=row_dual,
        column_dual=column_dual,
        method=method,
        seconds=seconds,
        iterations=iterations,
        primal_residual=primal_residual(program, x),
        dual_residual=wrong,
        attempts=attempts,
    )
