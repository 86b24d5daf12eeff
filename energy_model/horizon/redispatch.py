"""Redispatch of a schedule's faulty hours with those around them, all else held: never dearer, no row broken.

A fault is demand that is lost, or a store that is filled and emptied at once. Blocks are left with it by what they
cannot change: states at their boundaries, and a month's peak, which a single hour does not raise. Here both are free.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.block_boundaries import steps_of
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.dispatch import Dispatch
from energy_model.horizon.program_basis import basis_at
from energy_model.horizon.segments import Flags, Numbers
from energy_model.horizon.settings import SearchSettings
from energy_model.horizon.unit_sizes import UnitSizes
from energy_model.horizon.warm_start import OPTIMAL, run_primal_simplex, warm_solver


class Group(NamedTuple):
    """Hours that are dispatched together: their columns and the peaks they pay for, rows of these, both ascending.

    least, most : (column,) bounds, as other hours ask of a peak; is_shared : (row,) other groups have a part too
    """

    columns: Numbers
    rows: Numbers
    least: Floats
    most: Floats
    is_shared: Flags


class Redispatch:
    """Dispatches faulty hours anew."""

    def __init__(self, blocks: Blocks, units: UnitSizes, period_of: Floats, threads: int, deadline: float) -> None:
        """`deadline` as of time.perf_counter; row_step : (row,) step of each row, -1 for those without."""
        self.blocks, self._program, self.units, self._period_of = blocks, blocks.program, units, period_of
        self._threads, self._deadline = threads, deadline
        rows, columns = self._program.matrix.shape
        self.row_step = steps_of(self._program.constraints, rows)
        self._column_step = steps_of(self._program.variables, columns)

    def improved(self, known: Dispatch) -> Dispatch:
        """The schedule with its faulty hours dispatched anew; itself where that saves nothing."""
        program, x = self._program, known.x.copy()
        activity = program.matrix @ x
        settings = self.blocks.settings
        groups = list(self.groups(x, settings.redispatch_reach))

        def solve(group: Group) -> None:
            if time.perf_counter() < self._deadline:
                found = dispatched(program, group, known.x, activity, settings, settings.redispatch_iterations)
                if found is not None and program.cost[group.columns] @ (found - known.x[group.columns]) < 0:
                    x[group.columns] = found

        with ThreadPoolExecutor(self._threads or None) as pool:
            list(pool.map(solve, groups))
        x = self.blocks.peaks.repaired(program, x)
        cost = float(program.cost @ x + program.offset)
        return replace(known, x=x, cost=cost) if cost < known.cost else known

    def losses(self, x: Floats) -> Floats:
        """Money lost by the faults of each step [CNY]. shape: (step,)."""
        program, steps = self._program, len(self._period_of)
        lost, (one, other) = self.units.lost, self.units.opposite
        rounding = self.blocks.settings.fault_rounding
        at_once = np.minimum(x[one], x[other])
        found = np.zeros(steps)
        for columns, values, price in (
            (lost, x[lost], program.cost[lost]),
            (one, at_once, program.cost[one] + program.cost[other]),
        ):
            worth = np.where(values > rounding, np.maximum(price, 1.0) * values, 0.0)
            np.add.at(found, self._column_step[columns], worth)
        return found

    def groups(self, x: Floats, reach: int) -> Iterator[Group]:
        """Faulty hours of a schedule with those around them, each with those that it cannot be parted from.

        reach : hours to either side
        """
        program = self._program
        run_of = _runs(self.losses(x), self._period_of, reach, self.blocks.settings.redispatch_share)
        if not (run_of >= 0).any():
            return
        run_of_column = np.where(self._column_step >= 0, run_of[self._column_step], -1)
        at = np.flatnonzero(run_of_column[program.matrix.indices] >= 0)
        row = (np.searchsorted(program.matrix.indptr, at, side="right") - 1).astype(np.int32)
        row, run = _pairs(row, run_of_column[program.matrix.indices[at]])
        peaks = self.blocks.peaks
        run_at_peak = run_of[self.row_step[peaks.rows]]
        group_of_run = self._joined(row, run, run_at_peak, int(run_of.max()) + 1)
        row, group = _pairs(row, group_of_run[run])
        is_shared = np.bincount(row, minlength=program.matrix.shape[0]) > 1
        group_of_column = np.where(run_of_column >= 0, group_of_run[run_of_column], -1)
        least = self._least_peaks(x, run_at_peak < 0)
        peak_group = np.full(len(peaks.columns), -1)
        peak_group[peaks.peak[run_at_peak >= 0]] = group_of_run[run_at_peak[run_at_peak >= 0]]
        for g in range(int(group_of_run.max(initial=-1)) + 1):
            own_peaks = peak_group == g
            columns = np.flatnonzero(group_of_column == g)
            low = np.concatenate([program.lower[columns], least[own_peaks]])
            columns = np.concatenate([columns, peaks.columns[own_peaks]])
            order = np.argsort(columns)
            rows = row[group == g]
            most = program.upper[columns[order]]
            yield Group(columns[order].astype(np.int32), rows, low[order], most, is_shared[rows])

    def _joined(self, row: Numbers, run: Numbers, run_at_peak: Numbers, count: int) -> Numbers:
        """Group of each run: those that a row of a step or a peak ties are one. shape: (run,).

        row, run : (pair,) rows, and the runs that have a part in them; run_at_peak : (row of a peak,); count : of runs
        """
        from scipy.sparse.csgraph import connected_components  # a tenth of a second that few runs need

        peaks = self.blocks.peaks
        has_step = self.row_step[row] >= 0
        row, run = row[has_step], run[has_step]
        has_run = run_at_peak >= 0
        _, tie = np.unique(np.concatenate([row, -1 - peaks.peak[has_run]]), return_inverse=True)
        runs = np.concatenate([run, run_at_peak[has_run]])
        size = count + int(tie.max(initial=-1)) + 1
        graph = sp.csr_array((np.ones(len(runs)), (runs, count + tie)), shape=(size, size))
        _, group = np.unique(connected_components(graph, directed=False)[1][:count], return_inverse=True)
        return group.astype(np.int32)

    def _least_peaks(self, x: Floats, held: Flags) -> Floats:
        """Least value of each peak that the hours that are held ask for. shapes: held (row of a peak,), (peak,)."""
        program, peaks = self._program, self.blocks.peaks
        asked = peaks.use @ x + peaks.per_above * x[peaks.above] - program.row_upper[peaks.rows]
        least = program.lower[peaks.columns].copy()
        np.maximum.at(least, peaks.peak[held], (asked / -peaks.per_peak)[held])
        return np.minimum(least, np.maximum(x[peaks.columns], program.lower[peaks.columns]))


def _pairs(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Pairs of numbers that occur, each once, ascending. shapes: (pair,)."""
    size = int(other.max(initial=0)) + 1
    first, second = np.divmod(np.unique(one.astype(np.int64) * size + other), size)
    return first.astype(np.int32), second.astype(np.int32)


