"""Where to look next: towards the plan of the lower bound, or near the best plan, whichever leads on."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.master import Master

# so far on the way from the best plan to the one that attains the lower bound: less where that asks the impossible
_WAY, _SHORTEST = 0.5, 0.02
# first radius of trust, relative to the size of what is planned, and its limits
_RADIUS, _LEAST, _MOST = 0.3, 1e-3, 4.0
# a step is good that gains this part of what the cuts promised, or moves a bound by this part of their distance
_GOOD, _MOVED = 0.1, 0.02


class Steps:
    """Alternates between two ways whenever one does not lead on.

    *Between*: a point between the best plan and the master's (in-out separation, W. Ben-Ameur and J. Neto, Networks 49
    (2007) 3): it raises the bound. *Near*: the master's plan within a box around the best plan, that grows and shrinks
    with success (a region of trust): it finds better plans where the cuts are still poor far away.
    """

    def __init__(self, periods: Blocks, master: Master) -> None:
        self._periods, self._master = periods, master
        self._near = True
        self._way = _WAY
        self._radius = _RADIUS
        self._promised = 0.0
        self._before = (-np.inf, np.inf)

    def next(self, best: Floats, cost: float, bound: float, ideal: Floats, last: float) -> Floats:
        """The plan to try, given the best one and its cost, the bound with the plan that attains it, and the cost of
        the plan tried last."""
        if not self._near:
            too_far = last - cost > 2 * (cost - bound)
            self._way = max(self._way / 2, _SHORTEST) if too_far else min(self._way * 1.5, _WAY)
        led_on = self._judge(cost, bound)
        self._before = bound, cost
        if not led_on:
            self._near = not self._near
        if self._near:
            reach = self._radius * self._periods.sizes(best)
            found = self._master.near(best - reach, best + reach)
            if found is not None:
                self._promised = cost - found[1]
                return found[0]
            self._near = False
        return best + self._way * (ideal - best)

    def _judge(self, cost: float, bound: float) -> bool:
        bound_before, cost_before = self._before
        if not np.isfinite(cost_before):
            return True
        if self._near:
            good = cost_before - cost >= _GOOD * self._promised > 0
            self._radius = min(self._radius * 2, _MOST) if good else max(self._radius / 2, _LEAST)
            return good
        moved = (bound - bound_before) + (cost_before - cost)
        return bool(moved >= _MOVED * (cost_before - bound_before))
