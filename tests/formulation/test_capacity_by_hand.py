"""Capacity, worked out by hand: annuities, vintages, fixed costs, retirement, limits, durations."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.solved_system import plant, solved, solved_data
from tests.support.systems import dataset

LOAD = {"load": {"demand_mean": 100.0}}


def test_annuity() -> None:
    """100 MW for two hours, built for 1,000 CNY/MW at 10 % over two years: r/(1-(1+r)^-2) = 0.1/(1-100/121) = 121/210.

    100 * (1000 * 121/210 + 5 fixed) + 2 h * 100 MW * 3 = 58,719.0476.
    """
    wind = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost": 1000.0, "wacc": 0.1, "lifetime": 2.0}
    found = solved(hours=2, assets={"wind": wind | {"fixed_om": 5.0, "variable_om": 3.0}}, demands=LOAD)
    assert found.of("new_capacity", "wind") == [100]
    assert found.objective == pytest.approx(100 * (1000 * 121 / 210 + 5) + 600)
    assert found.total("investment_cost", "wind") == [pytest.approx(100_000 * 121 / 210)]


@pytest.mark.parametrize(("rebuild", "fixed", "retired"), [(3000.0, [4400, 4400], 0), (200.0, [4400, 3680], 20)])
def test_fixed_costs_are_a_share_of_what_the_own_vintage_cost(
    rebuild: float, fixed: list[float], retired: float
) -> None:
    """Of 160 MW 100 are built in 2030 at 1,000 CNY/MW; 60 are there from before, at 2,000. Fixed: 2 % a year.

    20 * 100 + 40 * 60 = 4,400, also when new ones have become dearer or cheaper. At 200 CNY/MW 20 MW of the old ones,
    which may be retired, are replaced in 2035, as an annuity of 21 and 4 are less than 40: 2,000 + 1,600 + 80 = 3,680.
    """
    wind = plant(60.0, expandable=True, maximum_capacity=500.0, minimum_capacity=160.0, retirable=True, lifetime=10.0)
    wind |= {"overnight_cost": [1000.0, rebuild], "overnight_cost_existing": 2000.0, "fixed_om_share": 0.02}
    data = dataset(years=(2030, 2035), hours=1, assets={"wind": wind | {"wacc": 0.01}}, demands=LOAD)
    data["most_retired"][:] = [[0.0, 20.0]]
    found = solved_data(data)
    assert found.of("new_capacity", "wind") == [100, retired]
    assert found.total("fixed_om_cost", "wind") == pytest.approx(fixed)


@pytest.mark.parametrize(
    ("lifetime", "built", "by_hand"),
    [
        # stands in both years: 1024/1023 * 100 MW * 1000 CNY/MW, paid twice
        (10.0, [100, 0], 2 * 1024 / 1023 * 100_000),
        # gone after 2033 and built anew at 400 CNY/MW: 16/15 * 100 * (1000 + 400)
        (4.0, [100, 100], 16 / 15 * 140_000),
        # exactly five years: what was built in 2030 has ended in 2035; factor 32/31
        (5.0, [100, 100], 32 / 31 * 140_000),
    ],
)
def test_vintages(lifetime: float, built: list[float], by_hand: float) -> None:
    """At a cost of capital of 100 % the annuity factor is 1/(1 - 2^-L); costs fall from 1000 to 400 CNY/MW."""
    plant_to_build = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost": [1000.0, 400.0], "wacc": 1.0}
    found = solved(
        years=(2030, 2035),
        hours=1,
        assets={"plant": plant_to_build | {"lifetime": lifetime}},
        demands={"load": {"demand_mean": 100.0, "unserved_cost": 1e6}},
    )
    assert found.of("new_capacity", "plant") == built
    assert found.objective == pytest.approx(by_hand)


def test_years_are_weighted() -> None:
    """100 MW at 7 CNY/MWh for one hour a year: 700 * (4 + 2.5)."""
    data = dataset(years=(2030, 2035), hours=1, assets={"coal": plant(100.0, 7.0)}, demands=LOAD)
    assert solved_data(data.assign(year_weight=("year", np.array([4.0, 2.5])))).objective == pytest.approx(4550)


def test_what_exists_costs_no_investment() -> None:
    """60 MW exist at an overnight cost that must not count; only 40 MW are built: 40 * 10 * 2 (wacc 1, lifetime 1)."""
    asset = plant(60.0, maximum_capacity=500.0, expandable=True, overnight_cost=10.0, wacc=1.0, lifetime=1.0)
    found = solved(hours=1, assets={"gas": asset}, demands=LOAD)
    assert found.of("capacity", "gas") == [100] and found.objective == pytest.approx(800)


def test_limits_of_capacity() -> None:
    """At most 70 MW may be built, at no cost: 30 MW unserved at 50. At least 130 MW must be: 130 * 2 * 10."""
    asset = {"expandable": True, "wacc": 1.0, "lifetime": 1.0}
    load = {"load": {"demand_mean": 100.0, "unserved_cost": 50.0}}
    assert solved(hours=1, assets={"sun": asset | {"maximum_capacity": 70.0}}, demands=load).objective == pytest.approx(
        1500
    )
    least = asset | {"minimum_capacity": 130.0, "maximum_capacity": 200.0, "overnight_cost": 10.0}
    assert solved(hours=1, assets={"sun": least}, demands=load).objective == pytest.approx(2600)


@pytest.mark.parametrize(("retirable", "retired", "by_hand"), [(True, 70, 30 * 7 + 60), (False, 0, 100 * 7 + 60)])
def test_retirement_saves_fixed_costs(retirable: bool, retired: float, by_hand: float) -> None:
    """Of 100 MW with 7 CNY/MW fixed costs 30 MW are needed, for one hour at 2 CNY/MWh."""
    found = solved(
        hours=1,
        assets={"coal": plant(100.0, 2.0, fixed_om=7.0, retirable=retirable)},
        demands={"load": {"demand_mean": 30.0}},
    )
    assert found.objective == pytest.approx(by_hand)
    if retirable:
        assert found.of("retired", "coal") == [retired]


STORE = {
    "behaviour": "storage",
    "expandable": True,
    "maximum_capacity": 500.0,
    "overnight_cost": 5.0,
    "overnight_cost_energy": 3.0,
    "wacc": 1.0,
    "lifetime": 1.0,
}


def test_least_duration() -> None:
    """10 MWh are needed at 10 MW, but 2 h are the least: 10 MW * 5 * 2 + 20 MWh * 3 * 2 = 220 (annuity factor 2)."""
    found = solved(
        hours=2,
        profiles={"early": [1, 0], "late": [0, 1]},
        assets={
            "sun": plant(100.0, availability_of="early"),
            "store": STORE | {"duration_min": 2.0, "duration_max": 9.0},
        },
        demands={"load": {"demand_mean": 10.0, "demand_profile": "late"}},
    )
    assert found.objective == pytest.approx(220)
    assert (found.of("capacity", "store"), found.of("energy_capacity", "store")) == ([10], [20])


def test_most_duration() -> None:
    """30 MWh are needed at 10 MW, but 2 h are the most, so 15 MW are built: 15 * 5 * 2 + 30 * 3 * 2 = 330."""
    found = solved(
        hours=6,
        profiles={"early": [1, 1, 1, 0, 0, 0], "late": [0, 0, 0, 1, 1, 1]},
        assets={"sun": plant(100.0, availability_of="early"), "store": STORE | {"duration_max": 2.0}},
        demands={"load": {"demand_mean": 10.0, "demand_profile": "late"}},
    )
    assert found.objective == pytest.approx(330)
    assert (found.of("capacity", "store"), found.of("energy_capacity", "store")) == ([15], [30])


def test_fixed_costs_of_energy() -> None:
    """A storage of 10 MW and 80 MWh that is never used still costs 10 * 4 + 80 * 3 a year, beside 100 MWh at 1."""
    store = plant(10.0, behaviour="storage", existing_energy=80.0, fixed_om=4.0)
    store |= {"fixed_om_share": 0.03, "overnight_cost_energy_existing": 100.0}
    assert solved(hours=1, assets={"store": store, "gas": plant(200.0, 1.0)}, demands=LOAD).objective == pytest.approx(
        380
    )
