"""Enlargement of what is too small where demand is lost that costs more: the hours of such losses and all capacities.

The search does not see it: what a few hours lose is less than the gap. Here these hours are dispatched once more, all
in one program, in which capacities may grow as well; every other hour stays as it is, so that the schedule stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon.dispatch import Dispatch
from energy_model.horizon.redispatch import Group, Redispatch, dispatched
from energy_model.horizon.segments import Numbers


class Enlargement:
    """Capacities that grow where that costs less than what is lost."""

    def __init__(self, redispatch: Redispatch) -> None:
        self._redispatch, self._blocks, self._units = redispatch, redispatch.blocks, redispatch.units
        stage = self._blocks.first_stage.columns
        # first-stage columns other than states, ascending
        self._without_step = stage[: len(stage) - len(self._blocks.boundary.columns)]
        self._row_without_step = redispatch.row_step < 0

    def improved(self, known: Dispatch) -> tuple[Dispatch, int | None]:
        """The schedule with what pays enlarged, and how many sizes are larger.

        Itself and none where nothing pays; None where nothing is lost, or not known of all that is whether it does.
        """
        program, settings, x = self._blocks.program, self._blocks.settings, known.x
        losing = self._losing(x)
        chosen = self._as_many_as_fit(losing)
        if not chosen:
            return known, None
        group, activity = self._with_capacities(x, chosen), program.matrix @ x
        most = settings.enlarged_iterations
        free = dispatched(program, group, x, activity, settings, most)
        if free is None:
            return known, None
        nothing_left = 0 if len(chosen) == len(losing) else None
        for share in settings.enlarged_from:  # where the first does not pay, the second may
            found = dispatched(program, self._in_units(group, x, free, share), x, activity, settings, most)
            after = None if found is None else self._schedule(known, group.columns, found)
            if after is not None:
                sized = self._units.least > 0
                larger = after.x[sized] > x[sized] * (1 + settings.unit_rounding) + settings.fault_rounding
                return after, int(larger.sum()) or nothing_left
        return known, nothing_left

    def _schedule(self, known: Dispatch, columns: Numbers, found: Floats) -> Dispatch | None:
        """The schedule with some columns as found; None where it is no cheaper, or none. shapes: (chosen column,)."""
        program, x = self._blocks.program, known.x.copy()
        x[columns] = found
        x = self._blocks.peaks.repaired(program, x)
        cost = float(program.cost @ x + program.offset)
        most = max(primal_residual(program, known.x), self._blocks.settings.row_rounding)
        return replace(known, x=x, cost=cost) if cost < known.cost and primal_residual(program, x) <= most else None

    def _losing(self, x: Floats) -> list[Group]:
        """Groups of hours that lose demand, those that lose most first."""
        settings, lost = self._blocks.settings, self._units.lost
        worth = np.zeros(len(x))
        worth[lost] = np.where(x[lost] > settings.fault_rounding, self._blocks.program.cost[lost] * x[lost], 0.0)
        groups = list(self._redispatch.groups(x, settings.enlarged_reach))
        loss = np.array([worth[group.columns].sum() for group in groups])
        return [groups[at] for at in np.argsort(-loss, kind="stable").tolist() if loss[at] > 0]

    def _as_many_as_fit(self, groups: Sequence[Group]) -> Sequence[Group]:
        """The first of them, as many as one program can hold, and one at least."""
        size = np.cumsum([len(group.columns) for group in groups])
        return groups[: max(1, int((size <= self._blocks.settings.enlarged_columns).sum()))]

    def _with_capacities(self, x: Floats, groups: Sequence[Group]) -> Group:
        """One group of all hours, with the columns without a step that may grow and the rows that these are in."""
        columns = np.concatenate([group.columns for group in groups])
        rows = np.unique(np.concatenate([group.rows for group in groups]))
        growing = np.setdiff1d(self._growing(rows), columns)
        touched = self._blocks.first_stage.matrix[:, np.searchsorted(self._without_step, growing)]
        rows = np.union1d(rows, np.flatnonzero((np.diff(touched.indptr) > 0) & self._row_without_step))
        least = np.concatenate([*(group.least for group in groups), x[growing]])
        most = np.concatenate([*(group.most for group in groups), self._blocks.program.upper[growing]])
        columns = np.concatenate([columns, growing])
        order = np.argsort(columns)
        is_shared = np.zeros(len(rows), dtype=bool)
        return Group(columns[order].astype(np.int32), rows.astype(np.int32), least[order], most[order], is_shared)

    def _growing(self, rows: Numbers) -> Numbers:
        """Columns that may grow without breaking a row of an hour that is held. shape: (column,)."""
        program, columns = self._blocks.program, self._without_step
        entries = self._blocks.first_stage.matrix[:, : len(columns)].tocoo()
        is_held = ~self._row_without_step
        is_held[rows] = False
        upper, lower = np.isfinite(program.row_upper), np.isfinite(program.row_lower)
        harms = is_held[entries.row] & np.where(entries.data > 0, upper[entries.row], lower[entries.row])
        may_grow = np.ones(len(columns), dtype=bool)
        may_grow[entries.col[harms]] = False
        return np.asarray(columns[may_grow], dtype=np.int32)

    def _in_units(self, group: Group, x: Floats, found: Floats, share: float) -> Group:
        """The group with sizes that have grown from nothing to less than a unit held at a unit, or at nothing.

        share : of a unit, from which on it is the former
        """
        unit, now = self._units.least[group.columns], x[group.columns]
        between = (unit > 0) & (found > now) & (found < unit * (1 - self._blocks.settings.unit_rounding))
        goes_up = between & (found >= unit * share)
        least, most = np.where(goes_up, unit, group.least), np.where(between & ~goes_up, now, group.most)
        return group._replace(least=least, most=np.maximum(most, least))
