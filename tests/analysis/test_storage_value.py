"""Storages of electricity: cost, revenue by service and break-even cost, by hand and against second solves."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.storage.by_technology import storage_by_technology
from energy_model.analysis.storage.revenue import PARTS
from energy_model.analysis.storage.value import storage_value
from energy_model.report.sections.storage import storage
from energy_model.sheets.wording import Labels
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.systems import dataset, random_system
from tests.support.tiny_run import tiny_run

pytestmark = pytest.mark.proof

ANNUITY = 0.06 / (1 - 1.06**-20)
BATTERY = {"behaviour": "storage", "existing": 10.0, "existing_energy": 50.0, "maximum_capacity": 10.0}


def solved(data: xr.Dataset) -> xr.Dataset:
    return solve_dataset(data, RunOptions(hourly=True, gap=1e-9))[1]


def value_of(data: xr.Dataset, asset: str = "battery") -> pd.Series[Any]:
    found = storage_value(solved(data))
    return found[found["asset"] == asset].iloc[0]


@cache
def between_two_prices(cost: float) -> pd.Series[Any]:
    """A battery of 2 h that may be built between two hours at 100 and two at 400 CNY/MWh."""
    battery = {
        "behaviour": "storage",
        "expandable": True,
        "maximum_capacity": 50.0,
        "overnight_cost_energy": cost,
        "fixed_om": 20.0,
        "duration_min": 2.0,
        "duration_max": 2.0,
        "efficiency_in": 0.9,
        "lifetime": 20.0,
        "variable_om": 1.0,
        "technology_of": "lithium",
    }
    data = dataset(
        profiles={"price": [1.0, 1.0, 4.0, 4.0]},
        assets={"battery": battery},
        demands={"load": {"demand_mean": 100.0}},
        markets={"grid": {"market_profile": "price", "market_price": 100.0, "market_capacity": 1000.0}},
    )
    data["year_weight"] = "year", [3.3]
    return value_of(data)


def test_levelised_cost_and_revenue_by_hand() -> None:
    found = between_two_prices(1000.0)
    annual = 100 * (1000 * ANNUITY + 10) + 90 * 1
    assert (found["charged"], found["discharged"], found["cycles"]) == pytest.approx((100, 90, 0.9))
    assert found["annual_cost"] == pytest.approx(annual)
    assert found["charging_cost"] == pytest.approx(10_000)
    assert found["lcos"] == pytest.approx((annual + 10_000) / 90)
    assert found["revenue_arbitrage"] == found["revenue"] == pytest.approx(90 * 400 - 10_000)
    assert found["profit"] == pytest.approx(26_000 - annual)


def test_a_second_solve_at_the_break_even_cost_is_indifferent() -> None:
    found = between_two_prices(1000.0)
    even = (26_000 - 90 - 1000) / ANNUITY / 100
    assert found["break_even_cost_energy"] == pytest.approx(even)
    assert found["break_even_cost"] == pytest.approx(2 * even)
    assert found["overnight_cost_energy"] == 1000
    assert not found["break_even_at_most"]
    assert between_two_prices(0.999 * even)["capacity"] == pytest.approx(50)
    dearer = between_two_prices(1.5 * even)
    assert dearer["capacity"] == 0
    assert dearer["break_even_at_most"]
    assert 0.999 * even <= dearer["break_even_cost_energy"] <= 1.5001 * even


def test_scarcity_and_avoided_curtailment_by_hand() -> None:
    """Wind is curtailed in the first hour; in the others 5 MW are missing at the unserved cost of 10,000."""
    wind = {"availability_of": "gust", "existing": 150.0, "maximum_capacity": 150.0, "green": True}
    data = dataset(
        profiles={"gust": [1.0, 0.0, 0.0, 0.0]},
        assets={"wind": wind, "battery": BATTERY | {"efficiency_in": 0.8}},
        demands={"load": {"demand_mean": 100.0}},
        markets={"grid": {"market_price": 300.0, "market_capacity": 95.0}},
    )
    found = value_of(data)
    assert found["avoided_curtailment"] == pytest.approx(10)
    assert found["revenue"] == pytest.approx(8 * 10_000)
    assert found["revenue_capacity"] == pytest.approx(8 * (10_000 - 1.05 * 300))
    assert found["revenue_curtailment"] == pytest.approx(8 * 1.05 * 300)
    assert found["revenue_arbitrage"] == pytest.approx(0, abs=1e-6)
    assert pd.isna(found["break_even_cost"])  # it may not be built


def test_green_power_is_worth_more_than_electricity_by_hand() -> None:
    """Wind serves a green demand and the grid through a line; without wind green power costs 300 / 0.8."""
    line = {"behaviour": "transmission", "from_carrier": "green", "to_carrier": "electricity", "to_zone": "north"}
    data = dataset(
        profiles={"gust": [1.0, 0.0]},
        hours=2,
        assets={
            "wind": {"carrier_of": "green", "availability_of": "gust", "existing": 40.0, "maximum_capacity": 40.0},
            "battery": BATTERY | {"carrier_of": "green", "efficiency_in": 0.8},
            "line": line | {"existing": 100.0, "maximum_capacity": 100.0},
        },
        demands={"load": {"demand_mean": 100.0}, "park": {"demand_carrier": "green", "demand_mean": 5.0}},
        markets={"grid": {"market_price": 300.0, "market_capacity": 500.0}},
        carriers={"green": {}},
    )
    found = value_of(data)
    assert found["revenue_green"] == pytest.approx(5 * 75)
    assert found["revenue_arbitrage"] == pytest.approx(300 * (5 - 6.25))
    assert found["revenue"] == pytest.approx(0, abs=1e-6)


@cache
def cost_of_forced(asset: str, megawatts: float) -> float:
    """Optimum of the random system with a least capacity [CNY]."""
    data = random_system(1, 48, seed=3)
    data["minimum_capacity"].loc[{"asset": asset}] = megawatts
    return float(solved(data).attrs["objective"])


def test_reduced_cost_of_a_certified_plan_is_what_a_forced_unit_costs() -> None:
    added = cost_of_forced("wind0", 1.0) - cost_of_forced("wind0", 0.0)
    _, plan, solution = solve_dataset(random_system(1, 48, seed=3), RunOptions(gap=1e-6, hourly=False))
    assert "blocks" in solution.method
    assert float(plan["capacity"].sel(asset="wind0").sum()) == 0
    excess = float(plan["reduced_new_capacity"].sel(buildable="wind0").sum())
    assert excess == pytest.approx(added, rel=1e-2)
    # what is built within its limits is worth what it costs
    assert float(plan["capacity"].sel(asset="gas0").sum()) > 1
    assert float(plan["reduced_new_capacity"].sel(buildable="gas0").sum()) == pytest.approx(0, abs=1)


def test_of_storages_of_one_technology_the_break_even_cost_nearest_to_paying_is_told() -> None:
    row = between_two_prices(1000.0)
    dear = row.copy()
    dear[["asset", "discharged", "charging_cost", "break_even_cost"]] = ["dear", 10.0, 20_000.0, 1.0]
    run: Any = SimpleNamespace(table=lambda _: pd.DataFrame([dear, row], index=[0, 1]).infer_objects())
    (found,) = storage_by_technology(run).to_dict("records")
    assert (found["technology"], found["discharged"]) == ("lithium", 100)
    assert found["lcos"] == pytest.approx((2 * row["annual_cost"] + 30_000) / 100)
    assert found["break_even_cost"] == row["break_even_cost"]


def test_parts_add_up_and_sheets_are_written() -> None:
    found = tiny_run().table("storage_value")
    assert len(found)
    assert found[[*PARTS]].sum(axis="columns").to_numpy() == pytest.approx(found["revenue"].to_numpy())
    for lang in ("zh", "en"):
        part = storage(tiny_run(), Labels(tiny_run().dataset, lang))
        assert [len(sheet.rows) > 0 for sheet in part.sheets] == [True, True, True]
        assert list(part.figures) == ["storage-revenue"]
