"""The hourly optimum of a random system: what every bound is held against."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import xarray as xr

from energy_model.compiler import LinearProgram
from energy_model.formulation.model import build
from tests.support.random_systems import random_small
from tests.support.solved_system import Solved, solved_data


@cache
def hourly_optimum(seed: int, hours: int = 48) -> Solved:
    """`random_small(seed, hours)` solved whole by simplex; a vertex. Kept for all proofs, which must not change it."""
    return solved_data(random_small(seed, hours))


def copied(program: LinearProgram) -> LinearProgram:
    """The program with arrays of its own, for a search that is judged on the one it was copied from."""
    names = ("matrix", "row_lower", "row_upper", "lower", "upper", "cost")
    return replace(program, **{name: getattr(program, name).copy() for name in names})


def price_breaks(data: xr.Dataset) -> np.ndarray:
    """Where a segment must begin: with a year, and where a price, a cost or a ratio changes. dims: step."""
    factors = ("market_profile", "cost_profile_of", "port_profile")
    names = list(dict.fromkeys(name for of in factors for name in data[of].values))
    factors = data["profile_value"].sel(profile=names).transpose("profile", "step").values
    changes = np.ones(data.sizes["step"], dtype=bool)
    changes[1:] = (np.diff(factors, axis=1) != 0).any(axis=0)
    return np.asarray(changes | year_breaks(data))


def year_breaks(data: xr.Dataset) -> np.ndarray:
    """Where a year begins, and a period of it. dims: step."""
    begins = [np.diff(data[name].values, prepend=-1) != 0 for name in ("year_of", "period_of")]
    return np.asarray(begins[0] | begins[1])


def random_starts(breaks: np.ndarray, seed: int, single: float | None = None) -> np.ndarray:
    """First steps of random segments that begin wherever they must and elsewhere with the chance `single`.

    Without one, some systems get long segments and some short ones.
    """
    rng = np.random.default_rng([7, seed])
    chance = rng.choice([0.0, 0.1, 0.5]) if single is None else single
    return np.flatnonzero(breaks | (rng.random(len(breaks)) < chance))


def as_segments(
    hourly: Solved, program: LinearProgram, segments: xr.Dataset, starts: np.ndarray, weight: np.ndarray | None = None
) -> np.ndarray:
    """The point of the segments' program that an hourly schedule is: means, states at the end, starts as needed.

    weight : of the steps of the schedule, all 1 if None. dims: step
    """
    steps = hourly.program.variables["unserved"].space.shape[-1]
    weight = np.ones(steps) if weight is None else weight
    last = np.append(starts[1:], steps) - 1
    states, x = build().state_variables, np.zeros(program.matrix.shape[1])
    for name, block in program.variables.items():
        dims = [factor.name for factor in block.space.factors]
        if name in OF_ONLINE or not block.space.size:
            continue
        values = np.asarray(hourly.program.variables[name].array(hourly.solution.x).values)
        if dims[-1] in ("step", "reserve_step"):
            values = values[..., last] if name in states else _mean(values, starts, weight)
        x[block.start : block.stop] = values.ravel()
    if program.variables["online_in_period"].space.size:
        _put_online(hourly, program, segments, starts, weight, x)
    return x


def _mean(values: np.ndarray, starts: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Means over segments. dims: (..., segment)."""
    return np.asarray(np.add.reduceat(values * weight, starts, axis=-1) / np.add.reduceat(weight, starts))


OF_ONLINE = ("online_in_period", "refitted_in_period", "online_at_end", "started", "started_at_end")


def _put_online(
    hourly: Solved,
    program: LinearProgram,
    segments: xr.Dataset,
    starts: np.ndarray,
    weight: np.ndarray,
    x: np.ndarray,
) -> None:
    """What is online on average and as blocks end, and the starts between them."""
    level = np.asarray(hourly.program.evaluate("online", hourly.solution.x).values)
    mean, last = _mean(level, starts, weight), level[:, np.append(starts[1:], level.shape[1]) - 1]
    committed = hourly.program.variables["online_in_period"].space.factors[0].members
    of = (
        segments["commitment"]
        .get_index("commitment")
        .get_indexer(segments["commitment_period"].sel(asset=committed).values)
    )
    is_end = segments["ends_block"].values > 0
    before = np.where(is_end, last, mean)[:, segments["previous"].values]
    opens = segments["is_commitment_step"].values[of]
    found = {"online_in_period": mean * opens, "started": np.maximum(mean - before, 0.0)}
    found |= {"online_at_end": last[:, is_end], "started_at_end": np.maximum(last - mean, 0.0)[:, is_end]}
    refitted = hourly.program.variables["refitted_in_period"].space.factors[0].members
    if refitted:
        kept = np.asarray(hourly.program.evaluate("refitted_online", hourly.solution.x).values)
        own = [list(committed).index(asset) for asset in refitted]
        found["refitted_in_period"] = _mean(kept, starts, weight) * opens[own]
    for name, values in found.items():
        block = program.variables[name]
        x[block.start : block.stop] = values.ravel()
