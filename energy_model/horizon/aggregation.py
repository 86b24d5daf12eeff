"""A dataset of segments: the same system with fewer steps, each the mean of its hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from energy_model.compiler.program import Floats
from energy_model.horizon.segments import Positions, at_end


def aggregate(dataset: xr.Dataset, starts: Positions) -> xr.Dataset:
    """The system in segments, to be formulated by the same rules.

    Every hourly number becomes its mean, but for what limits a state: its last value. Where `segments.respects_prices`
    holds, the optimum of what comes out is a lower bound on that of `dataset`: the rules of the formulation say why,
    each for itself.

    Parameters
    ----------
    dataset : assembled dataset, dims (step, profile, asset, ...)
    starts : first step of each segment, ascending from 0; no segment may cross a year, a month or a period
    """
    weight = dataset["weight"].to_numpy()
    total = np.add.reduceat(weight, starts)
    values = dataset["profile_value"].to_numpy()
    coarse = np.add.reduceat(values * weight, starts, axis=1) / total
    ends = at_end(dataset)
    coarse[ends] = values[ends][:, np.append(starts[1:], len(weight)) - 1]
    out = dataset.drop_vars([name for name in dataset.variables if "step" in dataset[name].dims])
    out = out.assign_coords(step=np.arange(len(starts)))
    if "closes_day" in dataset:  # days that end inside a segment are taken together with the next
        out["closes_day"] = "step", dataset["closes_day"].to_numpy()[np.append(starts[1:], len(weight)) - 1]
    for calendar in ("year_of", "period_of", "month_of", "day_of"):
        if calendar in dataset:
            out[calendar] = "step", dataset[calendar].to_numpy()[starts]
    if "calm_share" in dataset:
        out["calm_share"] = "step", np.add.reduceat(dataset["calm_share"].to_numpy(), starts)
    out["weight"] = "step", total
    out["previous"] = "step", _previous(out["period_of"].to_numpy())
    out["profile_value"] = ("profile", "step"), coarse
    if "night" in dataset:
        out["night"] = "step", np.add.reduceat(dataset["night"].to_numpy() * weight, starts) / total
    hours = np.diff(np.append(starts, len(weight)))
    before = out["previous"].to_numpy()
    out["merged"] = "step", ((hours > 1) | (hours[before] > 1)).astype(float)
    return out.assign(_lengths(dataset, starts, before) | _commitment(dataset, starts))


def with_block_ends(dataset: xr.Dataset, block_starts: Positions) -> xr.Dataset:
    """The dataset of hours with the ends of the blocks that begin at these steps: what is online then is a state.

    A commitment period that reaches over one goes on in the next block under a name of its own.
    """
    ends = np.zeros(dataset.sizes["step"])
    ends[np.append(block_starts[1:], len(ends)) - 1] = 1.0
    marked = dataset.assign(ends_block=("step", ends))
    return marked.assign(_commitment(marked, np.arange(len(ends))))


def _commitment(dataset: xr.Dataset, starts: Positions) -> dict[str, tuple[Sequence[str], NDArray[Any]]]:
    """Commitment periods of segments: those that keep to one period of all hours share it, others are their own."""
    over, step = ("commitment", "step"), np.arange(len(starts))
    period = dataset["commitment_step"].to_numpy()
    ends = dataset["ends_block"].to_numpy()[np.append(starts[1:], dataset.sizes["step"]) - 1]
    opens = np.append(True, ends[:-1] > 0)  # a block begins with a period, be it the rest of one
    first, last = np.minimum.reduceat(period, starts, axis=1), np.maximum.reduceat(period, starts, axis=1)
    blurred = first != last
    opening = np.ones(first.shape, dtype=bool)
    opening[:, 1:] = opens[1:] | blurred[:, 1:] | blurred[:, :-1] | (first[:, 1:] != first[:, :-1])
    own = np.maximum.accumulate(np.where(opening, step, 0), axis=1)
    begins = np.maximum.reduceat(dataset["may_start"].to_numpy(), starts, axis=1) > 0
    begins[:, 1:] |= blurred[:, :-1] & ~opens[1:]  # the period may have begun within the segment before
    return {
        "commitment_step": (over, own),
        "is_commitment_step": (over, opening.astype(float)),
        "may_start": (over, (opening & (begins | blurred)).astype(float)),
        "is_blurred": (over, blurred.astype(float)),
        "ends_block": (("step",), ends),
    }


def _previous(period: Floats) -> Positions:
    """The step before, cyclic within the period."""
    steps = np.arange(len(period))
    first = np.flatnonzero(np.r_[True, period[1:] != period[:-1]])
    previous = steps - 1
    previous[first] = np.append(first[1:], len(period)) - 1
    return previous


def _lengths(dataset: xr.Dataset, starts: Positions, before: Positions) -> dict[str, tuple[str, Floats]]:
    """Lengths of segments [h], of their first step and the mean of the later ones, and the distances of the centres."""
    length = dataset["step_length"].to_numpy()
    total, first = np.add.reduceat(length, starts), length[starts]
    later = np.diff(np.append(starts, len(length))) - 1
    mean = np.where(later > 0, (total - first) / np.maximum(later, 1), first)
    spacing = _spacing(dataset["spacing"].to_numpy(), length, starts, before)
    found = {"step_length": total, "first_length": first, "later_length": mean, "spacing": spacing}
    return {name: ("step", values) for name, values in found.items()}


def _spacing(spacing: Floats, length: Floats, starts: Positions, before: Positions) -> Floats:
    """Distance of the centres [h]: where hours are distances of hours, half of each segment and the way between."""
    # position of each hour's centre, as far as the distances tell; the way into a period is taken from its first step
    centre = np.cumsum(spacing)
    middle = np.add.reduceat(centre * length, starts) / np.add.reduceat(length, starts)
    inner = middle - np.roll(middle, 1)
    last = np.append(starts[1:], len(spacing)) - 1
    wrapped = (middle - centre[starts]) + spacing[starts] + (centre[last] - middle)[before]
    return np.where(before == np.arange(len(starts)) - 1, inner, wrapped)
