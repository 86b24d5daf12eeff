"""Datasets of hours made into datasets of segments: contiguous hours with the mean of every hourly number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from energy_model.horizon.aggregation import aggregate


def in_segments(data: xr.Dataset, lengths: Sequence[int]) -> xr.Dataset:
    """A dataset of one year whose steps are hours as one whose steps are segments of these numbers of hours."""
    hours = np.asarray(lengths)
    assert hours.sum() == data.sizes["step"] and data.sizes["year"] == 1
    return aggregate(data, np.cumsum(hours) - hours)
