"""Weights of model years, and what comes before what: the arithmetic in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_model.dataset.assembly.pathway import previous_years, year_weights

YEARS = st.lists(st.integers(2025, 2050), min_size=1, max_size=6, unique=True).map(sorted)


def test_without_discounting_the_years_add_up_to_the_calendar() -> None:
    """2025, 2030, 2035: eleven years, of which the middle one stands for five, each end for itself and two more."""
    np.testing.assert_allclose(year_weights((2025, 2030, 2035), 2025, 0.0), [3, 5, 3])


def test_of_unequal_spans_each_neighbour_takes_its_share() -> None:
    """2025, 2027, 2030: 2026 is half and half; of 2028 two thirds are 2027's, of 2029 one third."""
    np.testing.assert_allclose(
        year_weights((2025, 2027, 2030), 2025, 0.0), [1.5, 0.5 + 1 + 2 / 3 + 1 / 3, 1 / 3 + 2 / 3 + 1]
    )


def test_discounting_to_the_base_year() -> None:
    """Annual years are discounted one by one, also where the first is not the base year or lies before it."""
    np.testing.assert_allclose(year_weights((2030, 2031), 2025, 0.04), [1.04**-5, 1.04**-6])
    np.testing.assert_allclose(year_weights((2024, 2025), 2025, 0.04), [1.04, 1.0])
    by_hand = [1 + 0.5 / 1.1, 0.5 / 1.1 + 1 / 1.21]  # 2026 is shared by 2025 and 2027
    np.testing.assert_allclose(year_weights((2025, 2027), 2025, 0.1), by_hand)


def test_a_single_year_stands_for_itself() -> None:
    np.testing.assert_allclose(year_weights((2030,), 2025, 0.05), [1.05**-5])


@given(years=YEARS, rate=st.floats(0.0, 0.3), start=st.floats(-10.0, 10.0), slope=st.floats(-10.0, 10.0))
def test_what_is_linear_costs_the_same_in_any_steps(years: list[int], rate: float, start: float, slope: float) -> None:
    """Between the same first and last year, steps of any length give the sum over the calendar."""
    calendar = np.arange(years[0], years[-1] + 1)
    cost = start + slope * (calendar - 2025)
    by_hand = np.sum(cost * (1 + rate) ** -(calendar - 2025.0))
    weights = year_weights(years, 2025, rate)
    assert weights @ (start + slope * (np.array(years) - 2025)) == pytest.approx(by_hand, rel=1e-9, abs=1e-7)
    assert (weights > 0).all()


def test_the_year_before() -> None:
    assert previous_years((2025, 2030, 2035)) == [2025, 2025, 2030]
    assert previous_years((2030,)) == [2030]
