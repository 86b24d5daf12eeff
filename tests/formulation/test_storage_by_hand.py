"""Storage, by hand: the heel, cycles, boil-off and power that is not always there. Losses and limits: see operation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.support.solved_system import Solved, plant, solved, solved_data
from tests.support.systems import Row, dataset


def store(power: float, energy: float, **more: Any) -> Row:
    """A storage without losses."""
    return plant(power, behaviour="storage", existing_energy=energy) | more


def from_early_to_late(battery: Row) -> Solved:
    """Free power in the first hour, 60 MW wanted in the second, unserved at 50 CNY/MWh."""
    return solved(
        hours=2,
        profiles={"early": [1, 0], "late": [0, 1], "unplugged": [0.25, 1], "away": [1, 0.25], "home": [0.5, 0.5]},
        assets={"sun": plant(100.0, availability_of="early"), "battery": battery},
        demands={"load": {"demand_mean": 60.0, "demand_profile": "late", "unserved_cost": 50.0}},
    )


def test_the_heel_stays() -> None:
    """Of 40 MWh a quarter stays: 30 MWh are given, 30 unserved. The state swings between 40 and 10."""
    found = from_early_to_late(store(60.0, 40.0, heel=0.25))
    assert found.of("state_of_charge", "battery") == [40, 10]
    assert found.objective == pytest.approx(30 * 50)


def test_a_heel_is_built_too() -> None:
    """For 60 MWh 80 have to be built: at 3 CNY/MWh and an annuity factor of 2, 480 CNY. Power is free."""
    built = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost_energy": 3.0, "wacc": 1.0, "lifetime": 1.0}
    found = from_early_to_late({"behaviour": "storage", "heel": 0.25, "duration_max": 9.0} | built)
    assert found.of("energy_capacity", "battery") == [80]
    assert found.objective == pytest.approx(480)


@pytest.mark.parametrize(("cycles", "given"), [(8760 / 4 * 0.5, 10.0), (8760 / 4 * 1.5, 30.0), (8760.0, 40.0)])
def test_cycles_of_a_year_are_limited(cycles: float, given: float) -> None:
    """Two swings of 20 MWh in four hours: half a cycle in these is 10 MWh, one and a half 30, four are no limit.

    Limits are per 8,760 hours, so that four hours have 4/8760 of them; they are one day here.
    """
    found = solved(
        hours=4,
        profiles={"day": [1, 0, 1, 0], "night": [0, 1, 0, 1]},
        assets={"sun": plant(100.0, availability_of="day"), "battery": store(60.0, 20.0, cycles=cycles)},
        demands={"load": {"demand_mean": 60.0, "demand_profile": "night", "unserved_cost": 50.0}},
    )
    assert found.total("discharged", "battery") == [pytest.approx(given)]
    assert found.objective == pytest.approx((120 - given) * 50)


@pytest.mark.parametrize(
    ("days", "given"),
    [
        ([23, 47], [20.0, 10.0]),  # day by day: 20 MWh of the first day's 40, and all the second asks for
        ([47], [30.0, 10.0]),  # both days as one: 40 MWh may be given in whichever
    ],
)
def test_cycles_are_limited_day_by_day(days: list[int], given: list[float]) -> None:
    """A cycle a day of 20 MWh. By day 30 MW of sun; at night 15 MW are wanted twice, then 10 MW once the next day.

    What the second day leaves of its cycle is of no use to the first.
    """
    sun, load = np.zeros(48), np.zeros(48)
    sun[[10, 12, 34]], load[[11, 13, 35]] = 30.0, [15.0, 15.0, 10.0]
    data = dataset(
        hours=48,
        profiles={"sun": sun, "load": load},
        assets={
            "sun": plant(1.0, availability_of="sun"),
            "battery": store(60.0, 20.0, cycles=365.0),
        },
        demands={"load": {"demand_mean": 1.0, "demand_profile": "load", "unserved_cost": 50.0}},
    )
    found = solved_data(data.assign(closes_day=("step", np.isin(np.arange(48), days).astype(float))))
    discharge = np.array(found.of("discharge", "battery")).reshape(2, 24).sum(axis=1)
    assert discharge == pytest.approx(given)
    assert found.objective == pytest.approx((40 - sum(given)) * 50)
    assert found.program.constraints["cycle_limit"].space.size == len(days)


@pytest.mark.parametrize(
    ("profile", "given"),
    [
        ("always", 60.0),
        ("unplugged", 15.0),  # charges at a quarter of 60 MW
        ("away", 15.0),  # gives at a quarter
        ("home", 30.0),
    ],
)
def test_power_that_is_not_there_neither_charges_nor_gives(profile: str, given: float) -> None:
    """60 MW of vehicles, plugged in by hour."""
    found = from_early_to_late(store(60.0, 200.0, availability_of=profile))
    assert found.of("discharge", "battery") == [0, given]
    assert found.objective == pytest.approx((60 - given) * 50)


@pytest.mark.parametrize(
    ("loss_to", "wanted", "disposable", "by_hand"),
    [
        # 5 MW of boil-off, made up for at 20 CNY, and 3 MW of gas at 15
        ("gas", 8.0, False, 2 * (5 * 20 + 3 * 15)),
        # lost into the air: all gas is bought
        ("", 8.0, False, 2 * (5 * 20 + 8 * 15)),
        # more than is wanted: 3 of 5 MW are flared
        ("gas", 2.0, True, 2 * 5 * 20),
    ],
)
def test_boil_off_is_used_as_gas(loss_to: str, wanted: float, disposable: bool, by_hand: float) -> None:
    """A tank of 100 MWh whose half must stay loses a tenth an hour: 5 MW, which another carrier takes up or not."""
    tank = store(10.0, 100.0, carrier_of="lng", heel=0.5, standing_loss=0.1, loss_to=loss_to)
    found = solved(
        hours=2,
        assets={"tank": tank},
        carriers={"lng": {}, "gas": {"disposable": disposable}},
        markets={
            "ship": {"market_carrier": "lng", "market_price": 20.0, "market_capacity": 100.0},
            "pipe": {"market_carrier": "gas", "market_price": 15.0, "market_capacity": 100.0},
        },
        demands={"boilers": {"demand_carrier": "gas", "demand_mean": wanted, "unserved_cost": 1e4}},
    )
    assert found.objective == pytest.approx(by_hand)
    assert found.of("state_of_charge", "tank") == [50, 50] and found.of("standing_lost", "tank") == [5, 5]
