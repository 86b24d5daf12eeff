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
