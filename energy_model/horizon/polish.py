"""Polish: from the best decision within the gap to one whose sizes can be built, dispatched anew in every hour.

The best decision is a mixture of trial points and keeps a little of each. Sizes below their unit go to nothing or up to
it; then a few rounds of the search go on within these bounds and a box around that decision, which also buys
capacity where demand is lost that costs more, and drops what is built at a loss. Cuts hold for every decision, so that
the lower bound stays that of all plans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.certificate import PolishReport, Round
from energy_model.horizon.nearest_decision import NearestDecision
from energy_model.horizon.search_state import Incumbent, SearchState
from energy_model.horizon.trial_points import scale
from energy_model.horizon.unit_sizes import Bounds, Sized, UnitSizes, cheapest_sizes, kept_to_units, usable_unit

Trial = Callable[[Floats, Incumbent], None]


class Polish:
    """Rounds of a search in hours that keep to unit sizes."""

    def __init__(self, search: SearchState, blocks: Blocks, units: UnitSizes, trial: Trial) -> None:
        """`trial` dispatches a decision, takes its cuts on and keeps it if it is the best so far."""
        self._search, self._blocks, self._trial, self._whole = search, blocks, trial, units.whole
        columns = blocks.first_stage.columns
        lower, upper = (bound[columns] for bound in blocks.bounds)
        self._chosen = np.flatnonzero((units.least[columns] > 0) & (lower < upper))
        self._accepted = search.problem.settings.polish_room * search.problem.options.gap
        self._unit = usable_unit(units.least[columns], upper)[self._chosen]

    def run(self, incumbent: Incumbent) -> tuple[Incumbent, PolishReport]:
        """Polished plan and its report; the plan given where it cannot be polished."""
        clock = self._search.clock
        if incumbent.dispatch is None or clock.left() <= 0:
            return incumbent, PolishReport("time")
        if not len(self._chosen):
            return incumbent, PolishReport("kept", cost=0.0)
        begin, started = self._blocks.decision_of(incumbent.dispatch.x), clock.elapsed()
        found, outcome = Incumbent(begin), "infeasible"
        try:
            self._rounds(begin, found)
        except SolveError as error:
            if error.status != "time_limit":
                raise
            outcome = "time"
        seconds = clock.elapsed() - started
        if found.dispatch is None:
            return incumbent, PolishReport(outcome, seconds=seconds)
        before, after = begin[self._chosen], found.decision[self._chosen]
        report = PolishReport.of(before, after, self._unit, self._whole, found.cost - incumbent.cost, seconds)
        is_within = self._search.bound.is_within
        if is_within(self._accepted, incumbent.cost) and not self._whole and not is_within(self._accepted, found.cost):
            return incumbent, replace(report, outcome="gap")
        return found, report

    def _rounds(self, begin: Floats, found: Incumbent) -> None:
        """Trials within unit sizes, each near the best so far, while the cuts promise a cheaper one."""
        search, settings = self._search, self._search.problem.settings
        center, radius = begin, settings.polish_radius
        for number in range(settings.polish_rounds):
            nearest = NearestDecision(self._blocks, center)
            step = self._step(nearest, radius, self._sizes(center, radius, nearest))
            if step is None:
                return
            before = found.relaxed_cost
            if before - step.cost <= self._worth():
                if search.bound.is_within(search.problem.options.gap, found.cost):
                    return
                radius *= settings.polish_widening  # nothing near is cheaper, but something farther away may be
                continue
            with search.clock.counting("dispatch"):
                self._trial(step.plan if number else self._with_sizes(step.plan, nearest), found)
            with search.clock.counting("master"):
                search.bound.raised()
            steps = len(search.problem.period_of)
            bounds = search.bound.value, found.cost, True, search.bound.common
            search.tell(Round(steps, number, search.clock.elapsed(), *bounds))
            if found.dispatch is not None and before - found.relaxed_cost <= self._worth():
                return  # a round dispatches all hours, and the next would gain as little
            is_better = found.relaxed_cost < before
            center = found.decision
            radius *= settings.radius_growth if is_better else settings.radius_shrink

    def _worth(self) -> float:
        """Gain that is worth another round [CNY]: a part of the gap that is asked for."""
        problem, bound = self._search.problem, self._search.bound
        return problem.settings.polish_gain * problem.options.gap * abs(bound.value - bound.common)

    def _with_sizes(self, plan: Floats, nearest: NearestDecision) -> Floats:
        """The plan before with the sizes of this one: blocks could follow it, so they can hope to follow that."""
        sizes = plan[self._chosen]
        found = nearest.within(*self._widened((sizes, sizes), nearest))
        return plan if found is None else found

    def _sizes(self, center: Floats, radius: float, nearest: NearestDecision) -> Bounds:
        """Bounds of the chosen columns, as near as can be to what the cuts want around the center."""
        low, high = self._box(center, radius)
        values = center[self._chosen]
        small = values < self._unit
        low[self._chosen] = np.where(small, 0.0, low[self._chosen])
        high[self._chosen] = np.where(small, np.maximum(high[self._chosen], self._unit), high[self._chosen])
        cheaper = self._search.bound.master.within(low, high)
        wanted = values if cheaper is None else cheaper.plan[self._chosen]

        def is_possible(bounds: Bounds) -> bool:
            return nearest.within(*self._widened(bounds, nearest)) is not None

        return kept_to_units(wanted, self._unit, self._whole, is_possible)[0]

    def _widened(self, bounds: Bounds, nearest: NearestDecision) -> Bounds:
        """Bounds of all first-stage columns, with these of the chosen ones. shapes: (first-stage column,)."""
        low, high = nearest.lower.copy(), nearest.upper.copy()
        low[self._chosen], high[self._chosen] = bounds
        return low, high

    def _box(self, decision: Floats, radius: float) -> Bounds:
        reach = radius * scale(self._blocks, decision)
        return decision - reach, decision + reach

    def _step(self, nearest: NearestDecision, radius: float, bounds: Bounds) -> Sized | None:
        """The cheapest decision by the cuts that keeps to units, in a box around the nearest that does."""

        def cheapest(within: Bounds) -> Sized | None:
            base = nearest.within(*self._widened(within, nearest))
            if base is None:
                return None
            low, high = self._box(base, radius)
            low[self._chosen] = np.maximum(low[self._chosen], within[0])
            high[self._chosen] = np.minimum(high[self._chosen], within[1])
            found = self._search.bound.master.within(low, high)
            return None if found is None else found._replace(reduced=found.reduced[self._chosen])

        most = self._search.problem.settings.polish_moves
        return cheapest_sizes(bounds, self._unit, self._whole, cheapest, most, self._worth() / most)
