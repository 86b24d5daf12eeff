"""Numbers that change by hour, worked out by hand: least output, costs, ratios, availability of lines, premiums."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.horizon.segments import choose, price_breaks, respects_prices
from tests.support.segments import in_segments
from tests.support.solved_system import Solved, plant, solved, solved_data
from tests.support.systems import Row, dataset


def dear_river() -> xr.Dataset:
    """A dear river of 100 MW that must give 30 and 0 MW of 50 that are wanted, and cheap gas."""
    return dataset(
        hours=2,
        profiles={"flow": [0.3, 0.0]},
        assets={"river": plant(100.0, 8.0, least_output_of="flow"), "gas": plant(100.0, 2.0)},
        demands={"load": {"demand_mean": 50.0}},
    )


def test_output_is_at_least_what_the_hour_asks_for() -> None:
    """The river gives what it must, gas the rest: 30 * 8 + (20 + 50) * 2."""
    found = solved_data(dear_river())
    assert found.of("dispatch", "river") == [30, 0]
    assert found.objective == pytest.approx(380)


def test_least_output_of_a_segment_is_the_mean() -> None:
    """30 and 0 MW of two hours are 15 of each hour of a segment: as dear here, as both plants cost what they did."""
    found = solved_data(in_segments(dear_river(), [2]))
    assert found.of("dispatch", "river") == [15]
    assert found.objective == pytest.approx(380)


def hourly_cost() -> Row:
    """A plant of 100 MW whose cost is the profile `cost`, CNY/MWh."""
    return plant(100.0, 1.0, cost_profile_of="cost")


def test_the_cheaper_hour_counts() -> None:
    """Gas costs 2 and 30 CNY, oil 10: gas in the first hour, oil in the second: 50 * 2 + 50 * 10. Prices follow."""
    found = solved(
        hours=2,
        profiles={"cost": [2.0, 30.0]},
        assets={"gas": hourly_cost(), "oil": plant(100.0, 10.0)},
        demands={"load": {"demand_mean": 50.0}},
    )
    assert found.of("dispatch", "gas") == [50, 0]
    assert found.objective == pytest.approx(600)
    assert found.price("north") == pytest.approx([2, 10])


def test_a_line_costs_by_the_hour_both_ways() -> None:
    """60 MW are wanted in the south, then in the north; sending costs 1 * 3 there and 1 * 5 back: 60 * (2 + 3 + 2 + 5).

    Both zones have power at 2 CNY in turn.
    """
    found = solved(
        hours=2,
        profiles={"first": [1, 0], "second": [0, 1], "cost": [3.0, 5.0]},
        assets={
            "north": plant(100.0, 2.0, availability_of="first"),
            "south": plant(100.0, 2.0, availability_of="second", zone_of="south"),
            "line": line(100.0, variable_om=1.0, cost_profile_of="cost"),
        },
        demands={
            "south": {"demand_mean": 60.0, "demand_profile": "first", "demand_zone": "south"},
            "north": {"demand_mean": 60.0, "demand_profile": "second"},
        },
    )
    assert found.of("flow", "line") == [60, 0] and found.of("backflow", "line") == [0, 60]
    assert found.objective == pytest.approx(60 * 12)


def test_segments_begin_where_a_factor_changes() -> None:
    """Costs change after the first hour, the ratio after the third: three segments at least, whatever was asked for."""
    data = dataset(
        hours=4,
        profiles={"cost": [2, 9, 9, 9], "ratio": [0.3, 0.3, 0.3, 0.5]},
        assets={"pump": plant(100.0, 1.0, behaviour="conversion"), "gas": hourly_cost()},
        ports={"pump": {"heat": 1.0, "electricity": -1.0}},
        demands={"load": {"demand_mean": 50.0}},
    )
    data["port_profile"] = "port", np.array(["always", "ratio"], dtype=object)
    assert price_breaks(data).tolist() == [False, True, False, True]
    assert choose(data, 1).tolist() == [0, 1, 3]
    assert not respects_prices(data, np.array([0, 3]))


def heated(hours: int = 2) -> Solved:
    """A heat pump gives 30 MW of heat from a third and from half of it; power costs 6 CNY, a boiler's heat 2.5."""
    data = dataset(
        hours=hours,
        profiles={"ratio": [1 / 3, 1 / 2]},
        assets={
            "pump": plant(50.0, behaviour="conversion", carrier_of="heat"),
            "boiler": plant(50.0, 2.5, carrier_of="heat"),
            "wind": plant(100.0, 6.0),
        },
        ports={"pump": {"heat": 1.0, "electricity": -1.0}},
        demands={"houses": {"demand_mean": 30.0, "demand_carrier": "heat"}},
        metrics={"drawn": {"input": {"pump/electricity": 1.0}}, "peak": {"peak_demand": {"power": 1.0}}},
        peaks={"power": ["pump/electricity"]},
    )
    return solved_data(data.assign(port_profile=("port", np.array(["always", "ratio"], dtype=object))))


