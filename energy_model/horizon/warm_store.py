"""Warm store: what a search leaves for the next of the same study, matched by name and never trusted.

Its decision is the first that is tried, its bases are where the simplex method begins, and its duals make cuts by our
own arithmetic on the numbers of the new problem: from a store that does not fit time is lost, but no bound is false.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.coded_floats import CodedFloats
from energy_model.horizon.name_alignment import Named, named, places, taken
from energy_model.horizon.partition import grouped
from energy_model.horizon.program_basis import STATUSES, UNKNOWN, ProgramBasis, Statuses
from energy_model.horizon.segments import Numbers, Positions


@dataclass(frozen=True, eq=False)
class StoredNames:
    """Names of the columns and rows of a program and of its allocations.

    starts : (step,) first hour of each step; block_of_row : (row,) -1 for those of no block
    allocated_rows, allocated_blocks : (allocation,) row of the program, block
    """

    columns: Named
    rows: Named
    starts: Positions
    block_of_row: Numbers
    allocated_rows: Positions
    allocated_blocks: Numbers

    @classmethod
    def of(cls, blocks: Blocks, starts: Positions) -> StoredNames:
        """Names of a program in steps that begin at these hours."""
        program, shared = blocks.program, blocks.allocations
        block = np.full(program.matrix.shape[0], -1, dtype=np.int32)
        for number, own in enumerate(blocks.members):
            block[own.rows] = number
        rows = shared.rows[shared.row]
        return cls(named(program.variables), named(program.constraints), starts, block, rows, shared.block)

    def rows_of(self, chosen: Numbers) -> list[Numbers]:
        """Rows of each of some blocks, ascending."""
        by_block = grouped(self.block_of_row, int(max(chosen.max(initial=-1), self.block_of_row.max(initial=-1))) + 1)
        return [by_block[number] for number in chosen.tolist()]

    def places(self, blocks: Blocks) -> Places:
        """Where what another program has stands here."""
        program, shared = blocks.program, blocks.allocations
        rows = places(program.constraints, self.rows)
        wide = int(max(self.allocated_rows.max(initial=0), rows.max(initial=0))) + 1
        known = self.allocated_blocks.astype(np.int64) * wide + self.allocated_rows
        order = np.argsort(known, kind="stable")
        wanted = shared.block.astype(np.int64) * wide + rows[shared.rows[shared.row]]
        at = np.minimum(np.searchsorted(known, wanted, sorter=order), max(len(known) - 1, 0))
        allocation = np.full(len(wanted), -1, dtype=np.int32)
        if len(known):
            fits = (known[order[at]] == wanted) & (rows[shared.rows[shared.row]] >= 0)
            allocation = np.where(fits, order[at], -1).astype(np.int32)
        return Places(places(program.variables, self.columns), rows, allocation)


@dataclass(frozen=True, eq=False)
class Places:
    """Place of each column, row and allocation of a program in a stored one; -1 where that has none of the name."""

    columns: Numbers
    rows: Numbers
    allocations: Numbers


@dataclass(frozen=True, eq=False)
class StoredDuals:
    """Duals that made cuts of some blocks, exactly: rounding costs a cut what all columns could gain by it.

    blocks : (block with a cut,)
    row_dual : (row of these blocks, one after the other,); allocation_dual : (allocation,)
    """

    names: StoredNames
    blocks: Numbers
    row_dual: CodedFloats
    allocation_dual: Floats

    def duals(self, at: Places, most: float) -> tuple[Floats, Floats]:
        """Duals of the rows and of the allocations of another program; 0 where it has others.

        most : beyond it a dual is nonsense, and makes the master problem hard to solve
        """
        whole, rows = np.zeros(len(self.names.block_of_row)), np.concatenate(self.names.rows_of(self.blocks))
        known = min(len(rows), len(self.row_dual.codes))
        whole[rows[:known]] = self.row_dual.floats[:known]
        found = taken(whole, at.rows, 0.0), taken(self.allocation_dual, at.allocations, 0.0)
        of_rows, of_allocations = (np.where(np.abs(dual) <= most, dual, 0.0) for dual in found)
        return of_rows, of_allocations


@dataclass(frozen=True, eq=False)
class StoredBasis:
    """Basis of a program under the decision of the store."""

    names: StoredNames
    basis: ProgramBasis


@dataclass(frozen=True, eq=False)
class WarmStore:
    """Decision, bases and duals that a search leaves.

    hours : names in the program of all hours; bases : of this and of segments; duals : of cuts that bound something
    columns, decided, allocated : (first-stage column,) of all hours, their values; (allocation,) values
    """

    hours: StoredNames
    bases: tuple[StoredBasis, ...]
    duals: tuple[StoredDuals, ...]
    columns: Positions
    decided: Floats
    allocated: Floats

    def fits(self, hours: Positions) -> bool:
        """Whether it is about as many hours."""
        return np.array_equal(self.hours.starts, hours)

    def decision(self, blocks: Blocks) -> Floats:
        """The decision for blocks in hours. What the store does not know is as near nothing as its bounds allow."""
        program, stage = blocks.program, blocks.first_stage
        found = self.hours.places(blocks)
        whole = np.zeros(int(self.columns.max(initial=-1)) + 1)
        whole[self.columns] = _finite(self.decided)
        values = taken(whole, found.columns[stage.columns], 0.0)
        values = np.clip(values, program.lower[stage.columns], program.upper[stage.columns])
        return np.append(values, taken(_finite(self.allocated), found.allocations, 0.0))

    def knows_shared(self, blocks: Blocks) -> bool:
        """Whether it has allocations of each shared row of blocks in hours."""
        at, row = self.hours.places(blocks).allocations, blocks.allocations.row
        return bool(np.isin(row, row[at >= 0]).all())

    def basis(self, blocks: Blocks, starts: Positions) -> ProgramBasis | None:
        """Basis of the blocks in steps that begin at these hours."""
        stored = next((basis for basis in self.bases if np.array_equal(basis.names.starts, starts)), None)
        if stored is None:
            return None
        at, basis = stored.names.places(blocks), stored.basis
        return ProgramBasis(
            _statuses(basis.columns, at.columns),
            _statuses(basis.rows, at.rows),
            _statuses(basis.allocations, at.allocations),
        )


def _finite(values: Any) -> Floats:
    found: Floats = np.nan_to_num(values.astype(float), posinf=0.0, neginf=0.0)
    return found


def _statuses(known: Statuses, at: Numbers) -> Statuses:
    found = taken(known, at, np.int8(UNKNOWN))
    return np.where((found >= 0) & (found < STATUSES), found, np.int8(UNKNOWN))
