"""Peak load of a system counted by hand: what converters and processes take counts, and an enforced share holds."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.analysis.security.supply_security import security
from energy_model.analysis.targets import scorecard
from energy_model.workflow.solve import solve_dataset
from tests.support.systems import Row, dataset

pytestmark = pytest.mark.proof

_HOURS = 4
_UNLIMITED: Row = {"existing": 1e4, "maximum_capacity": 1e4, "minimum_capacity": 1e4}


def _city(enforce: bool = False, firm_load: bool = True) -> xr.Dataset:
    """A city asks for 100, 100, 120 and 100 MW, its steam for 20 MW: from power (a half of it each hour) at little
    cost, or from gas at 600 CNY/MWh. A process takes 10 MW of power all day, twice that in the first hour and nothing
    in the third. 150 MW of firm capacity are there, more costs 2,000 CNY/MW.
    """
    boiler: Row = _UNLIMITED | {"behaviour": "conversion", "carrier_of": "steam"}
    inputs = dataset(
        hours=_HOURS,
        assets={
            "plant": {"existing": 140.0, "maximum_capacity": 500.0, "expandable": True, "variable_om": 1.0}
            | {"fixed_om": 2000.0, "lifetime": 100.0, "minimum_capacity": 140.0},
            "electric": boiler | {"firm_load": float(firm_load)},
            "gas": boiler | {"variable_om": 600.0},
            "mill": {"behaviour": "process", "carrier_of": "cloth", "shape_of": "shift"}
            | {"existing": 10.0, "maximum_capacity": 10.0, "minimum_capacity": 10.0, "must_run": 1.0},
        },
        ports={"electric": {"steam": 1.0, "electricity": -1.0}, "gas": {"steam": 1.0},
               "mill": {"cloth": 1.0, "electricity": -1.0}},
        carriers={"cloth": {"yearly": True}},
        profiles={"wave": [100 / 105, 100 / 105, 120 / 105, 100 / 105], "shift": [2.0, 1.0, 0.0, 1.0]},
        demands={
            "town": {"demand_mean": 105.0, "demand_profile": "wave"},
            "steam": {"demand_carrier": "steam", "demand_mean": 20.0},
            "cloth": {"demand_carrier": "cloth", "demand_mean": 10.0},
        },
        peaks={"electricity": ["town", "electric/electricity", "mill/electricity"]},
        metrics={
            "firm": {"capacity": {"plant": 1.0}},
            "peak": {"peak_demand": {"electricity": 1.0}},
            "calm": {"calm_demand": {"town": 1.0}, "calm_port": {"electric/electricity": 1.0, "mill/electricity": 1.0}},
        },
        targets={"t": {"metric": "firm", "of": "peak", "year": 2030, "sense": "at_least", "value": 1.1,
                       "mode": "enforce" if enforce else "check", "penalty": 1e7}},
    )  # fmt: skip
    inputs["zone_role"] = "zone", np.array([""] * inputs.sizes["zone"], dtype=object)
    return inputs


def _peak(solved: xr.Dataset) -> float:
    return float(solved["metric_value"].sel(metric="peak").item())


def test_what_boilers_and_processes_take_counts_in_the_peak() -> None:
    """100 + 20 + 20 in the first hour, 120 + 20 in the third: 140, where demands alone ask for 120."""
    solved = solve_dataset(_city())[1]
    assert _peak(solved) == pytest.approx(140.0)
    row = scorecard(solved).iloc[0]
    assert (row["value"], row["met"]) == (pytest.approx(1.0), False)


def test_the_table_of_security_tells_the_same_peak() -> None:
    solved = solve_dataset(_city())[1]
    assert security(solved).iloc[0]["peak"] == pytest.approx(_peak(solved))


@pytest.mark.parametrize(("share", "load"), [(1.0, 135.0), (0.0, 115.0)])
def test_on_calm_days_converters_and_processes_are_load(share: float, load: float) -> None:
    """A year of four hours is calm: 105 MW of demand, 20 of steam from power, 10 of the mill."""
    data = _city(firm_load=bool(share)).assign(demand_at_calm=(("demand", "year"), [[105.0], [20.0], [10.0]]))
    assert float(solve_dataset(data)[1]["metric_value"].sel(metric="calm").item()) == pytest.approx(load)


def test_what_stops_at_the_peak_counts_in_none_of_them() -> None:
    """Without the boiler the first hour asks for 120, as the third does."""
    solved = solve_dataset(_city(firm_load=False))[1]
    assert _peak(solved) == pytest.approx(120.0)
    assert security(solved).iloc[0]["peak"] == pytest.approx(120.0)


def test_an_enforced_share_is_held_against_the_load_that_there_is() -> None:
    """110 % of 140 MW is 154: gas for 12.7 of the steam in two hours costs less than 14 MW, and the load is 127.3."""
    solved = solve_dataset(_city(enforce=True))[1]
    drawn = 100 / 105 * 105 * np.ones(_HOURS)
    drawn[2] = 120.0
    drawn += solved["dispatch"].sel(producer="electric").values + 10.0 * np.array([2.0, 1.0, 0.0, 1.0])
    row = scorecard(solved).iloc[0]
    assert row["met"]
    assert _peak(solved) == pytest.approx(drawn.max())
    assert float(solved["capacity"].sel(asset="plant").item()) >= 1.1 * drawn.max() - 1e-6
