"""Trial points: towards the master solution or within a trust region, whichever makes serious steps."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.master import Master
from energy_model.horizon.unit_sizes import Bounds, Sized


class TrialPoints:
    """Alternates between two rules whenever one does not make a serious step.

    *In-out*: a point between the best decision and the master solution (in-out separation, W. Ben-Ameur and J. Neto,
    Networks 49 (2007) 3): it raises the bound. *Trust region*: the master's choice within a box around the best
    decision, which grows and shrinks with success: it finds better decisions where cuts are still poor far away.
    """

    def __init__(self, blocks: Blocks, master: Master) -> None:
        self._blocks, self._master, self._settings = blocks, master, blocks.settings
        self._in_region = self._is_serious = True
        self._in_out_step = self._settings.in_out_first
        self._radius = self._settings.radius
        self._promised = 0.0
        self._before = (-np.inf, np.inf)
        self._box: Bounds | None = None

    def box(self, best: Floats, cost: float) -> Bounds | None:
        """Bounds of the next trial within the trust region; None where it takes the lower bound to tell whether.

        best, cost : as of `next`. shapes: (decision,)
        """
        self._box = None
        if self._in_region:
            self._is_serious = self._is_serious_in_region(cost)
            self._box = self._around(best) if self._is_serious else None
        return self._box

    def next(
        self, best: Floats, cost: float, bound: float, master_solution: Floats, last: float, boxed: Sized | None
    ) -> Floats:
        """Decision to try, after `box`. shape: (decision,).

        Parameters
        ----------
        best, cost : the best decision and its cost; bound, master_solution : lower bound and the decision attaining it
        last : cost of the decision tried last
        boxed : the master's choice within the box that was told
        """
        if not self._in_region:
            self._adapt_in_out_step(last - cost, cost - bound)
            self._is_serious = self._is_serious_in_out(cost, bound)
        self._before = bound, cost
        if not self._is_serious:
            self._in_region = not self._in_region
        if self._in_region:
            found = boxed if self._box is not None else self._master.within(*self._around(best))
            if found is not None:
                self._promised = cost - found.cost
                return found.plan
            self._in_region = False
        return best + self._in_out_step * (master_solution - best)

    def _around(self, best: Floats) -> Bounds:
        reach = self._radius * scale(self._blocks, best)
        return best - reach, best + reach

    def _adapt_in_out_step(self, excess: float, gap: float) -> None:
        settings = self._settings
        if excess > settings.in_out_too_far * gap:
            self._in_out_step = max(self._in_out_step * settings.in_out_shrink, settings.in_out_least)
        else:
            self._in_out_step = min(self._in_out_step * settings.in_out_growth, settings.in_out_step)

    def _is_serious_in_region(self, cost: float) -> bool:
        settings, cost_before = self._settings, self._before[1]
        if not np.isfinite(cost_before):
            return True
        serious = cost_before - cost >= settings.serious_gain * self._promised > 0
        grown, shrunk = self._radius * settings.radius_growth, self._radius * settings.radius_shrink
        self._radius = min(grown, settings.radius_most) if serious else max(shrunk, settings.radius_least)
        return serious

    def _is_serious_in_out(self, cost: float, bound: float) -> bool:
        bound_before, cost_before = self._before
        moved = (bound - bound_before) + (cost_before - cost)
        return bool(not np.isfinite(cost_before) or moved >= self._settings.serious_move * (cost_before - bound_before))


def scale(blocks: Blocks, decision: Floats) -> Floats:
    """Scale of each value: as it is, or a part of the mean of its variable if that is more. shape: (decision,).

    Of a state it is the change from block to block that counts: a large tank moves slowly.
    """
    settings, columns = blocks.settings, blocks.first_stage.columns
    values, allocated = blocks.split(decision)
    size = np.abs(values)
    first = len(values) - len(blocks.boundary.columns)
    change = np.abs(np.diff(values[first:], prepend=values[first : first + 1]))
    size[first:] = np.minimum(size[first:], change + np.roll(change, -1)) if len(change) else 0.0
    for variable in blocks.program.variables.values():
        own = (columns >= variable.start) & (columns < variable.stop)
        if own.any():
            size[own] = np.maximum(size[own], settings.scale_share * size[own].mean() + settings.scale_floor)
    return np.concatenate([size, np.abs(allocated) + settings.scale_floor])
