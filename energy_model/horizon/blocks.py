"""A linear program cut into blocks that are independent once the first-stage decision is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.allocations import Allocations, allocations
from energy_model.horizon.block_links import BoundaryStates, LinkingRows, links_between
from energy_model.horizon.elastic_columns import ElasticColumns, elastic_columns
from energy_model.horizon.first_stage import FirstStage, first_stage
from energy_model.horizon.implied_bounds import implied_bounds
from energy_model.horizon.partition import Interior, Partition, grouped, interior, partition
from energy_model.horizon.peak_columns import PeakColumns, peak_columns
from energy_model.horizon.segments import Numbers, Positions, flags_at
from energy_model.horizon.settings import SearchSettings


@dataclass(frozen=True, eq=False)
class BlockMembers:
    """Rows and columns of one block in the whole program.

    states : boundary states in its rows, of this or another block; allocations : place of its allocations among all
    """

    rows: Numbers
    columns: Numbers
    states: Numbers
    allocations: slice

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of rows, columns and allocations."""
        return len(self.rows), len(self.columns), self.allocations.stop - self.allocations.start


@dataclass(frozen=True, eq=False)
class Blocks:
    """A program, its parts in time, and what ties them.

    A first-stage decision is a vector (decision,) of

    - the columns of the first stage: those without a step (capacities), states at block boundaries,
    - allocations: what each block may use of every shared limit of a year or a month.

    Columns other than states that link blocks (what is online, what ramps) are left to either block, and the rows that
    link them are not part of it (`linking`): without them the blocks are a relaxation.
    """

    program: LinearProgram
    settings: SearchSettings
    partition: Partition
    boundary: BoundaryStates
    linking: LinkingRows
    interior: Interior
    first_stage: FirstStage
    elastic: ElasticColumns
    peaks: PeakColumns
    allocations: Allocations
    members: tuple[BlockMembers, ...]

    @property
    def count(self) -> int:
        """Number of blocks."""
        return self.partition.count

    @property
    def size(self) -> int:
        """Length of a decision."""
        return len(self.first_stage.columns) + len(self.allocations)

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds of all columns of the program, also those that rows imply. shape: (column,) each."""
        return implied_bounds(self.program, self.settings)

    def twins(self, block: int) -> list[int]:
        """Blocks with as many rows, columns and allocations as one, itself among them."""
        return [k for k, other in enumerate(self.members) if other.shape == self.members[block].shape]

    def split(self, decision: Floats) -> tuple[Floats, Floats]:
        """Values of the first-stage columns, and allocations. shapes: (first-stage column,), (allocation,)."""
        columns = len(self.first_stage.columns)
        return decision[:columns], decision[columns:]

    def decision_of(self, x: Floats) -> Floats:
        """Decision that a point of the whole program follows. shape: (decision,)."""
        return np.concatenate([x[self.first_stage.columns], self.allocations.matrix @ x])

    def realised(self, decision: Floats, x: Floats) -> Floats:
        """The decision with elastic columns, peaks and allocations of rows that hold, as the blocks realised them."""
        done, found = self.decision_of(x), decision.copy()
        shared = (self.allocations.row_violation(x) == 0)[self.allocations.row]
        followed = np.append(self.elastic.columns, self.peaks.columns)
        own = np.append(np.isin(self.first_stage.columns, followed), shared)
        found[own] = done[own]
        return found

    def without_peaks(self, decision: Floats) -> Floats:
        """The decision with peaks that bind nobody, where they have an upper bound: a start from which they follow."""
        found, columns = decision.copy(), self.first_stage.columns
        own = np.flatnonzero(np.isin(columns, self.peaks.columns) & np.isfinite(self.program.upper[columns]))
        found[own] = self.program.upper[columns[own]]
        return found

    def cost_range(self) -> tuple[Floats, Floats]:
        """Least and most that each block can cost [CNY]. shape: (block,) each."""
        cost, local = self.program.cost, self.interior.columns & (self.program.cost != 0)
        ends = np.stack([cost[local] * bound[local] for bound in self.bounds])
        block = self.partition.column[local]
        least, most = np.zeros(self.count), np.zeros(self.count)
        np.add.at(least, block, ends.min(axis=0))
        np.add.at(most, block, ends.max(axis=0))
        return least, most


def cut_into_blocks(
    program: LinearProgram,
    starts: Positions,
    states: Sequence[str],
    settings: SearchSettings | None = None,
    hourly: Blocks | None = None,
    chosen: Sequence[int] | None = None,
    joined: Numbers | None = None,
) -> Blocks:
    """Blocks of a program that begin at these steps.

    Parameters
    ----------
    program : all steps
    starts : first step of each block, ascending from 0
    states : variables that hold the value at the end of a step; the same decision then fits segments of any length
    hourly : the same blocks in hours, whose shared rows and allocations are taken over
    joined : (block of `hourly`,) block here to which each belongs, where they are not the same
    chosen : blocks whose members are known, all by default; others have neither rows nor columns
    """
    settings = settings or SearchSettings()
    cut = partition(program, starts)
    boundary, linking = links_between(program, cut, states)
    inner = interior(program, cut, boundary.columns)
    stage = first_stage(program, cut, boundary, inner, None if hourly is None else hourly.first_stage)
    is_shared = flags_at(stage.shared_rows, program.matrix.shape[0])
    elastic = elastic_columns(program, cut.column >= 0, cut.row >= 0, is_shared, settings.elastic_passes)
    known = None if hourly is None else hourly.allocations
    shared = allocations(program, cut, inner, stage, elastic, settings.row_rounding, known, joined)
    members = _members(program, cut, boundary, _of_chosen(inner, cut, chosen), shared)
    peaks = peak_columns(program, cut.column >= 0, cut.row >= 0)
    return Blocks(program, settings, cut, boundary, linking, inner, stage, elastic, peaks, shared, members)


def _of_chosen(inner: Interior, cut: Partition, chosen: Sequence[int] | None) -> Interior:
    if chosen is None:
        return inner
    is_chosen = flags_at(np.array(chosen, dtype=np.int64), cut.count)
    return replace(inner, columns=inner.columns & is_chosen[cut.column], rows=inner.rows & is_chosen[cut.row])


def _members(
    program: LinearProgram, cut: Partition, boundary: BoundaryStates, inner: Interior, shared: Allocations
) -> tuple[BlockMembers, ...]:
    rows = grouped(np.where(inner.rows, cut.row, -1), cut.count)
    columns = grouped(np.where(inner.columns, cut.column, -1), cut.count)
    of_states = sp.csr_array(program.matrix[:, boundary.columns])
    states = [boundary.columns[np.unique(of_states[own].indices)] for own in rows]
    ends = np.searchsorted(shared.block, np.arange(cut.count + 1))
    places = [slice(begin, end) for begin, end in pairwise(ends.tolist())]
    return tuple(BlockMembers(*own) for own in zip(rows, columns, states, places, strict=True))
