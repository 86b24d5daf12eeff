"""Resolution stage: rounds at one resolution of time, dispatch, cuts, master problem, next trial point."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from energy_model.compiler.errors import SolveError
from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.certificate import Round
from energy_model.horizon.dispatch import Dispatch, Dispatcher
from energy_model.horizon.joined_blocks import JoinedDispatcher
from energy_model.horizon.search_state import Incumbent, SearchState
from energy_model.horizon.segments import Positions
from energy_model.horizon.trial_points import TrialPoints


class ResolutionStage(ABC):
    """Rounds in steps of one resolution until the bounds meet; segments and hours differ in how a trial is judged.

    gap : at which the stage is left; most_rounds; time_share : of the time limit, after which it is left
    near : distance of the first round, beyond which the stage is left as it is, for others to come nearer; None: never
    """

    is_hourly: bool
    gap: float
    most_rounds: int
    time_share: float
    near: float | None = None
    is_far: bool = False

    def __init__(
        self, search: SearchState, blocks: Blocks, starts: Positions, dispatcher: Dispatcher | JoinedDispatcher
    ) -> None:
        """Steps begin at `starts`."""
        self._search, self._blocks, self._starts = search, blocks, starts
        self._settings = search.problem.settings
        self._dispatcher = dispatcher

    def run(self, decision: Floats) -> Incumbent:
        """Best decision found from a first one.

        Raises
        ------
        SolveError : time was up before any schedule was found, or the master problem has no optimum
        """
        incumbent = Incumbent(decision)
        try:
            self._close_in(incumbent)
            return incumbent if self.is_far else self._finished(incumbent)
        finally:
            self._dispatcher.close()

    def _close_in(self, incumbent: Incumbent) -> None:
        """Rounds until the gap is reached, or time is up."""
        try:
            self._rounds(incumbent)
        except SolveError as error:
            if error.status != "time_limit" or incumbent.dispatch is None:
                raise
        except KeyboardInterrupt:
            if incumbent.dispatch is None or not self.is_hourly:
                raise
            self._search.is_interrupted = True

    def _rounds(self, incumbent: Incumbent) -> None:
        clock, bound = self._search.clock, self._search.bound
        points = TrialPoints(self._blocks, bound.master)
        decision, distances = self._opening(incumbent.decision), [float("inf")]
        for number in range(self.most_rounds):
            with clock.counting("dispatch"):
                self._try(decision, incumbent)
            with clock.counting("master"):
                box = points.box(incumbent.decision, incumbent.relaxed_cost)
                master_solution, boxed = bound.raised_beside(box)
            steps = len(self._starts)
            found = (steps, number, clock.elapsed(), bound.value, incumbent.cost, self.is_hourly, bound.common)
            self._search.tell(Round(*found))
            if bound.is_within(self.gap, incumbent.cost) or clock.is_late(self.time_share):
                return
            if not number and self.near is not None and not bound.is_within(self.near, incumbent.relaxed_cost):
                self.is_far = True
                return
            distances.append(incumbent.relaxed_cost - bound.value)
            if not self.is_hourly and self._is_stalled(distances):
                return
            if bound.is_within(self._settings.boundary_gap_share * self.gap, incumbent.relaxed_cost):
                return  # only what links the blocks is left between the bounds
            best = incumbent.decision, incumbent.relaxed_cost
            decision = points.next(*best, bound.value, master_solution, incumbent.last_cost, boxed)

    def _is_stalled(self, distances: Sequence[float]) -> bool:
        """Whether the last rounds brought cost and bound hardly nearer to each other: hours may say more."""
        rounds, left = self._settings.stalled_rounds, 1 - self._settings.stalled_share
        return len(distances) > rounds and distances[-1] > left * distances[-1 - rounds]

    def _try(self, decision: Floats, incumbent: Incumbent) -> None:
        """Dispatch a decision, take its cuts on, and keep it if it is the best so far."""
        relaxed, enough = self._dispatcher.relaxed(decision), self._settings.shortfall_rounding
        decision = self._dispatcher.realised(decision, relaxed.x)
        bound, duals = self._search.bound, (relaxed.row_dual, relaxed.allocation_dual)
        bound.add_cuts(self._blocks, *duals, self._starts)
        bound.pass_on(self._blocks, *duals, self._starts, relaxed.infeasible_blocks[: self._settings.passed_on])
        decision, relaxed = self._repaired(decision, relaxed)
        incumbent.last_cost = priced = relaxed.cost + relaxed.penalty
        if priced < incumbent.relaxed_cost:
            incumbent.decision, incumbent.relaxed_cost = decision, priced
            self._search.decision = decision
            incumbent.basis = self._dispatcher.basis.copied()
        if relaxed.shortfall <= enough and priced <= incumbent.relaxed_cost:
            found = self._schedule(decision, relaxed)
            if found.shortfall <= enough and found.cost < incumbent.cost:
                incumbent.cost, incumbent.dispatch = found.cost, found
                incumbent.dispatched, incumbent.dispatched_basis = decision, incumbent.basis

    def _finished(self, incumbent: Incumbent) -> Incumbent:
        """The stage's result, once its rounds are over."""
        return incumbent

    @abstractmethod
    def _opening(self, decision: Floats) -> Floats:
        """First decision to try."""

    @abstractmethod
    def _repaired(self, decision: Floats, relaxed: Dispatch) -> tuple[Floats, Dispatch]:
        """Decision and dispatch with shortfalls made good, where that is possible."""

    @abstractmethod
    def _schedule(self, decision: Floats, relaxed: Dispatch) -> Dispatch:
        """Dispatch with the rows that link blocks, where they count."""
