"""Pieces of the search by hand: blocks, windows, segments, implied bounds, and what duals prove."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from energy_model.compiler import LinearProgram
from energy_model.compiler.residuals import dual_bound
from energy_model.horizon import SearchSettings
from energy_model.horizon.block_boundaries import block_starts, windows
from energy_model.horizon.implied_bounds import implied_bounds
from energy_model.horizon.segments import calendar_breaks, choose, price_breaks, respects_prices
from tests.support.systems import dataset, random_system

INF = np.inf


def small(matrix: list[list[float]], upper: list[float], column_upper: list[float], cost: list[float]) -> LinearProgram:
    """min cost @ x, matrix @ x <= upper, 0 <= x <= column_upper."""
    rows, columns = np.array(matrix).shape
    return LinearProgram.bare(
        sp.csr_array(np.array(matrix)),
        row_bounds=(np.full(rows, -INF), np.array(upper)),
        bounds=(np.zeros(columns), np.array(column_upper)),
        cost=np.array(cost),
    )


def test_blocks_begin_anew_each_year_and_a_short_rest_joins_the_last() -> None:
    year = np.repeat([2030, 2035], 10)
    assert block_starts(year, np.ones(20), 4.0).tolist() == [0, 4, 8, 10, 14, 18]
    assert block_starts(year, np.ones(20), 4.5).tolist() == [0, 5, 10, 15]
    assert block_starts(np.full(8760, 2030), np.ones(8760), 168.0).size == 52  # the 365th day joins the 52nd week
    assert block_starts(year, np.ones(20), 1000.0).tolist() == [0, 10]


def test_windows_lie_around_the_block_boundaries_within_a_year() -> None:
    year = np.repeat([2030, 2035], 12)
    edges, chosen = windows(np.array([0, 4, 8, 12, 18]), year, 1)
    assert edges.tolist() == [0, 3, 5, 7, 9, 12, 17, 19]
    assert [int(edges[k]) for k in chosen] == [3, 7, 17]


def test_segments_keep_years_prices_and_the_hardest_hour_apart() -> None:
    hours = 96
    price = np.where(np.arange(hours) % 24 < 8, 0.5, 1.0)
    load = 1 + 0.1 * np.sin(np.arange(hours) / 24 * 2 * np.pi)
    load[50] = 2.0
    data = dataset(
        assets={"gas": {"existing": 90.0, "maximum_capacity": 200.0}},
        demands={"town": {"demand_mean": [100.0, 100.0], "demand_profile": "load"}},
        markets={"grid": {"market_profile": "price", "market_capacity": 50.0, "market_price": 400.0}},
        profiles={"load": load.tolist(), "price": price.tolist()},
        years=(2030, 2035),
        hours=hours,
    )
    starts = choose(data, 40)
    assert respects_prices(data, starts)
    assert set(np.flatnonzero(calendar_breaks(data) | price_breaks(data))) <= set(starts.tolist())
    assert {50, 51} <= set(starts.tolist())
    assert not respects_prices(data, choose(data, 4, keep_prices=False))
    assert len(choose(data, 2 * hours)) == 2 * hours


def test_the_hours_of_highest_residual_load_stay_alone() -> None:
    data = random_system(2, 24 * 100)
    starts = set(choose(data, 400).tolist())
    load = data["profile_value"].sel(profile=["load0", "load1"]).to_numpy().T @ data["demand_mean"].to_numpy()[:, 0]
    wind = data["profile_value"].sel(profile=["wind0", "wind1", "sun0", "sun1"]).to_numpy().mean(axis=0)
    hardest = int(np.argmax(load / load.mean() - wind / wind.mean()))
    assert {hardest, hardest + 1} <= starts


def test_implied_bounds_follow_from_rows_and_not_from_dirt() -> None:
    # x <= 2 k, k <= 5; y has a coefficient that is only rounding
    program = small([[1.0, -2.0, 1e-17]], [0.0], [INF, 5.0, INF], [0.0, 0.0, 0.0])
    lower, upper = implied_bounds(program, SearchSettings())
    assert lower.tolist() == [0.0, 0.0, 0.0]
    assert upper.tolist() == [10.0, 5.0, INF]


def test_duals_prove_what_they_can_and_no_more() -> None:
    # min -x, x <= 3 by a row: the dual -1 proves -3; half of it needs the column's own bound
    program = small([[1.0]], [3.0], [10.0], [-1.0])
    assert dual_bound(program, np.array([-1.0])) == pytest.approx(-3.0)
    assert dual_bound(program, np.array([-0.5])) == pytest.approx(-6.5)
    assert dual_bound(program, np.array([1.0])) == pytest.approx(-10.0)  # a row has no lower bound to hold
    boundless = small([[1.0]], [3.0], [INF], [-1.0])
    assert dual_bound(boundless, np.array([-0.5])) == -INF
