"""A named expression over time as numbers times quantities of the same step: a map that needs no matrix to be kept."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.frame import Array, Frame
from energy_model.compiler.labels import Codes, Factor
from energy_model.compiler.program import Block, Floats, Parts


class PartCollector:
    """Takes the place of `RowEntries` while a template over (things, time) is walked, and keeps parts instead of rows.

    time : the set; template : its index in the rule; sources : blocks of variables and of expressions that stand for
    themselves. `complete` is false once something was met that is no part: a constant, a factor that changes with time,
    a quantity of another time.
    """

    def __init__(self, time: Factor, template: object, sources: list[Block]) -> None:
        self.complete = True
        self._time, self._template = time, template
        self._blocks = [block for block in sources if block.space.size]
        self._starts = np.array([block.start for block in self._blocks])
        self._found: list[tuple[Codes, Block, Codes, Floats]] = []

    def add(self, frame: Frame, column: Array, factor: Array) -> None:
        """One variable or expression over a frame."""
        block = self._blocks[int(np.searchsorted(self._starts, column.flat[0], side="right")) - 1]
        first = self._first_time(frame, block, np.broadcast_to(column, frame.shape), factor)
        if first is None:
            self.complete = False
            return
        places, length = first - block.start, len(self._time)
        things = np.broadcast_to(self._begin(frame, frame.rows()), first.shape) // length
        factors = np.broadcast_to(self._begin(frame, factor), first.shape).astype(np.float64)
        kept = factors != 0
        self._found.append((things[kept], block, places[kept] // length, factors[kept]))

    def add_constant(self, frame: Frame, value: Array) -> None:
        """A part without a variable: none that can be kept, unless it is nothing."""
        self.complete = self.complete and not np.any(value)

    def parts(self) -> Parts:
        """All parts that were met, in their order."""
        return Parts(
            np.concatenate([*(things for things, *_ in self._found), np.zeros(0, dtype=np.int64)]),
            [block.name for things, block, *_ in self._found for _ in range(len(things))],
            np.concatenate([*(rows for *_, rows, _ in self._found), np.zeros(0, dtype=np.int64)]),
            np.concatenate([*(factors for *_, factors in self._found), np.zeros(0)]),
        )

    def _first_time(self, frame: Frame, block: Block, column: Array, factor: Array) -> Array | None:
        """Columns at the first time; None where factor or columns do not keep to the time of their row."""
        follows = block.space.factors and block.space.factors[-1] is self._time
        if not follows or frame.labels(self._template) is None:
            return None
        axis = self._axis(frame)
        if axis is not None:
            varying = factor.ndim and factor.shape[axis] > 1 and np.ptp(factor, axis=axis).any()
            if varying or (np.diff(column, axis=axis) != 1).any():
                return None
        first = self._begin(frame, column)
        return None if ((first - block.start) % len(self._time)).any() else first

    def _axis(self, frame: Frame) -> int | None:
        """Axis of the frame along which time runs; None where there is but one."""
        labels = frame.labels(self._template)
        shape: tuple[int, ...] = () if labels is None else labels.codes.shape
        axes = [axis for axis, length in enumerate(shape) if length > 1]
        return axes[0] if axes else None

    def _begin(self, frame: Frame, array: Array) -> Array:
        axis = self._axis(frame)
        return array if axis is None or not array.ndim else array.take([0], axis=axis)


def numbered(blocks: list[Block], start: int) -> list[Block]:
    """Blocks one after another from a column on: named expressions beside the variables."""
    found = []
    for block in blocks:
        found.append(Block(block.name, start, block.space))
        start += block.space.size
    return found
