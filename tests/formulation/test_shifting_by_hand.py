"""Shifted demand, by hand: put off or brought forward, made up for within the block, within limits, for a payment."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from tests.support.solved_system import Solved, plant, solved_data
from tests.support.systems import Row, dataset

pytestmark = pytest.mark.proof

SHOP: Row = {"demand_mean": 10.0, "shift_share": 0.3, "shift_up": 0.5, "shift_energy": 1e3, "shift_open": "open"}


def shop(prices: list[float], closing: list[float], **more: Any) -> xr.Dataset:
    """10 MW of which 3 may be put off and 5 be added, with power bought by the hour."""
    return dataset(
        hours=len(prices),
        profiles={"price": prices, "open": closing, "plugged": [1.0] * (len(prices) - 1) + [0.5]},
        assets={},
        markets={"grid": {"market_price": 1.0, "market_capacity": 100.0, "market_profile": "price"}},
        demands={"shop": SHOP | more},
    )


def moved(found: Solved) -> tuple[list[float], list[float]]:
    return found.of("shifted_out", "shop"), found.of("shifted_in", "shop")


def test_put_off_to_a_cheap_hour() -> None:
    """Twice 3 MWh from 10 to 1 CNY, each for a payment of 2: 2 * (110 - 3 * (9 - 2)). Consumption stays 40 MWh."""
    found = solved_data(shop([10, 1, 10, 1], [1, 0, 1, 0], shift_cost=2.0))
    assert moved(found) == ([3, 0, 3, 0], [0, 3, 0, 3])
    assert found.of("shifted", "shop") == [3, 0, 3, 0]
    assert found.objective == pytest.approx(220 - 2 * 3 * 7)
    assert found.total("shifting_cost", "shop") == [12] and found.total("served_energy", "shop") == [40]


def test_brought_forward_to_a_cheap_hour() -> None:
    """The cheap hour comes first: 3 MWh are used before they are wanted, a debt of -3 until the second hour."""
    found = solved_data(shop([1, 10, 1, 10], [1, 0, 1, 0], shift_cost=2.0))
    assert moved(found) == ([0, 3, 0, 3], [3, 0, 3, 0])
    assert found.of("shifted", "shop") == [-3, 0, -3, 0]
    assert found.objective == pytest.approx(220 - 2 * 3 * 7)


@pytest.mark.parametrize(("closing", "by_hand"), [([1, 0, 1, 0], 220), ([1, 1, 1, 0], 220 - 6 * 9)])
def test_a_block_closes(closing: list[float], by_hand: float) -> None:
    """Two dear hours, then two cheap ones: nothing passes the end of the second hour unless the block has all four."""
    assert solved_data(shop([10, 10, 1, 1], closing)).objective == pytest.approx(by_hand)


def test_nothing_is_shifted_into_the_next_day() -> None:
    """The last hour is dear and the first cheap. The year is cyclic, but its last block closes too."""
    assert solved_data(shop([1, 1, 1, 10], [1, 1, 1, 0])).objective == pytest.approx(130 - 3 * 9)
    assert solved_data(shop([1, 10], [0, 0])).objective == pytest.approx(110)


@pytest.mark.parametrize(
    ("more", "shifted_out", "shifted_in"),
    [
        ({"shift_share": 0.3, "shift_up": 9.0}, [3, 3, 3, 0], [0, 0, 0, 9]),  # the share limits what is put off
        ({"shift_share": 0.3, "shift_up": 0.5}, None, [0, 0, 0, 5]),  # shift_up what is added in an hour
        ({"shift_share": 0.3, "shift_up": 0.5, "shift_profile": "plugged"}, None, [0, 0, 0, 2.5]),  # by the hour
        ({"shift_share": 0.3, "shift_up": 9.0, "shift_energy": 4.0}, None, [0, 0, 0, 4]),  # at any time out of place
    ],
)
def test_limits_by_the_hour(more: Row, shifted_out: list[float] | None, shifted_in: list[float]) -> None:
    """Three hours at 10 CNY and one at 1, all in a block."""
    found = solved_data(shop([10, 10, 10, 1], [1, 1, 1, 0], shift_cost=0.01, **more))
    assert found.of("shifted_in", "shop") == shifted_in
    assert shifted_out is None or found.of("shifted_out", "shop") == shifted_out
    assert found.objective == pytest.approx(310 - sum(shifted_in) * 8.99)


@pytest.mark.parametrize(("cost", "shifted"), [(8.9, 3.0), (9.1, 0.0)])
def test_the_payment_decides(cost: float, shifted: float) -> None:
    """A difference of 9 CNY/MWh pays for shifting at 8.9 and not at 9.1."""
    found = solved_data(shop([10, 1], [1, 0], shift_cost=cost))
    assert found.of("shifted_out", "shop") == [shifted, 0]
    assert found.objective == pytest.approx(110 - shifted * (9 - cost))


@pytest.mark.parametrize(
    ("months", "shifted_out"),
    [
        ([1, 1, 1, 1], 4.5),  # one month: 1.5 hours of 3 MW
        ([1, 1, 2, 2], 6.0),  # two months: 3 MWh in each, less than their 4.5
    ],
)
def test_calls_of_a_month(months: list[int], shifted_out: float) -> None:
    """Two swings of 3 MWh; a month has 1.5 hours of full shifting."""
    data = shop([10, 1, 10, 1], [1, 0, 1, 0], shift_hours=1.5, shift_cost=0.01).drop_dims("month")
    data = data.assign(month_of=("step", np.array(months)), year_of_month=("month", np.full(2, 2030)))
    found = solved_data(data.assign_coords(month=[1, 2]))
    assert found.total("shifted_energy", "shop") == [shifted_out]
    assert found.objective == pytest.approx(220 - shifted_out * 8.99)


def test_what_is_put_off_is_not_unserved_too() -> None:
    """No power in the first hour. A shop of 10 MW at 50 CNY unserved puts off 3, so 7 are unserved, not 10.

    Were both allowed, 13 MW held back of 10 would feed the hospital's 5 MW, unserved at 1,000, with 3 MW of nothing.
    An interruptible tenth leaves 9 MW: 1 interrupted at 20, 3 put off, 6 unserved.
    """
    for share, by_hand in ((0.0, 7 * 50), (0.1, 20 + 6 * 50)):
        flexible = {"unserved_cost": 50.0, "interruptible_share": share, "interruption_cost": 20.0}
        data = dataset(
            hours=2,
            profiles={"late": [0.0, 1.0], "open": [1.0, 0.0]},
            assets={"sun": plant(100.0, availability_of="late")},
            demands={"shop": SHOP | flexible, "hospital": {"demand_mean": 5.0, "unserved_cost": 1000.0}},
        )
        found = solved_data(data)
        assert found.of("unserved", "hospital") == [5, 0]
        assert found.objective == pytest.approx(5000 + by_hand)
