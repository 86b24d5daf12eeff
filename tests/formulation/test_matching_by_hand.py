"""Matching by hand: a park with sun in half of the hours, matched over the year, by month and by hour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from energy_model.workflow.solve import solve_dataset
from tests.support.systems import dataset

pytestmark = pytest.mark.proof


def _park(matching: str, share: float = 0.0, **works: Any) -> xr.Dataset:
    """A park uses 100 MW in each of four hours and may build sun at 1,000 CNY/MW that shines in hours 0, 1 and 2.

    Months are hours 0 and 1, and hours 2 and 3; in hour 2 the sun gives half. Grid power costs 10 CNY/MWh, feeding in
    earns nothing. Sun saves what it replaces, at most 25 CNY a MW, so that none is built unless it is asked for.
    `works` says more of the park's demand.
    """
    link = {"behaviour": "transmission", "zone_of": "park", "maximum_capacity": 1e4, "existing": 1e4}
    green = link | {"from_carrier": "green", "to_carrier": "electricity", "traced_zone": "park"}
    assets = {
        "sun": {"zone_of": "park", "carrier_of": "green", "availability_of": "sun", "expandable": True}
        | {"maximum_capacity": 1e4, "fixed_om": 1000.0, "lifetime": 100.0, "green": True},
        "own_use": green | {"to_zone": "park"},
        "feed_in": green | {"to_zone": "city"},
        "supply": link
        | {"zone_of": "city", "to_zone": "park", "from_carrier": "electricity"}
        | {"to_carrier": "electricity"},
        "plant": {"zone_of": "city", "existing": 1e4, "maximum_capacity": 1e4, "variable_om": 10.0},
    }
    data = dataset(
        assets=assets,
        demands={
            "works": {"demand_zone": "park", "demand_mean": 100.0, "unserved_cost": 1e6} | works,
            "town": {"demand_zone": "city", "demand_mean": 1000.0},
        },
        profiles={"sun": [1.0, 1.0, 0.5, 0.0]},
        metrics={"matched": {"matched": {"park": 1.0}}, "used": {"consumption": {"works": 1.0}}},
        targets={"t": {"metric": "matched", "of": "used", "value": share, "mode": "enforce" if share else "check"}},
        matching=matching,
        emission_factors={"green": 0.0},
    )
    data = data.drop_vars(["year_of_month", "month"]).assign_coords(month=[1, 2])
    return data.assign(month_of=("step", np.array([1, 1, 2, 2])), year_of_month=("month", np.array([2030, 2030])))


def _built(data: xr.Dataset) -> float:
    return float(solve_dataset(data)[1]["capacity"].sel(asset="sun", year=2030))


# a MW of sun gives 2.5 MWh a year: 2 in the first month, 0.5 in the second
@pytest.mark.parametrize(
    ("matching", "share", "megawatts"),
    [
        ("annual", 0.8, 320.0 / 2.5),  # 320 of 400 MWh
        ("monthly", 0.8, 120.0 / 0.5),  # the first month at most 200, so 120 in the second
        ("annual", 0.5, 200.0 / 2.5),
        ("monthly", 0.5, 200.0 / 2.5),
        ("hourly", 0.5, 80.0),  # 80, 80 and 40
        ("hourly", 0.7, 160.0),  # 100, 100 and 80
    ],
)
def test_sun_that_a_share_asks_for(matching: str, share: float, megawatts: float) -> None:
    assert _built(_park(matching, share)) == pytest.approx(megawatts)


def test_use_that_is_shifted_to_the_sun_is_matched_where_it_is_used() -> None:
    # 25 MW more in hours 0 and 1: 112 + 112 + 56 of 400 MWh, and not 100 + 100 + 80 of 160 MW of sun
    shift = {"shift_share": 0.5, "shift_up": 0.25, "shift_hours": 1e4, "shift_energy": 1e6}
    assert _built(_park("hourly", 0.7, **shift)) == pytest.approx(112.0, rel=1e-4)


def test_what_cannot_be_matched_by_the_hour_is_let_off() -> None:
    """In hour 3 there is no sun: 75 % at most."""
    solved = solve_dataset(_park("hourly", 0.8))[1]
    assert float(solved["relaxation"].sel(enforced="t")) == pytest.approx(20.0)


@pytest.mark.parametrize(("matching", "matched"), [("annual", 400.0), ("monthly", 325.0), ("hourly", 300.0)])
def test_what_is_only_checked_is_told_at_its_largest(matching: str, matched: float) -> None:
    """250 MW of sun: 250, 250, 125 and 0 MWh. Of the year 400 are used; of months 200 and 125; of hours 300."""
    data = _park(matching)
    for name in ("minimum_capacity", "maximum_capacity"):
        data[name].loc["sun", 2030] = 250.0
    solved = solve_dataset(data)[1]
    delivered = float(solved["traced"].sel(matched_zone="park").sum())
    assert delivered == pytest.approx(625.0)
    assert float(solved["matched_energy"].sel(zone="park", year=2030)) == pytest.approx(matched)
