"""A linear program cut into periods: which columns belong to the plan, which to a period, and which rows hold where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Block, Floats, LinearProgram
from energy_model.horizon.implied import implied_bounds
from energy_model.horizon.segments import Positions, flags_at

_PART_OF_MEAN = 0.3


@dataclass(frozen=True)
class Part:
    """Rows and columns of one period in the whole program; `states` are the plan's columns in its rows that are states
    where it meets other periods."""

    rows: Positions
    columns: Positions
    states: Positions


class Periods:
    """A program whose periods are independent once the plan is fixed.

    The plan is a vector of

    - columns without a step (capacities),
    - states at the end of a period where the next one takes them up,
    - budgets: what each period may use of every row that runs over steps of several periods (yearly limits).

    Columns other than states that link periods (what is online, what ramps) are left to either period, and the rows
    that link them are not part of it: `linking_rows`, with their entries in columns of another period as `links`.
    Without them the periods are a relaxation.

    Parameters
    ----------
    program : all steps
    starts : first step of each period, ascending from 0
    states : variables that hold the value at the end of a step; the same plan then fits segments of any length
    """

    def __init__(self, program: LinearProgram, starts: Positions, states: Sequence[str]) -> None:
        rows, columns = program.matrix.shape
        self.program = program
        self.count = len(starts)
        self.column_period = _period(program.variables, columns, starts)
        self.row_period = _period(program.constraints, rows, starts)
        entries = program.matrix.tocoo()
        across = (self.row_period[entries.row] != self.column_period[entries.col]) & (
            (self.row_period[entries.row] >= 0) & (self.column_period[entries.col] >= 0)
        )
        is_state = np.zeros(columns, dtype=bool)
        for name in states:
            is_state[program.variables[name].start : program.variables[name].stop] = True
        linking = across & ~is_state[entries.col]
        self.linking_rows = flags_at(entries.row[linking], rows)
        self.linking_columns = np.unique(entries.col[linking])
        self.links = sp.csr_array(
            (entries.data[linking], (entries.row[linking], entries.col[linking])), shape=program.matrix.shape
        )
        self.states = np.unique(entries.col[across & is_state[entries.col]])
        self.columns = np.concatenate([np.flatnonzero(self.column_period < 0), self.states])
        self.is_local = self.column_period >= 0
        self.is_local[self.states] = False
        touched = np.zeros(rows, dtype=bool)
        touched[entries.row[self.is_local[entries.col]]] = True
        self.is_local_row = touched & (self.row_period >= 0)
        self.budget_rows = np.flatnonzero(touched & (self.row_period < 0))
        self.plan_rows = np.flatnonzero(~touched)
        self.plan_matrix = sp.csc_array(program.matrix[:, self.columns])
        self.budget_matrix = self._budget_matrix()
        self.parts = self._parts()

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds of all columns of the program, also those that rows imply."""
        return implied_bounds(self.program)

    @property
    def size(self) -> int:
        """Length of a plan."""
        return len(self.columns) + self.count * len(self.budget_rows)

    def split(self, plan: Floats) -> tuple[Floats, Floats]:
        """Values of the plan's columns, and budgets (period, row)."""
        return plan[: len(self.columns)], plan[len(self.columns) :].reshape(self.count, len(self.budget_rows))

    def plan_of(self, x: Floats) -> Floats:
        """The plan that a point of the whole program follows."""
        local = np.where(self.is_local, x, 0.0)
        used = [self.budget_matrix[:, part.columns] @ local[part.columns] for part in self.parts]
        return np.concatenate([x[self.columns], *used])

    def sizes(self, plan: Floats) -> Floats:
        """How large each value is: as it is, or a part of the mean of its variable if that is more. shape: (plan,)."""
        values, budgets = self.split(plan)
        size = np.abs(values)
        for block in self.program.variables.values():
            own = (self.columns >= block.start) & (self.columns < block.stop)
            if own.any():
                size[own] = np.maximum(size[own], _PART_OF_MEAN * size[own].mean() + 1.0)
        return np.concatenate([size, np.abs(budgets).ravel() + 1.0])

    def budget_range(self) -> tuple[Floats, Floats]:
        """Least and most that each period can use of each budget row. shape: (period * row,) each."""
        least, most = [], []
        for part in self.parts:
            matrix = self.budget_matrix[:, part.columns]
            up, down = matrix.maximum(0), matrix.minimum(0)
            low, high = (bound[part.columns] for bound in self.bounds)
            least.append(up @ low + down @ high)
            most.append(up @ high + down @ low)
        return np.concatenate([np.zeros(0), *least]), np.concatenate([np.zeros(0), *most])

    def cost_range(self) -> tuple[Floats, Floats]:
        """Least and most that each period can cost. shape: (period,) each."""
        cost, local = self.program.cost, self.is_local & (self.program.cost != 0)
        ends = np.stack([cost[local] * bound[local] for bound in self.bounds])
        least, most = np.zeros(self.count), np.zeros(self.count)
        np.add.at(least, self.column_period[local], ends.min(axis=0))
        np.add.at(most, self.column_period[local], ends.max(axis=0))
        return least, most

    def _budget_matrix(self) -> sp.csr_array:
        local = sp.diags_array(self.is_local.astype(float))
        return sp.csr_array(self.program.matrix[self.budget_rows] @ local)

    def _parts(self) -> list[Part]:
        rows = _grouped(np.where(self.is_local_row, self.row_period, -1), self.count)
        columns = _grouped(np.where(self.is_local, self.column_period, -1), self.count)
        of_states = sp.csr_array(self.program.matrix[:, self.states])
        meeting = [np.unique(of_states[part].indices) for part in rows]
        return [Part(r, c, self.states[s]) for r, c, s in zip(rows, columns, meeting, strict=True)]


