"""The way through the years, by hand: discounting, weights of years, vintages; no year of building is favoured.

A rule broken here would move investment to the wrong year without any balance being violated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from energy_model.dataset.assembly.pathway import year_weights
from tests.support.solved_system import Solved, plant, solved_data
from tests.support.systems import Row, dataset

pytestmark = pytest.mark.proof


def on_the_way(years: Sequence[int], *, rate: float, base: int, **system: Any) -> Solved:
    """A system of one hour a year, its years weighted as `dataset.pathway` weights them."""
    data = dataset(years=years, hours=1, **system)
    return solved_data(data.assign(year_weight=("year", year_weights(years, base, rate))))


def to_build(cost: Any, wacc: float, lifetime: float) -> Row:
    """What may be built, as much as one likes; without costs of running."""
    return {"expandable": True, "maximum_capacity": 1e4, "overnight_cost": cost, "wacc": wacc, "lifetime": lifetime}


def need(megawatts: Any, unserved_cost: float = 1e5) -> dict[str, Row]:
    return {"load": {"demand_mean": megawatts, "unserved_cost": unserved_cost}}


def capital_recovery(wacc: float, lifetime: float) -> float:
    """The annuity of 1 CNY as the geometric sum says it: 1 / sum of (1 + r)^-t over t = 1 ... L."""
    return 1 / sum((1 + wacc) ** -t for t in range(1, int(lifetime) + 1))


def test_annuities_over_a_whole_life_are_worth_the_investment() -> None:
    """100 MW at 1,000 CNY/MW stand in 2026, 2027 and 2028, their whole life, each year costing an annuity at 5 %.

    Discounted at the same 5 % to 2025 these are worth 100,000 CNY exactly: annuity, vintages and discounting agree.
    A year counted from the wrong base, or an annuity paid in advance, is 5 % off.
    """
    found = on_the_way(
        (2026, 2027, 2028), rate=0.05, base=2025, assets={"sun": to_build(1000.0, 0.05, 3.0)}, demands=need(100.0)
    )
    assert found.objective == pytest.approx(100_000)
    assert found.total("investment_cost", "sun") == [pytest.approx(100_000 * capital_recovery(0.05, 3))] * 3


def test_what_lives_five_years_is_built_twice_in_ten() -> None:
    """Annual years 2026-2035: built in 2026, gone in 2031, built anew: 100,000 * (1 + 1.05^-5), discounted to 2025."""
    years = range(2026, 2036)
    found = on_the_way(years, rate=0.05, base=2025, assets={"sun": to_build(1000.0, 0.05, 5.0)}, demands=need(100.0))
    assert found.of("new_capacity", "sun") == [100, 0, 0, 0, 0, 100, 0, 0, 0, 0]
    assert found.objective == pytest.approx(100_000 * (1 + 1.05**-5))


def test_two_years_are_discounted() -> None:
    """100 MW at 7 CNY/MWh for an hour of each of two years, at 4 % to the first: 700 * (1 + 1/1.04)."""
    found = on_the_way((2025, 2026), rate=0.04, base=2025, assets={"coal": plant(100.0, 7.0)}, demands=need(100.0))
    assert found.objective == pytest.approx(700 * (1 + 1 / 1.04))


def test_three_years_stand_for_six() -> None:
    """Prices 7, 9 and 12 in 2025, 2027 and 2030 are 7, 8, 9, 10, 11, 12 year by year: each discounted at 4 %."""
    found = on_the_way(
        (2025, 2027, 2030),
        rate=0.04,
        base=2025,
        assets={},
        markets={"grid": {"market_price": [7.0, 9.0, 12.0], "market_capacity": 500.0}},
        demands=need(100.0),
    )
    assert found.objective == pytest.approx(100 * sum(price / 1.04**k for k, price in enumerate(range(7, 13))))


@pytest.mark.parametrize("rate", [0.0, 0.04])
def test_five_year_steps_cost_what_annual_ones_do_where_costs_are_linear(rate: float) -> None:
    """The need grows by 10 MW a year from 100 in 2025 and is built for at a constant cost, with fuel at 3 CNY.

    By hand: the need of year t times (annuity + 3), discounted. A last year with a full step of its own, or a first one
    that counts only once, would make the three years dearer or cheaper than the eleven.
    """
    by_hand = sum(
        (100 + 10 * k) * (1000 * capital_recovery(0.05, 25) + 3) / (1 + rate) ** k for k in range(11)
    )  # fmt: skip
    asset = {"sun": to_build(1000.0, 0.05, 25.0) | {"variable_om": 3.0}}
    for years in ((2025, 2030, 2035), range(2025, 2036)):
        wanted = [100.0 + 10.0 * (y - 2025) for y in years]
        found = on_the_way(years, rate=rate, base=2025, assets=asset, demands=need(wanted))
        assert found.objective == pytest.approx(by_hand)


YEARS = (2025, 2030, 2035)


@pytest.mark.parametrize("rate", [0.0, 0.1])
@pytest.mark.parametrize("first", [0, 1, 2])
def test_what_is_needed_later_is_built_later(first: int, rate: float) -> None:
    """At a constant cost 100 MW are built in the year in which the need begins; shifting the need shifts the build.

    Years before it cost nothing, those from it on an annuity each, weighted.
    """
    wanted = [100.0 * (k >= first) for k in range(3)]
    found = on_the_way(YEARS, rate=rate, base=2025, assets={"sun": to_build(1000.0, 0.05, 25.0)}, demands=need(wanted))
    assert found.of("new_capacity", "sun") == [100.0 * (k == first) for k in range(3)]
    weights = year_weights(YEARS, 2025, rate)
    assert found.objective == pytest.approx(100_000 * capital_recovery(0.05, 25) * float(weights[first:].sum()))


@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize(("worth", "built"), [(0.99, 0.0), (1.01, 100.0)])
def test_building_pays_at_the_same_benefit_in_every_year(first: int, worth: float, built: float) -> None:
    """Serving is worth a hundredth more or less than the annuity: built or not, whichever year the need begins in.

    Were the whole investment paid in the year of building, nothing would be built near the end of the horizon; were
    its rest given back in full, building late would be a bargain.
    """
    benefit = worth * 1000 * capital_recovery(0.05, 25)
    wanted = [100.0 * (k >= first) for k in range(3)]
    asset = {"sun": to_build(1000.0, 0.05, 25.0)}
    found = on_the_way(YEARS, rate=0.05, base=2025, assets=asset, demands=need(wanted, unserved_cost=benefit))
    assert found.of("capacity", "sun") == [built * (k >= first) for k in range(3)]


@pytest.mark.parametrize(("later", "built", "by_hand"), [
    (206.0, [0, 100], 100 * (500 + 0.8 * 4 / 3 * 206)),
    (206.5, [100, 0], 100 * 720.0),
])  # fmt: skip
def test_waiting_for_a_lower_cost_breaks_even(later: float, built: list[float], by_hand: float) -> None:
    """Built in 2030 at 300 CNY/MW or a year later at less; until then fuel costs 500 CNY/MW. Weights 1 and 0.8.

    The annuity factor at 100 % over two years is 4/3. Now: 400 * 1.8 = 720. Later: 500 + 0.8 * 4/3 * c. They meet at
    c = 206.25.
    """
    found = on_the_way(
        (2030, 2031),
        rate=0.25,
        base=2030,
        assets={"sun": to_build([300.0, later], 1.0, 2.0), "oil": plant(100.0, 500.0)},
        demands=need(100.0),
    )
    assert found.of("new_capacity", "sun") == built
    assert found.objective == pytest.approx(by_hand)
