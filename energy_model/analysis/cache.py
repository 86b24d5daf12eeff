"""Cache of costly results of a solved dataset, which several tables and figures of a report share."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

import xarray as xr

Found = TypeVar("Found")
Asked = ParamSpec("Asked")


def cached(
    function: Callable[Concatenate[xr.Dataset, Asked], Found],
) -> Callable[Concatenate[xr.Dataset, Asked], Found]:
    """Keep what a function of a dataset (and a year) finds for as long as the dataset lives.

    Neither the dataset nor what is found may be changed afterwards.
    """
    kept: dict[tuple[object, ...], tuple[weakref.ref[xr.Dataset], Found]] = {}

    @wraps(function)
    def found(ds: xr.Dataset, *asked: Asked.args, **named: Asked.kwargs) -> Found:
        key = (id(ds), *asked, *named.items())
        if key not in kept:
            kept[key] = (weakref.ref(ds, lambda _: kept.pop(key, None)), function(ds, *asked, **named))
        return kept[key][1]

    return cast(Callable[Concatenate[xr.Dataset, Asked], Found], found)
