"""Solves within one time limit."""

from __future__ import annotations

import time
from collections.abc import Callable

from energy_model.compiler import LinearProgram, Solution, SolverOptions, solve
from energy_model.explanation.result import ExplanationOptions

# relative gap of cost and bound: of costs small differences are shown, of shortfalls four digits
COST_GAP, SHORTFALL_GAP = 1e-6, 1e-5


class TimedSolver:
    """A number of solves within one time limit; log : is given each line of the solver."""

    def __init__(self, options: ExplanationOptions, log: Callable[[str], None] | None = None) -> None:
        self._options, self._log = options, log
        self._deadline = time.perf_counter() + options.time_limit

    def solve(self, program: LinearProgram, gap: float) -> Solution:
        """Solution to a relative gap. Raises SolveError, of status time_limit where time is up."""
        left = max(self._deadline - time.perf_counter(), 0.0)
        options = self._options
        return solve(program, SolverOptions(options.solver, options.threads, left, gap=gap, log=self._log))
