"""Boundaries of blocks, windows around them, and the step and block that everything belongs to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.compiler.program import Block, Floats
from energy_model.horizon.segments import BlockNumbers, Numbers, Positions
from energy_model.horizon.settings import SearchSettings

ALL_STEPS = "step"  # the set of all steps
KEPT_STEPS = ("block_end", "block_start", "reserve_step", "period_end")  # sets of some of them that segments have too
SOME_STEPS = ("single_step", "day_end", *KEPT_STEPS)


def block_starts(
    period_of: Floats, length: Floats, hours: float, rounding: float = SearchSettings.boundary_rounding
) -> Positions:
    """First step of each block of about `hours`; a short rest at the end of a period joins the block before it."""
    starts: list[int] = []
    for period in dict.fromkeys(period_of.tolist()):
        steps = np.flatnonzero(period_of == period)
        elapsed = np.cumsum(length[steps]) - length[steps]
        number = np.floor(elapsed / hours + rounding).astype(int)
        total = float(length[steps].sum())
        last = max(int(np.floor(total / hours + 0.5)) - 1, 0)
        number = np.minimum(number, last)
        starts += steps[np.flatnonzero(np.diff(number, prepend=-1))].tolist()
    return np.array(starts, dtype=np.int64)


def windows(starts: Positions, period_of: Floats, half: int) -> tuple[Positions, list[int]]:
    """Blocks with a window of `half` steps to either side of each start within a period, and the rest between them.

    Gives first steps, and which of the new blocks are windows.
    """
    inner = [int(s) for s in starts[1:] if period_of[s - 1] == period_of[s]]
    edges = sorted({*starts.tolist()} - set(inner) | {s - half for s in inner} | {s + half for s in inner})
    edges = [edge for edge in edges if edge < len(period_of)]
    begins = {s - half for s in inner}
    return np.array(edges, dtype=np.int64), [k for k, edge in enumerate(edges) if edge in begins]


def around(starts: Positions, period_of: Floats, chosen: Sequence[int], half: int) -> tuple[Positions, list[int]]:
    """Blocks of which some have `half` steps more to either side within their period; those that overlap are one.

    Gives first steps, and which of the new blocks are these.
    """
    steps = len(period_of)
    ends = np.append(starts[1:], steps)
    inside = np.zeros(steps, dtype=bool)
    for k in chosen:
        wide = slice(max(int(starts[k]) - half, 0), min(int(ends[k]) + half, steps))
        inside[wide] |= period_of[wide] == period_of[starts[k]]
    turns = np.flatnonzero(np.diff(inside, prepend=not inside[0]) | np.diff(period_of, prepend=np.nan).astype(bool))
    edges = np.union1d(turns, starts[~inside[starts]])
    return edges, np.flatnonzero(inside[edges]).tolist()


def steps_of(components: dict[str, Block], size: int) -> Numbers:
    """Step of each column (row); -1 where it has none."""
    step = np.full(size, -1, dtype=np.int32)
    for component in components.values():
        step[component.start : component.stop] = steps_of_cells(component)
    return step


def steps_of_cells(component: Block) -> Positions:
    """Step of each column (row) of a component; -1 where it has none. shape: (component.space.size,)."""
    step = np.full((), -1, dtype=np.int64)
    for axis, factor in enumerate(component.space.factors):
        if factor.name in (ALL_STEPS, *SOME_STEPS):
            behind = len(component.space.shape) - axis - 1
            step = np.array(factor.members, dtype=np.int64).reshape(-1, *[1] * behind)
    return np.broadcast_to(step, component.space.shape).ravel()


def blocks_of(components: dict[str, Block], size: int, starts: Positions) -> BlockNumbers:
    """Block of each column (row); -1 where it has no step."""
    narrow = np.int16 if len(starts) <= np.iinfo(np.int16).max else np.int32
    block: BlockNumbers = np.full(size, -1, dtype=narrow)
    for component in components.values():  # one by one, for the sake of memory
        step = steps_of_cells(component)
        found = np.searchsorted(starts, step, side="right") - 1
        block[component.start : component.stop] = np.where(step < 0, -1, found)
    return block
