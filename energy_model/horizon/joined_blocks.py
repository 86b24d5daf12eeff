"""Dispatch of segments in longer blocks: some blocks joined, so that states between them are left to the dispatch.

What the states within are worth then agrees on both sides, and so do the cuts of the parts that its duals prove: a few
rounds say as much as many with short blocks. Hours would take long in long blocks; segments do not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.blocks import Blocks, cut_into_blocks
from energy_model.horizon.dispatch import Dispatch, Dispatcher
from energy_model.horizon.hourly_problem import HourlyProblem
from energy_model.horizon.program_basis import UNKNOWN, ProgramBasis
from energy_model.horizon.segments import Numbers, Positions


class JoinedDispatcher:
    """Dispatches parts together, and tells of each part what a `Dispatcher` tells."""

    def __init__(
        self, problem: HourlyProblem, parts: Blocks, starts: Positions, deadline: float, basis: ProgramBasis | None
    ) -> None:
        """`parts` are the problem's blocks in segments that begin at `starts`; `basis` is of their program."""
        joined = joined_within_periods(problem.period_of[problem.starts], parts.settings.joined_blocks)
        begins = np.searchsorted(starts, problem.starts[np.diff(joined, prepend=-1) > 0])
        self._parts, self._joined, threads = parts, joined, problem.options.threads
        program = _without_links(parts)
        self._blocks = cut_into_blocks(program, begins, problem.states, parts.settings, parts, joined=joined)
        own, shares, columns = self._blocks, parts.allocations, parts.first_stage.columns
        rows = max(len(shares.rows), 1)
        known = own.allocations.block.astype(np.int64) * rows + own.allocations.row
        self._share = np.searchsorted(known, joined[shares.block].astype(np.int64) * rows + shares.row)
        without_step = len(columns) - len(parts.boundary.columns)
        at = np.searchsorted(parts.boundary.columns, own.boundary.columns)
        self._places = np.append(np.arange(without_step), without_step + at).astype(np.int64)
        self._within = np.setdiff1d(np.arange(len(columns)), self._places)
        self._dispatcher = Dispatcher(own, threads, deadline, basis=None if basis is None else self._of_parts(basis))

    @property
    def basis(self) -> ProgramBasis:
        """Basis of the parts' program."""
        found = self._dispatcher.basis
        return ProgramBasis(found.columns, found.rows, found.allocations[self._share])

    def close(self) -> None:
        """Let the threads go."""
        self._dispatcher.close()

    def relaxed(self, decision: Floats) -> Dispatch:
        """As `Dispatcher.relaxed`, whatever the decision says of states between parts of a block."""
        return self._told(self._dispatcher.relaxed(self._own(decision)))

    def priced(self, decision: Floats, prices: Floats) -> Dispatch:
        """As `Dispatcher.priced`."""
        return self._told(self._dispatcher.priced(self._own(decision), prices))

    def realised(self, decision: Floats, x: Floats) -> Floats:
        """As `Blocks.realised`, states between parts of a block among what is. shape: (decision,)."""
        found = self._parts.realised(decision, x)
        found[self._within] = x[self._parts.first_stage.columns[self._within]]
        return found

    def _own(self, decision: Floats) -> Floats:
        values, allocated = self._parts.split(decision)
        shares = np.bincount(self._share, weights=allocated, minlength=len(self._blocks.allocations))
        return np.append(values[self._places], shares)

    def _told(self, found: Dispatch) -> Dispatch:
        infeasible = [part for block in found.infeasible_blocks for part in np.flatnonzero(self._joined == block)]
        return replace(
            found,
            allocation_dual=found.allocation_dual[self._share],
            infeasible_blocks=tuple(int(part) for part in infeasible),
        )

    def _of_parts(self, basis: ProgramBasis) -> ProgramBasis:
        allocations = np.full(len(self._blocks.allocations), UNKNOWN, dtype=np.int8)
        allocations[self._share] = basis.allocations
        return ProgramBasis(basis.columns.copy(), basis.rows.copy(), allocations)


def _without_links(parts: Blocks) -> LinearProgram:
    """The parts' program without the rows that link them by other columns than states: no cut can make use of those."""
    lower, upper, links = parts.program.row_lower.copy(), parts.program.row_upper.copy(), parts.linking.rows
    lower[links], upper[links] = -np.inf, np.inf
    return replace(parts.program, row_lower=lower, row_upper=upper)


def joined_within_periods(period_of: Floats, number: int) -> Numbers:
    """Block to which each part belongs where so many follow each other in a period. shapes: (part,)."""
    parts = np.arange(len(period_of))
    first = np.flatnonzero(np.diff(period_of, prepend=np.nan) != 0)
    place = parts - first[np.searchsorted(first, parts, side="right") - 1]
    return np.asarray(np.cumsum(place % number == 0) - 1, dtype=np.int32)
