"""Processes and yearly carriers, by hand: levels by year, flows by hour, the cheapest way of making something."""

from __future__ import annotations

import pytest

from tests.support.solved_system import Solved, plant, solved
from tests.support.systems import Row

YEARLY: Row = {"yearly": True}


def process(capacity: float, cost: float = 0.0, **more: object) -> Row:
    """A process that makes steel."""
    return plant(capacity, cost, behaviour="process", carrier_of="steel", **more)


def year_price(found: Solved, carrier: str, zone: str = "north") -> list[float]:
    """Duals of the balance of the year [CNY/MWh]."""
    duals = found.program.constraints["yearly_balance"].array(found.solution.row_dual)
    return [float(v) for v in duals.sel(year_node=(zone, carrier)).values]


def test_one_level_moves_flows_of_the_year_and_of_the_hour() -> None:
    """10 MW of steel over four hours, 40 MWh at 1 CNY, from 80 MWh of coke at 3 CNY and 20 MWh of power at 4 CNY.

    Coke is bought once a year; power is drawn in the shape of the works, mean 1: 2.5, 7.5, 5 and 5 MW. One more MWh
    of steel costs 1 + 2 * 3 + 0.5 * 4 = 9. An hourly flow without shape, or a yearly one counted per hour, shows.
    """
    found = solved(
        hours=4,
        profiles={"shift": [0.5, 1.5, 1.0, 1.0]},
        assets={"furnace": process(50.0, 1.0, shape_of="shift"), "coal": plant(100.0, 4.0)},
        ports={"furnace": {"steel": 1.0, "coke": -2.0, "electricity": -0.5}},
        carriers={"steel": YEARLY, "coke": YEARLY},
        markets={"coke": {"market_carrier": "coke", "market_price": 3.0, "market_capacity": 1e3}},
        demands={"buildings": {"demand_carrier": "steel", "demand_mean": 10.0}},
    )
    assert found.of("level", "furnace") == [10]
    assert found.of("dispatch", "coal") == [2.5, 7.5, 5, 5]
    assert found.of("year_trade", "coke") == [80]
    assert found.objective == pytest.approx(40 + 240 + 80)
    assert year_price(found, "steel") == pytest.approx([9])
    assert found.total("port_energy", "furnace/coke") == [-80]
    assert found.total("generation", "furnace") == [40] and found.total("served_energy", "buildings") == [40]


def test_power_in_dear_hours_makes_dear_steel() -> None:
    """All power is drawn in the second hour, at three times the price of the first: 10 * 2 h * (0.5 * 6) = 60."""
    found = solved(
        hours=2,
        profiles={"night": [0.0, 2.0], "tariff": [0.5, 1.5]},
        assets={"arc": process(50.0, shape_of="night")},
        ports={"arc": {"steel": 1.0, "electricity": -0.5}},
        carriers={"steel": YEARLY},
        markets={"grid": {"market_price": 4.0, "market_capacity": 1e3, "market_profile": "tariff"}},
        demands={"buildings": {"demand_carrier": "steel", "demand_mean": 10.0}},
    )
    assert found.of("trade", "grid") == [0, 10]
    assert found.objective == pytest.approx(60)


def test_what_must_run_of_a_process() -> None:
    """Of 100 MW at 5 CNY 30 must run though 60 MW at 2 CNY stand beside; 80 MW are needed: 30 * 5 + 50 * 2."""
    found = solved(
        hours=1,
        assets={"furnace": process(100.0, 5.0, must_run=0.3), "arc": process(60.0, 2.0)},
        ports={"furnace": {"steel": 1.0}, "arc": {"steel": 1.0}},
        carriers={"steel": YEARLY},
        demands={"buildings": {"demand_carrier": "steel", "demand_mean": 80.0}},
    )
    assert (found.of("level", "furnace"), found.of("level", "arc")) == ([30], [50])
    assert found.objective == pytest.approx(250)


