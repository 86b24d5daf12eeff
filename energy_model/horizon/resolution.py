"""Resolution stages: how long blocks are and how many segments each stage has (docs/certificate.md)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from energy_model.horizon.block_boundaries import block_starts
from energy_model.horizon.segments import Positions, choose, flags_at, price_breaks
from energy_model.horizon.settings import SearchSettings


def first_steps(dataset: xr.Dataset, settings: SearchSettings) -> Positions:
    """First step of each block: what is divided is the work, so that steps count and not how long they are.

    shape: (block,)
    """
    period = dataset["period_of"].to_numpy()
    return block_starts(period, np.ones(len(period)), settings.block_hours, settings.boundary_rounding)


def initial_segments(dataset: xr.Dataset, settings: SearchSettings, is_elastic: bool = False) -> Positions:
    """Segments of the initial relaxation: few, if need be across price levels.

    is_elastic : whether many limits may be missed at a price
    """
    steps = dataset.sizes["step"]
    breaks = flags_at(first_steps(dataset, settings), steps)
    keep_prices = bool(price_breaks(dataset).sum() <= settings.initial_share * steps / settings.stage_growth)
    across = settings.initial_share_elastic if is_elastic else settings.initial_share_across_prices
    share = settings.initial_share if keep_prices else across
    return choose(dataset, int(share * steps), breaks, keep_prices=keep_prices, settings=settings)


def resolution_stages(dataset: xr.Dataset, settings: SearchSettings) -> Iterator[Positions]:
    """Segments of each stage, by their first step; the last is every hour."""
    steps = dataset.sizes["step"]
    breaks = flags_at(first_steps(dataset, settings), steps)
    last = 0
    for share in settings.stage_shares:
        if share * steps < settings.stage_growth * last:
            continue
        starts = choose(dataset, int(share * steps), breaks, settings=settings)
        if settings.stage_growth * last <= len(starts) and settings.stage_growth * len(starts) <= steps:
            last = len(starts)
            yield starts
    yield np.arange(steps)
