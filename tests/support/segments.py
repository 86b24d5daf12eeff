"""Datasets of hours made into datasets of segments: contiguous hours with the mean of every hourly number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr


def in_segments(data: xr.Dataset, lengths: Sequence[int]) -> xr.Dataset:
    """A dataset of one year whose steps are hours as one whose steps are segments of these numbers of hours."""
    hours = np.asarray(lengths)
    assert hours.sum() == data.sizes["step"] and data.sizes["year"] == 1
    first = np.cumsum(hours) - hours
    steps = np.arange(len(hours))
    before = np.roll(steps, 1)
    profiles = np.add.reduceat(data["profile_value"].transpose("profile", "step").values, first, axis=1) / hours
    return data.isel(step=steps).assign(
        weight=("step", hours.astype(float)),
        previous=("step", before),
        spacing=("step", (hours + hours[before]) / 2),
        merged=("step", np.where((hours > 1) | (hours[before] > 1), 1.0, 0.0)),
        closes_day=("step", data["closes_day"].values[first + hours - 1]),
        profile_value=(("profile", "step"), profiles),
    )
