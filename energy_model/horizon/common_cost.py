"""Cost that every plan pays: proved by duals of a system in months in which plants, lines and tanks cost nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.highs import SolverOptions, solve
from energy_model.compiler.residuals import dual_bound
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.dual_projection import projected
from energy_model.horizon.hourly_problem import HourlyProblem
from energy_model.horizon.segments import calendar_breaks


def common_cost(problem: HourlyProblem) -> float:
    """Cost [CNY] of every plan even if its capacities cost nothing; 0 where that is not asked for or not proved.

    What a plan costs above it is the most that its decisions can change. Months are few enough to be solved at once;
    their duals, good or bad, prove the bound in all hours by our own arithmetic.
    """
    free = problem.options.free_capacity
    if free is None:
        return 0.0
    starts = np.flatnonzero(calendar_breaks(problem.dataset))
    coarse = problem.compile_dataset(aggregate(problem.dataset, starts))
    rough = problem.settings.common_gap
    try:
        dual = solve(free(coarse), SolverOptions(threads=1, gap=rough, tolerance=rough)).row_dual
    except SolveError:  # free capacity may earn without limit where something is sold
        return 0.0
    hourly = problem.blocks
    lower, upper = hourly.bounds
    program = replace(free(hourly.program), lower=lower, upper=upper)
    dual = projected(coarse, dual, hourly.program, starts, hourly.boundary.is_state)
    return max(dual_bound(program, dual), 0.0)
