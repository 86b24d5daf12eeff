"""How fine the steps are from level to level: docs/certificate.md says what was tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import xarray as xr

from energy_model.horizon.block_boundaries import block_starts
from energy_model.horizon.segments import Positions, choose, flags_at, price_breaks


@dataclass(frozen=True)
class Schedule:
    """Length of a period and number of segments, level by level.

    period_hours : [h]
    first : segments of the first guess, solved at once, as a share of all hours; at least one a period
    first_across_prices : the same where so few segments must cross price levels, and are no relaxation
    levels : numbers of segments, as shares of all hours, ascending; all hours follow
    growth : a level with less than so many times the segments of the one before is left out, as is one with more than
        this part of all hours
    """

    period_hours: float = 120.0
    first: float = 0.06
    first_across_prices: float = 0.017
    levels: tuple[float, ...] = (0.18, 0.45)
    growth: float = 2.0

    def periods(self, dataset: xr.Dataset) -> Positions:
        """First step of each period, in hours."""
        return block_starts(dataset["year_of"].to_numpy(), dataset["weight"].to_numpy(), self.period_hours)

    def guess(self, dataset: xr.Dataset) -> Positions:
        """Segments of the first guess: few, if need be across price levels."""
        steps = dataset.sizes["step"]
        breaks = flags_at(self.periods(dataset), steps)
        if price_breaks(dataset).sum() <= self.first * steps / self.growth:
            return choose(dataset, int(self.first * steps), breaks)
        return choose(dataset, int(self.first_across_prices * steps), breaks, keep_prices=False)

    def segments(self, dataset: xr.Dataset) -> Iterator[Positions]:
        """Segments of each level; the last is every hour."""
        steps = dataset.sizes["step"]
        breaks = flags_at(self.periods(dataset), steps)
        last = 0
        for share in self.levels:
            if share * steps < self.growth * last:
                continue
            starts = choose(dataset, int(share * steps), breaks)
            if self.growth * last <= len(starts) and self.growth * len(starts) <= steps:
                last = len(starts)
                yield starts
        yield np.arange(steps)
