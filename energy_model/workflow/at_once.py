"""All hours in one linear program: when that is the way, and what it makes of a search that did not close its gap.

From some 16,000 columns on the search is the faster way on systems of all kinds, unless they are a few blocks long
(docs/benchmarks.md, gallery); below, simplex ends in a vertex before the search has cut its blocks. Where the search
gives up or ends too far apart, one program follows: of both the cheaper schedule and the higher bound count.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import xarray as xr

from energy_model.compiler import LinearProgram, Solution, SolveError, SolverOptions
from energy_model.compiler import solve as solve_program
from energy_model.compiler.highs import SIMPLEX_COLUMNS
from energy_model.compiler.residuals import dual_bound, relative_gap
from energy_model.horizon.certificate import Certified
from energy_model.horizon.implied_bounds import implied_bounds
from energy_model.horizon.polish_at_once import polished_at_once
from energy_model.horizon.settings import SearchSettings
from energy_model.workflow.options import RunOptions
from energy_model.workflow.stages import Clock
from energy_model.workflow.unit_sizes import chosen_units

_SOLVER_SHARE, _SOLVER_GAP = 0.1, 1e-3
# columns that HiGHS may be given at once unasked: more than a year of Nantong takes hours and all memory
_MOST_AT_ONCE = 4_000_000
# one program that completes a search may take as long as that took, and at least so many seconds
_LEAST_SECONDS = 60.0


def is_at_once(program: LinearProgram, options: RunOptions) -> bool:
    """Whether all hours are solved in one program, and not by the search: as asked, else by size."""
    if options.asks_at_once is not None:
        return options.asks_at_once
    return bool(program.matrix.shape[1] <= SIMPLEX_COLUMNS)


def solved_at_once(dataset: xr.Dataset, program: LinearProgram, options: RunOptions, clock: Clock) -> Certified:
    """Solution of one program. Only what simplex solves is polished: the rest would be solved a second time."""
    clock.turn("one_program")
    solution, units = _solution(program, options, clock, options.time_limit), chosen_units(dataset, program, options)
    if units is None or program.matrix.shape[1] > SIMPLEX_COLUMNS:
        return Certified(program, solution, [])
    solution, report = polished_at_once(program, solution, units, options.gap)
    return Certified(program, solution, [], report)


def searched(program: LinearProgram, options: RunOptions, clock: Clock, search: Callable[[], Certified]) -> Certified:
    """Outcome of a search, completed by one program where it failed or its gap stayed open.

    Raises
    ------
    SolveError : as of the search, where one program is too large or of no help
    """
    clock.turn("search")
    is_small = program.matrix.shape[1] <= _MOST_AT_ONCE
    try:
        found = search()
    except SolveError as error:
        if error.status != "failed" or not is_small:
            raise
        clock.turn("at_once")
        solution = _solution(program, options, clock, options.time_limit)
        return Certified(program, replace(solution, attempts=[f"blocks: {error}", *solution.attempts]), [])
    taken = found.solution.seconds["solve"]
    left = min(options.time_limit - taken, max(taken, _LEAST_SECONDS))
    if not is_small or found.is_interrupted or found.gap_searched <= options.gap or left <= 0:
        return found
    clock.turn("at_once")
    decidable = 1.0 - found.common_cost / max(1.0, abs(found.solution.objective))
    try:
        solution = _solution(program, replace(options, gap=options.gap * decidable), clock, left)
    except SolveError:
        return found
    return better_of(found, solution)


def better_of(found: Certified, solution: Solution) -> Certified:
    """The cheaper schedule of a search and of one program, with the higher of both bounds."""
    is_cheaper = solution.objective < found.solution.objective
    best = solution if is_cheaper else found.solution
    bound = min(max(found.lower_bound, solution.dual_objective), best.objective)
    both = replace(
        best,
        dual_objective=bound,
        gap=relative_gap(best.objective, bound),
        method=f"{found.solution.method}, {solution.method}",
        seconds=found.solution.seconds,
        attempts=[*found.solution.attempts, *solution.attempts],
    )
    if is_cheaper:
        return replace(found, solution=both, polish=None, unpriced_share=0.0)
    return replace(found, solution=both)


def _solution(program: LinearProgram, options: RunOptions, clock: Clock, time_limit: float) -> Solution:
    """Solution with a bound that its duals prove; at a vertex where those of an interior point prove too little."""
    # well below the gap that is asked for, but not to the last digit
    exact = min(max(options.gap * _SOLVER_SHARE, 1e-8), _SOLVER_GAP)
    asked = SolverOptions(options.solver, options.threads, time_limit, gap=exact, log=clock.log)
    found = solve_program(program, asked)
    if found.method == "simplex":
        return found  # duals of a vertex
    lower, upper = implied_bounds(program, SearchSettings())
    bounded = replace(program, lower=lower, upper=upper)
    found, left = proved(bounded, found), time_limit - found.seconds["solve"]
    if found.gap <= options.gap or left <= 0:
        return found
    try:
        at_vertex = solve_program(program, replace(asked, method="ipx", time_limit=left, is_vertex=True))
    except SolveError:
        return found
    again = proved(bounded, replace(at_vertex, attempts=[*found.attempts, *at_vertex.attempts]))
    return again if again.gap < found.gap else found


def proved(program: LinearProgram, solution: Solution) -> Solution:
    """The solution with the bound that its duals prove for a program, whatever they are.

    An interior point's duals miss a little everywhere: what that costs at the point is next to nothing, and what it may
    cost at the bounds of the columns can be many times the gap.
    """
    bound = min(dual_bound(program, solution.row_dual), solution.objective)
    return replace(solution, dual_objective=bound, gap=relative_gap(solution.objective, bound))
