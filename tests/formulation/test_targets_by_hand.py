"""Targets enforced and checked on systems solved by hand: every sense, just met and just missed, both agreeing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.compiler import SolveError
from energy_model.workflow.solve import solve_dataset
from tests.support.systems import dataset

pytestmark = pytest.mark.proof

# in both years a plant without limit at 300 CNY/MWh and a wind farm, to be built at 400,000 CNY/MW a year, that gives
# half of its capacity serve 100 MW for four hours; a MW of wind saves 2 MWh, so that unasked none is built
_HOURS, _LOAD, _COST = 4, 100.0, 300.0
_FIXED = 4e5


def _system(
    target: dict[str, Any],
    years: tuple[int, ...] = (2025, 2030),
    others: dict[str, dict[str, Any]] | None = None,
    **more: Any,
) -> xr.Dataset:
    metrics = {
        "wind": {"capacity": {"wind": 1.0}},
        "wind_energy": {"generation": {"wind": 1.0}},
        "burnt": {"generation": {"plant": 1.0}},
        "used": {"consumption": {"city": 1.0}},
        "output": {"given": {"output": 1.0}},
    }
    return dataset(
        years=years,
        hours=_HOURS,
        assets={
            "wind": {"existing": 0.0, "maximum_capacity": 500.0, "expandable": True, "availability_of": "half"}
            | {"fixed_om": _FIXED, "lifetime": 100.0},
            "plant": {"existing": 1000.0, "maximum_capacity": 1000.0, "minimum_capacity": 1000.0, "variable_om": _COST},
        },
        profiles={"half": [0.5] * _HOURS},
        demands={"city": {"demand_mean": more.pop("demand", _LOAD), "unserved_cost": 1e9}},
        metrics=metrics,
        indicators={"output": [100.0, 120.0] if len(years) == 2 else [100.0] * len(years)},
        targets={"t": {"year": 2030, "penalty": 1e8} | target} | (others or {}),
        **more,
    )


def _solved(target: dict[str, Any], **more: Any) -> tuple[xr.Dataset, Any]:
    solved = solve_dataset(_system(target, **more))[1]
    return solved, scorecard(solved).iloc[0]


# what is asked for, by sense; the wind capacity of 2030 that just meets it; all else stays at no wind
_ASKED: list[tuple[dict[str, Any], float]] = [
    ({"metric": "wind", "sense": "at_least", "value": 60.0}, 60.0),
    ({"metric": "burnt", "sense": "at_most", "value": 300.0}, 50.0),
    ({"metric": "wind_energy", "of": "used", "sense": "at_least", "value": 0.3}, 60.0),
    ({"metric": "burnt", "of": "used", "sense": "at_most", "value": 0.8}, 40.0),
    ({"metric": "burnt", "sense": "change_at_most", "value": -0.25}, 50.0),
    # per output, which grows by a fifth: 400 x 1.2 x 0.75 = 360 MWh
    ({"metric": "burnt", "of": "output", "sense": "change_at_most", "value": -0.25}, 20.0),
]


@pytest.mark.parametrize(("target", "wind"), _ASKED)
def test_an_enforced_target_is_just_met_and_has_its_price(target: dict[str, Any], wind: float) -> None:
    solved, row = _solved(target | {"mode": "enforce"})
    assert float(solved["capacity"].sel(asset="wind", year=2030)) == pytest.approx(wind)
    assert row["met"]
    assert row["margin"] == pytest.approx(0.0, abs=1e-6)
    assert row["relaxation"] == pytest.approx(0.0, abs=1e-6)
    a_megawatt = _FIXED - 2 * _COST  # what one more MW of wind costs net of what it saves
    per = 1.0 if target["metric"] == "wind" else 2.0  # MWh
    assert row["shadow_price"] == pytest.approx(a_megawatt / per)


@pytest.mark.parametrize(("target", "wind"), _ASKED)
@pytest.mark.parametrize("over", [0.0, -0.01])
def test_checking_says_what_enforcing_does(target: dict[str, Any], wind: float, over: float) -> None:
    """The capacity that enforcing found is built by order: met; a little less: missed."""
    data = _system(target)
    for name in ("minimum_capacity", "maximum_capacity"):
        data[name].loc["wind", 2030] = wind + over
    row = scorecard(solve_dataset(data)[1]).iloc[0]
    assert row["met"] == (over == 0.0)
    assert not row["enforced"]


def test_a_target_out_of_reach_is_let_off_and_not_called_met() -> None:
    _, row = _solved({"metric": "wind", "value": 700.0, "mode": "enforce"})
    assert row["value"] == pytest.approx(500.0)
    assert row["relaxation"] == pytest.approx(200.0)
    assert not row["met"]
    assert row["shadow_price"] == pytest.approx(1e8)


@pytest.mark.parametrize(("most_missed", "wind"), [(0.0, 60.0), (np.inf, 0.0)])
def test_a_hard_target_is_met_whatever_it_costs(most_missed: float, wind: float) -> None:
    """One MW of wind costs 399,400 CNY a year more than it saves; to miss one costs 1,000, where it may be missed."""
    asked = {"metric": "wind", "value": 60.0, "mode": "enforce", "penalty": 1e3, "most_missed": most_missed}
    solved, row = _solved(asked)
    assert float(solved["capacity"].sel(asset="wind", year=2030)) == pytest.approx(wind)
    assert row["met"] == (wind > 0) and row["relaxation"] == pytest.approx(60.0 - wind)
    assert row["shadow_price"] == pytest.approx(_FIXED - 2 * _COST if wind else 1e3)


def test_there_is_no_plan_that_misses_a_hard_target() -> None:
    with pytest.raises(SolveError) as caught:
        _solved({"metric": "wind", "value": 700.0, "mode": "enforce", "most_missed": 0.0})
    assert caught.value.status == "infeasible"


def test_the_price_of_what_is_missing_is_in_the_objective() -> None:
    solved, _ = _solved({"metric": "wind", "value": 700.0, "mode": "enforce"})
    assert float(solved["relaxation_cost"].sum()) == pytest.approx(200.0 * 1e8)
    wind, fuel = 500.0 * _FIXED, 400.0 * _COST  # 2030 needs no fuel: 250 MW for 100
    assert solved.attrs["objective"] == pytest.approx(200.0 * 1e8 + wind + fuel)


@pytest.mark.parametrize("across", [False, True])
def test_a_peak_compares_years_after_its_limit(across: bool) -> None:
    """Demand grows from 2025 to 2030 and on: the pair around 2029 counts only if gaps are compared."""
    demand = [100.0, 120.0, 150.0]
    target = {"metric": "burnt", "sense": "peak", "year": 2029, "mode": "enforce"}
    solved, row = _solved(target, years=(2025, 2030, 2035), demand=demand, across=across)
    burnt = solved["metric_value"].sel(metric="burnt").values
    assert burnt == pytest.approx([400.0, 400.0, 400.0] if across else [400.0, 480.0, 480.0])
    assert row["met"]
    assert row["exact"] is False or not row["exact"]
    assert row["peak_year"] == (2025 if across else 2030)


def test_a_peak_of_annual_years_is_exact() -> None:
    target = {"metric": "burnt", "sense": "peak", "year": 2029}
    _, row = _solved(target, years=(2028, 2029, 2030), demand=[100.0, 130.0, 110.0])
    assert row["met"]
    assert row["exact"]
    assert row["peak_year"] == 2029
    _, row = _solved(target, years=(2028, 2029, 2030), demand=[100.0, 130.0, 130.01])
    assert not row["met"]
    assert row["value"] == pytest.approx(0.04)  # MWh more in 2030 than in 2029


def test_each_year_of_a_peak_is_relaxed_and_paid_for_by_itself() -> None:
    """400 MWh too much in 2030, where no wind may stand, are paid for; they do not free 2031 of its 8 MWh."""
    target = {"metric": "burnt", "sense": "peak", "year": 2029, "mode": "enforce"}
    data = _system(target, years=(2029, 2030, 2031), demand=[100.0, 200.0, 202.0])
    data["maximum_capacity"].loc["wind", [2029, 2030]] = 0.0
    solved = solve_dataset(data)[1]
    assert solved["capacity"].sel(asset="wind").values == pytest.approx([0.0, 0.0, 4.0])
    assert solved["relaxation_cost"].sel(enforced="t").values == pytest.approx([0.0, 400.0 * 1e8, 0.0])
    row = scorecard(solved).iloc[0]
    assert row["relaxation"] == pytest.approx(400.0) and row["value"] == pytest.approx(400.0) and not row["met"]
    assert row["shadow_price"] == pytest.approx(1e8 + (_FIXED - 2 * _COST) / 2)  # of 2030 and 2031


def test_years_that_are_not_modelled_are_not_judged() -> None:
    assert _solved({"metric": "wind", "year": 2040})[1]["met"] is None
    assert _solved({"metric": "burnt", "sense": "change_at_most", "value": -0.1, "year": 2040})[1]["met"] is None
    assert _solved({"metric": "burnt", "sense": "peak", "year": 2040})[1]["met"] is None


@pytest.mark.parametrize(("asked", "met"), [(1.0, True), (2.0, False)])
def test_a_count_is_of_parks_that_meet_all_their_indicators(asked: float, met: bool) -> None:
    """Without wind one park meets both of its indicators, the other one of two."""
    one, other = {"family": "f", "zone": "one"}, {"family": "f", "zone": "other"}
    indicators = {
        "a": one | {"metric": "burnt", "sense": "at_least", "value": 400.0},
        "b": one | {"metric": "wind", "sense": "at_most", "value": 0.0},
        "c": other | {"metric": "wind", "sense": "at_most", "value": 0.0},
        "d": other | {"metric": "wind", "sense": "at_least", "value": 1.0},
    }
    _, row = _solved({"sense": "count", "family": "f", "value": asked}, others=indicators)
    assert row["value"] == 1.0
    assert row["margin"] == 1.0 - asked
    assert row["met"] == met
