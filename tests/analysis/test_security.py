"""Security of supply on systems whose losses, calm days and reserves are counted by hand."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.security.calm_days import calm_days
from energy_model.analysis.security.gas_reserves import reserve_days
from energy_model.analysis.security.supply_security import security
from energy_model.analysis.security.transfer_capacity import Grid
from tests.analysis.test_tracing import MINE, line
from tests.support.analysed import complete, solved
from tests.support.systems import Row, dataset

pytestmark = pytest.mark.proof

PLANT: Row = {"behaviour": "conversion", "existing": 100.0, "maximum_capacity": 100.0, "minimum_capacity": 100.0}


@cache
def city() -> xr.Dataset:
    """Coal (100, firm 90) and wind (50, firm 5) in the north, 40 for sale outside behind a line of 30, a park in the
    south behind a line of 25; the north asks for 80, the south for 20. Two days: a windy one and a calm one.
    """
    inputs = dataset(
        hours=48,
        assets={
            "coal": PLANT | {"calm_availability": 0.9},
            "wind": PLANT
            | {"behaviour": "supply", "existing": 50.0, "minimum_capacity": 50.0, "maximum_capacity": 50.0}
            | {"availability_of": "wind", "calm_availability": 0.1},
            "border": line("outside", "north", 30.0),
            "feeder": line("north", "south", 25.0),
        },
        ports={"coal": {"electricity": 1.0, "coal": -2.5}},
        profiles={"wind": [1.0] * 24 + [0.1] * 24},
        demands={"town": {"demand_mean": 80.0}, "park": {"demand_zone": "south", "demand_mean": 20.0}},
        markets={"mine": MINE, "abroad": {"market_zone": "outside", "market_price": 900.0, "market_capacity": 40.0}},
        emission_factors={"coal": 0.34},
    )
    kinds = {"outside": "outside", "south": "park"}
    inputs["zone_role"] = "zone", np.array([kinds.get(zone, "") for zone in inputs["zone"].values], dtype=object)
    inputs["calm_day"], inputs["year_of_calm"] = ("calm", np.array([1])), ("calm", np.array([2030]))
    return solved(inputs, group_of={"coal": "coal"})


def loss(ds: xr.Dataset, item: str) -> pd.Series:
    found = security(ds)
    return found[found["item"] == item].iloc[0]


class TestLosses:
    def test_with_nothing_lost(self) -> None:
        whole = loss(city(), "")
        assert whole[["firm", "imports", "peak", "margin"]].tolist() == pytest.approx([95, 30, 100, 25])
        assert (whole["kind"], whole["unserved"], whole["largest"]) == ("none", pytest.approx(0.0), False)

    @pytest.mark.parametrize(
        ("item", "lost", "unserved"), [("coal", 90.0, 65.0), ("border", 30.0, 5.0), ("feeder", 0.0, 20.0)]
    )
    def test_each_loss_by_hand(self, item: str, lost: float, unserved: float) -> None:
        row = loss(city(), item)
        assert row["lost"] == pytest.approx(lost)
        assert row["margin"] == pytest.approx(25 - lost)
        assert row["unserved"] == pytest.approx(unserved)

    def test_the_largest_is_named_and_the_wind_is_no_unit(self) -> None:
        found = security(city())
        assert found.loc[found["largest"], "item"].tolist() == ["coal"]
        assert "wind" not in set(found["item"])

    def test_a_unit_is_lost_where_its_size_is_known(self) -> None:
        sizes = [60.0 if asset == "coal" else 0.0 for asset in city()["asset"].values]
        row = loss(city().assign(unit_size=("asset", sizes)), "coal")
        assert (row["size"], row["lost"]) == pytest.approx((54.0, 54.0))

    def test_the_metric_of_the_study_stands_beside(self) -> None:
        ds = city().drop_dims("metric").assign_coords(metric=["firm_capacity"])
        assert loss(ds.assign(metric_value=(("metric", "year"), [[88.0]])), "")["metric_firm"] == 88.0
        assert np.isnan(loss(city(), "")["metric_firm"])

    def test_two_ways_are_used_and_one_way_lines_are_not_reversed(self) -> None:
        a, b = ("a", "power"), ("b", "power")
        for both, carried in ((True, 7.0), (False, 0.0)):
            assert Grid({"x": (b, a, 7.0, both)}).carried({a: 9.0}, {b: np.inf}) == carried


class TestCalmDays:
    def test_a_calm_day_by_hand(self) -> None:
        (row,) = calm_days(city()).to_dict("records")
        assert (row["year"], row["day"], row["date"]) == (2030, 2, "")
        assert (row["wind_sun"], row["coal"], row["demand"]) == pytest.approx((5.0, 95.0, 100.0))
        assert (row["imports"], row["unserved"], row["storage"]) == pytest.approx((0.0, 0.0, 0.0))
        assert row["least_margin"] == pytest.approx(5 + 100 + 30 - 100)

    def test_a_calendar_gives_the_date(self) -> None:
        time = pd.date_range("2030-01-01", periods=48, freq="h")
        assert calm_days(city().assign(time=("step", time)))["date"].tolist() == ["2030-01-02"]

    def test_sources_and_uses_balance_but_for_losses(self) -> None:
        ds = (
            complete()
            .drop_dims("calm")
            .assign(calm_day=("calm", [0, 50, 0]), year_of_calm=("calm", [2030, 2030, 2035]))
        )
        found = calm_days(ds)
        assert found["year"].tolist() == [2030, 2030, 2035]
        given = found[["wind_sun", "coal", "gas", "biomass", "hydrogen", "other", "storage", "imports"]].sum(axis=1)
        assert (given >= found["exports"]).all()

    def test_no_calm_days_no_rows(self) -> None:
        assert len(calm_days(complete().drop_vars("calm_day", errors="ignore"))) == 0


class TestReserves:
    def found(self, sold: float) -> pd.Series:
        """Tanks of 1,000 MWh of which a tenth must stay; the town takes 5 MW, and `sold` MW leave."""
        tank: Row = {
            "behaviour": "storage",
            "carrier_of": "lng",
            "existing": 100.0,
            "maximum_capacity": 100.0,
            "existing_energy": 1000.0,
            "duration_max": 10.0,
            "heel": 0.1,
        }
        inputs = dataset(
            assets={"tank": tank, "regas": PLANT | {"carrier_of": "gas"}},
            ports={"regas": {"gas": 1.0, "lng": -1.0}},
            demands={"town": {"demand_carrier": "gas", "demand_mean": 5.0}},
            markets={
                "ship": {"market_carrier": "lng", "market_price": 100.0, "market_capacity": 1e3},
                "pipe": {
                    "market_carrier": "gas",
                    "market_sign": -1.0,
                    "market_price": 900.0,
                    "market_capacity": sold,
                },
            },
        )
        return reserve_days(solved(inputs)).iloc[0]

    def test_days_of_the_city_and_with_transit(self) -> None:
        row = self.found(10.0)
        assert (row["capacity"], row["usable"]) == pytest.approx((1000.0, 900.0))
        assert (row["use"], row["transit"]) == pytest.approx((120.0, 240.0))
        assert (row["days"], row["days_with_transit"]) == pytest.approx((7.5, 2.5))

    def test_without_transit_both_are_the_same(self) -> None:
        row = self.found(0.0)
        assert row["days"] == row["days_with_transit"] == pytest.approx(7.5)

    def test_without_tanks_there_is_no_row(self) -> None:
        assert len(reserve_days(city())) == 0
