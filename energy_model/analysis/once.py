"""What is costly to find in a solved dataset is found once: several tables and figures of a report ask for it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import xarray as xr

Found = TypeVar("Found")


def once(function: Callable[[xr.Dataset, int], Found]) -> Callable[[xr.Dataset, int], Found]:
    """Keep what a function of a dataset and a year finds for as long as the dataset lives.

    Neither the dataset nor what is found may be changed afterwards.
    """
    kept: dict[tuple[int, int], tuple[weakref.ref[xr.Dataset], Found]] = {}

    @wraps(function)
    def found(ds: xr.Dataset, year: int) -> Found:
        key = (id(ds), year)
        if key not in kept:
            kept[key] = (weakref.ref(ds, lambda _: kept.pop(key, None)), function(ds, year))
        return kept[key][1]

    return found
