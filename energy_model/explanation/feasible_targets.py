"""Where all enforced targets hold together: what each costs, which binds next, and what is missed unasked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.compiler import Solution, SolveError
from energy_model.explanation.elastic_targets import Elastic
from energy_model.explanation.requirements import in_own_unit, kind
from energy_model.explanation.result import Cost, Missed, Room
from energy_model.explanation.segmented_system import Coarse
from energy_model.explanation.time_budget import COSTS, Budget
from energy_model.workflow.solved_dataset import merged

# a target whose whole requirement is worth less than this part of the total cost does not bind: rounding
_NO_VALUE = 1e-9


@dataclass
class Agreement:
    """The least-cost plan in which all enforced targets hold.

    scale [unit of the metric] : what each target requires; most [same] : what it may be let off, rounding
    """

    system: Coarse
    elastic: Elastic
    budget: Budget
    scale: Mapping[str, float]
    most: Mapping[str, float]

    @cached_property
    def solution(self) -> Solution:
        """The plan. Raises SolveError where time is up."""
        return self.budget.solve(self.elastic.held(self.most), COSTS)

    @cached_property
    def _solved(self) -> xr.Dataset:
        return merged(self.system.dataset, self.system.program, self.solution)

    @cached_property
    def _margins(self) -> dict[str, float]:
        return self.elastic.margins(self.solution.x)

    def binding(self) -> list[str]:
        """Targets that cost something, the dearest first: those whose dual is not zero.

        Without a dual a target can be dropped from the proof that no plan is cheaper: it costs nothing.
        """
        worth = {t: self._worth(t) for t in self.elastic.targets}
        least = _NO_VALUE * max(1.0, abs(self.solution.objective))
        return sorted((t for t in worth if worth[t] > least), key=lambda t: -worth[t])

    def _worth(self, target: str) -> float:
        rows = self.elastic.rows[target]
        return float(abs(self.solution.row_dual[rows]).sum()) * self.scale[target]

    def costs(self) -> tuple[tuple[Cost, ...], bool]:
        """Give the costs of the targets that bind, and whether time was enough for all savings."""
        found, complete = [], True
        for target in self.binding():
            without = self._without(target)
            complete &= without is not None
            found.append(self._cost(target, without))
        return tuple(sorted(found, key=lambda c: -(c.saving or 0.0))), complete

    def _without(self, target: str) -> Solution | None:
        try:
            others = {t: most for t, most in self.most.items() if t != target}
            return self.budget.solve(self.elastic.held(others), COSTS)
        except SolveError as error:
            if error.status != "time_limit":
                raise
            return None

    def _cost(self, target: str, without: Solution | None) -> Cost:
        price = float(self._solved["shadow_price"].sel(enforced=target))
        penalty = float(self.system.dataset["target_penalty"].sel(target=target))
        unit = f"CNY/{kind(self.system.dataset, target)}"
        if without is None:
            return Cost(target, price, penalty, unit, None, 0.0)
        ends = (self.solution, without)
        accuracy = sum(abs(end.objective - end.dual_objective) for end in ends)
        saving = max(self.solution.objective - without.objective, 0.0)
        return Cost(target, price, penalty, unit, saving, accuracy)

    def next(self) -> Room | None:
        """Of the enforced targets that do not bind, the one with least room relative to what it requires."""
        binding = set(self.binding())
        free = [t for t in self.elastic.targets if t not in binding]
        if not free:
            return None
        target = min(free, key=lambda t: self._margins[t] / self.scale[t])
        margin = max(self._margins[target], 0.0)
        dataset = self.system.dataset
        own, unit = in_own_unit(dataset, target, margin), str(dataset["target_unit"].sel(target=target).item())
        return Room(target, margin, kind(dataset, target), margin / self.scale[target], own, unit)

    def missed(self) -> tuple[Missed, ...]:
        """Targets that are checked only and missed in this plan."""
        card = scorecard(self._solved).to_dict("records")
        return tuple(
            Missed(str(row["id"]), row["value"], row["required"], str(row["unit"]))
            for row in card
            if not row["enforced"] and row["met"] is False
        )