def test_a_heat_pump_draws_more_on_the_colder_hour() -> None:
    """In the first hour heat costs 6/3 = 2 by the pump, in the second 6/2 = 3, dearer than the boiler: 60 + 75."""
    found = heated()
    assert found.of("dispatch", "pump") == [30, 0] and found.of("dispatch", "boiler") == [0, 30]
    assert found.objective == pytest.approx(135)
    assert found.price("north", "heat") == pytest.approx([2, 2.5])
    assert found.total("port_energy", "pump/electricity") == [pytest.approx(-10)]
    assert found.total("metric_value", "drawn") == [pytest.approx(10)]
    # what it takes is part of the load, in the hours and, a half of each, in calm days
    assert found.total("total_load", "power") == [pytest.approx(10), 0]
    assert found.total("calm_input", "pump/electricity") == [pytest.approx(5)]


def line(capacity: float, **more: object) -> Row:
    """A line from north to south and back."""
    return plant(capacity, behaviour="transmission", to_zone="south", bidirectional=True) | {
        "from_carrier": "electricity",
        "to_carrier": "electricity",
        **more,
    }


@pytest.mark.parametrize(
    ("link", "forward", "back"),
    [
        ({}, 40.0, 40.0),
        ({"availability_of": "half"}, 20.0, 20.0),
        ({"shares_capacity": False, "availability_of": "half"}, 20.0, 40.0),
        ({"shares_capacity": False, "back_availability_of": "half"}, 40.0, 20.0),
    ],
)
def test_each_way_has_its_limit(link: Row, forward: float, back: float) -> None:
    """Power at 1 CNY in the south in the first hour, in the north in the second; 60 MW wanted opposite, else at 50."""
    found = solved(
        hours=2,
        profiles={"first": [1, 0], "second": [0, 1], "half": [0.5, 0.5]},
        assets={
            "north": plant(100.0, 1.0, availability_of="first"),
            "south": plant(100.0, 1.0, availability_of="second", zone_of="south"),
            "line": line(40.0, **link),
        },
        demands={
            "south": {"demand_mean": 60.0, "demand_profile": "first", "demand_zone": "south", "unserved_cost": 50.0},
            "north": {"demand_mean": 60.0, "demand_profile": "second", "unserved_cost": 50.0},
        },
    )
    assert found.of("flow", "line") == [forward, 0] and found.of("backflow", "line") == [0, back]
    assert found.objective == pytest.approx(forward + back + 50 * (120 - forward - back))


def test_ways_with_limits_of_their_own_do_not_take_from_each_other() -> None:
    """Paid 10 CNY/MWh to take power in the north, a line that loses a tenth burns by sending both ways at once.

    Of x sent 0.9 x are sent back and 0.81 x arrive: 0.19 x are burnt. Sharing 100 MW x is 100 / 1.9, else 100.
    """
    for shared, burnt in ((True, 10.0), (False, 19.0)):
        found = solved(
            hours=1,
            assets={"line": line(100.0, loss=0.1, shares_capacity=shared)},
            markets={"grid": {"market_price": -10.0, "market_capacity": 500.0}},
            demands={},
        )
        assert found.objective == pytest.approx(-10 * burnt)


def test_a_premium_is_earned() -> None:
    """Wind of 80 MW is paid 5 CNY/MWh, 50 are used and the rest may be lost: -5 * 80, and a surplus of 30."""
    found = solved(
        hours=1,
        assets={"wind": plant(80.0, -5.0)},
        carriers={"electricity": {"disposable": True}},
        demands={"load": {"demand_mean": 50.0}},
    )
    assert found.objective == pytest.approx(-400)
    assert found.of("dispatch", "wind") == [80]


@pytest.mark.parametrize(("wacc", "annuity"), [(0.0, 1 / 25), (1e-12, 1 / 25), (0.05, 0.05 / (1 - 1.05**-25))])
def test_without_interest_a_cost_is_paid_back_in_equal_parts(wacc: float, annuity: float) -> None:
    """50 MW at 100 CNY/MW over 25 years; without interest 2 CNY/MW a year."""
    built = {"expandable": True, "maximum_capacity": 100.0, "overnight_cost": 100.0, "lifetime": 25.0, "wacc": wacc}
    found = solved(hours=1, assets={"wind": built}, demands={"load": {"demand_mean": 50.0}})
    assert found.objective == pytest.approx(50 * 100 * annuity, rel=1e-3)
