"""Index labels as integer codes, and Pyomo sets as places where labels have a position."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

Codes = NDArray[np.int64]


class Universe:
    """Distinct labels in a fixed order; codes are positions in it."""

    def __init__(self, labels: Sequence[Hashable] | pd.Index) -> None:
        self.labels = labels if isinstance(labels, pd.Index) else _index(labels)
        self._translations: dict[int, tuple[Universe, Codes]] = {}

    def __len__(self) -> int:
        return len(self.labels)

    def codes_of(self, other: Universe) -> Codes:
        """For each label of `other` its code here, -1 where it is unknown. dims: (len(other),)."""
        if other is self:
            return np.arange(len(self), dtype=np.int64)
        # the other universe is kept beside its table, so that its id cannot be used again
        kept = self._translations.get(id(other))
        if kept is None:
            kept = (other, self.labels.get_indexer(other.labels).astype(np.int64))
            self._translations[id(other)] = kept
        return kept[1]


@dataclass(frozen=True)
class CodedLabels:
    """An array of labels, dictionary-encoded: `universe.labels[codes]`; `codes` broadcasts over the axes of a frame."""

    universe: Universe
    codes: Codes

    @classmethod
    def factorised(cls, values: NDArray[Any]) -> CodedLabels:
        """Encode an array of any shape. A missing value is a label of its own, which is in no set."""
        codes, uniques = pd.factorize(values.ravel(), use_na_sentinel=False)
        return cls(Universe(_index(uniques)), codes.reshape(values.shape).astype(np.int64))

    def values(self) -> NDArray[Any]:
        """The labels themselves."""
        return np.asarray(self.universe.labels)[self.codes]


class Factor:
    """A plain set of n-tuples (n = 1 for most): its members in order and, for given labels, their position."""

    def __init__(self, name: str, members: Sequence[Hashable], width: int) -> None:
        self.name = name
        self.members: list[Any] = list(members)
        self.width = width

    def __len__(self) -> int:
        return len(self.members)

    @property
    def index(self) -> pd.Index:
        """The members as a pandas index, a MultiIndex where they are tuples."""
        return self.columns[0].universe.labels if self.width == 1 else self.tuples

    @cached_property
    def tuples(self) -> pd.MultiIndex:
        """The members of a set of tuples."""
        return pd.MultiIndex.from_tuples(self.members, names=[f"{self.name}_{k}" for k in range(self.width)])

    def coordinates(self) -> dict[Any, Any]:
        """The members as coordinates of a dim of this name, with a MultiIndex where they are tuples."""
        if self.width == 1:
            return {self.name: self.columns[0].universe.labels}
        return dict(xr.Coordinates.from_pandas_multiindex(self.tuples, self.name))

    @cached_property
    def columns(self) -> list[CodedLabels]:
        """The members column by column, encoded. For width 1 the codes are the positions."""
        if self.width == 1:
            return [CodedLabels(Universe(self.members), np.arange(len(self.members), dtype=np.int64))]
        table = list(zip(*self.members, strict=True)) if self.members else [()] * self.width
        return [CodedLabels.factorised(objects(column)) for column in table]

    @cached_property
    def _keys(self) -> tuple[Codes, Codes]:
        key = self._combine([column.codes for column in self.columns])
        order = np.argsort(key, kind="stable")
        return key[order], order.astype(np.int64)

    def _combine(self, codes: Sequence[Codes]) -> Codes:
        key: Codes = np.zeros((), dtype=np.int64)
        missing: NDArray[np.bool_] = np.zeros((), dtype=bool)
        for column, code in zip(self.columns, codes, strict=True):
            key = key * len(column.universe) + code
            missing = missing | (code < 0)
        return np.where(missing, -1, key)

    def position(self, labels: Sequence[CodedLabels]) -> Codes:
        """Position of each tuple of labels (a `CodedLabels` each column, broadcast); -1 where it is no member."""
        codes = [
            column.universe.codes_of(given.universe)[given.codes]
            for column, given in zip(self.columns, labels, strict=True)
        ]
        if self.width == 1:
            return codes[0]
        key = self._combine(codes)
        known, order = self._keys
        if not len(known):
            return np.full(key.shape, -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(known, key), len(known) - 1)
        return np.where(known[at] == key, order[at], -1)


def objects(values: Sequence[Hashable]) -> NDArray[Any]:
    """An array of the values as they are; NumPy would make a table of tuples."""
    array = np.empty(len(values), dtype=object)
    array[:] = list(values)
    return array


def _index(labels: Sequence[Hashable] | NDArray[Any]) -> pd.Index:
    array = np.asarray(labels) if len(labels) else np.empty(0, dtype=object)
    index: pd.Index = pd.Index(array if array.dtype.kind in "iub" else objects(list(labels)))
    return index
