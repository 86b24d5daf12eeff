"""Contiguous segments of hours: neighbours are merged where that loses least, extremes stay fine.

Merging follows J. H. Ward, "Hierarchical grouping to optimize an objective function", J. Am. Stat. Assoc. 58 (1963)
236, restricted to neighbours in time.
"""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from energy_model.compiler.program import Floats
from energy_model.horizon.settings import SearchSettings

FACTORS = ("market_profile", "cost_profile_of", "port_profile")  # names of profiles that multiply a variable of a step

Positions = NDArray[np.int64]
# rows, columns and blocks, of which large programs have many
Numbers = NDArray[np.int32]
BlockNumbers = NDArray[np.signedinteger[Any]]  # of 16 bits where so few blocks are told apart
Flags = NDArray[np.bool_]


def choose(
    dataset: xr.Dataset,
    count: int,
    breaks: Flags | None = None,
    *,
    keep_prices: bool = True,
    settings: SearchSettings | None = None,
) -> Positions:
    """First steps of about `count` segments, ascending from 0.

    Parameters
    ----------
    dataset : an assembled dataset, one step an hour
    count : wanted number; more are given where breaks do not leave so few
    breaks : (step,) True where a segment must begin in any case
    keep_prices : never merge across a change of an hourly price. Without it the segments are no relaxation
    """
    settings = settings or SearchSettings()
    forced = calendar_breaks(dataset) if breaks is None else breaks | calendar_breaks(dataset)
    if keep_prices:
        forced |= price_breaks(dataset)
    series = normalised_series(dataset, settings.market_share)
    if count > settings.fine_spells_from * forced.sum():
        forced |= _fine_spells(dataset, settings)
    return merged_neighbours(series, count, forced)


def flags_at(positions: Positions | Numbers, size: int) -> Flags:
    """True at the positions. shape: (size,)."""
    flags = np.zeros(size, dtype=bool)
    flags[positions] = True
    return flags


def calendar_breaks(dataset: xr.Dataset) -> Flags:
    """True at the first step of each year and period, and of each month where months are told apart. shape: (step,)."""
    names = [name for name in ("year_of", "period_of", "month_of") if name in dataset]
    return _changes(np.stack([dataset[name].to_numpy() for name in names]), first=True)


def price_breaks(dataset: xr.Dataset) -> Flags:
    """True where a number changes that multiplies what hours do: a price, a cost, an efficiency. shape: (step,)."""
    used = np.unique(np.concatenate([dataset[name].to_numpy().astype(str) for name in FACTORS]))
    return _changes(dataset["profile_value"].sel(profile=used).to_numpy())


def at_end(dataset: xr.Dataset) -> Flags:
    """True for profiles that limit a state, the value at the end of a step. shape: (profile,)."""
    if "profile_at_end" in dataset:
        return np.asarray(dataset["profile_at_end"].to_numpy(), dtype=bool)
    return np.zeros(dataset.sizes["profile"], dtype=bool)


def respects_prices(dataset: xr.Dataset, starts: Positions) -> bool:
    """Whether no price changes inside a segment."""
    return bool(np.isin(np.flatnonzero(price_breaks(dataset)), starts).all())


def normalised_series(dataset: xr.Dataset, market_share: float = SearchSettings.market_share) -> Floats:
    """Hourly series, each weighted with the size of what follows it [MW]. shape: (step, series).

    Profiles of states do not count: within a segment nothing is lost of them.
    """
    size, ends = _sizes(dataset, market_share), at_end(dataset)
    names = [n for n, end in zip(dataset["profile"].to_numpy(), ends, strict=True) if size.get(n, 0) > 0 and not end]
    values: Floats = dataset["profile_value"].sel(profile=names).to_numpy()
    values = values * np.array([size[n] for n in names])[:, None]
    varying = np.ptp(values, axis=1) > 0
    return np.ascontiguousarray(values[varying].T)


