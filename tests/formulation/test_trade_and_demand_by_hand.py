"""Trade, demand and emissions, worked out by hand."""

from __future__ import annotations

import pytest

from tests.support.solved_system import plant, solved, solved_data
from tests.support.systems import dataset


def test_interruption_comes_before_unserved_energy() -> None:
    """70 of 100 MW at 10 CNY; 20 % can be interrupted for 100, the other 10 MW are unserved at 1000: 12,700 an hour."""
    found = solved(
        hours=2,
        assets={"gas": plant(70.0, 10.0)},
        demands={
            "load": {
                "demand_mean": 100.0,
                "interruptible_share": 0.2,
                "interruption_cost": 100.0,
                "unserved_cost": 1000.0,
            }
        },
    )
    assert found.of("interrupted", "load") == [20, 20] and found.of("unserved", "load") == [10, 10]
    assert found.objective == pytest.approx(2 * (700 + 2000 + 10_000))
    assert found.total("served", "load") == [70, 70] and found.total("served_energy", "load") == [140]


def test_interruption_is_no_free_choice() -> None:
    """Plants at 10 CNY serve everything although interruption is allowed: it costs 100."""
    demands = {"load": {"demand_mean": 60.0, "interruptible_share": 0.2, "interruption_cost": 100.0}}
    assert solved(hours=1, assets={"gas": plant(70.0, 10.0)}, demands=demands).objective == pytest.approx(600)


def test_yearly_limit_of_a_market() -> None:
    """60 MWh a year at 20 CNY, 50 MW for three hours demanded: 60 * 20 + 90 * 100; one MWh more would save 80."""
    found = solved(
        hours=3,
        assets={"diesel": plant(100.0, 100.0)},
        markets={"grid": {"market_price": 20.0, "market_capacity": 50.0, "market_energy": 60.0}},
        demands={"load": {"demand_mean": 50.0}},
    )
    assert found.objective == pytest.approx(10_200)
    assert found.total("traded", "grid") == [60]
    limit = found.program.constraints["trade_limit"].array(found.solution.row_dual)
    assert limit.values.tolist() == pytest.approx([-80])


def test_hourly_price_and_hourly_limit() -> None:
    """Price 20 times 1, 2, 0.5; a plant at 30 takes the second hour; 40 MW an hour: 40*20 + 40*10 + (10+50+10)*30."""
    found = solved(
        hours=3,
        profiles={"tariff": [1.0, 2.0, 0.5]},
        assets={"gas": plant(100.0, 30.0)},
        markets={"grid": {"market_price": 20.0, "market_capacity": 40.0, "market_profile": "tariff"}},
        demands={"load": {"demand_mean": 50.0}},
    )
    assert found.of("trade", "grid") == [40, 0, 40]
    assert found.objective == pytest.approx(800 + 400 + 2100)


def test_charges_are_a_margin_at_negative_prices_too() -> None:
    """Spot at 20 times 1 and -2, a charge of 5 each way: bought at 25 and -35, sold at 15 and -45.

    A plant at 30 and 40 MW of demand: the first hour is bought (40 * 25), the second too (40 * -35): nothing is sold at
    -45, and buying to sell would lose 10 a MWh.
    """
    spot = {"market_price": 20.0, "market_capacity": 100.0, "market_profile": "spot", "market_charge": 5.0}
    found = solved(
        hours=2,
        profiles={"spot": [1.0, -2.0]},
        assets={"gas": plant(100.0, 30.0)},
        markets={"buy": spot, "sell": spot | {"market_sign": -1.0}},
        demands={"load": {"demand_mean": 40.0}},
    )
    assert found.of("trade", "buy") == [40, 40] and found.of("trade", "sell") == [0, 0]
    assert found.objective == pytest.approx(40 * 25 - 40 * 35)
    assert found.price("north") == pytest.approx([25, -35])


