"""The optimum of segments is a lower bound on that of the hours; with an hour each, they are equal.

Aggregations that are wrong on purpose show that these tests would notice.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import compile_model
from energy_model.formulation.model import build
from energy_model.horizon import SearchSettings
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.certify import with_states
from energy_model.horizon.segments import choose, respects_prices
from tests.support.hourly import as_segments, hourly_optimum, price_breaks, random_starts, year_breaks
from tests.support.random_systems import random_small, random_uneven
from tests.support.seeds import proof_seeds
from tests.support.solved_system import solved_data

pytestmark = pytest.mark.proof

TOLERANCE = 1e-7


def excess(data: xr.Dataset, hourly: float) -> float:
    """By how much an optimum is above that of the hours, relative to it."""
    return (solved_data(data).objective - hourly) / abs(hourly)


def violation(
    data: xr.Dataset, starts: np.ndarray, seed: int, aggregation: Callable[[xr.Dataset, np.ndarray], xr.Dataset]
) -> tuple[float, float]:
    """Of the means of the hourly optimum: what they violate in the segments [MW], and the relative cost they add."""
    hourly, segments = hourly_optimum(seed), aggregation(data, starts)
    program = compile_model(build(), segments)
    x = as_segments(hourly, program, segments, starts)
    rows, low, high = program.matrix @ x, program.row_lower, program.row_upper
    worst = max((low - rows).max(), (rows - high).max(), (program.lower - x).max(), (x - program.upper).max())
    cost = program.cost @ x + program.offset
    return float(worst), float((cost - hourly.objective) / abs(hourly.objective))


@proof_seeds(3)
def test_means_of_hours_are_a_schedule_of_the_segments(seed: int) -> None:
    """Sharper than comparing optima, where what merging gives away hides a small wrong."""
    data = random_small(seed)
    violated, dearer = violation(data, random_starts(price_breaks(data), seed), seed, aggregate)
    assert violated <= 1e-6 and dearer <= 1e-9


@proof_seeds(2)
def test_means_of_unequal_steps_are_a_schedule_of_the_segments(seed: int) -> None:
    """Steps of other lengths, in periods that occur more or less often; segments keep to their period."""
    data = random_uneven(seed)
    hourly, starts = solved_data(data), random_starts(price_breaks(data), seed)
    segments = aggregate(data, starts)
    program = compile_model(build(), segments)
    x = as_segments(hourly, program, segments, starts, data["weight"].values)
    rows = program.matrix @ x
    assert (program.row_lower - rows).max() <= 1e-6 and (rows - program.row_upper).max() <= 1e-6
    assert (program.lower - x).max() <= 1e-6 and (x - program.upper).max() <= 1e-6
    assert program.cost @ x + program.offset <= hourly.objective + 1e-9 * abs(hourly.objective)


@proof_seeds(2)
def test_segments_are_a_lower_bound(seed: int) -> None:
    data = random_small(seed)
    starts = random_starts(price_breaks(data), seed)
    assert excess(aggregate(data, starts), hourly_optimum(seed).objective) <= TOLERANCE


@proof_seeds(2)
def test_chosen_segments_are_a_lower_bound(seed: int) -> None:
    data = random_small(seed)
    count = int(np.random.default_rng(seed).integers(1, data.sizes["step"]))
    starts = choose(data, count, year_breaks(data))
    assert respects_prices(data, starts)
    assert excess(aggregate(data, starts), hourly_optimum(seed).objective) <= TOLERANCE


@proof_seeds(3)
def test_an_hour_each_is_exact(seed: int) -> None:
    data = random_small(seed)
    assert abs(excess(aggregate(data, np.arange(data.sizes["step"])), hourly_optimum(seed).objective)) <= 1e-9


@proof_seeds(3)
def test_chosen_segments_begin_where_they_must(seed: int) -> None:
    data = random_small(seed)
    rng = np.random.default_rng(seed)
    breaks = year_breaks(data) | (rng.random(data.sizes["step"]) < 0.05)
    count = int(rng.integers(1, data.sizes["step"]))
    starts = choose(data, count, breaks)
    needed = np.flatnonzero(breaks | price_breaks(data))
    assert np.isin(needed, starts).all()
    assert (np.diff(starts) > 0).all() and starts[0] == 0 and starts[-1] < data.sizes["step"]
    # no fewer than asked for; more only for what must begin and for the fine spells around it
    assert len(starts) >= min(count, data.sizes["step"])
    assert len(starts) == count or len(starts) <= max(len(needed), count)


@proof_seeds(3)
def test_aggregation_keeps_hours_and_energy(seed: int) -> None:
    """Limits and demands keep their mean in every segment."""
    data = random_small(seed)
    starts = random_starts(price_breaks(data), seed)
    segments = aggregate(data, starts)
    hours = np.diff(np.append(starts, data.sizes["step"]))
    assert segments["weight"].values == pytest.approx(hours)
    assert (segments["year_of"].values == data["year_of"].values[starts]).all()
    followers = (("asset", "availability_of"), ("demand", "demand_profile"), ("market", "market_profile"))
    for over, follows in followers:
        for item in data[over].values:
            fine, coarse = (_series(d, over, follows, item) for d in (data, segments))
            expected = np.add.reduceat(fine, starts) / hours
            assert coarse == pytest.approx(expected, rel=1e-12, abs=1e-12), item


@proof_seeds(3)
def test_aggregation_keeps_the_order_of_time(seed: int) -> None:
    """The step before is cyclic within a year, distances of centres add up to the year, single hours stay single."""
    data = random_small(seed)
    starts = random_starts(year_breaks(data), seed)
    segments = aggregate(data, starts)
    hours = np.diff(np.append(starts, data.sizes["step"]))
    before = segments["previous"].values
    for year in data["year"].values:
        of_year = np.flatnonzero(segments["year_of"].values == year)
        assert (before[of_year] == np.roll(of_year, 1)).all()
        assert segments["weight"].values[of_year].sum() == pytest.approx(data.sizes["step"] / data.sizes["year"])
    assert segments["spacing"].values == pytest.approx((hours + hours[before]) / 2)
    assert (segments["merged"].values == ((hours > 1) | (hours[before] > 1))).all()


def least_availability(data: xr.Dataset, starts: np.ndarray) -> xr.Dataset:
    """Wrong: of committed plants what is available in every hour of a segment. In its better hours they run more."""
    segments = aggregate(data, starts)
    committed = (data["behaviour"] == "conversion") & (data["min_load"] > 0)
    names = np.unique(data["availability_of"].values[committed.values].astype(str))
    at = np.flatnonzero(np.isin(data["profile"].values.astype(str), names))
    values = segments["profile_value"].values.copy()
    values[at] = np.minimum.reduceat(data["profile_value"].values[at], starts, axis=1)
    return segments.assign(profile_value=(("profile", "step"), values))


def averaged_price(data: xr.Dataset, starts: np.ndarray) -> xr.Dataset:
    """Wrong for segments across price levels: in the hours power is bought when it is cheap, there at the mean."""
    return aggregate(data, starts)


def ramps_of_an_hour(data: xr.Dataset, starts: np.ndarray) -> xr.Dataset:
    """Wrong: between means of segments no more than one hour's ramp."""
    segments = aggregate(data, starts)
    return segments.assign(spacing=xr.ones_like(segments["spacing"]))


