"""Unit sizes: the smallest sizes in which things are built, and bounds on columns that keep to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.horizon.segments import Flags, Numbers
from energy_model.horizon.settings import SearchSettings

_ROUNDING = SearchSettings.unit_rounding

Bounds = tuple[Floats, Floats]


class Sized(NamedTuple):
    """A plan, its cost [CNY], and what a unit more of some of its values would cost besides [CNY per unit]."""

    plan: Floats
    cost: float
    reduced: Floats


@dataclass(frozen=True, eq=False)
class UnitSizes:
    """Smallest sizes of columns, and columns that a good schedule leaves at nothing.

    least : (column,) of the program, smallest size other than nothing; 0 where any size will do
    whole : whether sizes are to be whole multiples of it
    lost : columns of demand that is not served; opposite : (2, pair) columns of which one at a time is above nothing
    """

    least: Floats
    whole: bool = False
    lost: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    opposite: Numbers = field(default_factory=lambda: np.zeros((2, 0), dtype=np.int32))


def usable_unit(least: Floats, upper: Floats) -> Floats:
    """Unit of each column: no larger than the column may be. shape: (chosen,)."""
    return np.asarray(np.where((upper > 0) & (upper < least), upper, least))


def odd_sizes(values: Floats, unit: Floats, whole: bool) -> Flags:
    """Which values are between nothing and a unit, or between two multiples of it. shape: (chosen,)."""
    units = values / unit
    between = np.abs(units - np.round(units)) > _ROUNDING
    return np.asarray(between if whole else between & (units < 1))


def kept_to_units(
    wanted: Floats, unit: Floats, whole: bool, is_possible: Callable[[Bounds], bool]
) -> tuple[Bounds, Flags]:
    """Bounds that keep columns to units, and which of them limits keep between two sizes. shapes: (chosen,).

    Of two sizes the nearer to what is wanted is taken, and the other where limits ask for it.

    Parameters
    ----------
    wanted : sizes of a plan; unit : above zero. shapes: (chosen,)
    is_possible : whether there is a decision with these columns within bounds
    """
    odd = odd_sizes(wanted, unit, whole)
    below = np.where(odd, np.floor(wanted / unit), np.round(wanted / unit)) * unit
    above = np.where(odd, below + unit, below)
    if whole:
        down, up = (below, below), (above, above)
    else:
        least = np.minimum(above, unit)
        more = np.where(above > 0, np.inf, 0.0)  # what is not built stays so
        down, up = (np.where(odd, 0.0, least), np.where(odd, 0.0, more)), (least, more)
    begin = np.where(odd, below, up[0]), np.where(odd, above, up[1])
    return _chosen(begin, (down, up), wanted >= (below + above) / 2, odd, is_possible)


def _chosen(
    begin: Bounds, sides: tuple[Bounds, Bounds], goes_up: Flags, odd: Flags, is_possible: Callable[[Bounds], bool]
) -> tuple[Bounds, Flags]:
    """Bounds with a side for each odd column, batch by batch, and those for which neither is possible."""
    (down, up), found, left = sides, begin, np.zeros(len(odd), dtype=bool)
    batches = [np.flatnonzero(odd)] if odd.any() else []
    while batches:
        batch = batches.pop()
        for upward in (goes_up, ~goes_up)[: 2 if len(batch) == 1 else 1]:
            trial = found[0].copy(), found[1].copy()
            for end in (0, 1):
                trial[end][batch] = np.where(upward, up[end], down[end])[batch]
            if is_possible(trial):
                found = trial
                break
        else:
            half = len(batch) // 2
            if half:
                batches += [batch[half:], batch[:half]]
            else:
                left[batch] = True
    return found, left


def cheapest_sizes(
    bounds: Bounds,
    unit: Floats,
    whole: bool,
    cheapest: Callable[[Bounds], Sized | None],
    most: int = SearchSettings.polish_moves,
    gain: float = 0.0,
) -> Sized | None:
    """The cheapest plan within bounds, some of the sizes gone on to the next where that is cheaper; None without one.

    Parameters
    ----------
    cheapest : plan within bounds of the columns; its `reduced` is theirs, shape (chosen,)
    most : number of columns that are tried at their next size, those first that promise most
    gain : least that a column must promise to be tried [CNY]
    """
    best = cheapest(bounds)
    if best is None:
        return None
    promise = -best.reduced * unit
    for place in np.argsort(-np.abs(promise), kind="stable")[:most].tolist():
        moved = _at_next_size(bounds, place, unit[place], bool(promise[place] > 0), whole)
        is_worth = abs(promise[place]) > gain
        other = cheapest(moved) if moved is not None and is_worth else None
        if moved is not None and other is not None and other.cost < best.cost:
            best, bounds = other, moved
    return best


def _at_next_size(bounds: Bounds, place: int, unit: float, is_up: bool, whole: bool) -> Bounds | None:
    """Bounds with one column at the next size above, or below; None where it is free to go there or can not."""
    low, high = bounds[0].copy(), bounds[1].copy()
    if whole:
        low[place] += unit if is_up else -unit
        high[place] = low[place]
        return (low, high) if low[place] >= -_ROUNDING * unit else None
    is_nothing = high[place] <= _ROUNDING * unit
    is_between = not is_nothing and low[place] < unit * (1 - _ROUNDING)
    if is_nothing != is_up or is_between:
        return None
    low[place], high[place] = (unit, np.inf) if is_up else (0.0, 0.0)
    return low, high
