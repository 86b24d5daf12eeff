"""The carbon market and green certificates, by hand: what a next MWh costs, who pays, and what is counted once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.support.solved_system import Solved, plant, solved, solved_data
from tests.support.systems import Row, dataset

MARKETS: dict[str, Row] = {
    "coal": {"market_carrier": "coal", "market_price": 4.0, "market_capacity": 1e4},
    "gas": {"market_carrier": "gas", "market_price": 15.0, "market_capacity": 1e4},
}
PORTS = {"coal": {"electricity": 1.0, "coal": -2.5}, "gas": {"electricity": 1.0, "gas": -2.0}}


def coal_or_gas(coal: Row, gas: Row) -> Solved:
    """100 MW for two hours at 50 CNY/t. Coal: 10 CNY of fuel, 0.85 t/MWh; gas: 30 CNY, 0.4 t/MWh: 52.5 against 50."""
    return solved(
        hours=2,
        co2_price=50.0,
        assets={
            "coal": plant(100.0, behaviour="conversion") | coal,
            "gas": plant(100.0, behaviour="conversion") | gas,
        },
        ports=PORTS,
        emission_factors={"coal": 0.34, "gas": 0.2},
        markets=MARKETS,
        demands={"load": {"demand_mean": 100.0}},
    )


@pytest.mark.parametrize(
    ("benchmark", "runs", "cost"),
    [
        (0.42, "gas", 31.0),  # coal 10 + 50 * 0.43 = 31.5
        (0.44, "coal", 30.5),
        (0.90, "coal", 7.5),  # more allowances than it needs: it earns by running
    ],
)
def test_allowances_by_output_lower_the_cost_of_the_next_unit(benchmark: float, runs: str, cost: float) -> None:
    """Gas has 0.38 t/MWh free: 30 + 50 * 0.02 = 31. Coal, 52.5 without any, meets it at (52.5 - 31)/50 = 0.43 t/MWh.

    Were allowances given as a lump, gas at 50 would run whatever the benchmark.
    """
    found = coal_or_gas({"benchmark": benchmark}, {"benchmark": 0.38})
    assert found.of("dispatch", runs) == [100, 100]
    assert found.objective == pytest.approx(200 * cost)
    assert found.price("north") == pytest.approx([cost] * 2)
    given = benchmark if runs == "coal" else 0.38
    assert found.total("allowance_value", runs) == [pytest.approx(-50 * given * 200)]


def test_who_is_outside_the_market_pays_nothing_and_is_given_nothing() -> None:
    """Coal outside costs its fuel only, 10 CNY, though 170 t are burnt and counted; a benchmark means nothing there."""
    found = coal_or_gas({"ets": False, "benchmark": 0.5}, {})
    assert found.objective == pytest.approx(200 * 10)
    assert found.total("combustion_emissions", "coal") == [pytest.approx(170)]


@pytest.mark.parametrize(("direct", "tonnes"), [(0.5, 0.34 + 0.5), (-0.2, 0.34 - 0.2)])
def test_emissions_that_no_carrier_holds(direct: float, tonnes: float) -> None:
    """A kiln burns 1 MWh of coal at 4 CNY a MWh and frees lime's CO2 (or takes some up): 20 MWh at 4 + 50 t CNY."""
    kiln = plant(50.0, behaviour="process", carrier_of="cement", direct_emissions=direct)
    found = solved(
        hours=2,
        co2_price=50.0,
        assets={"kiln": kiln},
        ports={"kiln": {"cement": 1.0, "coal": -1.0}},
        carriers={"cement": {"yearly": True}},
        emission_factors={"coal": 0.34},
        markets={"coal": MARKETS["coal"]},
        demands={"town": {"demand_carrier": "cement", "demand_mean": 10.0}},
    )
    assert found.total("combustion_emissions", "kiln") == [pytest.approx(20 * tonnes)]
    assert found.objective == pytest.approx(20 * (4 + 50 * tonnes))


def with_certificates(price: float, **system: Any) -> Solved:
    data = dataset(**system)
    return solved_data(data.assign(certificate_price=("year", np.full(data.sizes["year"], price))))


@pytest.mark.parametrize(("price", "runs", "by_hand"), [(2.9, "coal", 60 * 7.0), (3.1, "wind", 60 * (10 - 3.1))])
def test_a_certificate_lowers_the_cost_of_the_next_unit(price: float, runs: str, by_hand: float) -> None:
    """Wind at 10 CNY meets coal at 7 where a certificate is worth 3. It is earned by what runs, not by what could."""
    found = with_certificates(
        price,
        hours=1,
        assets={"wind": plant(100.0, 10.0, certificates=1.0), "coal": plant(100.0, 7.0)},
        demands={"load": {"demand_mean": 60.0}},
    )
    assert found.of("dispatch", runs) == [60]
    assert found.objective == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("wind", "feed_in", "earned"),
    [
        ({"certificates": 1.0}, {}, 60 * 6.0),  # by output: once, however often it is passed on
        ({}, {"certificates": 1.0}, 40 * 6.0),  # by what is fed in: the park's own use sells none
        ({}, {"certificates": 0.5}, 40 * 3.0),
        ({}, {}, 0.0),
    ],
)
def test_a_certificate_is_earned_once(wind: Row, feed_in: Row, earned: float) -> None:
    """Of 60 MWh of green power a park uses 20; 40 are fed into the grid and sent on over a line to the city.

    What is fed in counts where it is sent, before the loss of a tenth; gas at 9 CNY gives the rest of 50 MWh.
    """
    line: Row = {"behaviour": "transmission", "from_carrier": "electricity", "to_carrier": "electricity",
                 "existing": 100.0, "maximum_capacity": 100.0}  # fmt: skip
    found = with_certificates(
        6.0,
        hours=1,
        assets={
            "wind": plant(60.0, carrier_of="green") | wind,
            "gas": plant(100.0, 9.0, zone_of="south"),
            "feed_in": line | {"to_zone": "north", "from_carrier": "green", "loss": 0.1} | feed_in,
            "line": line | {"to_zone": "south"},
        },
        carriers={"green": {}},
        demands={
            "park": {"demand_mean": 20.0, "demand_carrier": "green"},
            "city": {"demand_mean": 50.0, "demand_zone": "south"},
        },
    )
    assert found.of("flow", "feed_in") == [40]
    assert found.objective == pytest.approx(14 * 9 - earned)
