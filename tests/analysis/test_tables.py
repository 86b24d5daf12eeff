"""The tables of a run on systems solved by hand, and on the complete system: what adds up, and what a number means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.audit import AuditError, audit
from energy_model.analysis.base_year import reference_figures
from energy_model.analysis.coal import _busiest_of
from energy_model.analysis.energy.electricity import electric_carriers, electricity_balance, electricity_by_hour
from energy_model.analysis.tables import TABLES
from energy_model.workflow.solve import solve_dataset
from tests.support.analysed import complete, solved
from tests.support.systems import dataset

TCE = 8.141  # MWh
FIXED = {"minimum_capacity": 100.0, "existing": 100.0, "maximum_capacity": 100.0}


def row(table: str, ds: xr.Dataset, **where: object) -> pd.Series:
    """The one row of a table with these values."""
    found = TABLES[table](ds)
    for column, value in where.items():
        found = found[found[column] == value]
    assert len(found) == 1, found
    return found.iloc[0]


class TestEverythingAddsUp:
    def test_all_tables_can_be_made(self) -> None:
        for name, table in TABLES.items():
            assert isinstance(table(complete()), pd.DataFrame), name

    def test_each_carrier_in_each_zone_and_year(self) -> None:
        found = TABLES["zone_balance"](complete())
        sums = found.groupby(["zone", "carrier", "year"])["energy"].agg(["sum", lambda energy: energy.abs().sum()])
        assert len(sums) > 15
        assert (sums["sum"].abs() / sums.iloc[:, 1]).max() < 1e-9
        assert set(found["kind"]) >= {"supply", "conversion", "process", "storage", "boil_off", "surplus", "trade"}

    def test_pools_are_one_zone_and_losses_are_told(self) -> None:
        found = TABLES["zone_balance"](complete())
        assert set(found[found["carrier"] == "coke"]["zone"]) == {"south"}
        cold = found[(found["carrier"] == "cold") & (found["year"] == 2030)].set_index("kind")["energy"]
        assert cold["boil_off"] == pytest.approx(-cold["surplus"])
        lost = row("energy_balance", complete(), carrier="electricity", year=2035, item="line")
        lines = [row("flows", complete(), asset=asset, year=2035) for asset in ("line", "strait")]
        assert lost["energy"] == pytest.approx(-0.03 * sum(line["sent"] + line["sent_back"] for line in lines))

    def test_the_audit_sees_it(self) -> None:
        found = audit(complete())
        assert max(found.energy_error, found.carbon_error, found.cost_error) < 1e-9

    @pytest.mark.parametrize(
        ("variable", "where", "message"),
        [
            ("contribution_energy", "coke_import", "what goes into a carrier"),
            ("combustion_emissions", {"burner": "furnace"}, "CO2 by source"),
            ("trade_cost", {"market": "coal_import"}, "reported costs"),
        ],
    )
    def test_the_audit_sees_what_does_not(self, variable: str, where: Any, message: str) -> None:
        spoiled = complete().copy(deep=True)
        if variable == "contribution_energy":
            where = {"contribution": int(np.flatnonzero(spoiled["contribution_owner"].values == where)[0])}
        spoiled[variable].loc[where] *= 1 + 1e-4
        with pytest.raises(AuditError, match=message):
            audit(spoiled)

    def test_carbon_that_comes_in_is_emitted(self) -> None:
        found = TABLES["carbon_balance"](complete())
        assert found.groupby("year")["co2"].sum().abs().max() < 1e-3
        of_2030 = found[found["year"] == 2030].set_index("item")["co2"]
        trade = TABLES["trade"](complete())
        trade = trade[trade["year"] == 2030].set_index("market")["energy"]
        bought = 0.341 * trade["coal_import"] + 0.202 * trade["gas_import"] + 0.385 * trade["coke_import"]
        assert of_2030["bought"] == pytest.approx(bought)
        assert of_2030["sold"] == pytest.approx(-trade["co2_out"])
        assert of_2030["purchases"] == pytest.approx(0.58 * trade["grid_buy"])
        assert of_2030["direct"] == pytest.approx(0.03 * 60 * 8760)

    def test_sectors_emit_what_their_plants_do(self) -> None:
        by_plant = TABLES["emissions"](complete())
        by_plant = by_plant[by_plant["kind"] == "combustion"].groupby(["sector", "year"])["co2"].sum()
        by_sector = TABLES["sectors"](complete()).groupby(["sector", "year"])["co2"].sum()
        pd.testing.assert_series_equal(by_sector[by_sector.abs() > 1].sort_index(), by_plant[by_plant.abs() > 1])
        coke = row("sectors", complete(), sector="steel", carrier="coke", year=2030)
        assert coke["input"] == pytest.approx(1.15 * 60 * 8760)
        assert coke["input_tce"] == pytest.approx(coke["input"] / TCE, rel=1e-4)

    def test_present_costs_sum_to_the_objective(self) -> None:
        ds = complete()
        assert TABLES["costs"](ds)["present"].sum() == pytest.approx(ds.attrs["objective"])
        years = TABLES["pathway"](ds).set_index("year")
        discounted = [1.04**-k for k in range(6)]  # six calendar years, each shared between the model years around it
        first = sum((5 - k) / 5 * factor for k, factor in enumerate(discounted))
        last = sum(k / 5 * factor for k, factor in enumerate(discounted))
        assert years["weight"].tolist() == pytest.approx([first, last])
        assert (years["cost"] * years["weight"]).sum() == pytest.approx(ds.attrs["objective"])

    def test_investment_is_what_is_built_at_its_price(self) -> None:
        ds, found = complete(), TABLES["investment"](complete())
        assert (
            found["committed"].sum() == pytest.approx(float(ds["committed_investment"].sum()))
            and found["planned"].any()
        )
        built = ds["new_capacity"] * ds["overnight_cost"].sel(asset=ds["buildable"].values).values
        energy = ds["new_energy"] * ds["overnight_cost_energy"].sel(asset=ds["buildable_storage"].values).values
        refits = ds["new_retrofit"] * ds["retrofit_cost"].sel(asset=ds["refittable"].values).values
        assert found["planned"].sum() == pytest.approx(float(built.sum() + energy.sum() + refits.sum()))

    def test_a_price_is_in_money_of_its_year(self) -> None:
        coke = row("prices", complete(), carrier="coke", year=2035)
        assert (coke["zone"], coke["mean"]) == ("south", pytest.approx(205.0 + 2.0))  # price and charge
        assert row("prices", complete(), carrier="coal", year=2030)["mean"] == pytest.approx(98.0)

    def test_every_step_of_electricity_balances(self) -> None:
        ds = complete()
        assert set(electric_carriers(ds)) == {"electricity", "green"}
        ds = ds.assign(time=("step", pd.date_range("2030-01-01", periods=8, freq="h")))
        for year in (2030, 2035):
            hourly = electricity_by_hour(ds, year)
            sides = hourly.pivot_table(index="time", columns="side", values="power", aggfunc="sum")
            np.testing.assert_allclose(sides["source"] + sides["use"], sides["demand"], atol=1e-6)
            weight = pd.Series(ds["weight"].values, index=ds["time"].values)
            hourly["energy"] = hourly["power"] * hourly["time"].map(weight)
            summed = hourly.groupby("item")["energy"].sum()
            balance = electricity_balance(ds)
            of_year = balance[balance["year"] == year].set_index("item")["energy"]
            assert of_year["demand"] == pytest.approx(-summed["demand"])
            for item in ("coal_new", "gas", "electrolyser", "furnace" if year == 2030 else "arc"):
                assert of_year[item] == pytest.approx(summed[item]), item

    def test_flexible_demand_in_hours_of_full_use(self) -> None:
        shop = row("flexibility", complete(), demand="shop", year=2030, kind="shifted")
        # 900 hours in each of the two months that have steps
        assert (shop["power"], shop["energy"], shop["full_hours"]) == pytest.approx((12.0, 21_600.0, 1_800.0))


class TestCoal:
    def plant(self, shape: Sequence[float] = (1.0, 1.0, 1.0, 1.0)) -> xr.Dataset:
        """100 MW that burn 2.5 MWh/MWh at full load, a tenth of it at no load, serve 80 MW for four hours."""
        inputs = dataset(
            profiles={"shape": shape},
            assets={"coal": FIXED | {"behaviour": "conversion", "min_load": 0.4, "start_cost": 5000.0}},
            ports={"coal": {"electricity": 1.0, "coal": -2.5}},
            no_load={"coal/coal": 0.1},
            demands={"town": {"demand_mean": 80.0, "demand_profile": "shape"}},
            markets={"mine": {"market_carrier": "coal", "market_price": 100.0, "market_capacity": 1e4}},
            emission_factors={"coal": 0.34},
        )
        return solved(inputs, group_of={"coal": "coal"}, stock={"coal": 48.0})

    def test_rate_hours_stock_and_starts(self) -> None:
        found = row("coal", self.plant(), asset="coal")
        # 80 MW are online: fuel follows output as at full load
        assert found["fuel_tce"] == pytest.approx(4 * 80 * 2.5 / TCE, rel=1e-4)
        assert found["coal_rate"] == pytest.approx(2.5 * 1000 / TCE, rel=1e-4)
        assert found["full_load_hours"] == pytest.approx(3.2)
        # 48 h x 100 MW x 2.5 over a day of 200 MW
        assert found["stock_days"] == found["stock_days_busiest"] == pytest.approx(2.5)
        assert found["starts"] == pytest.approx(0.0)
        assert found["online_hours"] == pytest.approx(3.2)
        assert found["part_load_hours"] == pytest.approx(0.0)

    def test_hours_below_half_load(self) -> None:
        """80 MW stay online: at 40 MW they run at half load, at 36 below it."""
        found = row("coal", self.plant((1.0, 0.5, 0.45, 1.0)), asset="coal")
        assert found["online_hours"] == pytest.approx(3.2)
        assert found["part_load_hours"] == pytest.approx(0.8)

    def test_busiest_thirty_days(self) -> None:
        power = np.concatenate([np.full(1000, 10.0), np.full(360, 50.0), np.full(1000, 10.0)])
        assert _busiest_of(power, np.ones(len(power))) == pytest.approx(30.0)
        assert _busiest_of(np.array([10.0, 50.0, 10.0]), np.array([1000.0, 360.0, 1000.0])) == pytest.approx(30.0)
        assert _busiest_of(np.array([10.0, 50.0]), np.ones(2)) == pytest.approx(30.0)


class TestHydrogen:
    def test_intensity_by_hand(self) -> None:
        """Four MW from gas, six from grid power that coal makes: 0.85 t/MWh."""
        conversion = {"behaviour": "conversion"}
        inputs = dataset(
            assets={
                "coal": FIXED | conversion,
                "electrolyser": FIXED | conversion | {"carrier_of": "hydrogen"},
                "reformer": {
                    "behaviour": "process",
                    "carrier_of": "hydrogen",
                    "must_run": 1.0,
                    "existing": 4.0,
                    "minimum_capacity": 4.0,
                    "maximum_capacity": 4.0,
                },
            },
            ports={
                "coal": {"electricity": 1.0, "coal": -2.5},
                "electrolyser": {"hydrogen": 1.0, "electricity": -1.5},
                "reformer": {"hydrogen": 1.0, "gas": -1.4},
            },
            demands={"works": {"demand_carrier": "hydrogen", "demand_mean": 10.0}},
            markets={
                name: {"market_carrier": name, "market_price": 100.0, "market_capacity": 1e4}
                for name in ("coal", "gas")
            },
            emission_factors={"coal": 0.34, "gas": 0.2},
        )
        ds = solved(inputs, sector_of={"electrolyser": "hydrogen", "reformer": "hydrogen"})
        kilograms = 1000 / 33.33  # of a MWh
        made = row("hydrogen", ds, asset="electrolyser")
        assert made["output"] == pytest.approx(24.0)
        assert made["output_kt"] == pytest.approx(24 * kilograms / 1e6)
        assert made["grid_electricity"] == pytest.approx(36.0)
        assert made["intensity"] == pytest.approx(1.5 * 0.85 * 1000 / kilograms)
        assert not made["low_carbon"]
        reformed = row("hydrogen", ds, asset="reformer")
        assert reformed["intensity"] == pytest.approx(1.4 * 0.2 * 1000 / kilograms)
        assert (reformed["clean"], reformed["low_carbon"]) == (False, True)


def test_green_power_makes_clean_hydrogen() -> None:
    made = row("hydrogen", complete(), asset="electrolyser", year=2030)
    of_year = complete()["year_of"] == 2030
    ratio = 1.47 * complete()["profile_value"].sel(profile="ratio")
    drawn = ratio * complete()["dispatch"].sel(producer="electrolyser") * complete()["weight"]
    assert made["electricity"] == pytest.approx(float(drawn.where(of_year, 0.0).sum()))
    assert made["grid_electricity"] == made["intensity"] == 0.0
    assert made["clean"]


class TestKnown:
    """A wind farm of 60 MW gives 30 MW for four hours."""

    def found(self, metric: str, of: str, low: float, high: float, year: int = 2030) -> pd.Series:
        inputs = dataset(
            assets={
                "wind": {
                    "existing": 60.0,
                    "minimum_capacity": 60.0,
                    "maximum_capacity": 60.0,
                    "availability_of": "half",
                },
                "plant": {"existing": 100.0, "maximum_capacity": 100.0, "variable_om": 300.0},
            },
            demands={"city": {"demand_mean": 100.0}},
            profiles={"half": [0.5, 0.5, 0.5, 0.5]},
            metrics={
                "energy": {"generation": {"wind": 1.0}},
                "capacity": {"capacity": {"wind": 1.0}},
                "nothing": {"new_capacity": {"wind": 0.0}},
            },
        )
        inputs = inputs.assign_coords(known=["k"])
        labels = {"metric": metric, "of": of, "unit": "h", "source": "told", "confidence": "B"}
        for name, word in labels.items():
            inputs[f"known_{name}"] = "known", [word]
        numbers = {"year": year, "low": low * 2, "high": high * 2, "scale": 2.0}
        for name, number in numbers.items():
            inputs[f"known_{name}"] = "known", [number]
        return reference_figures(solve_dataset(inputs)[1]).iloc[0]

    @pytest.mark.parametrize(
        ("low", "high", "within"), [(1.0, 1.0, True), (0.5, 0.99, False), (1.01, 2.0, False), (0.5, 2.0, True)]
    )
    def test_a_ratio_within_and_outside(self, low: float, high: float, within: bool) -> None:
        found = self.found("energy", "capacity", low, high)  # 2 hours, shown in a unit of two hours
        assert found["value"] == pytest.approx(1.0)
        assert (found["low"], found["high"], found["within"]) == (low, high, within)
        assert (found["source"], found["confidence"], found["unit"]) == ("told", "B", "h")

    def test_a_plain_figure(self) -> None:
        assert self.found("capacity", "", 29.0, 31.0)["value"] == pytest.approx(30.0)

    @pytest.mark.parametrize(("of", "year"), [("", 2025), ("nothing", 2030)])
    def test_what_cannot_be_compared(self, of: str, year: int) -> None:
        found = self.found("energy", of, 1.0, 2.0, year)
        assert found["value"] is None and found["within"] is None

    def test_nothing_known_is_an_empty_table(self) -> None:
        assert len(TABLES["reference_figures"](complete())) == 0