def test_a_price_answers_to_the_quantity() -> None:
    """90 MW in thirds at 10 + 10, 30 and 50: against a plant at 45 two are bought, each at its own price.

    A sale at 80 less the same 10, 30 and 50 takes a third third at 30 < 45 no more: 30 * 70 + 30 * 50.
    """
    answering = {"market_capacity": 90.0, "market_impact": 60.0}
    bought = solved(
        hours=1,
        assets={"gas": plant(200.0, 45.0)},
        markets={"grid": {"market_price": 10.0} | answering},
        demands={"load": {"demand_mean": 95.0}},
    )
    assert bought.of("trade", "grid") == [60]
    assert bought.objective == pytest.approx(30 * 20 + 30 * 40 + 35 * 45)
    assert bought.total("impact_cost", "grid") == [30 * 10 + 30 * 30]
    sold = solved(
        hours=1,
        assets={"gas": plant(200.0, 45.0)},
        markets={"grid": {"market_sign": -1.0, "market_price": 80.0} | answering},
        demands={"load": {"demand_mean": 95.0}},
    )
    assert sold.of("trade", "grid") == [60]
    assert sold.objective == pytest.approx(155 * 45 - 30 * 70 - 30 * 50)


@pytest.mark.parametrize(("by_year", "price", "cost"), [(False, 30.0, 120 * 10 + 80 * 30), (True, 30.0, 200 * 30)])
def test_what_is_not_taken_is_paid(by_year: bool, price: float, cost: float) -> None:
    """A contract of 80 MWh at 29 with a charge of 1, of which a plant at 10 makes 120 of the 200 MWh needless to buy.

    Hour by hour the plant gives 60 of the 100 MW and the contract the rest; of a yearly carrier there is no plant.
    """
    carrier = {"electricity": {"yearly": True}} if by_year else {}
    contract = {"market_price": price - 1, "market_charge": 1.0, "market_capacity": 100.0, "market_least": 80.0}
    found = solved(
        hours=2,
        carriers=carrier,
        assets={} if by_year else {"gas": plant(60.0, 10.0)},
        markets={"contract": contract},
        demands={"load": {"demand_mean": 100.0}},
    )
    assert found.objective == pytest.approx(cost)
    idle = solved(
        hours=2,
        assets={"gas": plant(90.0, 10.0)},
        markets={"contract": contract | {"market_least": 150.0}},
        demands={"load": {"demand_mean": 100.0}},
    )
    # what is paid for in any case is taken: 150 MWh of the contract, 50 of the plant
    assert idle.objective == pytest.approx(150 * 30 + 50 * 10)
    spare = solved(
        hours=2,
        assets={"line": plant(100.0)},
        markets={"contract": contract | {"market_least": 250.0}},
        demands={"load": {"demand_mean": 100.0}},
    )
    # 50 of 250 MWh cannot be used and are paid for: only 200 MWh are needed
    assert spare.objective == pytest.approx(250 * 30) and spare.total("untaken_cost", "contract")[0] >= 50 * 30


def test_sale_earns() -> None:
    """Of 100 MW at 10 CNY 60 are used and 30 sold at 15 (the limit): 900 - 450."""
    found = solved(
        hours=1,
        assets={"gas": plant(100.0, 10.0)},
        markets={"grid": {"market_sign": -1.0, "market_price": 15.0, "market_capacity": 30.0}},
        demands={"load": {"demand_mean": 60.0}},
    )
    assert found.objective == pytest.approx(450)
    assert found.total("trade_cost", "grid") == [-450]


