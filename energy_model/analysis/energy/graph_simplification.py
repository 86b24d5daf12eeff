"""A graph of energy made fit to be drawn: nothing in a circle, nothing that just passes through, small things together.

Each step keeps what comes into every node equal to what goes out of it. Graphs are tables as in `analysis.sankey`, of
one scope and year: columns source, target, carrier, energy [MWh].
"""

from __future__ import annotations

import pandas as pd

Arrows = dict[tuple[str, str, str], float]  # (source, target, carrier) -> MWh
SMALL = "small"  # item of nodes that were put together
_SMALLEST_MWH = 1.0
_KEPT = ("sector",)  # few, and what a reader looks for
# kinds that are gathered with another
_TOGETHER = {"used": "demand", "away": "sold", "to": "sold", "market": "source", "supply": "source", "from": "source"}


def drawable(graph: pd.DataFrame, most: int) -> tuple[pd.DataFrame, float]:
    """The graph with at most so many nodes, and the energy [MWh] below which nodes were put together.

    Of flows in a circle only the difference is left. Where even that leaves more nodes, there are more.
    """
    arrows = {(row[0], row[1], row[2]): row[3] for row in graph[_COLUMNS].itertuples(index=False, name=None)}
    plain = _without_circles(_contracted(_without_circles(arrows)))
    found, least = plain, 0.0
    for least in [0.0, *sorted(sizes(plain).values())]:
        found = _without_circles(_gathered(plain, least))
        if len(sizes(found)) <= most:
            break
    rows = [(*arrow, energy) for arrow, energy in found.items() if energy > _SMALLEST_MWH]
    return pd.DataFrame(rows, columns=_COLUMNS), least


_COLUMNS = ["source", "target", "carrier", "energy"]


def sizes(arrows: Arrows) -> dict[str, float]:
    """Throughput of each node [MWh]: in or out, the larger."""
    into: dict[str, float] = {}
    out: dict[str, float] = {}
    for (source, target, _), energy in arrows.items():
        out[source] = out.get(source, 0.0) + energy
        into[target] = into.get(target, 0.0) + energy
    return {node: max(into.get(node, 0.0), out.get(node, 0.0)) for node in {**out, **into}}


def _contracted(arrows: Arrows) -> Arrows:
    """Leave out carriers with one way in or one way out: what is before them leads straight to what is behind."""
    while (node := _passed_through(arrows)) is not None:
        into = {key: energy for key, energy in arrows.items() if key[1] == node}
        out = {key: energy for key, energy in arrows.items() if key[0] == node}
        arrows = {key: energy for key, energy in arrows.items() if node not in key[:2]}
        if len({source for source, _, _ in into}) == 1:
            (before,) = {source for source, _, _ in into}
            added = {(before, target, carrier): energy for (_, target, carrier), energy in out.items()}
        else:
            (behind,) = {target for _, target, _ in out}
            added = {(source, behind, carrier): energy for (source, _, carrier), energy in into.items()}
        for key, energy in added.items():
            arrows[key] = arrows.get(key, 0.0) + energy
    return arrows


def _passed_through(arrows: Arrows) -> str | None:
    before: dict[str, set[str]] = {}
    behind: dict[str, set[str]] = {}
    for source, target, _ in arrows:
        behind.setdefault(source, set()).add(target)
        before.setdefault(target, set()).add(source)
    for node in sorted(before.keys() & behind.keys()):
        if node.startswith("carrier:") and 1 in (len(before[node]), len(behind[node])):
            return node
    return None


def _gathered(arrows: Arrows, least: float) -> Arrows:
    """Put nodes with less energy together, those of one kind in one node; a single small one stays as it is."""
    small: dict[str, list[str]] = {}
    for node, size in sizes(arrows).items():
        kind = node.split(":")[0]
        if size < least and kind not in _KEPT:
            small.setdefault(_TOGETHER.get(kind, kind), []).append(node)
    names = {node: f"{kind}:{SMALL}" for kind, nodes in small.items() if len(nodes) > 1 for node in nodes}
    found: Arrows = {}
    for (source, target, carrier), energy in arrows.items():
        key = (names.get(source, source), names.get(target, target), carrier)
        if key[0] != key[1]:
            found[key] = found.get(key, 0.0) + energy
    return found


def _without_circles(arrows: Arrows) -> Arrows:
    """Take from every circle of arrows the smallest of its energies, until there is none."""
    left = {key: energy for key, energy in arrows.items() if key[0] != key[1]}
    while circle := _circle(left):
        least = min(left[key] for key in circle)
        for key in circle:
            left[key] -= least
        left = {key: energy for key, energy in left.items() if energy > 0}
    return left


def _circle(arrows: Arrows) -> list[tuple[str, str, str]]:
    """Some arrows in a circle, or none."""
    out: dict[str, list[tuple[str, str, str]]] = {}
    for arrow in arrows:
        out.setdefault(arrow[0], []).append(arrow)
    done: set[str] = set()
    for start in out:
        path: list[tuple[str, str, str]] = []
        on_path, ways = [start], [iter(out[start])] if start not in done else []
        while ways:
            key = next((way for way in ways[-1] if way[1] not in done), None)
            if key is None:
                done.add(on_path.pop())
                ways.pop()
                path[-1:] = []
            elif key[1] in on_path:
                return [*path[on_path.index(key[1]) :], key]
            else:
                path.append(key)
                on_path.append(key[1])
                ways.append(iter(out.get(key[1], ())))
    return []
