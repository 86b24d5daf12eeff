"""Rows of items as variables of a dataset, everything not given at its default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tests.support.systems.defaults import Row, of_items, of_years

Variables = dict[str, Any]


def columns(dim: str, rows: Mapping[str, Row], defaults: Row) -> Variables:
    """Variables over (dim) named and typed as `defaults`; values of other names are left alone."""
    found: Variables = {}
    for name, default in defaults.items():
        values = [row.get(name, default) for row in rows.values()]
        found[name] = (dim, texts(values) if isinstance(default, str) else np.array(values, dtype=type(default)))
    return found


def yearly(dim: str, rows: Mapping[str, Row], defaults: Row, years: int) -> Variables:
    """Variables over (dim, year); a row gives a number or one a year."""
    found: Variables = {}
    for name, default in defaults.items():
        values = [np.broadcast_to(np.asarray(row.get(name, default), dtype=float), (years,)) for row in rows.values()]
        found[name] = ((dim, "year"), np.array(values, dtype=float).reshape(len(rows), years))
    return found


def items(dim: str, rows: Mapping[str, Row], years: int) -> Variables:
    """All variables over (dim) and (dim, year); KeyError where a row gives what there is not."""
    by_item, by_year = of_items(dim), of_years(dim)
    refuse_unknown(rows, by_item | by_year)
    return columns(dim, rows, by_item) | yearly(dim, rows, by_year, years)


def refuse_unknown(rows: Mapping[str, Row], known: Row) -> None:
    """Raise KeyError with all names that rows give and `known` has not."""
    unknown = {f"{name}: {key}" for name, row in rows.items() for key in row.keys() - known.keys()}
    if unknown:
        raise KeyError(f"no such values: {sorted(unknown)}")


def texts(values: Sequence[Any]) -> np.ndarray:
    """Words as an array of objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = list(values)
    return array
