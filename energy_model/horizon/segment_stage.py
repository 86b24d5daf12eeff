"""Resolution stage in segments: cuts that are cheap and true, costs that are neither."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.dispatch import Dispatch
from energy_model.horizon.joined_blocks import JoinedDispatcher
from energy_model.horizon.program_basis import ProgramBasis
from energy_model.horizon.resolution_stage import ResolutionStage
from energy_model.horizon.search_state import Opening, SearchState
from energy_model.horizon.segments import Positions


class SegmentStage(ResolutionStage):
    """Rounds in segments of hours. Links between blocks are left out, and shortfalls are left to the next trial."""

    is_hourly = False

    def __init__(
        self,
        search: SearchState,
        blocks: Blocks,
        starts: Positions,
        opening: Opening,
        basis: ProgramBasis | None = None,
    ) -> None:
        """The first trial shares shared rows among blocks by the opening's prices, else as its decision does.

        Where the opening has cuts of hours as well, hours are soon near: the stage is left earlier.
        """
        dispatcher = JoinedDispatcher(search.problem, blocks, starts, search.clock.deadline, basis)
        super().__init__(search, blocks, starts, dispatcher)
        settings = self._settings
        self._prices = opening.prices
        share = settings.stage_gap_share if opening.hourly_basis is None else settings.warm_stage_gap_share
        self.gap = max(share * search.problem.options.gap, settings.stage_gap_floor)
        self.most_rounds, self.time_share = settings.stage_rounds, settings.stage_time_share

    def _opening(self, decision: Floats) -> Floats:
        """The decision with allocations of elastic rows that blocks take at the prices known so far."""
        if self._prices is None or not np.isfinite(self._blocks.allocations.penalty).any():
            return decision
        found = self._dispatcher.priced(decision, self._prices)
        self._search.bound.add_cuts(self._blocks, found.row_dual, found.allocation_dual, self._starts)
        return self._dispatcher.realised(decision, found.x)

    def _repaired(self, decision: Floats, relaxed: Dispatch) -> tuple[Floats, Dispatch]:
        return decision, relaxed

    def _schedule(self, decision: Floats, relaxed: Dispatch) -> Dispatch:
        return relaxed
