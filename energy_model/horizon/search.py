"""The loop that closes the bounds: guess, then level by level dispatch, cuts, master problem, next plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import xarray as xr

from energy_model.compiler.errors import SolveError
from energy_model.compiler.highs import Solution, SolverOptions, solve
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.residuals import primal_residual, relative_gap
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.block_boundaries import around, windows
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.certificate import Certified, CertifyOptions, Round
from energy_model.horizon.cuts import cuts_of
from energy_model.horizon.dispatch import Dispatch, Dispatcher
from energy_model.horizon.dual_projection import projected
from energy_model.horizon.master import Master, Proof
from energy_model.horizon.presolve import without_dominated
from energy_model.horizon.resolution import Schedule
from energy_model.horizon.segments import Positions, respects_prices
from energy_model.horizon.trial_points import Steps

Compile = Callable[[xr.Dataset], LinearProgram]

# a level of segments is left when its own bounds are as close as this part of what is asked, and no closer than this in
# any case, or after so many rounds: what is dispatched by the hour costs more than what was planned, and a round there
# takes longer
_OF_GAP, _LEVEL_GAP, _LEVEL_ROUNDS, _HOURLY_ROUNDS = 0.7, 0.002, 80, 400
# how well the first guess is solved: its duals prove cuts whatever they are, and what its plan violates is dispatched
_GUESS_GAP, _GUESS_TOLERANCE = 5e-3, 1e-2
# by how much the first guess asks more of what hours must give to a target: means of hours promise too much
_MORE = 0.05
# part of the time limit after which levels of segments are left: nothing of them is a schedule
_FOR_LEVELS = 0.6
# part of the gap asked for below which planning cannot help
_JOINTS_ONLY = 0.3
# part of the periods whose plan may be mended where they cannot follow it
_FEW = 0.05
# what a schedule may leave missing of the plan's states and budgets in all [MWh]: rounding
_ROUNDING = 1e-4


@dataclass
class _Best:
    plan: Floats
    cost: float = float("inf")  # of the schedule, with all rows
    relaxed_cost: float = float("inf")  # without the rows that link periods, with what is missing at its price
    dispatch: Dispatch | None = None
    last_cost: float = float("inf")  # of the plan tried last, as relaxed_cost


class Search:
    """One search, from a dataset to a certificate; `certify` has the parameters."""

    def __init__(
        self,
        dataset: xr.Dataset,
        program: LinearProgram,
        compile_dataset: Compile,
        states: Sequence[str],
        options: CertifyOptions,
        schedule: Schedule,
    ) -> None:
        self._dataset, self._states = dataset, states
        self._compile: Compile = lambda data: without_dominated(compile_dataset(data))
        self._options, self._schedule = options, schedule
        self._started = time.perf_counter()
        self._deadline = self._started + options.time_limit
        self._first = schedule.periods(dataset)
        self._program = without_dominated(program)
        self._periods = Blocks(self._program, self._first, states)
        self._master = Master(self._periods)
        self._bound = -np.inf
        self._proof = Proof(np.zeros(len(self._master.rows)), np.zeros(self._periods.size))  # of the bound
        self._prices = np.zeros(len(self._periods.budget_rows))  # of the rows that periods share [CNY per unit]
        self._rounds: list[Round] = []
        self._seconds = {"guess": 0.0, "dispatch": 0.0, "master": 0.0}

    def run(self) -> Certified:
        """Guess, levels of segments, all hours."""
        levels = self._schedule.segments(self._dataset)
        first = next(levels)
        plan, periods = self._guess(first)
        try:
            best = self._level(periods, plan, len(first))
            for starts in levels:
                best = self._level(self._at(starts), best.plan, len(starts))
            if not self._is_reached(best.cost, self._options.gap):
                self._dispatch_at_once(best)
        finally:
            if "_joints" in self.__dict__:
                self._joints.close()
        return Certified(self._program, self._solution(best), self._rounds)

    def _at(self, starts: Positions) -> Blocks:
        """The periods in steps that begin at `starts`."""
        return self._periods if len(starts) == self._dataset.sizes["step"] else self._coarse(starts)

    def _coarse(self, starts: Positions) -> Blocks:
        program = self._compile(aggregate(self._dataset, starts))
        return Blocks(program, np.searchsorted(starts, self._first), self._states, self._periods)

    def _guess(self, first: Positions) -> tuple[Floats, Blocks]:
        """Plan of few segments, solved at once; its duals are the first cuts where its prices are true.

        Beside it the periods of the first level, made while HiGHS works on the guess on one core.
        """
        begin = time.perf_counter()
        starts = self._schedule.guess(self._dataset)
        periods = self._coarse(starts)
        left = self._deadline - time.perf_counter()
        asked = _asking_more(periods)
        with ThreadPoolExecutor(1) as beside:
            level = beside.submit(self._at, first)
            found = solve(asked, SolverOptions("auto", self._options.threads, left, _GUESS_GAP, _GUESS_TOLERANCE))
        self._take_duals(found.row_dual, periods, starts)
        self._seconds["guess"] = time.perf_counter() - begin
        return periods.plan_of(found.x), level.result()

    def _take_duals(self, dual: Floats, periods: Blocks, starts: Positions) -> None:
        """The first cuts: as they are where prices are true, else carried over to all hours."""
        if not respects_prices(self._dataset, starts):
            hourly = self._periods
            dual, periods = projected(periods.program, dual, hourly.program, starts, hourly.is_state), hourly
        self._prices = dual[periods.budget_rows]
        self._master.add(cuts_of(periods, dual, dual[periods.budget_rows[periods.share_row]]))

    def _allotted(self, dispatcher: Dispatcher, periods: Blocks, plan: Floats) -> Floats:
        """The plan with the shares of elastic rows that periods take at the prices known so far."""
        found = dispatcher.priced(plan, self._prices)
        self._master.add(cuts_of(periods, found.row_dual, found.budget_dual))
        return periods.followed(plan, found.x)

    def _level(self, periods: Blocks, plan: Floats, count: int) -> _Best:
        """Rounds on one level of `count` steps, from a plan, until its bounds meet."""
        is_hourly = periods is self._periods
        asked = self._options.gap if is_hourly else max(_OF_GAP * self._options.gap, _LEVEL_GAP)
        best, steps = _Best(plan), Steps(periods, self._master)
        dispatcher = Dispatcher(periods, self._options.threads, self._deadline)
        try:
            for number in range(_HOURLY_ROUNDS if is_hourly else _LEVEL_ROUNDS):
                if number == 0 and not is_hourly and np.isfinite(periods.share_price).any():
                    plan = self._allotted(dispatcher, periods, plan)
                self._dispatch(dispatcher, periods, plan, best, is_hourly)
                ideal = self._bound_from_master()
                self._tell(Round(count, number, self._elapsed(), self._bound, best.cost, is_hourly))
                if self._is_reached(best.cost, asked) or self._is_late(1.0 if is_hourly else _FOR_LEVELS):
                    break
                if self._is_reached(best.relaxed_cost, _JOINTS_ONLY * asked):
                    break  # only the joints of the periods are left between the bounds
                plan = steps.next(best.plan, best.relaxed_cost, self._bound, ideal, best.last_cost)
        except SolveError as error:
            if error.status != "time_limit" or best.dispatch is None:
                raise
        finally:
            dispatcher.close()
        return best

    def _dispatch(self, dispatcher: Dispatcher, periods: Blocks, plan: Floats, best: _Best, is_hourly: bool) -> None:
        """Dispatch a plan, take its cuts on, and keep it if it is the best so far."""
        begin = time.perf_counter()
        relaxed = dispatcher.relaxed(plan)
        plan = periods.followed(plan, relaxed.x)
        self._master.add(cuts_of(periods, relaxed.row_dual, relaxed.budget_dual))
        if is_hourly and relaxed.missing > _ROUNDING:
            plan, relaxed = self._mended(plan, relaxed)
        best.last_cost = priced = relaxed.cost + relaxed.fine
        if priced < best.relaxed_cost:
            best.plan, best.relaxed_cost = plan, priced
        if relaxed.missing <= _ROUNDING and priced <= best.relaxed_cost:
            found = self._linked(dispatcher, plan, relaxed) if is_hourly else relaxed
            if found.missing <= _ROUNDING and found.cost < best.cost:
                best.cost, best.dispatch = found.cost, found
        self._seconds["dispatch"] += time.perf_counter() - begin

    def _mended(self, plan: Floats, relaxed: Dispatch) -> tuple[Floats, Dispatch]:
        """What a few periods cannot do in their time they may do in some more: states next to them are left to them."""
        if len(relaxed.lacking) > max(1.0, _FEW * self._periods.count):
            return plan, relaxed
        half = max(1, int(self._schedule.period_hours // 2))
        edges, chosen = around(self._first, self._dataset["year_of"].to_numpy(), relaxed.lacking, half)
        dispatcher = Dispatcher(
            Blocks(self._program, edges, self._states), self._options.threads, self._deadline, chosen
        )
        try:
            found = dispatcher.mended(relaxed)
        finally:
            dispatcher.close()
        return (plan, relaxed) if found.missing > _ROUNDING else (self._periods.plan_of(found.x), found)

    def _dispatch_at_once(self, best: _Best) -> None:
        """All hours under the capacities of the best plan, in one program: where periods cannot be joined well."""
        begin = time.perf_counter()
        periods, program = self._periods, self._program
        fixed = np.flatnonzero(periods.column_period < 0)
        lower, upper = program.lower.copy(), program.upper.copy()
        lower[fixed] = upper[fixed] = best.plan[: len(fixed)]
        free = periods.elastic.columns
        lower[free], upper[free] = program.lower[free], program.upper[free]
        left = self._deadline - begin
        try:
            options = SolverOptions("auto", self._options.threads, left, gap=max(0.1 * self._options.gap, 1e-8))
            found = solve(replace(program, lower=lower, upper=upper), options)
        except SolveError:
            if best.dispatch is None:
                raise
            return
        if found.objective < best.cost:
            nothing = np.zeros(len(periods.share_row))
            best.cost, best.dispatch = found.objective, Dispatch(found.x, found.row_dual, nothing, found.objective, 0.0)
        self._seconds["dispatch"] += time.perf_counter() - begin

    def _linked(self, dispatcher: Dispatcher, plan: Floats, relaxed: Dispatch) -> Dispatch:
        """A schedule with all rows, then improved in windows around the joints of the periods."""
        if not self._periods.linking_columns.any():
            return relaxed
        linked = dispatcher.linked(plan, relaxed)
        return linked if linked.missing > _ROUNDING else self._joints.improved(linked)

    @cached_property
    def _joints(self) -> Dispatcher:
        half = max(1, int(self._schedule.period_hours // 7))
        edges, chosen = windows(self._first, self._dataset["year_of"].to_numpy(), half)
        periods = Blocks(self._program, edges, self._states)
        return Dispatcher(periods, self._options.threads, self._deadline, chosen)

    def _bound_from_master(self) -> Floats:
        """Raise the bound, if the cuts allow it; give the plan that attains it."""
        begin = time.perf_counter()
        bound, ideal, proof = self._master.solve()
        if bound > self._bound:
            self._bound, self._proof = bound, proof
        self._seconds["master"] += time.perf_counter() - begin
        return ideal

    def _elapsed(self) -> float:
        return time.perf_counter() - self._started

    def _tell(self, found: Round) -> None:
        self._rounds.append(found)
        if self._options.log is not None:
            self._options.log(found)

    def _is_reached(self, cost: float, gap: float) -> bool:
        return bool(np.isfinite(cost) and relative_gap(cost, self._bound) <= gap)

    def _is_late(self, part: float) -> bool:
        return self._elapsed() > part * self._options.time_limit

    def _solution(self, best: _Best) -> Solution:
        if best.dispatch is None:
            raise SolveError("failed", "no first-stage decision was found that all blocks can follow; try --hourly")
        program, periods = self._program, self._periods
        row_dual = best.dispatch.row_dual.copy()
        row_dual[self._master.rows] = self._proof.row_dual
        # of the plan those of the bound: dispatch has held it fixed
        column_dual = program.cost - program.matrix.T @ row_dual
        column_dual[periods.columns] = self._proof.reduced[: len(periods.columns)]
        x = best.dispatch.x
        residual = primal_residual(program, x)
        if residual > SolverOptions.tolerance:
            raise SolveError("failed", f"the schedule found violates a limit (relative residual {residual:.1e})")
        cost = float(program.cost @ x + program.offset)
        if self._bound > cost + SolverOptions.tolerance * max(1.0, abs(cost)):
            raise SolveError("failed", f"the bounds cross: {self._bound:.9e} is above the cost {cost:.9e}")
        return Solution(
            objective=cost,
            dual_objective=min(self._bound, cost),
            gap=relative_gap(cost, min(self._bound, cost)),
            x=x,
            row_dual=row_dual,
            column_dual=column_dual,
            method=f"simplex, {periods.count} blocks",
            seconds=dict(self._seconds) | {"solve": self._elapsed()},
            iterations=len(self._rounds),
            primal_residual=residual,
            dual_residual=float("nan"),  # the bound is proved by the master problem, not by these duals
            attempts=[
                f"{last.steps} steps: {last.number + 1} rounds, bound {last.lower_bound:.6e} after {last.seconds:.1f} s"
                for last in _last_of_levels(self._rounds)
            ],
        )


def _asking_more(periods: Blocks) -> LinearProgram:
    """The program with limits that hours share and that may be missed at a price drawn a little closer."""
    program = periods.program
    rows = np.unique(periods.budget_rows[periods.share_row[np.isfinite(periods.share_price)]])
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    least, most = rows[np.isfinite(lower[rows])], rows[np.isfinite(upper[rows])]
    lower[least] += _MORE * np.abs(lower[least])
    upper[most] -= _MORE * np.abs(upper[most])
    return replace(program, row_lower=lower, row_upper=upper)


def _last_of_levels(rounds: list[Round]) -> list[Round]:
    return [a for a, b in zip(rounds, [*rounds[1:], None], strict=True) if b is None or b.steps != a.steps]
