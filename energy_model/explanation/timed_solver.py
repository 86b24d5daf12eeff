"""Solves until time is up."""

from __future__ import annotations

import time
from collections.abc import Callable

from energy_model.compiler import LinearProgram, Solution, SolverOptions, solve
from energy_model.explanation.result import Options

# relative distance of cost and bound: of costs small differences are told, of what is let off four digits
COSTS, AMOUNTS = 1e-6, 1e-5


class Budget:
    """A number of solves within one time limit; log : is given each line of the solver."""

    def __init__(self, options: Options, log: Callable[[str], None] | None = None) -> None:
        self._options, self._log = options, log
        self._deadline = time.perf_counter() + options.time_limit

    def solve(self, program: LinearProgram, gap: float) -> Solution:
        """Solve to a relative gap. Raises SolveError, of status time_limit where time is up."""
        left = max(self._deadline - time.perf_counter(), 0.0)
        options = self._options
        return solve(program, SolverOptions(options.solver, options.threads, left, gap=gap, log=self._log))