def ramps_of_committed_plants(data: xr.Dataset, starts: np.ndarray) -> xr.Dataset:
    """Wrong: ramps of committed plants between segments too.

    Within a segment what is online may fall while output stays; the row of the next sees only what is left online.
    """
    segments = aggregate(data, starts)
    return segments.assign(merged=segments["merged"] * 0)


def with_ends(data: xr.Dataset) -> xr.Dataset:
    """The system with blocks of eight hours."""
    return with_states(data, SearchSettings(block_hours=8.0))


def periods_of_segments(data: xr.Dataset, starts: np.ndarray) -> xr.Dataset:
    """Wrong: a segment that reaches over more than one period keeps to the first of them."""
    segments, period = aggregate(data, starts), data["commitment_step"].values[:, starts]
    opens = np.diff(period, axis=1, prepend=-1) != 0
    own = np.maximum.accumulate(np.where(opens, np.arange(len(starts)), 0), axis=1)
    over = ("commitment", "step")
    return segments.assign(commitment_step=(over, own), is_commitment_step=(over, opens.astype(float)))


def ends_at_the_mean(data: xr.Dataset, starts: np.ndarray) -> xr.Dataset:
    """Wrong: as a block ends that is online which was online in the mean of its last segment."""
    segments = aggregate(data, starts)
    return segments.assign(is_blurred=segments["is_blurred"] * 0)