def _runs(losses: Floats, period_of: Floats, reach: int, share: float) -> Numbers:
    """Number of the run of hours around faults that each step belongs to, -1 for none. shape: (step,).

    reach : hours to either side of a fault; share : of all hours, that they are at most
    """
    inside = np.zeros(len(losses), dtype=bool)
    most = int(share * len(losses) / (2 * reach + 1))
    faulty = np.zeros(len(losses), dtype=bool)
    faulty[np.argsort(-losses, kind="stable")[: max(most, 1)]] = True
    faulty &= losses > 0
    for period in np.unique(period_of):
        own = np.flatnonzero(period_of == period)
        for shift in range(-reach, reach + 1):
            inside[own] |= np.roll(faulty[own], shift)
    begins = inside & (~np.roll(inside, 1) | np.diff(period_of, prepend=np.nan).astype(bool))
    begins[0] = inside[0]
    return np.where(inside, np.cumsum(begins) - 1, -1).astype(np.int32)


def dispatched(
    program: LinearProgram, group: Group, x: Floats, activity: Floats, settings: SearchSettings, iterations: int
) -> Floats | None:
    """Values of a group's columns at its optimum, all others held; None where none is found. shape: (column,)."""
    now = x[group.columns]
    # a bound that is missed by rounding must not make everything infeasible
    least = np.where(group.least > now + settings.fault_rounding, group.least, np.minimum(group.least, now))
    entries = sp.csr_array(program.matrix[group.rows]).tocoo()
    place = np.searchsorted(group.columns, entries.col).clip(max=len(group.columns) - 1)
    own = group.columns[place] == entries.col
    shape = len(group.rows), len(group.columns)
    matrix = sp.csr_array((entries.data[own], (entries.row[own], place[own])), shape=shape)
    done = matrix @ now
    room_below, room_above = (
        np.where(group.is_shared & np.isfinite(bound), 0.0, np.maximum(sign * (activity[group.rows] - bound), 0.0))
        for sign, bound in ((1.0, program.row_lower[group.rows]), (-1.0, program.row_upper[group.rows]))
    )
    part = LinearProgram.bare(
        matrix,
        row_bounds=(done - room_below, done + room_above),
        bounds=(least, np.maximum(group.most, now)),
        cost=program.cost[group.columns],
    )
    solver = warm_solver(part)
    # what is held makes the point feasible, not its prices
    if run_primal_simplex(solver, basis_at(part, now), iterations) != OPTIMAL:
        return None
    found = np.clip(np.asarray(solver.getSolution().col_value), part.lower, part.upper)
    done = matrix @ found
    wrong = np.maximum(part.row_lower - done, done - part.row_upper).max(initial=0.0)
    return found if wrong <= settings.refactor_residual else None
