"""Arrays of a block's program that no decision changes: matrix, costs and own bounds."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Any

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import BlockMembers, Blocks
from energy_model.horizon.segments import Flags, Numbers
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.singleton_rows import SingletonRows


@dataclass(frozen=True, eq=False)
class BlockArrays:
    """A block's own columns, then those for shortfalls; its own rows, then its allocations.

    singletons : its matrix, without rows of one entry
    lower, upper, cost : (column,); the cost of a shortfall is the penalty of the block
    of_allocations : (shortfall,) columns for shortfalls of allocations
    """

    singletons: SingletonRows
    lower: Floats
    upper: Floats
    cost: Floats
    of_allocations: Flags


class BlocksArrays:
    """Arrays of the blocks of a program, made each time they are asked for: they would be a second copy of it.

    Matrices take long to make, and are kept. Those of most blocks are the same (what changes by the hour stands in
    bounds), and are kept once.
    """

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._found: dict[int, SingletonRows] = {}
        self._matrices: dict[bytes, SingletonRows] = {}
        self._making = Lock()

    def of(self, number: int) -> BlockArrays:
        """Arrays of a block, of which only the matrix is anybody else's."""
        blocks = self._blocks
        own, program = blocks.members[number], blocks.program
        singletons = self.singletons(number)
        shortfall = np.zeros(singletons.left.shape[1] - len(own.columns))
        cost = program.cost[own.columns]
        return BlockArrays(
            singletons,
            np.append(program.lower[own.columns], shortfall),
            np.append(program.upper[own.columns], shortfall + np.inf),
            np.append(cost, shortfall + shortfall_penalty(cost, blocks.settings)),
            _of_allocations(blocks, own),
        )

    def singletons(self, number: int) -> SingletonRows:
        """Matrix of a block without rows of one entry."""
        if number not in self._found:
            with self._making:
                self._found[number] = self._once(_matrix(self._blocks, self._blocks.members[number]))
        return self._found[number]

    def _once(self, matrix: sp.csr_array) -> SingletonRows:
        parts: tuple[Any, ...] = matrix.indptr, matrix.indices, matrix.data, np.array(matrix.shape)
        key = blake2b(b"".join(part.tobytes() for part in parts)).digest()
        if key not in self._matrices:
            self._matrices[key] = SingletonRows(matrix)
        return self._matrices[key]


def shortfall_penalty(cost: Floats, settings: SearchSettings) -> float:
    """Cost of a unit that the decision asks for and a block of these costs cannot do [CNY per unit]."""
    return settings.penalty_factor * max(settings.penalty_floor, float(np.abs(cost).max(initial=0.0)))


def entries_of(blocks: Blocks, own: BlockMembers) -> tuple[sp.coo_array, Numbers, Flags]:
    """Entries of a block's rows and allocations, the place of each column in its block, and which are of this block."""
    rows = sp.vstack([blocks.program.matrix[own.rows], blocks.allocations.matrix[own.allocations]], format="coo")
    place = np.searchsorted(own.columns, rows.col).astype(np.int32)
    return rows, place, own.columns.take(place, mode="clip") == rows.col


def row_bounds_of(
    blocks: Blocks, own: BlockMembers, shift: Floats, allocated: Floats, holds_links: bool
) -> tuple[Floats, Floats]:
    """Rows less the decision's part, linking ones only if they hold; allocations where rows have limits.

    shift : (row,) of the program, the decision's part; allocated : (allocation,)
    """
    program, part, shares = blocks.program, shift[own.rows], allocated[own.allocations]
    shared = blocks.allocations.rows[blocks.allocations.row[own.allocations]]
    lower, upper = program.row_lower[own.rows] - part, program.row_upper[own.rows] - part
    if not holds_links:
        linking = blocks.linking.rows[own.rows]
        lower[linking], upper[linking] = -np.inf, np.inf
    return (
        np.append(lower, np.where(np.isfinite(program.row_lower[shared]), shares, -np.inf)),
        np.append(upper, np.where(np.isfinite(program.row_upper[shared]), shares, np.inf)),
    )


def _of_allocations(blocks: Blocks, own: BlockMembers) -> Flags:
    """Columns for shortfalls of allocations, among all for shortfalls (laid out as in `_matrix`)."""
    equalities = np.zeros(int(blocks.first_stage.is_coupling_equality[own.rows].sum()), dtype=bool)
    one_way = np.append(equalities, np.ones(own.allocations.stop - own.allocations.start, dtype=bool))
    return np.concatenate([np.zeros(2 * len(own.states), dtype=bool), one_way, one_way])


def _matrix(blocks: Blocks, own: BlockMembers) -> sp.csr_array:
    """Rows and allocations by columns and shortfalls: of states, coupling equalities, allocations, either way.

    Of the columns of others only these states are looked at. scipy's own choice of columns would take as long as the
    program has columns, each time.
    """
    columns, states = len(own.columns), len(own.states)
    rows, place, is_own = entries_of(blocks, own)
    state = np.isin(rows.col, own.states)
    shortfall = columns + np.searchsorted(own.states, rows.col[state])
    row, value = rows.row[state], rows.data[state]
    equalities = np.flatnonzero(blocks.first_stage.is_coupling_equality[own.rows])
    elastic = np.concatenate([equalities, np.arange(len(own.rows), rows.shape[0])])
    last = columns + 2 * states + np.arange(len(elastic))
    one = np.ones(len(elastic))
    return sp.csr_array(
        (
            np.concatenate([rows.data[is_own], value, -value, one, -one]),
            (
                np.concatenate([rows.row[is_own], row, row, elastic, elastic]),
                np.concatenate([place[is_own], shortfall, shortfall + states, last, last + len(elastic)]),
            ),
        ),
        shape=(rows.shape[0], columns + 2 * (states + len(elastic))),
    )
