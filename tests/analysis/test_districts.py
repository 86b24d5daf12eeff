"""Districts add up to the city; what is placed is told where it stands; plants are told one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.carbon.factors import carbon_factors
from energy_model.analysis.districts import district_balance, districts, districts_of_targets, projects
from energy_model.analysis.energy.balances import energy_balance
from energy_model.sheets import districts as district_sheets
from energy_model.sheets.wording import Labels
from tests.support.tiny_run import tiny_run

SUMS = ["used", "generated", "capacity", "green_capacity", "co2", "co2_electricity"]


@pytest.fixture(scope="module")
def shared() -> xr.Dataset:
    """The tiny run, its city shared out 70 to 30, the sea in the east, the coal plant placed in the west."""
    ds = tiny_run().dataset.drop_dims("district").assign_coords(district=["west", "east"])
    zones = xr.DataArray([[0.7, 0.3], [0.0, 1.0]], coords={"zone": ["city", "sea"]}, dims=("zone", "district"))
    assets = zones.sel(zone=ds["zone_of"]).transpose("asset", "district").drop_vars("zone").copy()
    assets.loc["city_coal"] = [1.0, 0.0]
    ds = ds.assign({f"district_name_{lang}": ("district", ["West", "East"]) for lang in ("zh", "en")})
    return ds.assign(zone_share=zones, asset_share=assets, placed=ds["asset"] == "city_coal")


def test_a_study_without_districts_has_none() -> None:
    assert districts(tiny_run().dataset).empty
    assert district_balance(tiny_run().dataset).empty
    assert set(carbon_factors(tiny_run().dataset)["level"]) == {"city", "zone"}


def by_place(table: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    rows: list[dict[Any, Any]] = table.to_dict("records")
    return {(row["level"], row["zone"]): row for row in rows}


def test_districts_add_up_to_the_city(shared: xr.Dataset) -> None:
    found = by_place(districts(shared))
    city, west, east = found["city", ""], found["district", "west"], found["district", "east"]
    for name in SUMS:
        assert west[name] + east[name] == pytest.approx(city[name], rel=1e-9), name
    assert west["co2"] == pytest.approx(city["co2"]), "all of it is of the coal plant"
    assert west["capacity"] == pytest.approx(float(shared["capacity"].sel(asset="city_coal", year=2030)))
    assert west["production_factor"] * west["generated"] == pytest.approx(city["production_factor"] * city["generated"])
    assert east["production_factor"] == 0.0, "wind"
    assert west["used"] == pytest.approx(0.7 * city["used"])
    assert city["targets"] == 3
    # in every hour a district has the mixture of its zones: the west has that of the city alone
    factors = by_place(carbon_factors(shared))
    for name in ("consumption_factor", "least", "most"):
        assert factors["district", "west"][name] == pytest.approx(factors["zone", "city"][name], rel=1e-12)


def test_a_target_counts_in_the_district_in_which_all_of_it_lies(shared: xr.Dataset) -> None:
    """Wind of the sea is the east's, the coal plant the west's; what both add up is the city's alone."""
    lies_in = districts_of_targets(shared)
    ds = shared.assign(target_metric=("target", ["wind_metric", "coal_metric", "both"]), target_of=("target", [""] * 3))
    metrics = ["wind_metric", "coal_metric", "both"]
    of = xr.DataArray(np.zeros((3, ds.sizes["asset"])), dims=("metric", "asset"))
    at = ds.indexes["asset"]
    of[[0, 2], at.get_loc("sea_wind")] = 1.0
    of[[1, 2], at.get_loc("city_coal")] = 1.0
    ds = ds.drop_dims("metric").assign_coords(metric=metrics).assign(metric_capacity=of)
    assert districts_of_targets(ds) == dict(zip(ds["target"].values[:2].tolist(), ["east", "west"], strict=True))
    counted = by_place(districts(shared))
    assert counted["district", "east"]["targets"] == list(lies_in.values()).count("east")
    assert counted["city", ""]["targets"] == 3


def test_a_districts_balance_closes_and_leaves_nothing_out(shared: xr.Dataset) -> None:
    found = district_balance(shared)
    assert found.groupby(["district", "carrier", "year"])["energy"].sum().abs().max() < 1e-3
    own = found[found["kind"] != "exchange"].groupby(["carrier", "kind"])["energy"].sum()
    every = energy_balance(shared).groupby(["carrier", "kind"])["energy"].sum().drop("transmission", level="kind")
    pd.testing.assert_series_equal(own.sort_index(), every.sort_index(), check_exact=False, rtol=1e-9)


def test_plants_are_told_one_by_one(shared: xr.Dataset) -> None:
    found = projects(shared).set_index("plant")
    assert found["capacity"].sum() == pytest.approx(float(shared["plant_capacity"].sum()))
    coal = found[found["asset"] == "city_coal"]
    assert set(zip(coal["technology"], coal["zone"], coal["district"], strict=True)) == {("coal_plant", "city", "west")}
    assert list(projects(tiny_run().dataset)["district"].unique()) == [""]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_name_levels_and_projects(shared: xr.Dataset, lang: str) -> None:
    run = tiny_run().__class__(shared, tiny_run().summary, tiny_run().manifest)
    labels = Labels.of_run(run, lang)
    sheet = district_sheets.levels(run, labels)
    assert [row.meaning for row in sheet.rows] == ["total", "section", "", ""]
    assert [row.cells[0] for row in sheet.rows[2:]] == ["West", "East"]
    rows = district_sheets.projects(run, labels).rows
    assert len(rows) == shared.sizes["plant"]
    assert any("West" in row.cells[2] for row in rows)
