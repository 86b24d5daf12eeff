"""Basis of a whole program, from which its blocks begin: learnt block by block, at any resolution.

A block goes on from its own last basis. Where it has none, the statuses of the same columns and rows serve, be they
from segments of the same hours or from another run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from energy_model.compiler.program import Block, Floats, LinearProgram
from energy_model.horizon.blocks import BlockMembers, Blocks
from energy_model.horizon.dual_projection import place_in_segments
from energy_model.horizon.segments import Numbers, Positions
from energy_model.horizon.settings import SearchSettings

Statuses = NDArray[np.int8]
UNKNOWN = -1
_STATUS = highspy.HighsBasisStatus
_LOWER, _BASIC, _UPPER, _ZERO = (int(s) for s in (_STATUS.kLower, _STATUS.kBasic, _STATUS.kUpper, _STATUS.kZero))
_TABLE = np.array(sorted(_STATUS.__members__.values(), key=int), dtype=object)
STATUSES = len(_TABLE)


@dataclass(frozen=True, eq=False)
class ProgramBasis:
    """HiGHS's statuses as numbers, UNKNOWN where no block has been solved. shapes: (column,), (row,), (allocation,)."""

    columns: Statuses
    rows: Statuses
    allocations: Statuses

    @classmethod
    def unknown(cls, blocks: Blocks) -> ProgramBasis:
        """A basis of which nothing is known."""
        rows, columns = blocks.program.matrix.shape
        return cls(*(np.full(size, UNKNOWN, dtype=np.int8) for size in (columns, rows, len(blocks.allocations))))

    def copied(self) -> ProgramBasis:
        """A copy, which goes on as it is."""
        return ProgramBasis(self.columns.copy(), self.rows.copy(), self.allocations.copy())

    def refined(self, coarse: Blocks, fine: Blocks, segment: Positions) -> ProgramBasis:
        """That of the same blocks in finer steps, `segment` (fine step,) being the coarse step in which each lies."""
        columns = _spread(self.columns, coarse.program.variables, fine.program.variables, segment)
        rows = _spread(self.rows, coarse.program.constraints, fine.program.constraints, segment)
        return ProgramBasis(columns, rows, self.allocations.copy())

    def knows(self, own: BlockMembers) -> bool:
        """Whether anything is known of a block."""
        return bool((self.rows[own.rows] != UNKNOWN).any())

    def learn(self, own: BlockMembers, kept: Numbers, found: BlockBasis) -> None:
        """Take over the statuses of a solved block; `kept` are those of its rows that its basis is about."""
        self.columns[own.columns] = found.columns[: len(own.columns)]
        rows, is_row = np.full(len(own.rows), UNKNOWN, dtype=np.int8), kept < len(own.rows)
        rows[kept[is_row]] = found.rows[is_row]
        self.rows[own.rows] = rows
        self.allocations[own.allocations.start + kept[~is_row] - len(own.rows)] = found.rows[~is_row]

    def of_block(self, own: BlockMembers, kept: Numbers, program: LinearProgram) -> Any:
        """Statuses for HiGHS of a block and its program without singleton rows; None where nothing is known of it.

        What is unknown is as at the start: a column at a bound, a row's slack basic. Then the number of basic ones need
        not be right, of which HiGHS is told by `alien`.
        """
        if not self.knows(own):
            return None
        rows = np.append(self.rows[own.rows], self.allocations[own.allocations])[kept]
        return _for_solver(self._columns_of(own, program), np.where(rows == UNKNOWN, _BASIC, rows))

    def of_freed_block(self, own: BlockMembers, kept: Numbers, program: LinearProgram, dual: Floats) -> Any:
        """The same where more columns follow the block's own, so that rows that were bounds of a column are rows now.

        Where such a row held its column, the column is basic and the row at its limit: it is the same vertex, the new
        columns at their bounds. What is not built lies between two bounds of nothing: it is held by its row where it
        would rise. dual : (row of the program,) near those of the vertex
        """
        if not self.knows(own):
            return None
        rows = np.append(self.rows[own.rows], self.allocations[own.allocations])[kept]
        columns = self._columns_of(own, program)
        is_freed = rows == UNKNOWN
        rows[is_freed], freed = _BASIC, np.flatnonzero(is_freed)
        at = program.matrix.indptr[freed]  # the block's own column comes first in its row
        column, value = program.matrix.indices[at], program.matrix.data[at]
        freed, column, value = (part[column < len(own.columns)] for part in (freed, column, value))
        ends = np.stack([program.row_lower[freed], program.row_upper[freed]]) / value
        status_of, of_rest = self.columns[own.columns], dual.copy()
        of_rest[is_freed] = 0.0
        would_rise = (program.cost - program.matrix.T @ of_rest)[column] < 0
        would_rise &= (status_of[column] == _LOWER) & (ends.max(axis=0) == program.lower[column])
        status_of[column[would_rise]] = _UPPER
        for status, sign, limit, own_bound in (
            (_LOWER, -1.0, ends.min(axis=0), program.lower),
            (_UPPER, 1.0, ends.max(axis=0), program.upper),
        ):
            tightest = sign * own_bound
            np.minimum.at(tightest, column, sign * limit)
            holds = (status_of[column] == status) & (sign * limit == tightest[column])
            holds &= limit != own_bound[column]
            first = np.unique(column[holds], return_index=True)[1]
            row = np.flatnonzero(holds)[first]
            columns[column[row]] = _BASIC
            rows[freed[row]] = np.where((value[row] > 0) == (sign > 0), _UPPER, _LOWER)
        return _for_solver(columns, rows)

    def _columns_of(self, own: BlockMembers, program: LinearProgram) -> Statuses:
        """Statuses of the columns of a block's program, those unknown or impossible at the bound nearest nothing."""
        low, high = np.isfinite(program.lower), np.isfinite(program.upper)
        nearest = np.where(low, _LOWER, np.where(high, _UPPER, _ZERO)).astype(np.int8)
        columns = nearest.copy()
        columns[: len(own.columns)] = self.columns[own.columns]
        wrong = (columns == UNKNOWN) | (columns == _ZERO) & (low | high)
        wrong |= (columns == _LOWER) & ~low | (columns == _UPPER) & ~high
        return np.where(wrong, nearest, columns)


