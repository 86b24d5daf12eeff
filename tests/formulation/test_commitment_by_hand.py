"""Thermal plants, by hand: fuel at no load, what must run, and retrofits that lower the minimum load."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.solved_system import Solved, plant, solved
from tests.support.systems import Row

PORTS = {"coal": {"electricity": 1.0, "coal": -2.0}}
FUEL = {"import": {"market_carrier": "coal", "market_price": 5.0, "market_capacity": 1e4}}


def thermal(**more: Any) -> Row:
    """100 MW that burn two MWh of coal at 5 CNY for a MWh at full load."""
    return plant(100.0, behaviour="conversion") | more


@pytest.mark.parametrize(
    ("start_cost", "online", "coal"),
    [
        (1.1, [100, 100], 200 + 92),  # stays online: at 40 % load 0.9 * 2 * 40 + 0.1 * 2 * 100 = 92, 2.3 per MWh
        (0.9, [100, 40], 200 + 80),  # 60 MW go offline and start again for 60 * 0.9 = 54 CNY, less than 12 * 5 = 60
    ],
)
def test_fuel_at_no_load(start_cost: float, online: list[float], coal: float) -> None:
    """A tenth of the fuel at full load is needed by what is online. Demand 100 and 40 MW, minimum load 40 %.

    What is saved by stopping 60 MW is 12 MWh of coal, 60 CNY: a start breaks even at 1 CNY/MW.
    """
    found = solved(
        hours=2,
        profiles={"shape": [100.0, 40.0]},
        assets={"coal": thermal(min_load=0.4, start_cost=start_cost)},
        ports=PORTS,
        no_load={"coal/coal": 0.1},
        markets=FUEL,
        emission_factors={"coal": 0.34},
        demands={"load": {"demand_mean": 1.0, "demand_profile": "shape"}},
    )
    assert found.total("online", "coal") == online
    started = 60 if online[1] == 40 else 0
    assert found.objective == pytest.approx(coal * 5 + start_cost * started)
    assert found.total("port_energy", "coal/coal") == [-coal]
    assert found.total("port_energy", "coal/electricity") == [140]
    assert found.total("combustion_emissions", "coal") == [pytest.approx(0.34 * coal)]


def test_units_under_maintenance_burn_nothing() -> None:
    """In the second hour half of 100 MW is away; demand is 50 MW, all that is there at full load, where coal needs 100.

    Were all 100 MW online, fuel at no load alone would be a tenth of 200, together 110.
    """
    found = solved(
        hours=2,
        profiles={"service": [1.0, 0.5], "shape": [100.0, 50.0]},
        assets={"coal": thermal(min_load=0.4, start_cost=0.1, availability_of="service")},
        ports=PORTS,
        no_load={"coal/coal": 0.1},
        markets=FUEL,
        demands={"load": {"demand_mean": 1.0, "demand_profile": "shape"}},
    )
    assert found.total("online", "coal") == [100, 50]
    assert found.total("port_energy", "coal/coal") == [-(200 + 100)]
    assert found.objective == pytest.approx(300 * 5 + 50 * 0.1)


def test_what_is_available_can_run_however_little_it_is() -> None:
    """A fifth of the units is there, less than the minimum load of a unit: they run, at their own full load."""
    found = solved(
        hours=2,
        profiles={"service": [0.2, 0.2]},
        assets={"coal": thermal(min_load=0.4, availability_of="service")},
        ports=PORTS,
        markets=FUEL,
        demands={"load": {"demand_mean": 30.0, "unserved_cost": 100.0}},
    )
    assert found.of("dispatch", "coal") == [20, 20] and found.total("online", "coal") == [20, 20]


def test_what_must_run_runs() -> None:
    """Waste at 20 CNY/MWh must run at half of what is available, 100 and 60 MW, though gas at 10 would serve it all."""
    found = solved(
        hours=2,
        profiles={"service": [1.0, 0.6]},
        assets={"waste": plant(100.0, 20.0, must_run=0.5, availability_of="service"), "gas": plant(100.0, 10.0)},
        demands={"load": {"demand_mean": 80.0}},
    )
    assert found.of("dispatch", "waste") == [50, 30]
    assert found.objective == pytest.approx(80 * 20 + (30 + 50) * 10)


def to_refit(cost: Any, lifetime: float) -> Row:
    """A retrofit to a minimum load of 30 %."""
    return {"retrofit_min_load": 0.3, "retrofit_cost": cost, "retrofit_lifetime": lifetime, "wacc": 1.0}


def windy(cost: Any, least: float, wanted: float, wind: float = 500.0, **more: Any) -> Solved:
    """Demand `wanted` with wind in the first hour of a year, `wanted` again in the calm second one.

    Starting is forbiddingly dear, so that coal stays online through the wind. Refitted it runs at 30 % instead of
    `least`. At 100 % over two years the annuity factor is 4/3.
    """
    system: dict[str, Any] = {
        "hours": 2,
        "profiles": {"gust": [1.0, 0.0]},
        "assets": {
            "wind": plant(wind, availability_of="gust"),
            "coal": thermal(min_load=least, start_cost=1e5) | to_refit(cost, 2.0),
        },
        "ports": PORTS,
        "markets": FUEL,
        "demands": {"load": {"demand_mean": wanted}},
    }  # fmt: skip
    return solved(**(system | more))


@pytest.mark.parametrize(("cost", "refitted"), [(1.49, 100), (1.51, 0)])
def test_a_retrofit_is_made_where_it_saves_more_curtailment_than_it_costs(cost: float, refitted: float) -> None:
    """Of 100 MW online 50 MWh must be burnt in the windy hour, refitted 30: 0.2 MWh a MW at 10 CNY are saved.

    2 CNY/MW against 4/3 of the cost: they meet at 1.5 CNY/MW.
    """
    found = windy(cost, 0.5, 100.0)
    assert found.of("new_retrofit", "coal") == [refitted]
    burnt = 30 if refitted else 50
    assert found.of("dispatch", "coal") == [burnt, 100]
    assert found.objective == pytest.approx((burnt + 100) * 10 + 4 / 3 * cost * refitted)


def test_no_more_is_refitted_than_is_online() -> None:
    """60 of 100 MW are online; refitting the 40 MW that never run would cost little and save nothing: 60 * 0.3."""
    found = windy(0.01, 0.5, 60.0)
    assert found.of("new_retrofit", "coal") == [60]
    assert found.of("dispatch", "coal") == [18, 60]
    assert found.total("online", "coal") == [60, 60]


def test_a_mixture_of_refitted_and_not_refitted_plants() -> None:
    """In the windy hour 44 MW are wanted and 100 are online: 30 refitted give 9, the other 70 give 35, together 44.

    The retrofit saves nothing else (there is no wind) and is dear, so not a MW more is refitted than that takes.
    """
    found = windy(1000.0, 0.5, 1.0, 0.0, profiles={"gust": [1, 0], "shape": [44, 100]},
                  demands={"load": {"demand_mean": 1.0, "demand_profile": "shape"}})  # fmt: skip
    assert found.of("new_retrofit", "coal") == [30]
    assert found.of("dispatch", "coal") == [44, 100] and found.total("online", "coal") == [100, 100]


@pytest.mark.parametrize(
    ("refitted", "by_hand"),
    [
        (0.0, [0, 50, 60, 50]),  # minimum load and a ramp in the first hour, and as much down in the last
        (100.0, [0, 30, 40, 30]),
        (50.0, [0, 40, 50, 40]),
    ],
)
def test_ramps_start_and_stop_at_the_minimum_load_after_a_retrofit(refitted: float, by_hand: list[float]) -> None:
    """100 MW of coal of 40 % minimum load, 20 % refitted, and a ramp of 10 %/h; nobody needs the first hour."""
    coal = thermal(min_load=0.4, ramp=0.1) | to_refit(1.0, 2.0) | {"retrofit_min_load": 0.2}
    refit: Row = {"metric": "refit", "value": refitted, "penalty": 1e9, "mode": "enforce"}
    found = solved(
        hours=4,
        assets={"coal": coal, "gas": plant(200.0, 1000.0)},
        ports=PORTS,
        markets=FUEL,
        profiles={"shape": [0.0, 4 / 3, 4 / 3, 4 / 3]},
        demands={"load": {"demand_mean": 75.0, "demand_profile": "shape"}},
        metrics={"refit": {"retrofit": {"coal": 1.0}}},
        targets={"least": refit, "most": refit | {"sense": "at_most"}},
    )
    assert found.of("retrofitted", "coal") == [refitted]
    assert found.of("dispatch", "coal") == pytest.approx(by_hand)


def test_a_retrofit_does_not_outlive_its_lifetime() -> None:
    """Made for two years in 2030 it has ended in 2035: made again, each time paid for in its own year."""
    found = windy([0.6, 0.9], 0.5, 100.0, years=(2030, 2035))
    assert found.of("new_retrofit", "coal") == [100, 100]
    assert found.total("retrofit_investment", "coal") == pytest.approx([100 * 4 / 3 * 0.6, 100 * 4 / 3 * 0.9])


def test_a_retrofit_may_be_made_of_what_ends_before_it() -> None:
    """60 of 100 MW end before 2035. Refitting all 100 in 2030 saves 200 CNY a year and costs about 100 * 0.3 = 30.

    Over ten years all of it is paid for in 2035 too, where 40 MW are left to run refitted.
    """
    coal = thermal(min_load=0.5, start_cost=1e5) | to_refit(0.3, 10.0)
    coal |= {"existing": [100.0, 40.0], "maximum_capacity": [100.0, 40.0]}
    assets = {"wind": plant(500.0, availability_of="gust"), "coal": coal}
    demands = {"load": {"demand_mean": [100.0, 40.0]}}
    found = windy(0.3, 0.5, 100.0, years=(2030, 2035), assets=assets, demands=demands)
    assert found.of("dispatch", "coal") == [30, 100, 12, 40]
    assert found.of("new_retrofit", "coal") == [100, 0] and found.of("retrofitted", "coal") == [100, 40]
    assert found.total("retrofit_investment", "coal") == pytest.approx([30 / (1 - 2**-10)] * 2)


@pytest.mark.parametrize(("cost", "refitted"), [([0.0, 0.3], [0, 100]), ([0.3, 0.0], [100, 0]), ([0.0, 0.0], None)])
def test_a_retrofit_is_not_offered_where_it_has_no_cost(cost: list[float], refitted: list[float] | None) -> None:
    """It saves 200 CNY a year and serves ten years. A cost of 0 is no present: in that year none is made."""
    coal = thermal(min_load=0.5, start_cost=1e5) | to_refit(cost, 10.0)
    assets = {"wind": plant(500.0, availability_of="gust"), "coal": coal}
    found = windy(cost, 0.5, 100.0, years=(2030, 2035), assets=assets)
    if refitted is None:
        assert found.program.variables["new_retrofit"].space.size == 0
    else:
        assert found.of("new_retrofit", "coal") == refitted
    serving = [bool(refitted and refitted[0]), bool(refitted)]
    assert found.of("dispatch", "coal") == [power for at in serving for power in (30 if at else 50, 100)]


def test_a_retrofit_is_not_made_before_it_is_allowed() -> None:
    """Nothing may be refitted in 2030, half in 2035: not even for later is any made in 2030, where it is cheap."""
    coal = thermal(min_load=0.5, start_cost=1e5) | to_refit([0.01, 0.3], 10.0) | {"retrofit_share": [0.0, 0.5]}
    assets = {"wind": plant(500.0, availability_of="gust"), "coal": coal}
    found = windy(0.3, 0.5, 100.0, years=(2030, 2035), assets=assets)
    assert found.of("new_retrofit", "coal") == [0, 50] and found.of("retrofitted", "coal") == [0, 50]
