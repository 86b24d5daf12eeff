"""Feasibility of any set of targets, from a linear program; answers are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.explanation.elastic_targets import ElasticTargets
from energy_model.explanation.hitting_sets import TargetSet
from energy_model.explanation.timed_solver import SHORTFALL_GAP, TimedSolver

# sum of relative shortfalls up to which a set of targets counts as feasible
TOLERANCE = 1e-6
# shortfalls are counted in millionths of what is required, so that costs are near those of a plan
_MILLION = 1e6
# a target whose weight in a proof is less has no part in it: rounding, of a vertex and of an interior point
_NO_WEIGHT = {"simplex": 1e-9}
_NO_INTERIOR_WEIGHT = 1e-4
# a sum of shortfalls above this is not made up by targets without weight
_CERTAIN = 1e-3
# cost of the others' shortfalls, relative to that of the target whose correction is sought
_OTHERS_COST = 1000.0


@dataclass(frozen=True)
class LeastShortfall:
    """Least sum of shortfalls of some targets.

    relative : the sum, each as a part of what its target requires; shortfalls [unit of the metric] : of each;
    support : targets with a dual in the proof that it is not less; x : the point
    """

    relative: float
    shortfalls: dict[str, float]
    support: TargetSet
    x: Floats


class FeasibilityOracle:
    """Answers from the linear program, or from those kept. scale [unit of the metric] : what each target requires."""

    def __init__(self, elastic: ElasticTargets, scale: Mapping[str, float], solver: TimedSolver) -> None:
        self._elastic, self._scale, self._solver = elastic, scale, solver
        self._infeasible: list[TargetSet] = []
        self._feasible: list[TargetSet] = []
        self._answers: dict[tuple[tuple[str, float], ...], LeastShortfall] = {}

    def infeasible_part(self, targets: TargetSet) -> TargetSet | None:
        """Infeasible part of a set of targets; None where a plan meets the set. Raises SolveError when time is up."""
        known = self._known(targets)
        if known or self._is_feasible(targets):
            return known
        found = self.least(targets)
        if found.relative <= TOLERANCE:
            return None
        for narrower in self._narrower(found):
            part = self.infeasible_part(narrower)
            if part is not None:
                return part
        part = self._proved(targets, found)
        self._infeasible.append(part)
        return part

    def _known(self, targets: TargetSet) -> TargetSet | None:
        return min((own for own in self._infeasible if own <= targets), key=len, default=None)

    def _is_feasible(self, targets: TargetSet) -> bool:
        return not targets or any(targets <= met for met in self._feasible)

    def _narrower(self, found: LeastShortfall) -> list[TargetSet]:
        """One of the relaxed targets at a time, with those that hold: likely infeasible with fewer others."""
        relaxed = frozenset(t for t in found.support if found.shortfalls[t] / self._scale[t] > TOLERANCE)
        return [found.support - relaxed | {target} for target in sorted(relaxed)] if len(relaxed) > 1 else []

    def _proved(self, targets: TargetSet, found: LeastShortfall) -> TargetSet:
        """Support of a proof, which proves as much without the other targets, but for rounding."""
        if not found.support or found.support == targets:
            return targets
        if found.relative > _CERTAIN:
            self._answers.setdefault(_key(dict.fromkeys(sorted(found.support), 1.0)), found)
            return found.support
        return found.support if self.least(found.support).relative > TOLERANCE else targets

    def infeasible_part_without(self, subset: TargetSet, target: str) -> TargetSet | None:
        """Infeasible part of a subset without one target; its correction is sought first, which often answers."""
        others = subset - {target}
        if not self._known(others) and not self._is_feasible(others):
            self.correction(target, others)
        return self.infeasible_part(others)

    def least(self, targets: Collection[str]) -> LeastShortfall:
        """Least sum of shortfalls of these targets, whatever becomes of the rest."""
        return self._least(dict.fromkeys(sorted(targets), 1.0))

    def correction(self, target: str, others: TargetSet) -> LeastShortfall:
        """Least shortfall of one target where others hold, if a plan meets these."""
        return self._least({target: 1.0} | dict.fromkeys(sorted(others), _OTHERS_COST))

    def exact_correction(self, target: str, others: TargetSet) -> LeastShortfall:
        """The same where a plan meets the others for certain: however little their shortfalls would save."""
        found = self.correction(target, others)
        if self._sum(others, found.shortfalls) <= TOLERANCE:
            return found
        return self._solved({target: 1.0}, {t: 2 * TOLERANCE * self._scale[t] for t in others})

    def _least(self, weights: Mapping[str, float]) -> LeastShortfall:
        key = _key(weights)
        if key not in self._answers:
            self._answers[key] = self._solved(weights, {})
        return self._answers[key]

    def _solved(self, weights: Mapping[str, float], most: Mapping[str, float]) -> LeastShortfall:
        elastic = self._elastic
        cost = {t: _MILLION * weight / self._scale[t] for t, weight in weights.items()}
        found = self._solver.solve(elastic.least_shortfall(cost, most), SHORTFALL_GAP)
        shortfalls = elastic.shortfalls(found.x)
        for targets in (frozenset(weights), frozenset(t for t, weight in weights.items() if weight > 1)):
            self._remember(targets, shortfalls, found.x)
        support = frozenset(t for t in weights if self._weight(t, found.row_dual) > _no_weight(found.method))
        return LeastShortfall(self._sum(frozenset(weights), shortfalls), shortfalls, support, found.x)

    def _sum(self, targets: TargetSet, shortfalls: Mapping[str, float]) -> float:
        return sum(shortfalls[t] / self._scale[t] for t in targets)

    def _remember(self, targets: TargetSet, shortfalls: Mapping[str, float], x: Floats) -> None:
        """Keep which targets a plan meets: those that were left out and have slack are among them."""
        if self._sum(targets, shortfalls) <= TOLERANCE:
            unasked = frozenset(t for t, slack in self._elastic.slacks(x).items() if slack >= 0.0)
            self._feasible.append(targets | unasked)

    def _weight(self, target: str, row_dual: Floats) -> float:
        """Part of the sum that a target's requirement accounts for, at most its weight."""
        return float(np.abs(row_dual[self._elastic.rows[target]]).sum()) * self._scale[target] / _MILLION


def _key(weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(weights.items()))


def _no_weight(method: str) -> float:
    return _NO_WEIGHT.get(method, _NO_INTERIOR_WEIGHT)
