"""Irreducible infeasible subsets of random families of sets, against trying every set; hitting sets by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from energy_model.explanation.hitting_sets import TargetSet, minimal_hitting_sets
from energy_model.explanation.infeasible_subsets import infeasible_subsets

NAMES = frozenset("abcdef")


def test_minimal_hitting_sets_by_hand() -> None:
    found = list(minimal_hitting_sets([frozenset("ab"), frozenset("bc"), frozenset("cd")]))
    assert set(found) == {frozenset(text) for text in ("bc", "bd", "ac")}
    assert list(minimal_hitting_sets([])) == [frozenset()]


@pytest.mark.parametrize("seed", range(20))
def test_all_infeasible_subsets_are_found_and_no_others(seed: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = [frozenset(n for n in sorted(NAMES) if rng.random() < 0.4) for _ in range(int(rng.integers(0, 6)))]
    conflicts = {own for own in drawn if own and not any(other < own for other in drawn if other)}

    def part_of(targets: TargetSet) -> TargetSet | None:
        held = [own for own in sorted(conflicts, key=sorted) if own <= targets]
        return held[0] | frozenset(sorted(targets)[:1]) if held else None

    def part_without(conflict: TargetSet, target: str) -> TargetSet | None:
        return part_of(conflict - {target})

    found = list(infeasible_subsets(NAMES, part_of, part_without))
    assert len(found) == len(set(found))
    every = (frozenset(c) for size in range(1, 7) for c in combinations(sorted(NAMES), size))
    broken = [c for c in every if part_of(c) is not None]
    assert set(found) == {c for c in broken if not any(other < c for other in broken)} == conflicts
