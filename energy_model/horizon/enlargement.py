"""Enlargement of what is too small where demand is lost that costs more: the hours of such losses and all capacities.

The search does not see it: what a few hours lose is less than the gap. Here these hours are dispatched once more, all
in one program, in which capacities may grow as well; every other hour stays as it is, so that the schedule stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.dispatch import Dispatch
from energy_model.horizon.redispatch import Group, Redispatch, dispatched
from energy_model.horizon.segments import Flags, Numbers, flags_at
from energy_model.horizon.unit_sizes import UnitSizes


@dataclass(frozen=True, eq=False)
class Enlargement:
    """Capacities that grow where that costs less than what is lost."""

    blocks: Blocks
    units: UnitSizes
    redispatch: Redispatch

    def improved(self, known: Dispatch) -> tuple[Dispatch, int | None]:
        """The schedule with what pays enlarged, and how many sizes are larger.

        Itself and none where nothing pays; None where it is not known of all that is lost whether it does.
        """
        program, settings, x = self.blocks.program, self.blocks.settings, known.x
        lost = flags_at(self.units.lost[x[self.units.lost] > settings.fault_rounding], len(x))
        losing = [group for group in self.redispatch.groups(x, settings.enlarged_reach) if lost[group.columns].any()]
        chosen = self._dearest(losing, x)
        if not chosen:
            return known, 0
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
                larger = after.x[self._sized] > x[self._sized] * (1 + settings.unit_rounding) + settings.fault_rounding
                return after, int(larger.sum()) or nothing_left
        return known, nothing_left

    def _schedule(self, known: Dispatch, columns: Numbers, found: Floats) -> Dispatch | None:
        """The schedule with some columns as found; None where it is no cheaper, or none. shapes: (chosen column,)."""
        program, x = self.blocks.program, known.x.copy()
        x[columns] = found
        x = self.blocks.peaks.repaired(program, x)
        cost = float(program.cost @ x + program.offset)
        most = max(primal_residual(program, known.x), self.blocks.settings.row_rounding)
        return replace(known, x=x, cost=cost) if cost < known.cost and primal_residual(program, x) <= most else None

    @property
    def _sized(self) -> Numbers:
        """Columns with a smallest size."""
        return np.flatnonzero(self.units.least > 0).astype(np.int32)

    def _dearest(self, groups: Sequence[Group], x: Floats) -> list[Group]:
        """Those that lose most, as many as one program can hold."""
        program, lost = self.blocks.program, flags_at(self.units.lost, len(x))
        worth = [float((program.cost * x)[group.columns[lost[group.columns]]].sum()) for group in groups]
        chosen: list[Group] = []
        size = 0
        for at in np.argsort(-np.array(worth), kind="stable").tolist():
            size += len(groups[at].columns)
            if size > self.blocks.settings.enlarged_columns and chosen:
                break
            chosen.append(groups[at])
        return chosen

    def _with_capacities(self, x: Floats, groups: Sequence[Group]) -> Group:
        """One group of all hours, with the columns without a step that may grow and the rows that these are in."""
        columns = np.concatenate([group.columns for group in groups])
        rows = np.unique(np.concatenate([group.rows for group in groups]))
        growing = np.setdiff1d(self._growing(rows), columns)
        touched = self.blocks.first_stage.matrix[:, np.searchsorted(self._without_step, growing)]
        rows = np.union1d(rows, np.flatnonzero((np.diff(touched.indptr) > 0) & self._row_without_step))
        least = np.concatenate([*(group.least for group in groups), x[growing]])
        most = np.concatenate([*(group.most for group in groups), self.blocks.program.upper[growing]])
        columns = np.concatenate([columns, growing])
        order = np.argsort(columns)
        is_shared = np.zeros(len(rows), dtype=bool)
        return Group(columns[order].astype(np.int32), rows.astype(np.int32), least[order], most[order], is_shared)

    @property
    def _without_step(self) -> Numbers:
        """First-stage columns other than states, ascending."""
        stage = self.blocks.first_stage.columns
        return np.asarray(stage[: len(stage) - len(self.blocks.boundary.columns)], dtype=np.int32)

    @property
    def _row_without_step(self) -> Flags:
        return np.asarray(self.redispatch.row_step < 0)

    def _growing(self, rows: Numbers) -> Numbers:
        """Columns that may grow without breaking a row of an hour that is held. shape: (column,)."""
        program, columns = self.blocks.program, self._without_step
        entries = self.blocks.first_stage.matrix[:, : len(columns)].tocoo()
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
        unit, now = self.units.least[group.columns], x[group.columns]
        between = (unit > 0) & (found > now) & (found < unit * (1 - self.blocks.settings.unit_rounding))
        goes_up = between & (found >= unit * share)
        least, most = np.where(goes_up, unit, group.least), np.where(between & ~goes_up, now, group.most)
        return group._replace(least=least, most=np.maximum(most, least))