def period_starts(year_of: Floats, weight: Floats, hours: float) -> Positions:
    """First step of each period of about `hours`; a short rest at the end of a year joins the period before it."""
    starts: list[int] = []
    for year in dict.fromkeys(year_of.tolist()):
        steps = np.flatnonzero(year_of == year)
        elapsed = np.cumsum(weight[steps]) - weight[steps]
        number = np.floor(elapsed / hours + 1e-9).astype(int)
        total = float(weight[steps].sum())
        last = max(int(np.floor(total / hours + 0.5)) - 1, 0)
        number = np.minimum(number, last)
        starts += steps[np.flatnonzero(np.diff(number, prepend=-1))].tolist()
    return np.array(starts, dtype=np.int64)


def windows(starts: Positions, year_of: Floats, half: int) -> tuple[Positions, list[int]]:
    """Periods anew: a window of `half` steps to either side of each start within a year, and what lies between.

    Gives first steps, and which of the new periods are windows.
    """
    inner = [int(s) for s in starts[1:] if year_of[s - 1] == year_of[s]]
    edges = sorted({*starts.tolist()} - set(inner) | {s - half for s in inner} | {s + half for s in inner})
    edges = [edge for edge in edges if edge < len(year_of)]
    begins = {s - half for s in inner}
    return np.array(edges, dtype=np.int64), [k for k, edge in enumerate(edges) if edge in begins]


def _period(blocks: dict[str, Block], size: int, starts: Positions) -> Positions:
    """Period of each column (row); -1 where it has no step."""
    step = np.full(size, -1, dtype=np.int64)
    for block in blocks.values():
        names = [factor.name for factor in block.space.factors]
        for name in ("step", "single_step"):
            if name in names and block.space.size:
                factor = block.space.factors[names.index(name)]
                position = np.unravel_index(np.arange(block.space.size), block.space.shape)[names.index(name)]
                step[block.start : block.stop] = np.asarray(factor.members)[position]
    return np.where(step < 0, -1, np.searchsorted(starts, step, side="right") - 1)


def _grouped(period: Positions, count: int) -> list[Positions]:
    order = np.argsort(period, kind="stable")
    ends = np.searchsorted(period[order], np.arange(count + 1))
    return [order[ends[k] : ends[k + 1]] for k in range(count)]
