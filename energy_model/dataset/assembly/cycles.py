"""Independent cycles of a network: a tree reaches every node, and each other line closes one cycle with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence

import numpy as np

from energy_model.dataset.assembly.interpolation import Floats


def cycle_rows(ends: Sequence[tuple[Hashable, Hashable]], reactance: Floats) -> Floats:
    """Give the reactance of each line around each independent cycle, relative to the largest of the cycle.

    Below zero for lines that run against the cycle's sense. Lines without reactance are in none. shape: (cycle, line)

    Parameters
    ----------
    ends : nodes where each line begins and ends; reactance : (line,)
    """
    lines = [int(line) for line in np.flatnonzero(reactance > 0)]
    above = _tree(ends, lines)
    rows = []
    for line in lines:
        if any(parent is not None and parent[1] == line for parent in above.values()):
            continue
        begin, end = ends[line]
        row = _path(ends, above, end) - _path(ends, above, begin)
        row[line] += 1
        row *= reactance
        rows.append(row / np.abs(row).max())
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(ends))


def _tree(
    ends: Sequence[tuple[Hashable, Hashable]], lines: Sequence[int]
) -> dict[Hashable, tuple[Hashable, int] | None]:
    """Breadth-first trees of all parts of the network: the node above each node and the line there; None at a root."""
    at: dict[Hashable, list[tuple[Hashable, int]]] = {}
    for line in lines:
        begin, end = ends[line]
        at.setdefault(begin, []).append((end, line))
        at.setdefault(end, []).append((begin, line))
    above: dict[Hashable, tuple[Hashable, int] | None] = {}
    for root in at:
        if root in above:
            continue
        above[root] = None
        waiting = deque([root])
        while waiting:
            node = waiting.popleft()
            for other, line in at[node]:
                if other not in above:
                    above[other] = node, line
                    waiting.append(other)
    return above


def _path(
    ends: Sequence[tuple[Hashable, Hashable]], above: dict[Hashable, tuple[Hashable, int] | None], node: Hashable
) -> Floats:
    """Lines from a node up to its root: 1 along their own sense, -1 against it. shape: (line,)."""
    found = np.zeros(len(ends))
    while (step := above[node]) is not None:
        parent, line = step
        found[line] += 1 if ends[line][0] == node else -1
        node = parent
    return found
