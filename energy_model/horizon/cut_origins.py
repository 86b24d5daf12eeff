"""Origins of cuts: the duals from which each was made, kept while it bounds something, for the warm store."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.coded_floats import CodedFloats
from energy_model.horizon.segments import Positions
from energy_model.horizon.warm_store import StoredDuals, StoredNames


class CutOrigin(NamedTuple):
    """Duals of the rows of a block, and of its allocations. Half of the rows have none: theirs are not kept.

    rows : number of rows; has_dual : (row,) a bit each; row_dual : (row with a dual,)
    """

    names: StoredNames
    block: int
    rows: int
    has_dual: NDArray[np.uint8]
    row_dual: CodedFloats
    allocations: slice
    allocation_dual: Floats

    @classmethod
    def of(
        cls, names: StoredNames, block: int, row_dual: Floats, allocations: slice, allocation_dual: Floats
    ) -> CutOrigin:
        """Origin of the cut of a block. shapes: row_dual (row,), allocation_dual (allocation,) of this block."""
        used = row_dual != 0
        own = CodedFloats.of(row_dual[used])
        return cls(names, block, len(row_dual), np.packbits(used), own, allocations, allocation_dual.copy())

    @property
    def row_duals(self) -> Floats:
        """Duals of all rows of the block. shape: (row,)."""
        found = np.zeros(self.rows)
        found[np.unpackbits(self.has_dual, count=self.rows).astype(bool)] = self.row_dual.floats
        return found


class CutOrigins:
    """Makes origins of cuts, and puts them together again."""

    def __init__(self) -> None:
        self._names: dict[bytes, StoredNames] = {}

    def names(self, blocks: Blocks, starts: Positions) -> StoredNames:
        """Names of a program in steps that begin at these hours: the same for the same steps."""
        key = starts.tobytes()
        if key not in self._names:
            self._names[key] = StoredNames.of(blocks, starts)
        return self._names[key]

    def of(
        self, blocks: Blocks, starts: Positions, numbers: Positions, row_dual: Floats, allocation_dual: Floats
    ) -> list[CutOrigin]:
        """Origins of the cuts of some blocks."""
        names = self.names(blocks, starts)
        own = [(k, blocks.members[k].rows, blocks.members[k].allocations) for k in numbers.tolist()]
        return [CutOrigin.of(names, k, row_dual[at], shares, allocation_dual[shares]) for k, at, shares in own]

    def of_twins(
        self,
        blocks: Blocks,
        starts: Positions,
        numbers: Positions,
        row_dual: Floats,
        allocation_dual: Floats,
        source: int,
    ) -> list[CutOrigin]:
        """Origins of cuts that the duals of a source block prove for others of its shape."""
        names, own = self.names(blocks, starts), blocks.members[source]
        first = CutOrigin.of(names, source, row_dual[own.rows], own.allocations, allocation_dual[own.allocations])
        return [first._replace(block=k, allocations=blocks.members[k].allocations) for k in numbers.tolist()]


def stored_duals(origins: Iterable[CutOrigin]) -> tuple[StoredDuals, ...]:
    """Duals of many blocks together, of each block one in a set; those of one program follow each other."""
    by_program: dict[int, dict[int, list[CutOrigin]]] = {}
    for origin in origins:
        by_program.setdefault(id(origin.names), {}).setdefault(origin.block, []).append(origin)
    found = []
    for by_block in by_program.values():
        for layer in zip_longest(*by_block.values()):
            found.append(_together([origin for origin in layer if origin is not None]))
    return tuple(found)


def _together(origins: list[CutOrigin]) -> StoredDuals:
    names = origins[0].names
    allocation_dual = np.zeros(len(names.allocated_rows))
    for origin in origins:
        allocation_dual[origin.allocations] = origin.allocation_dual
    return StoredDuals(
        names,
        np.array([origin.block for origin in origins], dtype=np.int32),
        CodedFloats.of(np.concatenate([origin.row_duals for origin in origins])),
        allocation_dual,
    )
