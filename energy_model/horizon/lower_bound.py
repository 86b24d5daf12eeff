"""Lower bound of a search: the master problem over all cuts, the best bound so far and its proof."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import relative_gap
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.cut_origins import CutOrigins
from energy_model.horizon.cuts import cuts_of, cuts_of_twins
from energy_model.horizon.master import Master, Proof
from energy_model.horizon.segments import Numbers, Positions
from energy_model.horizon.unit_sizes import Bounds, Sized


class LowerBound:
    """Bound of the cost of every schedule in all hours.

    value : [CNY]; proof : duals that prove it; master : holds the cuts; origins : of these;
    common : cost that every plan pays [CNY]
    """

    def __init__(self, hourly: Blocks, common: float, threads: int = 0) -> None:
        """`threads` : 0 for all."""
        self.master = Master(hourly, threads)
        self.origins = CutOrigins()
        self.value, self.common = -np.inf, common
        self.proof: Proof = self.master.no_proof()

    def add_cuts(
        self, blocks: Blocks, row_dual: Floats, allocation_dual: Floats, starts: Positions, only: Numbers | None = None
    ) -> None:
        """Take on the cuts that duals prove, of all blocks or some; `starts` are the first hours of the steps.

        shapes: row_dual (row,), allocation_dual (allocation,).
        """
        cuts = cuts_of(blocks, row_dual, allocation_dual)
        if only is not None:
            cuts = cuts.chosen(np.isin(cuts.block, only))
        self.master.add(cuts, self.origins.of(blocks, starts, cuts.block, row_dual, allocation_dual))

    def pass_on(
        self, blocks: Blocks, row_dual: Floats, allocation_dual: Floats, starts: Positions, sources: Sequence[int]
    ) -> None:
        """Take on the cuts that duals of the source blocks prove for others; parameters as of `add_cuts`."""
        for block in sources:
            cuts = cuts_of_twins(blocks, row_dual, allocation_dual, block)
            origins = self.origins.of_twins(blocks, starts, cuts.block, row_dual, allocation_dual, block)
            self.master.add(cuts, origins)

    def raised(self) -> Floats:
        """Raise the bound as far as the cuts allow; the decision that attains it. shape: (decision,)."""
        return self.raised_beside(None)[0]

    def raised_beside(self, box: Bounds | None) -> tuple[Floats, Sized | None]:
        """As `raised`, and the cheapest decision within bounds by the same cuts, found on another core.

        box : None: nothing is asked; the second is None then, or where there is none. shapes: (decision,)
        """
        bound, solution, proof, boxed = self.master.solve(box)
        if bound > self.value:
            self.value, self.proof = bound, proof
        return solution, boxed

    def is_within(self, gap: float, cost: float) -> bool:
        """Whether a cost [CNY] is no further above the bound than a share of what decisions can change."""
        return bool(np.isfinite(cost) and relative_gap(cost, self.value, self.common) <= gap)
