"""Where targets cannot all hold: the smallest way out, the sets that exclude each other, and the ways out of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from energy_model.compiler import SolveError
from energy_model.explanation.elastic_targets import Elastic
from energy_model.explanation.enumeration import minimal_conflicts
from energy_model.explanation.hitting_sets import Set
from energy_model.explanation.oracle import TOLERANCE, Least, Oracle
from energy_model.explanation.requirements import in_own_unit, kind, reached
from energy_model.explanation.result import Conflict, Relaxation
from energy_model.explanation.segmented_system import Coarse


@dataclass
class Disagreement:
    """Looks for conflicts with an oracle. scale [unit of the metric] : what each target requires."""

    system: Coarse
    elastic: Elastic
    oracle: Oracle
    scale: Mapping[str, float]

    def conflicts(self, most: int) -> tuple[tuple[Conflict, ...], bool]:
        """Give up to `most` minimal conflicts, smaller sets first, and whether there are no others."""
        found: list[Conflict] = []
        complete = False
        try:
            every, oracle = frozenset(self.elastic.targets), self.oracle
            for targets in minimal_conflicts(every, oracle.core_of, oracle.core_without):
                if len(found) == most:
                    break
                found.append(self._conflict(targets))
            else:
                complete = True
        except SolveError as error:
            if error.status != "time_limit":
                raise
        return tuple(sorted(found, key=lambda c: (len(c.targets), c.targets))), complete

    def _conflict(self, targets: Set) -> Conflict:
        ordered = tuple(t for t in self.elastic.targets if t in targets)
        least = self.oracle.least(ordered)
        try:
            ways = tuple(self._way(target, targets - {target}) for target in ordered)
        except SolveError as error:
            if error.status != "time_limit":
                raise
            ways = self.relaxations(least, ordered)
        return Conflict(ordered, least.relative, ways)

    def _way(self, target: str, others: Set) -> Relaxation:
        (way,) = self.relaxations(self.oracle.exact_way(target, others), [target], every=True)
        return way

    def relaxations(self, least: Least, targets: Collection[str], every: bool = False) -> tuple[Relaxation, ...]:
        """What each of these targets is let off; every : those too that are let off nothing."""
        rows = reached(self.system, self.elastic.program, least.x)
        found = []
        for target in targets:
            amount = least.amounts[target]
            relative = amount / self.scale[target]
            if every or relative > TOLERANCE:
                value, unit = rows[target]
                dataset = self.system.dataset
                own = in_own_unit(dataset, target, amount)
                found.append(Relaxation(target, amount, kind(dataset, target), relative, own, value, unit))
        return tuple(found)
