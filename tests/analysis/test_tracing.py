"""The carbon of electricity where it is used, on systems traced by hand."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import xarray as xr

from energy_model.analysis.carbon.factors import accounts, carbon_factors
from energy_model.analysis.carbon.plants import plant_factors
from energy_model.analysis.carbon.tracing import traced
from energy_model.analysis.energy.balances import energy_balance
from energy_model.analysis.plants import storage
from tests.support.analysed import complete, solved
from tests.support.systems import Row, dataset

pytestmark = pytest.mark.proof

COAL = 2.5 * 0.34  # t/MWh
CONVERSION: Row = {"behaviour": "conversion", "existing": 200.0, "maximum_capacity": 200.0}
MINE: Row = {"market_carrier": "coal", "market_price": 100.0, "market_capacity": 1e4}


def line(begin: str, end: str, capacity: float, loss: float = 0.0) -> Row:
    return {
        "behaviour": "transmission",
        "zone_of": begin,
        "to_zone": end,
        "from_carrier": "electricity",
        "to_carrier": "electricity",
        "existing": capacity,
        "maximum_capacity": capacity,
        "loss": loss,
    }


def wind(zone: str, power: float) -> Row:
    return {"zone_of": zone, "existing": power, "maximum_capacity": power}


def system(
    assets: dict[str, Row],
    demands: dict[str, float],
    kinds: dict[str, str],
    metrics: dict[str, dict[str, dict[str, float]]] | None = None,
    **markets: Row,
) -> xr.Dataset:
    """A coal plant in the north and what is given; demands by zone [MW]; an hour is like the other."""
    inputs = dataset(
        hours=2,
        assets={"coal": CONVERSION} | assets,
        ports={"coal": {"electricity": 1.0, "coal": -2.5}},
        demands={zone: {"demand_zone": zone, "demand_mean": power} for zone, power in demands.items()},
        markets={"mine": MINE} | markets,
        emission_factors={"coal": 0.34},
        metrics=metrics,
    )
    inputs["zone_role"] = "zone", np.array([kinds.get(zone, "") for zone in inputs["zone"].values], dtype=object)
    return solved(inputs)


@cache
def two_zones() -> xr.Dataset:
    """North: 20 of wind and 80 of coal, 50 used, 50 sent, of which a fifth is lost; the south uses 40.

    Solved once; tests must not change it.
    """
    assets = {"wind": wind("north", 20.0), "line": line("north", "south", 60.0, loss=0.2)}
    return system(assets, {"north": 50.0, "south": 40.0}, {"south": "park"})


@cache
def three_zones() -> xr.Dataset:
    """North (coal) sends 30 to the south (20 of wind), which sends 30 to the east, which imports 30 at 0.5 t/MWh.

    Solved once; tests must not change it.
    """
    assets = {
        "wind": wind("south", 20.0),
        "first": line("north", "south", 60.0),
        "second": line("south", "east", 30.0),
        "border": line("outside", "east", 100.0),
    }
    outside = {"market_zone": "outside", "market_capacity": 30.0, "market_emission": 0.5}
    demands = {"north": 70.0, "south": 20.0, "east": 60.0}
    return system(assets, demands, {"outside": "outside"}, abroad=outside)


class TestByHand:
    def test_the_carbon_of_losses_goes_with_what_arrives(self) -> None:
        found = carbon_factors(two_zones()).set_index(["level", "zone"])
        north, south = 0.8 * COAL, 0.8 * COAL * 50 / 40
        factors = found["consumption_factor"]
        assert factors["zone", "north"] == pytest.approx(north)
        assert factors["park", "south"] == pytest.approx(south)
        assert factors["city", ""] == pytest.approx((50 * north + 40 * south) / 90)
        assert found.loc[("zone", "north"), "production_factor"] == pytest.approx(north)
        park = found.xs(("park", "south"))
        assert np.isnan(park["production_factor"])
        assert (park["least"], park["most"]) == pytest.approx((south, south))

    def test_a_chain_of_three_zones_with_imports(self) -> None:
        found = carbon_factors(three_zones()).set_index("zone")
        factors = found["consumption_factor"]
        south = 30 * COAL / 50
        east = (30 * south + 30 * 0.5) / 60
        assert [factors[zone] for zone in ("north", "south", "east")] == pytest.approx([COAL, south, east])
        assert factors[""] == pytest.approx((70 * COAL + 20 * south + 60 * east) / 150)
        assert found.loc["", "production_factor"] == pytest.approx(100 * COAL / 120)
        assert "outside" not in found.index

    def test_storage_gives_back_the_carbon_that_it_took(self) -> None:
        battery: Row = {
            "behaviour": "storage",
            "existing": 20.0,
            "maximum_capacity": 20.0,
            "existing_energy": 40.0,
            "duration_max": 4.0,
            "efficiency_out": 0.8,
        }
        inputs = dataset(
            hours=2,
            assets={"coal": CONVERSION | {"availability_of": "less"}, "battery": battery},
            ports={"coal": {"electricity": 1.0, "coal": -2.5}},
            profiles={"less": [0.2, 0.1], "load": [0.5, 1.5]},
            demands={"town": {"demand_mean": 20.0, "demand_profile": "load"}},
            markets={"mine": MINE},
            emission_factors={"coal": 0.34},
        )
        ds = solved(inputs)
        found = traced(ds, 2030)
        at = found.place.index(("north", "electricity"))
        given = 12.5 * COAL / 10  # 12.5 MWh taken, 10 given back
        np.testing.assert_allclose(found.factor[at], [COAL, (20 * COAL + 10 * given) / 30], rtol=1e-6)

    def test_heat_and_power_share_by_energy(self) -> None:
        inputs = dataset(
            assets={"chp": CONVERSION},
            ports={"chp": {"electricity": 1.0, "heat": 3.0, "coal": -5.0}},
            carriers={"heat": {"disposable": True}},
            demands={"town": {"demand_mean": 20.0}},
            markets={"mine": MINE},
            emission_factors={"coal": 0.34},
        )
        assert plant_factors(solved(inputs), 2030) == pytest.approx({"chp": 5 * 0.34 / 4})


class TestCertificates:
    def test_who_buys_a_certificate_counts_the_power_and_nobody_else(self) -> None:
        """The south feeds in 40 of wind beside 60 of coal; both zones use 50 and the south, a park, keeps 20.

        Traced, all use is 0.6 of coal. By certificates 20 are the park's and 20 their buyers': the rest is coal.
        """
        feed_in = line("south", "north", 100.0) | {"from_carrier": "green", "traced_zone": "south", "certificates": 1.0}
        park = {"wind": wind("south", 40.0) | {"carrier_of": "green"}, "feed_in": feed_in}
        inputs = dataset(
            hours=2,
            assets={"coal": CONVERSION, "grid": line("north", "south", 50.0)} | park,
            ports={"coal": {"electricity": 1.0, "coal": -2.5}},
            demands={zone: {"demand_zone": zone, "demand_mean": 50.0} for zone in ("north", "south")},
            markets={"mine": MINE},
            emission_factors={"coal": 0.34, "green": 0.0},
            metrics={"matched": {"matched": {"south": 1.0}}, "used": {"consumption": {"south": 1.0}}},
            targets={"t": {"metric": "matched", "of": "used", "value": 0.4, "mode": "enforce", "penalty": 1e4}},
        )
        kinds = np.array(["park" if zone == "south" else "" for zone in inputs["zone"].values], dtype=object)
        ds = solved(inputs.assign(zone_role=("zone", kinds), certificate_price=("year", [5.0])))
        found = carbon_factors(ds).set_index("level")
        assert found["consumption_factor"].to_list() == pytest.approx([0.6 * COAL] * 3)
        assert found["contractual_factor"].to_dict() == pytest.approx(
            {"city": 0.8 * COAL, "zone": COAL, "park": 0.6 * COAL}
        )


class TestConserved:
    @pytest.mark.parametrize("year", [2030, 2035])
    def test_all_carbon_put_in_is_used_or_sold(self, year: int) -> None:
        found = traced(complete(), year)
        put_in = ((found.generated_co2 + found.bought_co2) @ found.weight).sum()
        assert put_in > 1e3
        assert ((found.used + found.sold) * found.factor @ found.weight).sum() == pytest.approx(put_in, rel=1e-6)


class TestAccounts:
    def test_exports_leave_at_the_intensity_of_their_market(self) -> None:
        sale = {"market_sign": -1.0, "market_price": 900.0, "market_capacity": 10.0, "market_emission": 0.5}
        ds = system({"wind": wind("north", 20.0)}, {"north": 70.0}, {}, sale=sale)
        row = accounts(ds).iloc[0]
        produced = 2 * 60 * COAL
        assert row["production"] == pytest.approx(produced)
        assert row["exports"] == pytest.approx(2 * 10 * 0.5)
        assert row["consumption"] == pytest.approx(produced - 2 * 10 * 0.5)
        assert np.isnan(row["metric_consumption"])

    def test_purchases_count_and_metrics_stand_beside(self) -> None:
        ds = three_zones()
        ds = ds.drop_dims("metric").assign_coords(metric=["co2_city"])
        ds = ds.assign(metric_value=(("metric", "year"), [[7.0]]))
        row = accounts(ds).iloc[0]
        assert row["purchases"] == pytest.approx(2 * 30 * 0.5)
        assert row["consumption"] == pytest.approx(row["production"] + row["purchases"])
        assert row["metric_production"] == 7.0

    def test_the_metric_of_consumption_is_the_account(self) -> None:
        """Bought at 0.5 and sold at 0.4 t/MWh: a target and the table tell one figure."""
        sale = {"market_sign": -1.0, "market_price": 900.0, "market_capacity": 10.0, "market_emission": 0.4}
        other = {"market_price": 100.0, "market_capacity": 25.0, "market_emission": 0.5}
        every = {"emission_market": {"sale": 1.0, "other": 1.0}, "emission_asset": {"coal": 1.0}}
        ds = system({"wind": wind("north", 20.0)}, {"north": 70.0}, {}, metrics={"co2_consumption": every},
                    sale=sale, other=other)  # fmt: skip
        row = accounts(ds).iloc[0]
        assert row["exports"] > 0 and row["purchases"] > 0
        assert row["consumption"] == pytest.approx(row["metric_consumption"])


def test_what_flows_into_a_lake_has_no_carbon_and_is_made_by_it() -> None:
    """50 MW are wanted: a lake, green, gets 40 MW of which half can be given, and coal gives the rest.

    Of each hour's 50 MWh 20 are the lake's. Over the year it is a supply, and loses nothing of what it takes.
    """
    lake: Row = {"zone_of": "north", "behaviour": "storage", "existing": 20.0, "maximum_capacity": 20.0, "green": True}
    lake |= {"existing_energy": 9.0, "inflow": 40.0, "efficiency_out": 0.5, "variable_om": 1.0}
    ds = system({"lake": lake}, {"north": 50.0}, {"north": "city"})
    found = traced(ds, 2030)
    assert found.factor == pytest.approx(np.full((1, 2), 30 * COAL / 50))
    assert found.green == pytest.approx(np.full((1, 2), 0.4))
    assert found.generated.tolist() == pytest.approx(np.full((1, 2), 50.0))
    assert found.generated_green == pytest.approx(np.full((1, 2), 20.0))
    balance = energy_balance(ds).set_index(["kind", "item"])["energy"]
    assert balance["supply", "lake"] == pytest.approx(40) and ("storage", "lake") not in balance
    use = storage(ds).iloc[0]
    assert use[["inflow", "spilled", "charged", "discharged"]].tolist() == pytest.approx([80, 0, 0, 40])