Aggregation = Callable[[xr.Dataset, np.ndarray], xr.Dataset]


class TestThatWrongAggregationsAreNoticed:
    """Systems that give each away, found by search among the first 30; the right aggregation passes in all of them."""

    @pytest.mark.parametrize("seed", [16])
    def test_the_least_availability_has_no_room_for_the_means_of_hours(self, seed: int) -> None:
        data = random_small(seed)
        assert violation(data, random_starts(price_breaks(data), seed), seed, least_availability)[0] > 1

    @pytest.mark.parametrize("seed", [19])
    def test_an_averaged_price_makes_the_means_of_hours_dearer(self, seed: int) -> None:
        data = random_small(seed)
        assert violation(data, random_starts(year_breaks(data), seed), seed, averaged_price)[1] > 0.01

    @pytest.mark.parametrize("seed", [28])
    def test_ramps_of_an_hour_have_no_room_for_the_means_of_hours(self, seed: int) -> None:
        data = random_small(seed)
        assert violation(data, random_starts(price_breaks(data), seed), seed, ramps_of_an_hour)[0] > 1

    @pytest.mark.parametrize("seed", [19])
    def test_ramps_of_committed_plants_have_no_room_for_the_means_of_hours(self, seed: int) -> None:
        """The optimum itself never rose in 200 s of searching: other schedules cost no more."""
        data = random_small(seed)
        assert violation(data, random_starts(price_breaks(data), seed), seed, ramps_of_committed_plants)[0] > 0.1

    @pytest.mark.parametrize("seed", [10])
    def test_periods_of_segments_have_no_room_for_the_means_of_hours(self, seed: int) -> None:
        data = random_small(seed)
        assert violation(data, random_starts(price_breaks(data), seed), seed, periods_of_segments)[0] > 0.1

    @pytest.mark.parametrize("seed", [16])
    def test_ends_at_the_mean_have_no_room_for_the_ends_of_hours(self, seed: int) -> None:
        data = with_ends(random_small(seed))
        breaks = price_breaks(data) | (np.roll(data["ends_block"].values, 1) > 0)
        assert violation(data, random_starts(breaks, seed), seed, ends_at_the_mean)[0] > 0.1

    @pytest.mark.parametrize(("wrong", "seed"), [(least_availability, 1), (averaged_price, 0), (ramps_of_an_hour, 28)])
    def test_the_bound_itself_is_wrong(self, wrong: Aggregation, seed: int) -> None:
        """Merged are only hours where it matters, so that what is wrong outweighs what merging gives away."""
        data, hourly = random_small(seed), hourly_optimum(seed).objective
        starts = where_it_matters(data, wrong, seed)
        assert excess(wrong(data, starts), hourly) > 1e-4
        if wrong is not averaged_price:
            assert excess(aggregate(data, starts), hourly) <= TOLERANCE


def where_it_matters(data: xr.Dataset, wrong: Aggregation, seed: int) -> np.ndarray:
    """Single hours but for a few that join the one before, at a change of what `wrong` averages or anywhere."""
    prices, outages = price_breaks(data), np.zeros(data.sizes["step"], dtype=bool)
    for asset in data["asset"].values[data["min_load"].values > 0]:
        outages |= np.diff(_series(data, "asset", "availability_of", asset), prepend=np.nan) != 0
    choices: dict[Aggregation, tuple[np.ndarray, int]] = {
        averaged_price: (prices & ~year_breaks(data), 8),
        least_availability: (outages & ~prices, 6),
        ramps_of_an_hour: (~prices, 6),
    }
    places, number = choices[wrong]
    joined = np.random.default_rng(seed).choice(np.flatnonzero(places), number, replace=False)
    return np.setdiff1d(np.arange(data.sizes["step"]), joined)


def _series(data: xr.Dataset, over: str, follows: str, item: str) -> np.ndarray:
    profile = str(data[follows].sel({over: item}).item())
    return np.asarray(data["profile_value"].sel(profile=profile).values)