def _sizes(dataset: xr.Dataset, market_share: float) -> dict[str, float]:
    """MW that follow each profile: demand, markets, and plants up to the mean demand of all, if there is any."""
    load = dataset["demand_mean"].max("year").to_numpy()
    most = float(load.sum()) or np.inf
    followers = (
        (dataset["availability_of"], np.minimum(dataset["maximum_capacity"].max("year").to_numpy(), most)),
        (dataset["demand_profile"], load),
        (dataset["market_profile"], np.minimum(dataset["market_capacity"].max("year").to_numpy(), most * market_share)),
    )
    size: dict[str, float] = {}
    for profile, megawatts in followers:
        for name, value in zip(profile.to_numpy(), megawatts, strict=True):
            size[str(name)] = size.get(str(name), 0.0) + float(value)
    return size


def _fine_spells(dataset: xr.Dataset, settings: SearchSettings) -> Flags:
    """Break around each hour of the highest residual load and within the calmest spells, so that they stay fine."""
    demand = _weighted(dataset, "demand_profile", dataset["demand_mean"].max("year"))
    varies = dataset["profile_value"].std("step") > 0
    natural = dataset["natural"] & varies.sel(profile=dataset["availability_of"].astype(str)).drop_vars("profile")
    supply = _weighted(dataset, "availability_of", (natural * dataset["maximum_capacity"].max("year")))
    supply *= demand.mean() / max(supply.mean(), settings.supply_rounding)
    steps = len(demand)
    alone = np.zeros(steps, dtype=bool)
    alone[np.argsort(supply - demand)[: int(settings.peak_share * steps)]] = True
    spell = min(settings.calm_spell, steps)
    number = int(settings.calm_share * steps / spell)
    calm = np.convolve(supply - demand, np.ones(spell), "valid").argsort()[:number]
    for begin in calm:
        alone[begin : begin + spell : settings.calm_stride] = True
    after = np.roll(alone, 1)
    after[0] = False
    return alone | after


def _weighted(dataset: xr.Dataset, profile: str, megawatts: xr.DataArray) -> Floats:
    values: Floats = dataset["profile_value"].sel(profile=dataset[profile].to_numpy().astype(str)).to_numpy()
    return megawatts.to_numpy() @ values


def _changes(values: NDArray[np.generic], first: bool = False) -> Flags:
    flags = np.zeros(values.shape[1], dtype=bool)
    flags[1:] = (values[:, 1:] != values[:, :-1]).any(axis=0)
    flags[0] = first
    return flags


def merged_neighbours(series: Floats, count: int, forced: Flags) -> Positions:
    """First positions of `count` segments; each time the two neighbours merge whose merger adds least squared error.

    shapes: series (step, series), forced (step,) True where a segment must begin.
    """
    hours = len(series)
    mass, mean = np.ones(hours), series.copy()
    right, left = np.arange(1, hours + 1), np.arange(-1, hours - 1)
    version, alive = np.zeros(hours, dtype=np.int64), np.ones(hours, dtype=bool)

    def entry(a: int, b: int) -> tuple[float, int, int, int, int]:
        distance = mean[a] - mean[b]
        loss = float(mass[a] * mass[b] / (mass[a] + mass[b]) * (distance @ distance))
        return loss, a, b, int(version[a]), int(version[b])

    heap = [entry(k - 1, k) for k in range(1, hours) if not forced[k]]
    heapq.heapify(heap)
    remaining = hours
    while remaining > count and heap:
        _, a, b, version_a, version_b = heapq.heappop(heap)
        if not (alive[a] and alive[b]) or version[a] != version_a or version[b] != version_b:
            continue  # one of the two has been merged since
        mean[a] = (mass[a] * mean[a] + mass[b] * mean[b]) / (mass[a] + mass[b])
        mass[a] += mass[b]
        alive[b] = False
        version[a] += 1
        after, before = int(right[b]), int(left[a])
        right[a] = after
        if after < hours:
            left[after] = a
            if not forced[after]:
                heapq.heappush(heap, entry(a, after))
        if before >= 0 and not forced[a]:
            heapq.heappush(heap, entry(before, a))
        remaining -= 1
    return np.flatnonzero(alive)
