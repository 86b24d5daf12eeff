"""Nearest decision: the least changes to a decision that bounds on some of its values ask of all others."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.trial_points import scale
from energy_model.horizon.warm_start import OPTIMAL, solve_warm, warm_solver


class NearestDecision:
    """Changes a decision as little as the limits of the first stage allow, each value measured in its scale."""

    def __init__(self, blocks: Blocks, decision: Floats) -> None:
        """`decision` (decision,) is what the nearest is sought to; allocations are left as they are."""
        stage, program = blocks.first_stage, blocks.program
        self._rounding = blocks.settings.crossing_rounding
        self._values, self._allocated = blocks.split(decision)
        self._matrix = sp.csr_array(stage.matrix[stage.rows])
        self._row_bounds = program.row_lower[stage.rows], program.row_upper[stage.rows]
        lower, upper = blocks.bounds
        # a value that misses a bound by rounding must not make everything infeasible
        self.lower = np.minimum(lower[stage.columns], self._values)
        self.upper = np.maximum(upper[stage.columns], self._values)
        self._weight = 1.0 / scale(blocks, decision)[: len(self._values)]

    def within(self, low: Floats, high: Floats) -> Floats | None:
        """The nearest decision with first-stage columns within bounds; None where there is none. shape: (decision,).

        low, high : (first-stage column,)
        """
        least, most = np.maximum(low, self.lower), np.minimum(high, self.upper)
        if (least > most + self._rounding * (1.0 + np.abs(least))).any():
            return None
        least = np.minimum(least, most)
        begin = np.clip(self._values, least, most)
        done = self._matrix @ begin
        own = LinearProgram.bare(
            sp.csr_array(sp.hstack([self._matrix, -self._matrix])),
            row_bounds=(self._row_bounds[0] - done, self._row_bounds[1] - done),
            bounds=(np.zeros(2 * len(begin)), np.concatenate([most - begin, begin - least])),
            cost=np.tile(self._weight, 2),
        )
        solver = warm_solver(own)
        if solve_warm(solver) != OPTIMAL:
            return None
        up, down = np.split(np.asarray(solver.getSolution().col_value), 2)
        return np.concatenate([np.clip(begin + up - down, least, most), self._allocated])
