"""Prices of a solved system lie where something can set them, and prices that nothing can set are found."""

from __future__ import annotations

from energy_model.analysis.price_ranges import price_ranges
from tests.support.analysed import complete


def test_prices_of_a_whole_optimum_hold_and_those_out_of_range_do_not() -> None:
    solved = complete()
    found = price_ranges(solved)
    assert found["holds"].all(), found[~found["holds"]]
    assert (found["floor"] <= found["ceiling"]).all()
    wrong = solved.assign(price=solved["price"] * 0 - 17_732.0)
    hourly = price_ranges(wrong)
    assert not hourly.loc[hourly["least"] == -17_732.0, "holds"].any()


def test_what_comes_along_with_something_dear_may_be_given_away() -> None:
    """A station makes 100 MWh of power with a t of CO2: where power is short, CO2 is worth less than nothing."""
    solved = complete()
    place = {"zone": "north", "carrier": "co2"}
    prices = solved["price"].where(solved["carrier"] != "electricity", 100.0).copy()
    prices.loc[place | {"step": 0}] = -90_000.0
    power_short = prices.copy()
    power_short.loc[place | {"step": 0, "carrier": "electricity"}] = 1_000.0
    for given, holds in ((prices, False), (power_short, True)):
        found = price_ranges(solved.assign(price=given)).set_index(["zone", "carrier", "year"])
        assert bool(found.loc[("north", "co2", 2030), "holds"]) is holds


def test_an_hour_that_sets_a_months_peak_may_cost_its_charge() -> None:
    solved = complete()
    place = {"zone": "north", "carrier": "electricity", "step": 0}
    dear = solved["price"].copy()
    dear.loc[place] = 2.0 * float(solved["unserved_cost"].max())
    metered = solved.assign(
        price=dear,
        to_zone=solved["to_zone"].copy(data=["north"] * solved.sizes["asset"]),
        demand_charge=solved["demand_charge"] * 0 + 12 * float(solved["weight"].min() * dear.loc[place]),
    )
    for given, holds in ((solved.assign(price=dear), False), (metered, True)):
        found = price_ranges(given).set_index(["zone", "carrier", "year"])
        assert bool(found.loc[("north", "electricity", 2030), "holds"]) is holds