@pytest.mark.parametrize(
    ("co2_price", "hydrogen", "made_by", "cost"),
    [
        (0.0, 15.0, "coke", 20.0),
        # coke 20 + 0.8 t meets hydrogen, 22.5, at 2.5/0.8 = 3.125 CNY/t
        (3.1, 15.0, "coke", 22.48),
        (3.2, 15.0, "hydrogen", 22.5),
        # hydrogen at 1.5 MWh meets power, 3 * 8, at 16 CNY/MWh; coke costs 24.8 by then
        (6.0, 15.9, "hydrogen", 23.85),
        (6.0, 16.1, "arc", 24.0),
    ],
)
def test_the_cheapest_way_makes_the_steel(co2_price: float, hydrogen: float, made_by: str, cost: float) -> None:
    """A MWh of steel takes 2 MWh of coke at 10 CNY and 0.4 t/MWh, or 1.5 of hydrogen, or 3 of power at 8 CNY."""
    ways = ("coke", "hydrogen", "arc")
    found = solved(
        hours=2,
        co2_price=co2_price,
        assets={way: process(100.0) for way in ways},
        ports={
            "coke": {"steel": 1.0, "coke": -2.0},
            "hydrogen": {"steel": 1.0, "hydrogen": -1.5},
            "arc": {"steel": 1.0, "electricity": -3.0},
        },
        carriers={"steel": YEARLY, "coke": YEARLY},
        emission_factors={"coke": 0.4},
        markets={
            "coke": {"market_carrier": "coke", "market_price": 10.0, "market_capacity": 1e3},
            "hydrogen": {"market_carrier": "hydrogen", "market_price": hydrogen, "market_capacity": 1e3},
            "power": {"market_price": 8.0, "market_capacity": 1e3},
        },
        demands={"buildings": {"demand_carrier": "steel", "demand_mean": 50.0}},
    )
    assert {way: found.of("level", way) for way in ways} == {way: [50.0 if way == made_by else 0.0] for way in ways}
    assert found.objective == pytest.approx(100 * cost)
    assert found.total("combustion_emissions", "coke") == [pytest.approx(80.0 if made_by == "coke" else 0.0)]


@pytest.mark.parametrize(("cost", "built"), [(13.4, 40.0), (13.6, 0.0)])
def test_a_new_process_replaces_an_old_one_where_it_saves_its_annuity(cost: float, built: float) -> None:
    """Three hours of 6 CNY saved are 18 a year; the annuity factor at 100 % over two years is 4/3: 13.5 CNY/MW."""
    new = {"behaviour": "process", "carrier_of": "steel", "expandable": True, "maximum_capacity": 500.0}
    found = solved(
        hours=3,
        assets={"furnace": process(40.0, 10.0), "arc": new | {"variable_om": 4.0, "overnight_cost": cost,
                                                              "wacc": 1.0, "lifetime": 2.0}},
        ports={"furnace": {"steel": 1.0}, "arc": {"steel": 1.0}},
        carriers={"steel": YEARLY},
        demands={"buildings": {"demand_carrier": "steel", "demand_mean": 40.0}},
    )  # fmt: skip
    assert found.of("new_capacity", "arc") == [built]


def test_unmet_demand_of_a_year() -> None:
    """7 of 10 MW can be made, for four hours at 2 CNY: 12 MWh are unmet at 1,000 CNY."""
    found = solved(
        hours=4,
        assets={"furnace": process(7.0, 2.0)},
        ports={"furnace": {"steel": 1.0}},
        carriers={"steel": YEARLY},
        demands={"buildings": {"demand_carrier": "steel", "demand_mean": 10.0, "unserved_cost": 1000.0}},
    )
    assert found.of("unmet", "buildings") == [12]
    assert found.objective == pytest.approx(28 * 2 + 12_000)
    assert found.total("unserved_energy", "buildings") == [12] and found.total("served_energy", "buildings") == [28]


@pytest.mark.parametrize("limit", [{"market_energy": 30.0}, {"market_capacity": 15.0}])
def test_limits_of_a_yearly_market(limit: Row) -> None:
    """30 MWh at 3 CNY - as such, or as 15 MW for two hours - and the other 10 of 40 MWh at 5: 90 + 50.

    A sale at 2 CNY earns less than any purchase costs.
    """
    coke: Row = {"market_carrier": "coke", "market_capacity": 1e3}
    found = solved(
        hours=2,
        assets={},
        carriers={"coke": YEARLY},
        markets={
            "near": coke | {"market_price": 3.0} | limit,
            "far": coke | {"market_price": 5.0},
            "sale": coke | {"market_sign": -1.0, "market_price": 2.0},
        },
        demands={"works": {"demand_carrier": "coke", "demand_mean": 20.0}},
    )
    assert (found.of("year_trade", "near"), found.of("year_trade", "far")) == ([30], [10])
    assert found.of("year_trade", "sale") == [0]
    assert found.objective == pytest.approx(140)


@pytest.mark.parametrize(("pool", "by_hand"), [("north", 2 * 10 * 3.0), ("", 2 * 10 * 1000.0)])
def test_zones_share_the_balance_of_a_pool(pool: str, by_hand: float) -> None:
    """Coke landed in the north is used in the south where it is a pool; where it is none, nothing is made there."""
    found = solved(
        hours=2,
        assets={"furnace": process(50.0, zone_of="south")},
        ports={"furnace": {"steel": 1.0, "coke": -1.0}},
        carriers={"steel": YEARLY, "coke": YEARLY | {"pool": pool}},
        markets={"coke": {"market_carrier": "coke", "market_price": 3.0, "market_capacity": 1e3}},
        demands={"town": {"demand_zone": "south", "demand_carrier": "steel", "demand_mean": 10.0,
                          "unserved_cost": 1000.0},
                 "here": {"demand_mean": 0.0}},
    )  # fmt: skip
    assert found.objective == pytest.approx(by_hand)
