"""Polish of a program that is solved at once: its optimum with sizes kept to nothing or a unit, and the next ones."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from energy_model.compiler.highs import Solution
from energy_model.compiler.program import LinearProgram
from energy_model.compiler.residuals import primal_residual, relative_gap
from energy_model.horizon.certificate import PolishReport
from energy_model.horizon.implied_bounds import implied_bounds
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.unit_sizes import (
    Bounds,
    Sized,
    UnitSizes,
    cheapest_sizes,
    kept_to_units,
    odd_sizes,
    usable_unit,
)
from energy_model.horizon.warm_start import OPTIMAL, solve_warm, warm_solver


def polished_at_once(
    program: LinearProgram, solution: Solution, units: UnitSizes, gap: float
) -> tuple[Solution, PolishReport]:
    """Polished plan and its report; the solution given where that is infeasible or dearer than the gap allows.

    Duals and bound stay those of the optimum without unit sizes.
    """
    begun, settings = time.perf_counter(), SearchSettings()
    lower, upper = implied_bounds(program, settings)
    chosen = np.flatnonzero((units.least > 0) & (lower < upper))
    unit = usable_unit(units.least, upper)[chosen]
    before = solution.x[chosen]
    if not odd_sizes(before, unit, units.whole).any():
        return solution, PolishReport("kept", cost=0.0)
    solver, places = warm_solver(program), chosen.astype(np.int32)

    def cheapest(within: Bounds) -> Sized | None:
        low = np.maximum(program.lower[chosen], within[0])
        high = np.minimum(program.upper[chosen], within[1])
        if (low > high).any():
            return None
        solver.changeColsBounds(len(places), places, low, high)
        if solve_warm(solver) != OPTIMAL:
            return None
        found = solver.getSolution()
        x = np.clip(np.asarray(found.col_value), program.lower, program.upper)
        return Sized(x, float(program.cost @ x + program.offset), np.asarray(found.col_dual)[chosen])

    bounds = kept_to_units(before, unit, units.whole, lambda within: cheapest(within) is not None)[0]
    found = cheapest_sizes(bounds, unit, units.whole, cheapest)
    seconds = time.perf_counter() - begun
    if found is None:
        return solution, PolishReport("infeasible", seconds=seconds)
    report = PolishReport.of(before, found.plan[chosen], unit, units.whole, found.cost - solution.objective, seconds)
    reached = relative_gap(found.cost, solution.dual_objective)
    if reached > settings.polish_room * gap and not units.whole:
        return solution, replace(report, outcome="gap")
    residual = primal_residual(program, found.plan)
    return replace(solution, x=found.plan, objective=found.cost, gap=reached, primal_residual=residual), report
