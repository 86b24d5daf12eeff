"""Resolution stage in hours: schedules that count, repaired and joined at the block boundaries."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.highs import SolverOptions, solve
from energy_model.compiler.program import Floats
from energy_model.horizon.block_boundaries import around, windows
from energy_model.horizon.dispatch import Dispatch, Dispatcher
from energy_model.horizon.enlargement import Enlargement
from energy_model.horizon.polish import Polish
from energy_model.horizon.program_basis import ProgramBasis
from energy_model.horizon.redispatch import Redispatch
from energy_model.horizon.resolution_stage import ResolutionStage
from energy_model.horizon.search_state import Incumbent, SearchState
from energy_model.horizon.segments import Positions
from energy_model.horizon.unit_sizes import UnitSizes


class HourlyStage(ResolutionStage):
    """Rounds in hours, with all rows; at the end all hours undivided where blocks could not be joined well."""

    is_hourly = True
    time_share = 1.0

    def __init__(self, search: SearchState, basis: ProgramBasis | None = None) -> None:
        self._problem = problem = search.problem
        self._whole = Dispatcher(problem.blocks, problem.options.threads, search.clock.deadline, basis=basis)
        super().__init__(search, problem.blocks, problem.hours, self._whole)
        self.gap, self.most_rounds = search.problem.options.gap, self._settings.hourly_rounds

    def run(self, decision: Floats) -> Incumbent:
        """Best decision and schedule found from a first decision; errors as of `ResolutionStage.run`."""
        try:
            return super().run(decision)
        finally:
            if "_windows" in self.__dict__:
                self._windows.close()

    def _finished(self, incumbent: Incumbent) -> Incumbent:
        """The plan of the rounds, dispatched undivided where its gap is open, and polished where that is asked for."""
        if self._search.is_interrupted:
            return incumbent
        if not self._search.bound.is_within(self.gap, incumbent.cost):
            self._dispatch_undivided(incumbent)
        units = self._problem.options.units
        if units is None:
            return incumbent
        polished, self._search.polish = Polish(self._search, self._blocks, units, self._try).run(incumbent)
        return self._redispatched(polished, units)

    def _redispatched(self, incumbent: Incumbent, units: UnitSizes) -> Incumbent:
        """The plan with its faulty hours dispatched anew, and enlarged where that pays; the report tells both."""
        known, search = incumbent.dispatch, self._search
        if known is None:
            return incumbent
        threads, begun = self._problem.options.threads, search.clock.elapsed()
        with search.clock.counting("dispatch"):
            faulty = Redispatch(self._blocks, units, self._problem.period_of, threads, search.clock.deadline)
            found, larger = faulty.improved(known), None
            if search.clock.left() > 0:
                found, larger = Enlargement(faulty).improved(found)
        report, saved = search.polish, max(incumbent.cost - found.cost, 0.0)
        if report is not None:
            cost = report.cost - saved if report.outcome == "kept" and report.cost is not None else report.cost
            seconds = report.seconds + search.clock.elapsed() - begun
            search.polish = replace(report, cost=cost, seconds=seconds, larger=larger)
        return replace(incumbent, cost=found.cost, dispatch=found) if saved else incumbent

    def _opening(self, decision: Floats) -> Floats:
        return decision

    def _repaired(self, decision: Floats, relaxed: Dispatch) -> tuple[Floats, Dispatch]:
        """Hours around a few infeasible blocks are dispatched with them, and the states between left to them."""
        settings, enough = self._settings, self._settings.shortfall_rounding
        few = max(1.0, settings.repaired_share * self._blocks.count)
        if relaxed.shortfall <= enough or len(relaxed.infeasible_blocks) > few:
            return decision, relaxed
        half = max(1, int(settings.block_hours // settings.repair_window_divisor))
        starts, chosen = around(self._problem.starts, self._problem.period_of, relaxed.infeasible_blocks, half)
        dispatcher = self._dispatcher_of(starts, chosen)
        try:
            found = dispatcher.repaired(relaxed)
        finally:
            dispatcher.close()
        return (decision, relaxed) if found.shortfall > enough else (self._blocks.decision_of(found.x), found)

    def _schedule(self, decision: Floats, relaxed: Dispatch) -> Dispatch:
        """A schedule with all rows, then improved in windows around the block boundaries."""
        if not self._blocks.linking.columns.any():
            return relaxed
        linked = self._whole.linked(decision, relaxed)
        return linked if linked.shortfall > self._settings.shortfall_rounding else self._windows.improved(linked)

    @cached_property
    def _windows(self) -> Dispatcher:
        half = max(1, int(self._settings.block_hours // self._settings.boundary_window_divisor))
        return self._dispatcher_of(*windows(self._problem.starts, self._problem.period_of, half))

    def _dispatcher_of(self, starts: Positions, chosen: list[int]) -> Dispatcher:
        blocks, threads = self._problem.with_boundaries(starts, chosen), self._problem.options.threads
        return Dispatcher(blocks, threads, self._search.clock.deadline, chosen)

    def _dispatch_undivided(self, incumbent: Incumbent) -> None:
        """All hours under the capacities of the best decision, in one program."""
        blocks, program, settings = self._blocks, self._problem.program, self._settings
        fixed = np.flatnonzero(blocks.partition.column < 0)
        lower, upper = program.lower.copy(), program.upper.copy()
        lower[fixed] = upper[fixed] = incumbent.decision[: len(fixed)]
        free = blocks.elastic.columns
        lower[free], upper[free] = program.lower[free], program.upper[free]
        of_whole = self.gap * (1.0 - self._search.bound.common / max(1.0, abs(incumbent.cost)))
        gap = max(settings.undivided_gap_share * of_whole, settings.undivided_gap_floor)
        options = SolverOptions("auto", self._problem.options.threads, self._search.clock.left(), gap=gap)
        with self._search.clock.counting("dispatch"):
            try:
                found = solve(replace(program, lower=lower, upper=upper), options)
            except SolveError:
                if incumbent.dispatch is None:
                    raise
                return
        if found.objective < incumbent.cost:
            nothing = np.zeros(len(blocks.allocations))
            incumbent.cost = found.objective
            incumbent.dispatch = Dispatch(found.x, found.row_dual, nothing, found.objective, 0.0)
            incumbent.dispatched = blocks.decision_of(found.x)