def _for_solver(columns: Statuses, rows: Statuses) -> Any:
    """Statuses as HiGHS takes them; the number of basic ones need not be right (`alien`)."""
    found = highspy.HighsBasis()
    found.col_status, found.row_status = _TABLE[columns].tolist(), _TABLE[rows].tolist()
    found.valid = found.alien = True
    return found


@dataclass(frozen=True, eq=False)
class BlockBasis:
    """Where the simplex method ended in a block: statuses as numbers, and as HiGHS gave them and takes them back."""

    columns: Statuses
    rows: Statuses
    given: Any

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.columns)


def basis_of(solver: Any, program: LinearProgram, x: Floats) -> BlockBasis:
    """The basis of a solver at the vertex x. Reading HiGHS's own lists of statuses takes longer than many a solve."""
    given, (status, basic) = solver.getBasis(), solver.getBasicVariables()
    if status != highspy.HighsStatus.kOk:
        of_columns, of_rows = ([s.value for s in part] for part in (given.col_status, given.row_status))
        return BlockBasis(np.array(of_columns, dtype=np.int8), np.array(of_rows, dtype=np.int8), given)
    columns = _nearest(x, program.lower, program.upper)
    rows = _nearest(program.matrix @ x, program.row_lower, program.row_upper)
    columns[basic[basic >= 0]] = rows[-1 - basic[basic < 0]] = _BASIC
    return BlockBasis(columns, rows, given)


def basis_at(program: LinearProgram, x: Floats) -> Any:
    """Statuses for HiGHS near a point: basic is what is at no bound. Their number need not be right (`alien`)."""
    of_rows = _between(program.matrix @ x, program.row_lower, program.row_upper)
    return _for_solver(_between(x, program.lower, program.upper), of_rows)


def _between(value: Floats, lower: Floats, upper: Floats) -> Statuses:
    """Statuses by the value: basic where it is at no bound."""
    rounding = SearchSettings.block_rounding * (1.0 + np.abs(value))
    is_basic = (value > lower + rounding) & (value < upper - rounding)
    return np.where(is_basic, _BASIC, _nearest(value, lower, upper)).astype(np.int8)


def _nearest(value: Floats, lower: Floats, upper: Floats) -> Statuses:
    """Statuses of what is not basic: at the bound that is nearer."""
    is_free = ~np.isfinite(lower) & ~np.isfinite(upper)
    with np.errstate(invalid="ignore"):
        is_high = np.abs(upper - value) < np.abs(value - lower)
    return np.where(is_free, _ZERO, np.where(is_high, _UPPER, _LOWER)).astype(np.int8)


def _spread(status: Statuses, coarse: dict[str, Block], fine: dict[str, Block], segment: Positions) -> Statuses:
    """Statuses of all steps from those of the coarse step in which each lies."""
    size = max((block.stop for block in fine.values()), default=0)
    found = np.full(size, UNKNOWN, dtype=np.int8)
    for name, block in fine.items():
        places = place_in_segments(block, coarse[name], segment)
        if places is not None:
            at = places[0]
            value = status[coarse[name].start + np.maximum(at, 0)]
            found[block.start : block.stop] = np.where(at < 0, UNKNOWN, value)
    return found
