"""The grid over which a template is evaluated: an axis an index, thin arrays along each axis, broadcasting between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from energy_model.compiler.labels import CodedLabels, Codes

Array = NDArray[Any]


@dataclass(frozen=True)
class Members:
    """Members of an indexed set, key after key: key k has `count[k]` members from `start[k]` on in `columns`."""

    start: Codes
    count: Codes
    columns: list[CodedLabels]


@dataclass(frozen=True)
class Frame:
    """Axes of the grid, the row of the constraint to which each cell belongs, and the label of each template.

    `row` is a sum of thin arrays (one for each axis that counts); `bound` maps `id(template)` to its labels.
    Every array has as many dimensions as there are axes, of length 1 where it does not change along an axis.
    """

    shape: tuple[int, ...] = ()
    row: tuple[Codes, ...] = ()
    bound: dict[int, CodedLabels] | None = None

    def labels(self, template: object) -> CodedLabels | None:
        """Labels that a template takes over the grid; None for a template of another frame."""
        return None if self.bound is None else self.bound.get(id(template))

    def rows(self) -> Array:
        """Row number of each cell, broadcastable to `shape`."""
        total: Array = np.zeros((1,) * len(self.shape), dtype=np.int64)
        for part in self.row:
            total = total + part
        return total

    def rebound(self, bound: dict[int, CodedLabels]) -> Frame:
        """The same grid with other templates: used inside a named expression."""
        return Frame(self.shape, self.row, bound)

    def with_axis(self, templates: Sequence[object], columns: Sequence[CodedLabels], length: int, stride: int) -> Lift:
        """Append an axis on which the templates run through the columns; `stride` > 0 makes it count rows."""
        thin = (1,) * len(self.shape) + (length,)
        lift = Lift(self, None)
        bound = {key: lift.apply_labels(value) for key, value in (self.bound or {}).items()}
        for template, column in zip(templates, columns, strict=True):
            bound[id(template)] = CodedLabels(column.universe, column.codes.reshape(thin))
        row = tuple(lift.apply(part) for part in self.row)
        if stride:
            row += ((np.arange(length, dtype=np.int64) * stride).reshape(thin),)
        lift.frame = Frame((*self.shape, length), row, bound)
        return lift

    def with_members(self, templates: Sequence[object], members: Members, key: Codes) -> Lift:
        """Replace the axes on which `key` depends by one that runs through the members of each key.

        A cell of the old axes with no member vanishes, which is what an empty sum means.
        """
        axes = [k for k, n in enumerate(key.shape) if n != 1]
        lengths = [self.shape[k] for k in axes]
        flat = np.moveaxis(np.broadcast_to(key, _shape_with(key.shape, axes, lengths)), axes, range(len(axes))).ravel()
        count = members.count[flat]
        parent = np.repeat(np.arange(len(flat), dtype=np.int64), count)
        within = np.arange(len(parent), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
        member = members.start[flat][parent] + within
        gather = np.unravel_index(parent, lengths) if axes else ()
        lift = Lift(self, _Merge(tuple(axes), tuple(np.asarray(g) for g in gather), len(parent)))
        bound = {k: lift.apply_labels(value) for k, value in (self.bound or {}).items()}
        thin = lift.thin_shape()
        columns = members.columns or [CodedLabels.factorised(np.empty(0, dtype=object))] * len(templates)
        for template, column in zip(templates, columns, strict=True):
            bound[id(template)] = CodedLabels(column.universe, column.codes[member].reshape(thin))
        lift.frame = Frame(lift.new_shape(), tuple(lift.apply(part) for part in self.row), bound)
        return lift


@dataclass(frozen=True)
class _Merge:
    """Axes that became one, and for each of them the position from which each new cell comes."""

    axes: tuple[int, ...]
    gather: tuple[Codes, ...]
    length: int


class Lift:
    """Passage from one frame to the next: `frame` is the new one, `apply` gives an array of the old one on it."""

    frame: Frame

    def __init__(self, old: Frame, merge: _Merge | None) -> None:
        self._old = old
        self._merge = merge

    def new_shape(self) -> tuple[int, ...]:
        """Shape after a merge: the merged axis comes last."""
        merge = self._require_merge()
        return (*(n for k, n in enumerate(self._old.shape) if k not in merge.axes), merge.length)

    def thin_shape(self) -> tuple[int, ...]:
        """Shape of an array that changes only along the merged axis."""
        merge = self._require_merge()
        return (1,) * (len(self._old.shape) - len(merge.axes)) + (merge.length,)

    def apply(self, array: Array) -> Array:
        """An array over the old grid as an array over the new one."""
        if array.ndim == 0:
            return array
        if self._merge is None:
            return array[..., None]
        axes, gather = self._merge.axes, self._merge.gather
        moved = np.moveaxis(array, axes, range(array.ndim - len(axes), array.ndim)) if axes else array
        rest = moved.shape[: array.ndim - len(axes)]
        if all(array.shape[k] == 1 for k in axes):
            return moved.reshape((*rest, 1))
        picks = tuple(g if array.shape[k] > 1 else np.zeros_like(g) for k, g in zip(axes, gather, strict=True))
        at: Any = (..., *picks)
        lifted: Array = moved[at]
        return lifted

    def apply_labels(self, labels: CodedLabels) -> CodedLabels:
        """The same for encoded labels."""
        return CodedLabels(labels.universe, self.apply(labels.codes))

    def _require_merge(self) -> _Merge:
        assert self._merge is not None
        return self._merge


def _shape_with(shape: tuple[int, ...], axes: Sequence[int], lengths: Sequence[int]) -> tuple[int, ...]:
    full = list(shape)
    for axis, length in zip(axes, lengths, strict=True):
        full[axis] = length
    return tuple(full)
