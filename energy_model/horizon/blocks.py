"""A linear program cut into periods: which columns belong to the plan, which to a period, and which rows hold where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.block_boundaries import periods_of
from energy_model.horizon.elastic_columns import elastic_of
from energy_model.horizon.implied_bounds import implied_bounds
from energy_model.horizon.presolve import always_holding
from energy_model.horizon.segments import Flags, Numbers, Positions, flags_at

_PART_OF_MEAN = 0.3
# part of the size of a row that counts as nothing
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Part:
    """Rows and columns of one period in the whole program; `states` are the plan's columns in its rows that are states
    where it meets other periods, `shares` the place of its budgets among those of the plan."""

    rows: Numbers
    columns: Numbers
    states: Numbers
    shares: slice


class Blocks:
    """A program whose periods are independent once the plan is fixed.

    The plan is a vector of

    - columns without a step (capacities),
    - states at the end of a period where the next one takes them up, unless they must be zero there,
    - budgets: what each period may use of every row without a step that runs over its steps (limits of a year or a
      month). `share_row` tells the row of each, as a place in `budget_rows`, `share_period` its period.

    Columns other than states that link periods (what is online, what ramps) are left to either period, and the rows
    that link them are not part of it: `linking_rows`, with their entries in columns of another period as `links`.
    Without them the periods are a relaxation.

    Parameters
    ----------
    program : all steps
    starts : first step of each period, ascending from 0
    states : variables that hold the value at the end of a step; the same plan then fits segments of any length
    hourly : the same periods in hours, whose budgets are taken over: the mean of something may be nothing
    """

    def __init__(
        self, program: LinearProgram, starts: Positions, states: Sequence[str], hourly: Blocks | None = None
    ) -> None:
        rows, columns = program.matrix.shape
        self.program = program
        self.count = len(starts)
        self.column_period = periods_of(program.variables, columns, starts)
        self.row_period = periods_of(program.constraints, rows, starts)
        row, column, value = self._across()
        self.is_state = np.zeros(columns, dtype=bool)
        for name in states:
            self.is_state[program.variables[name].start : program.variables[name].stop] = True
        linking = ~self.is_state[column]
        self.linking_rows = flags_at(row[linking], rows)
        self.linking_columns = flags_at(column[linking], columns)
        self.links = sp.csr_array((value[linking], (row[linking], column[linking])), shape=program.matrix.shape)
        self.states = np.unique(column[~linking])
        self.columns = np.concatenate([np.flatnonzero(self.column_period < 0), self.states])
        self.is_local = self.column_period >= 0
        self.is_local[self.states] = False
        touched = _any_of_row(program.matrix, self.is_local)
        self.is_local_row = touched & (self.row_period >= 0)
        without_step = np.flatnonzero(self.row_period < 0)
        if hourly is None:
            self.is_idle = always_holding(program, self.row_period < 0)[without_step]
            self.is_budget: Flags = touched[without_step] & ~self.is_idle
        else:
            self.is_idle, self.is_budget = hourly.is_idle, hourly.is_budget
        self.budget_rows = without_step[self.is_budget]
        planned = without_step[~self.is_budget & ~self.is_idle]
        self.plan_rows = np.union1d(planned, np.flatnonzero(~touched & (self.row_period >= 0)))
        self.plan_matrix = sp.csr_array(program.matrix[:, self.columns])
        self.is_stiff = self._stiff_rows()
        self.share_row, self.share_period, self.share_matrix = self._shares(hourly)
        budgets = flags_at(self.budget_rows, rows)
        self.elastic = elastic_of(program, self.column_period >= 0, self.row_period >= 0, budgets)
        self.share_price = self._share_prices()
        has_least = np.isfinite(program.row_lower[self.budget_rows])
        self.share_sign = np.where(has_least, 1.0, -1.0)[self.share_row]  # in which direction more is better
        self.parts = self._parts()
        self.place = np.zeros(columns, dtype=np.int32)  # of a column among those of its period
        for part in self.parts:
            self.place[part.columns] = np.arange(len(part.columns))

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds of all columns of the program, also those that rows imply."""
        return implied_bounds(self.program)

    @property
    def size(self) -> int:
        """Length of a plan."""
        return len(self.columns) + len(self.share_row)

    def split(self, plan: Floats) -> tuple[Floats, Floats]:
        """Values of the plan's columns, and budgets. shapes: (column,), (share,)."""
        return plan[: len(self.columns)], plan[len(self.columns) :]

    def plan_of(self, x: Floats) -> Floats:
        """The plan that a point of the whole program follows."""
        return np.concatenate([x[self.columns], self.share_matrix @ x])

    def sizes(self, plan: Floats) -> Floats:
        """How large each value is: as it is, or a part of the mean of its variable if that is more. shape: (plan,).

        Of a state what counts is how much it changes from period to period: a large tank moves slowly.
        """
        values, budgets = self.split(plan)
        size = np.abs(values)
        first = len(values) - len(self.states)
        change = np.abs(np.diff(values[first:], prepend=values[first : first + 1]))
        size[first:] = np.minimum(size[first:], change + np.roll(change, -1)) if len(change) else 0.0
        for block in self.program.variables.values():
            own = (self.columns >= block.start) & (self.columns < block.stop)
            if own.any():
                size[own] = np.maximum(size[own], _PART_OF_MEAN * size[own].mean() + 1.0)
        return np.concatenate([size, np.abs(budgets) + 1.0])

    def share_range(self) -> tuple[Floats, Floats]:
        """Least and most of each budget that its period can use. shape: (share,) each."""
        up, down = self.share_matrix.maximum(0), self.share_matrix.minimum(0)
        low, high = self.bounds
        return up @ low + down @ high, up @ high + down @ low

    def mean_share(self, values: Floats) -> Floats:
        """Mean of a value a share over the shares of the same row. shape: (share,)."""
        count = np.bincount(self.share_row, minlength=len(self.budget_rows))
        total = np.bincount(self.share_row, weights=values, minlength=len(self.budget_rows))
        return np.asarray((total / np.maximum(count, 1))[self.share_row])

    def violated(self, x: Floats) -> Floats:
        """By how much a point misses each budget row as a whole, but for rounding, in its unit. shape: (budget,)."""
        activity = self._budget_matrix @ x
        lower, upper = self.program.row_lower[self.budget_rows], self.program.row_upper[self.budget_rows]
        beyond = np.maximum(np.maximum(lower - activity, activity - upper), 0.0)
        return np.asarray(np.where(beyond <= _ROUNDING * (self._budget_sizes @ np.abs(x)), 0.0, beyond))

    def beyond(self, x: Floats, budgets: Floats) -> Floats:
        """By how much periods go beyond their budgets, as far as a row as a whole is missed by it. shape: (budget,)."""
        used = self.share_matrix @ x
        rows = self.budget_rows[self.share_row]
        has_least, has_most = np.isfinite(self.program.row_lower[rows]), np.isfinite(self.program.row_upper[rows])
        over = np.maximum(np.where(has_most, used - budgets, 0.0), np.where(has_least, budgets - used, 0.0))
        total = np.bincount(self.share_row, weights=np.maximum(over, 0.0), minlength=len(self.budget_rows))
        return np.minimum(total, self.violated(x))

    def followed(self, plan: Floats, x: Floats) -> Floats:
        """The plan with what follows the periods, and its shares of rows that hold, as a schedule really has them."""
        done, found = self.plan_of(x), plan.copy()
        own = np.append(np.isin(self.columns, self.elastic.columns), (self.violated(x) == 0)[self.share_row])
        found[own] = done[own]
        return found

    @cached_property
    def _budget_matrix(self) -> sp.csr_array:
        return sp.csr_array(self.program.matrix[self.budget_rows])

    @cached_property
    def _budget_sizes(self) -> sp.csr_array:
        return abs(self._budget_matrix)

    def _share_prices(self) -> Floats:
        """What a unit that is missing of each budget costs; infinite where nothing makes it good. shape: (share,)."""
        price = np.full(self.program.matrix.shape[0], np.inf)
        price[self.elastic.rows] = self.elastic.price
        return price[self.budget_rows[self.share_row]]

    def cost_range(self) -> tuple[Floats, Floats]:
        """Least and most that each period can cost. shape: (period,) each."""
        cost, local = self.program.cost, self.is_local & (self.program.cost != 0)
        ends = np.stack([cost[local] * bound[local] for bound in self.bounds])
        period = self.column_period[local]
        least, most = np.zeros(self.count), np.zeros(self.count)
        np.add.at(least, period, ends.min(axis=0))
        np.add.at(most, period, ends.max(axis=0))
        return least, most

    def _stiff_rows(self) -> Flags:
        """Equations of a period in which columns of the plan have a part that is not a state.

        A process that takes hydrogen all year asks it of every hour, whatever there is.
        """
        fixed = self.column_period < 0
        equal = self.program.row_lower == self.program.row_upper
        return np.asarray(self.is_local_row & equal & _any_of_row(self.program.matrix, fixed), dtype=bool)

    def _across(self) -> tuple[Numbers, Numbers, Floats]:
        """Row, column and value of all entries of a period's rows in columns of another, unless these must be zero."""
        program, matrix = self.program, self.program.matrix
        period = np.repeat(self.row_period, np.diff(matrix.indptr))
        other = self.column_period[matrix.indices]
        at = np.flatnonzero((period != other) & (period >= 0) & (other >= 0))
        at = at[(program.lower != 0)[matrix.indices[at]] | (program.upper != 0)[matrix.indices[at]]]
        row = (np.searchsorted(matrix.indptr, at, side="right") - 1).astype(np.int32)
        return row, matrix.indices[at], matrix.data[at]

    def _shares(self, hourly: Blocks | None) -> tuple[Numbers, Numbers, sp.csr_array]:
        """Row and period of each budget, ordered by period, and what columns use of it. shape: (share, column)."""
        entries = self.program.matrix[self.budget_rows].tocoo()
        local = self.is_local[entries.col]
        row, column, rows = entries.row[local], entries.col[local], len(self.budget_rows)
        pair = self.column_period[column].astype(np.int64) * rows + row
        pairs = np.unique(pair)
        if hourly is not None:
            pairs = hourly.share_period.astype(np.int64) * rows + hourly.share_row
        used = sp.csr_array(
            (entries.data[local], (np.searchsorted(pairs, pair), column)),
            shape=(len(pairs), self.program.matrix.shape[1]),
        )
        period, at = np.divmod(pairs, max(rows, 1))
        return at.astype(np.int32), period.astype(np.int32), used

    def _parts(self) -> list[Part]:
        rows = _grouped(np.where(self.is_local_row, self.row_period, -1), self.count)
        columns = _grouped(np.where(self.is_local, self.column_period, -1), self.count)
        of_states = sp.csr_array(self.program.matrix[:, self.states])
        meeting = [np.unique(of_states[part].indices) for part in rows]
        ends = np.searchsorted(self.share_period, np.arange(self.count + 1))
        shares = [slice(begin, end) for begin, end in pairwise(ends.tolist())]
        return [Part(r, c, self.states[s], b) for r, c, s, b in zip(rows, columns, meeting, shares, strict=True)]


def _any_of_row(matrix: sp.csr_array, chosen: Flags) -> Flags:
    """Rows with an entry in a chosen column."""
    found: Flags = np.diff(matrix.indptr) > 0
    if found.any():
        found[found] = np.logical_or.reduceat(chosen[matrix.indices], matrix.indptr[:-1][found])
    return found


def _grouped(period: Numbers, count: int) -> list[Numbers]:
    order = np.argsort(period, kind="stable").astype(np.int32)
    ends = np.searchsorted(period[order], np.arange(count + 1))
    return [order[begin:end] for begin, end in pairwise(ends.tolist())]
