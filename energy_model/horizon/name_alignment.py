"""Columns and rows of one program found in another by name: component and indices, whatever their order and number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from energy_model.compiler.program import Block
from energy_model.horizon.segments import Numbers

Named = dict[str, Any]  # plain values, to be written as JSON


def named(components: Mapping[str, Block]) -> Named:
    """Names of all columns (or rows) of a program: for each component its first place and the members of its sets."""
    sets: dict[int, int] = {}
    members: list[list[str]] = []
    found = []
    for component in components.values():
        for factor in component.space.factors:
            if id(factor) not in sets:
                sets[id(factor)] = len(members)
                members.append([str(member) for member in factor.members])
        found.append([component.name, component.start, [sets[id(factor)] for factor in component.space.factors]])
    return {"sets": members, "components": found}


def places(components: Mapping[str, Block], known: Named) -> Numbers:
    """Place in the named program of each column (row) of another; -1 where it has none of the name."""
    found = np.full(max((c.stop for c in components.values()), default=0), -1, dtype=np.int32)
    others = {name: (start, sets) for name, start, sets in known["components"]}
    axes: dict[tuple[int, int], Numbers] = {}
    for component in components.values():
        start, sets = others.get(component.name, (0, None))
        if sets is None or len(sets) != len(component.space.factors):
            continue
        at, is_known = np.zeros((), dtype=np.int64), np.ones((), dtype=bool)
        for axis, (factor, number) in enumerate(zip(component.space.factors, sets, strict=True)):
            if (id(factor), number) not in axes:
                axes[id(factor), number] = _matched([str(member) for member in factor.members], known["sets"][number])
            along = axes[id(factor), number].reshape(-1, *[1] * (len(component.space.shape) - axis - 1))
            at, is_known = at * len(known["sets"][number]) + along, is_known & (along >= 0)
        cells = np.where(is_known, start + at, -1)
        found[component.start : component.stop] = np.broadcast_to(cells, component.space.shape).ravel()
    return found


def taken(values: Any, at: Numbers, otherwise: Any) -> Any:
    """Values at places, and another value where there is no place."""
    known = (at >= 0) & (at < len(values))
    found = np.full(len(at), otherwise)
    found[known] = values[at[known]]
    return found


def _matched(members: list[str], known: list[str]) -> Numbers:
    if members == known:
        return np.arange(len(members), dtype=np.int32)
    place = {member: k for k, member in enumerate(known)}
    return np.array([place.get(member, -1) for member in members], dtype=np.int32)
