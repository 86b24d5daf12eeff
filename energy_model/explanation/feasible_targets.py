"""Enforced targets that all hold together: the cost of each, the next to bind, and those missed of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.compiler import Solution, SolveError
from energy_model.explanation.elastic_targets import ElasticTargets
from energy_model.explanation.requirements import in_own_unit, kind
from energy_model.explanation.result import MissedTarget, Slack, TargetCost
from energy_model.explanation.timed_solver import COST_GAP, TimedSolver
from energy_model.workflow.segmented_system import SegmentedSystem
from energy_model.workflow.solved_dataset import merged

# a target whose whole requirement is worth less than this part of the total cost does not bind: rounding
_NO_VALUE = 1e-9


@dataclass
class FeasibleTargets:
    """Least-cost plan in which all enforced targets hold.

    scale [unit of the metric] : what each target requires; most [same] : its greatest shortfall, rounding
    """

    system: SegmentedSystem
    elastic: ElasticTargets
    solver: TimedSolver
    scale: Mapping[str, float]
    most: Mapping[str, float]

    @cached_property
    def solution(self) -> Solution:
        """Solution of the plan. Raises SolveError where time is up."""
        return self.solver.solve(self.elastic.held(self.most), COST_GAP)

    @cached_property
    def _solved(self) -> xr.Dataset:
        x = self.system.settled(self.solution.x)
        return merged(self.system.dataset, self.system.program, replace(self.solution, x=x))

    @cached_property
    def _slacks(self) -> dict[str, float]:
        return self.elastic.slacks(self.system.settled(self.solution.x))

    def binding(self) -> list[str]:
        """Targets that bind, the most costly first: those whose dual is not zero.

        Without a dual a target can be dropped from the proof that no plan is cheaper: it costs nothing.
        """
        worth = {t: self._worth(t) for t in self.elastic.targets}
        least = _NO_VALUE * max(1.0, abs(self.solution.objective))
        return sorted((t for t in worth if worth[t] > least), key=lambda t: -worth[t])

    def _worth(self, target: str) -> float:
        rows = self.elastic.rows[target]
        return float(abs(self.solution.row_dual[rows]).sum()) * self.scale[target]

    def costs(self) -> tuple[tuple[TargetCost, ...], bool]:
        """Costs of the targets that bind, and whether time was enough for all savings."""
        found, complete = [], True
        for target in self.binding():
            without = self._without(target)
            complete &= without is not None
            found.append(self._cost(target, without))
        return tuple(sorted(found, key=lambda c: -(c.saving or 0.0))), complete

    def _without(self, target: str) -> Solution | None:
        try:
            others = {t: most for t, most in self.most.items() if t != target}
            return self.solver.solve(self.elastic.held(others), COST_GAP)
        except SolveError as error:
            if error.status != "time_limit":
                raise
            return None

    def _cost(self, target: str, without: Solution | None) -> TargetCost:
        price = float(self._solved["shadow_price"].sel(enforced=target))
        data = self.system.dataset
        of = data.sel(target=target)
        penalty = float(of["target_penalty"]) if of["target_most_missed"] > 0 else None
        unit = f"{data.attrs.get('currency', 'CNY')}/{kind(data, target)}"
        if without is None:
            return TargetCost(target, price, penalty, unit, None, 0.0)
        ends = (self.solution, without)
        accuracy = sum(abs(end.objective - end.dual_objective) for end in ends)
        saving = max(self.solution.objective - without.objective, 0.0)
        return TargetCost(target, price, penalty, unit, saving, accuracy)

    def next_binding(self) -> Slack | None:
        """Least slack relative to what its target requires, of the enforced targets that do not bind."""
        binding = set(self.binding())
        free = [t for t in self.elastic.targets if t not in binding]
        if not free:
            return None
        target = min(free, key=lambda t: self._slacks[t] / self.scale[t])
        amount = max(self._slacks[target], 0.0)
        dataset = self.system.dataset
        own, unit = in_own_unit(dataset, target, amount), str(dataset["target_unit"].sel(target=target).item())
        return Slack(target, amount, kind(dataset, target), amount / self.scale[target], own, unit)

    def missed(self) -> tuple[MissedTarget, ...]:
        """Targets that are checked only and missed in this plan."""
        card = scorecard(self._solved).to_dict("records")
        return tuple(
            MissedTarget(str(row["id"]), row["value"], row["required"], str(row["unit"]))
            for row in card
            if not row["enforced"] and row["met"] is False
        )
