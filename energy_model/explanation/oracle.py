"""Tells of any set of targets whether a plan meets it; remembers what it was told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.explanation.elastic_targets import Elastic
from energy_model.explanation.hitting_sets import Set
from energy_model.explanation.time_budget import AMOUNTS, Budget

# what all targets of a set together may be let off, as parts of what they require, and the set still holds
TOLERANCE = 1e-6
# the sum of what is let off is counted in millionths of what is required, so that costs are near those of a plan
_MILLION = 1e6
# a target whose weight in a proof is less has no part in it: rounding, of a vertex and of an interior point
_NO_WEIGHT = {"simplex": 1e-9}
_NO_INTERIOR_WEIGHT = 1e-4
# a sum above this is not made up by what has no weight
_SOLID = 1e-3
# so many times as dear are the others of a set, where it is asked what one of them must give way
_DEARER = 1000.0


@dataclass(frozen=True)
class Least:
    """The least that targets must be let off.

    relative : in all, as parts of what they require; amounts [unit of the metric] : of each; core : targets with a part
    in the proof that it is not less; x : the point
    """

    relative: float
    amounts: dict[str, float]
    core: Set
    x: Floats


class Oracle:
    """Asks the linear program, or its memory. scale [unit of the metric] : what each target requires."""

    def __init__(self, elastic: Elastic, scale: Mapping[str, float], budget: Budget) -> None:
        self._elastic, self._scale, self._budget = elastic, scale, budget
        self._conflicts: list[Set] = []
        self._possible: list[Set] = []
        self._told: dict[tuple[tuple[str, float], ...], Least] = {}

    def core_of(self, targets: Set) -> Set | None:
        """A part of a set that excludes itself; None where a plan meets the set. Raises SolveError when time is up."""
        known = self._known(targets)
        if known or self._is_possible(targets):
            return known
        found = self.least(targets)
        if found.relative <= TOLERANCE:
            return None
        for narrower in self._narrower(found):
            core = self.core_of(narrower)
            if core is not None:
                return core
        core = self._proved(targets, found)
        self._conflicts.append(core)
        return core

    def _known(self, targets: Set) -> Set | None:
        return min((own for own in self._conflicts if own <= targets), key=len, default=None)

    def _is_possible(self, targets: Set) -> bool:
        return not targets or any(targets <= possible for possible in self._possible)

    def _narrower(self, found: Least) -> list[Set]:
        """One of the targets that gave way at a time, with those that did not: likely a conflict with fewer others."""
        gave_way = frozenset(t for t in found.core if found.amounts[t] / self._scale[t] > TOLERANCE)
        return [found.core - gave_way | {target} for target in sorted(gave_way)] if len(gave_way) > 1 else []

    def _proved(self, targets: Set, found: Least) -> Set:
        """The targets with a part in a proof, which is one without the others too, but for rounding."""
        if not found.core or found.core == targets:
            return targets
        if found.relative > _SOLID:
            self._told.setdefault(_asked(dict.fromkeys(sorted(found.core), 1.0)), found)
            return found.core
        return found.core if self.least(found.core).relative > TOLERANCE else targets

    def core_without(self, conflict: Set, target: str) -> Set | None:
        """The same of a conflict without one target; asks first what that one must give way, which often answers."""
        others = conflict - {target}
        if not self._known(others) and not self._is_possible(others):
            self.way(target, others)
        return self.core_of(others)

    def least(self, targets: Collection[str]) -> Least:
        """The least that these targets are let off in all, whatever becomes of the rest."""
        return self._least(dict.fromkeys(sorted(targets), 1.0))

    def way(self, target: str, others: Set) -> Least:
        """The least that one target is let off where others hold, if a plan meets these."""
        return self._least({target: 1.0} | dict.fromkeys(sorted(others), _DEARER))

    def exact_way(self, target: str, others: Set) -> Least:
        """The same where it is known that a plan meets the others: however little they would gain by giving way."""
        found = self.way(target, others)
        if self._sum(others, found.amounts) <= TOLERANCE:
            return found
        return self._solved({target: 1.0}, {t: 2 * TOLERANCE * self._scale[t] for t in others})

    def _least(self, weights: Mapping[str, float]) -> Least:
        asked = _asked(weights)
        if asked not in self._told:
            self._told[asked] = self._solved(weights, {})
        return self._told[asked]

    def _solved(self, weights: Mapping[str, float], most: Mapping[str, float]) -> Least:
        elastic = self._elastic
        cost = {t: _MILLION * weight / self._scale[t] for t, weight in weights.items()}
        found = self._budget.solve(elastic.counted(cost, most), AMOUNTS)
        amounts = elastic.amounts(found.x)
        for targets in (frozenset(weights), frozenset(t for t, weight in weights.items() if weight > 1)):
            self._remember(targets, amounts, found.x)
        core = frozenset(t for t in weights if self._weight(t, found.row_dual) > _no_weight(found.method))
        return Least(self._sum(frozenset(weights), amounts), amounts, core, found.x)

    def _sum(self, targets: Set, amounts: Mapping[str, float]) -> float:
        return sum(amounts[t] / self._scale[t] for t in targets)

    def _remember(self, targets: Set, amounts: Mapping[str, float], x: Floats) -> None:
        """Keep which targets a plan meets: also those that were left out and have something to spare."""
        if self._sum(targets, amounts) <= TOLERANCE:
            spare = frozenset(t for t, margin in self._elastic.margins(x).items() if margin >= 0.0)
            self._possible.append(targets | spare)

    def _weight(self, target: str, row_dual: Floats) -> float:
        """How much of the sum a target's requirement accounts for, at most its weight."""
        return float(np.abs(row_dual[self._elastic.rows[target]]).sum()) * self._scale[target] / _MILLION


def _asked(weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(weights.items()))


def _no_weight(method: str) -> float:
    return _NO_WEIGHT.get(method, _NO_INTERIOR_WEIGHT)
