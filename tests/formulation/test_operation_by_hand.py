"""Operation, worked out by hand: supply, thermal plants, storage, lines."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.solved_system import plant, solved, solved_data
from tests.support.systems import Row, dataset


def test_curtailment_and_unserved_energy() -> None:
    """100 MW of wind at 100 % and 50 %, demand 60: 60 + 50 MWh at 2 CNY, 10 MWh unserved at 1000, 40 MWh curtailed."""
    found = solved(
        hours=2,
        profiles={"breeze": [1.0, 0.5]},
        assets={"wind": plant(100.0, 2.0, availability_of="breeze")},
        demands={"load": {"demand_mean": 60.0, "unserved_cost": 1000.0}},
    )
    assert found.objective == pytest.approx(220 + 10_000)
    assert found.of("unserved", "load") == [0, 10]
    assert found.total("available_energy", "wind")[0] - found.total("generation", "wind")[0] == pytest.approx(40)
    # one more MW: free wind at its variable cost, then the value of lost load
    assert found.price("north") == pytest.approx([2, 1000])


def thermal(**more: object) -> Row:
    """100 MW that burn two MWh of coal at 5 CNY a MWh and cost 1 CNY besides: 11 CNY/MWh."""
    return plant(100.0, 1.0, behaviour="conversion", **more)


COAL = {"market_carrier": "coal", "market_price": 5.0, "market_capacity": 1e4}
PORTS = {"coal": {"electricity": 1.0, "coal": -2.0}}


@pytest.mark.parametrize(
    ("start_cost", "by_hand", "starts"),
    [
        # 40 MW twice: 80 MWh * 11 = 880, and two starts of 40 MW at 1 CNY/MW: cheaper than staying online
        (1.0, 880 + 80, [0, 40, 0, 40]),
        # staying online at half load through the windy hours wastes 2 * 20 MWh of wind: 440 < 2 * 40 * 10
        (10.0, 880 + 440, [0, 0, 0, 0]),
    ],
)
def test_minimum_load_forces_a_start_or_waste(start_cost: float, by_hand: float, starts: list[float]) -> None:
    """Demand 40 in four hours, free wind in the first and third. Coal has a minimum load of one half."""
    found = solved(
        hours=4,
        profiles={"gusts": [1, 0, 1, 0]},
        assets={
            "wind": plant(100.0, availability_of="gusts"),
            "coal": thermal(min_load=0.5, start_cost=start_cost),
        },
        ports=PORTS,
        markets={"import": COAL},
        demands={"load": {"demand_mean": 40.0}},
    )
    assert found.objective == pytest.approx(by_hand)
    assert found.of("started", "coal") == starts


def test_ramp_of_a_free_plant() -> None:
    """20 MW/h of 100 MW: with 20 MW before, 60 MW are met by 40 at 10 CNY and 20 at 100: 100 * 10 + 20 * 100."""
    found = solved(
        hours=4,
        profiles={"peak": [20, 60, 20, 20]},
        assets={"slow": plant(100.0, 10.0, ramp=0.2), "fast": plant(100.0, 100.0)},
        demands={"load": {"demand_mean": 1.0, "demand_profile": "peak"}},
    )
    assert found.of("dispatch", "slow") == [20, 40, 20, 20]
    assert found.objective == pytest.approx(3000)


def test_ramp_down_of_a_free_plant() -> None:
    """The other way round: in a dip to 10 MW after 60, output may not fall by more than 20 an hour, so it never rises.

    Hours 60, 10, 60, 60, cyclic: slow gives 10 in the dip, so 30 before and after and 50 in the hour between at most:
    30 + 10 + 30 + 50 = 120 MWh at 10, the other 70 at 100.
    """
    found = solved(
        hours=4,
        profiles={"dip": [60, 10, 60, 60]},
        assets={"slow": plant(100.0, 10.0, ramp=0.2), "fast": plant(100.0, 100.0)},
        demands={"load": {"demand_mean": 1.0, "demand_profile": "dip"}},
    )
    assert found.of("dispatch", "slow") == [30, 10, 30, 50]
    assert found.objective == pytest.approx(1200 + 7000)


def test_ramp_of_a_unit_that_starts_and_stops() -> None:
    """It starts into minimum load and one ramp, 0.4 + 0.1, and stops from there: of 100 MW demanded 50 are given.

    50 MWh * 11 + start of 100 MW at 2 + 50 MWh unserved at 1000.
    """
    found = solved(
        hours=4,
        profiles={"once": [0, 1, 0, 0]},
        assets={"coal": thermal(min_load=0.4, ramp=0.1, start_cost=2.0)},
        ports=PORTS,
        markets={"import": COAL},
        demands={"load": {"demand_mean": 100.0, "demand_profile": "once", "unserved_cost": 1000.0}},
    )
    assert found.of("dispatch", "coal") == [0, 50, 0, 0]
    assert found.objective == pytest.approx(550 + 200 + 50_000)


def test_conversion_with_several_carriers() -> None:
    """10 MW hydrogen from 15 MW electricity at 4 CNY, giving 2 MW heat that displaces 2 MWh of gas heat at 30.

    15 * 4 + 10 * 1 + (5 - 2) * 30 = 160.
    """
    found = solved(
        hours=1,
        assets={
            "wind": plant(100.0, 4.0),
            "electrolyser": plant(50.0, 1.0, behaviour="conversion", carrier_of="hydrogen"),
            "boiler": plant(50.0, 30.0, carrier_of="heat"),
        },
        ports={"electrolyser": {"electricity": -1.5, "hydrogen": 1.0, "heat": 0.2}},
        demands={
            "chemistry": {"demand_mean": 10.0, "demand_carrier": "hydrogen"},
            "houses": {"demand_mean": 5.0, "demand_carrier": "heat"},
        },
        emission_factors={"heat": 0.0},
    )
    assert found.objective == pytest.approx(160)
    assert found.price("north", "hydrogen") == pytest.approx([1 + 1.5 * 4 - 0.2 * 30])


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("standing_loss", "charged"), [(0.0, 37.5), (0.1, 30 / 0.9 / 0.8)])
def test_storage_with_losses_is_cyclic(first: int, standing_loss: float, charged: float) -> None:
    """15 MWh given need 15/0.5 = 30 in store, and 30/0.8 = 37.5 taken in, with a loss of a tenth an hour 41.67.

    Cost: wind 1 CNY/MWh, storage 2 CNY/MWh given. It does not matter whether the windy hour is the first or the last.
    """
    windy, calm = [1.0 - first, float(first)], [float(first), 1.0 - first]
    found = solved(
        hours=2,
        profiles={"windy": windy, "calm": calm},
        assets={
            "wind": plant(100.0, 1.0, availability_of="windy"),
            "store": plant(
                50.0,
                2.0,
                behaviour="storage",
                existing_energy=200.0,
                efficiency_in=0.8,
                efficiency_out=0.5,
                standing_loss=standing_loss,
            ),
        },
        demands={"load": {"demand_mean": 15.0, "demand_profile": "calm"}},
    )
    assert found.objective == pytest.approx(charged + 30)
    assert found.of("charge", "store")[first] == pytest.approx(charged)
    charge, discharge = np.array(found.of("charge", "store")), np.array(found.of("discharge", "store"))
    assert (charge * discharge == 0).all()


def test_storage_is_limited_by_its_energy() -> None:
    """20 MWh of 60 MWh can be shifted: 40 MWh unserved at 50."""
    found = solved(
        hours=2,
        profiles={"early": [1, 0], "late": [0, 1]},
        assets={
            "sun": plant(100.0, availability_of="early"),
            "store": plant(60.0, behaviour="storage", existing_energy=20.0),
        },
        demands={"load": {"demand_mean": 60.0, "demand_profile": "late", "unserved_cost": 50.0}},
    )
    assert found.objective == pytest.approx(2000)


def test_storage_does_not_charge_and_discharge_at_once() -> None:
    """At a price of -10 it would pay to waste power in a storage of 50 MW that returns 0.8 * 0.5.

    One converter serves both directions: charge c and discharge d = 0.4 c share 50 MW, so c - d = 0.6 * 50/1.4 MW can
    be wasted. With limits of their own it were 30.
    """
    found = solved(
        hours=2,
        assets={
            "store": plant(50.0, behaviour="storage", existing_energy=200.0, efficiency_in=0.8, efficiency_out=0.5)
        },
        markets={"grid": {"market_price": -10.0, "market_capacity": 100.0}},
        demands={},
    )
    assert found.objective == pytest.approx(-10 * 2 * 0.6 * 50 / 1.4)


def line(capacity: float, **more: object) -> Row:
    """A line from north to south."""
    return {
        "behaviour": "transmission",
        "to_zone": "south",
        "from_carrier": "electricity",
        "to_carrier": "electricity",
        "existing": capacity,
        "maximum_capacity": capacity,
    } | more


@pytest.mark.parametrize(
    ("capacity", "by_hand", "south", "lost"),
    [
        # full: 40 sent, 36 arrive, 24 at 50; prices differ
        (40.0, 40 * 10 + 24 * 50, 50, 4),
        # 60/0.9 sent; the price in the south is that of the north and the loss
        (100.0, 60 / 0.9 * 10, 10 / 0.9, 6 / 0.9),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_line_with_loss_and_congestion(
    backwards: bool, capacity: float, by_hand: float, south: float, lost: float
) -> None:
    """Power at 10 CNY in one zone and at 50 in the other, where 60 MW are needed; the line loses a tenth."""
    cheap, dear = ("south", "north") if backwards else ("north", "south")
    found = solved(
        hours=1,
        assets={
            "cheap": plant(500.0, 10.0, zone_of=cheap),
            "dear": plant(500.0, 50.0, zone_of=dear),
            "line": line(capacity, loss=0.1, bidirectional=True),
        },
        demands={"load": {"demand_mean": 60.0, "demand_zone": dear}},
    )
    assert found.objective == pytest.approx(by_hand)
    assert found.price(cheap) == pytest.approx([10]) and found.price(dear) == pytest.approx([south])
    assert found.total("lost_in_transit", "line") == pytest.approx([lost])


def test_line_in_one_direction_does_not_run_back() -> None:
    """Cheap power in the south cannot come north: 60 * 50. Flows forward cost 3 CNY/MWh: 20 * (10 + 3)."""
    found = solved(
        hours=1,
        assets={
            "dear": plant(500.0, 50.0),
            "cheap": plant(30.0, 10.0, zone_of="south"),
            "cable": line(100.0, variable_om=3.0),
        },
        demands={
            "city": {"demand_mean": 60.0},
            "port": {"demand_mean": 50.0, "demand_zone": "south"},
        },
    )
    assert found.objective == pytest.approx(60 * 50 + 30 * 10 + 20 * (50 + 3))


def test_feed_in_turns_one_carrier_into_another_only() -> None:
    """60 MW of green power, 20 used as such; 40 fed in serve 36 MW of the grid's 50, the rest at 9 CNY."""
    found = solved(
        hours=1,
        assets={
            "wind": plant(60.0, carrier_of="green"),
            "gas": plant(100.0, 9.0),
            "feed_in": line(100.0, to_zone="north", from_carrier="green", loss=0.1),
        },
        emission_factors={"green": 0.0},
        demands={
            "park": {"demand_mean": 20.0, "demand_carrier": "green"},
            "city": {"demand_mean": 50.0},
        },
    )
    assert found.objective == pytest.approx(14 * 9)
    assert found.of("flow", "feed_in") == [40]


def test_steps_stand_for_hours() -> None:
    """10 MW at 7 CNY for steps of 2 h and 6 h, of which 9 MW of sun in the first step need not be paid."""
    data = dataset(
        hours=2,
        profiles={"early": [1, 0]},
        assets={
            "sun": plant(9.0, availability_of="early"),
            "gas": plant(100.0, 7.0),
            "store": plant(50.0, behaviour="storage", existing_energy=500.0),
        },
        demands={"load": {"demand_mean": 10.0}},
    )
    hours = "step", np.array([2.0, 6.0])
    data = data.assign(weight=hours, step_length=hours)
    # sun gives 18 of the 80 MWh, at once or by way of the storage
    assert solved_data(data).objective == pytest.approx((80 - 18) * 7)
