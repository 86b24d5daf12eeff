"""Irreducible infeasible subsets of targets that cannot all hold, and the corrections that make them feasible."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from energy_model.compiler import SolveError
from energy_model.explanation.elastic_targets import ElasticTargets
from energy_model.explanation.hitting_sets import TargetSet
from energy_model.explanation.infeasible_subsets import infeasible_subsets
from energy_model.explanation.oracle import TOLERANCE, FeasibilityOracle, LeastShortfall
from energy_model.explanation.requirements import in_own_unit, kind, reached
from energy_model.explanation.result import Conflict, Relaxation
from energy_model.workflow.segmented_system import SegmentedSystem


@dataclass
class InfeasibleTargets:
    """Enforced targets that no plan meets together. scale [unit of the metric] : what each target requires."""

    system: SegmentedSystem
    elastic: ElasticTargets
    oracle: FeasibilityOracle
    scale: Mapping[str, float]

    def conflicts(self, most: int) -> tuple[tuple[Conflict, ...], bool]:
        """Up to `most` irreducible infeasible subsets, smaller ones first, and whether there are no others."""
        found: list[Conflict] = []
        complete = False
        try:
            every, oracle = frozenset(self.elastic.targets), self.oracle
            for targets in infeasible_subsets(every, oracle.infeasible_part, oracle.infeasible_part_without):
                if len(found) == most:
                    break
                found.append(self._conflict(targets))
            else:
                complete = True
        except SolveError as error:
            if error.status != "time_limit":
                raise
        return tuple(sorted(found, key=lambda c: (len(c.targets), c.targets))), complete

    def _conflict(self, targets: TargetSet) -> Conflict:
        ordered = tuple(t for t in self.elastic.targets if t in targets)
        least = self.oracle.least(ordered)
        try:
            corrections = tuple(self._correction(target, targets - {target}) for target in ordered)
        except SolveError as error:
            if error.status != "time_limit":
                raise
            corrections = self.relaxations(least, ordered)
        return Conflict(ordered, least.relative, corrections)

    def _correction(self, target: str, others: TargetSet) -> Relaxation:
        (correction,) = self.relaxations(self.oracle.exact_correction(target, others), [target], every=True)
        return correction

    def relaxations(
        self, least: LeastShortfall, targets: Collection[str], every: bool = False
    ) -> tuple[Relaxation, ...]:
        """Relaxation of each of these targets; every : those too that need none."""
        rows = reached(self.system, self.elastic.program, self.system.settled(least.x))
        found = []
        for target in targets:
            amount = least.shortfalls[target]
            relative = amount / self.scale[target]
            if every or relative > TOLERANCE:
                value, unit = rows[target]
                dataset = self.system.dataset
                own = in_own_unit(dataset, target, amount)
                found.append(Relaxation(target, amount, kind(dataset, target), relative, own, value, unit))
        return tuple(found)
