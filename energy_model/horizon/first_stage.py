"""First stage of a program cut into blocks: the columns decided before dispatch, and the rows that are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import LinearProgram
from energy_model.compiler.row_chunks import any_of_row
from energy_model.horizon.block_links import BoundaryStates
from energy_model.horizon.partition import Interior, Partition
from energy_model.horizon.presolve import always_holding
from energy_model.horizon.segments import Flags, Positions


@dataclass(frozen=True, eq=False)
class FirstStage:
    """Columns and rows of the first stage.

    program : of all steps
    columns : (first-stage column,) of the program: those without a step (capacities), then the boundary states
    rows : (first-stage row,) of the program, over these columns only
    shared_rows : (shared row,) of the program, without a step but over columns of blocks: limits of a year or a month
    is_shared, is_redundant : (row without a step,) shared; holds whatever is done
    is_coupling_equality : (row,) equation of a block in which first-stage columns other than states have a part: a
        process that takes hydrogen all year asks it of every hour, whatever there is
    """

    program: LinearProgram
    columns: Positions
    rows: Positions
    shared_rows: Positions
    is_shared: Flags
    is_redundant: Flags
    is_coupling_equality: Flags

    @cached_property
    def matrix(self) -> sp.csr_array:
        """Entries of all rows in these columns; made where they are asked for. shape: (row, first-stage column)."""
        return sp.csr_array(self.program.matrix[:, self.columns])


def first_stage(
    program: LinearProgram,
    cut: Partition,
    boundary: BoundaryStates,
    inner: Interior,
    hourly: FirstStage | None = None,
) -> FirstStage:
    """First stage of a program; the shared rows are those of the same system in hours where that is given.

    The mean of something over a segment may be nothing where its hours are something.
    """
    without_step = np.flatnonzero(cut.row < 0)
    if hourly is None:
        is_redundant = always_holding(program, cut.row < 0)[without_step]
        is_shared: Flags = inner.touched[without_step] & ~is_redundant
    else:
        is_redundant, is_shared = hourly.is_redundant, hourly.is_shared
    columns = np.concatenate([np.flatnonzero(cut.column < 0), boundary.columns])
    own = without_step[~is_shared & ~is_redundant]
    equal = program.row_lower == program.row_upper
    return FirstStage(
        program=program,
        columns=columns,
        rows=np.union1d(own, np.flatnonzero(~inner.touched & (cut.row >= 0))),
        shared_rows=without_step[is_shared],
        is_shared=is_shared,
        is_redundant=is_redundant,
        is_coupling_equality=inner.rows & equal & any_of_row(program.matrix, cut.column < 0),
    )