@pytest.mark.parametrize(
    ("co2_price", "by_hand", "burnt"),
    [
        # coal 2.5 * 4 + 0.85 * 40 = 44 < gas 2 * 15 + 0.4 * 40 = 46
        (40.0, 200 * 44, ("coal", 170.0)),
        # coal 52.5 > gas 50; they change places at 20/0.45 = 44.44 CNY/t
        (50.0, 200 * 50, ("gas", 80.0)),
    ],
)
def test_co2_price_switches_from_coal_to_gas(co2_price: float, by_hand: float, burnt: tuple[str, float]) -> None:
    """100 MW for two hours. Coal: 2.5 MWh at 4 CNY and 0.34 t/MWh; gas: 2 MWh at 15 CNY and 0.2 t/MWh."""
    found = solved(
        hours=2,
        co2_price=co2_price,
        assets={name: plant(100.0, behaviour="conversion") for name in ("coal", "gas")},
        ports={"coal": {"electricity": 1.0, "coal": -2.5}, "gas": {"electricity": 1.0, "gas": -2.0}},
        emission_factors={"coal": 0.34, "gas": 0.2},
        markets={
            "coal": {"market_carrier": "coal", "market_price": 4.0, "market_capacity": 1e4},
            "gas": {"market_carrier": "gas", "market_price": 15.0, "market_capacity": 1e4},
        },
        demands={"load": {"demand_mean": 100.0}},
    )
    assert found.objective == pytest.approx(by_hand)
    name, tonnes = burnt
    assert found.total("combustion_emissions", name) == [tonnes]


def test_bought_power_is_counted_but_not_charged() -> None:
    """50 MWh bought at 0.6 t/MWh count 30 t and cost their price only, whatever the CO2 price."""
    found = solved(
        hours=1,
        co2_price=1000.0,
        assets={},
        markets={"grid": {"market_price": 20.0, "market_capacity": 50.0, "market_emission": 0.6}},
        demands={"load": {"demand_mean": 50.0}},
        metrics={"co2": {"emission_market": {"grid": 2.0}}},
    )
    assert found.objective == pytest.approx(1000)
    assert found.total("purchase_emissions", "grid") == [30]
    assert found.total("metric_value", "co2") == [60]


@pytest.mark.parametrize(
    ("share", "known", "allowance", "bought"), [(0, 0, 0, 50), (1, 0, 0, 0), (1, 190, 0, 50), (1, 0, 0.75, 50)]
)
def test_a_co2_price_reaches_what_is_bought(share: float, known: float, allowance: float, bought: float) -> None:
    """At 200 CNY/t the city's plant costs 100 + 200 x 0.9 = 280 CNY/MWh. Outside a MWh costs 250, and by the unit at
    the margin (0.8 t/MWh) up to 160 more: less where the price holds most of it already, or allowances are free.
    """
    data = dataset(
        hours=1,
        co2_price=200.0,
        assets={"plant": plant(50.0, 100.0, behaviour="conversion", direct_emissions=0.9, ets=True)},
        ports={"plant": {"electricity": 1.0}},
        markets={"grid": {"market_price": 250.0, "market_capacity": 50.0, "market_emission": 0.5}
                 | {"marginal_emission": 0.8, "marginal_allowance": allowance}},
        demands={"load": {"demand_mean": 50.0}},
    )  # fmt: skip
    of_year = {"co2_pass_through": ("year", [float(share)]), "traded_co2_price": ("year", [float(known)])}
    assert solved_data(data.assign(of_year)).of("trade", "grid") == [bought]


def test_what_is_sold_earns_the_co2_price_outside_and_leaves_the_account() -> None:
    """A MWh sold at 20 CNY earns 10 x 0.8 more where prices follow, and takes off 0.5 t."""
    sale = {"market_sign": -1.0, "market_price": 20.0, "market_capacity": 50.0, "market_emission": 0.5}
    data = dataset(
        hours=1,
        co2_price=10.0,
        assets={"wind": plant(50.0)},
        markets={"grid": sale | {"marginal_emission": 0.8}},
        demands={},
        metrics={"co2": {"emission_market": {"grid": 1.0}}},
    )
    found = solved_data(data.assign(co2_pass_through=("year", [1.0])))
    assert found.objective == pytest.approx(-50 * 28)
    assert found.total("metric_value", "co2") == [-25]
