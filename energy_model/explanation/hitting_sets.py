"""Minimal hitting sets: smallest choices that take at least one member of each of several sets."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

TargetSet = frozenset[str]


def minimal_hitting_sets(sets: Sequence[TargetSet]) -> Iterator[TargetSet]:
    """Minimal hitting sets, smallest first (R. Reiter, Artificial Intelligence 32 (1987) 57)."""
    queue: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    seen: set[TargetSet] = {frozenset()}
    given: list[TargetSet] = []
    while queue:
        _, members = heapq.heappop(queue)
        chosen = frozenset(members)
        if any(smaller <= chosen for smaller in given):
            continue
        left = next((own for own in sets if not own & chosen), None)
        if left is None:
            given.append(chosen)
            yield chosen
            continue
        for member in left:
            longer = chosen | {member}
            if longer not in seen:
                seen.add(longer)
                heapq.heappush(queue, (len(longer), tuple(sorted(longer))))
