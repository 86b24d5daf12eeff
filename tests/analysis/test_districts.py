"""Districts add up to the city; what is placed is told where it stands; plants are told one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.carbon.factors import carbon_factors
from energy_model.analysis.districts import district_balance, districts, projects
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
    names = {f"district_name_{lang}": ("district", ["West", "East"]) for lang in ("zh", "en")}
    return ds.assign(zone_share=zones, asset_share=assets, placed=ds["asset"] == "city_coal", **names)


def test_a_study_without_districts_has_none() -> None:
    assert districts(tiny_run().dataset).empty
    assert district_balance(tiny_run().dataset).empty
    assert set(carbon_factors(tiny_run().dataset)["level"]) == {"city", "zone"}


def test_districts_add_up_to_the_city(shared: xr.Dataset) -> None:
    found = districts(shared).set_index(["level", "zone"])
    for name in SUMS:
        assert found.loc["district", name].sum() == pytest.approx(found.loc[("city", ""), name], rel=1e-9), name
    west, coal = found.loc[("district", "west")], shared["capacity"].sel(asset="city_coal").item()
    assert west["co2"] == pytest.approx(found.loc[("city", ""), "co2"]), "all of it is of the coal plant"
    assert west["capacity"] == pytest.approx(coal)
    assert west["used"] == pytest.approx(0.7 * found.loc[("city", ""), "used"])
    assert found.loc[("city", ""), "targets"] == 3
    # in every hour a district has the mixture of its zones: the west has that of the city alone
    factors = carbon_factors(shared).set_index(["level", "zone"])[["consumption_factor", "least", "most"]]
    west_factors, city_factors = (
        factors.xs(key).to_numpy(dtype=float) for key in (("district", "west"), ("zone", "city"))
    )
    np.testing.assert_allclose(west_factors, city_factors, rtol=1e-12)


def test_a_districts_balance_closes_and_leaves_nothing_out(shared: xr.Dataset) -> None:
    found = district_balance(shared)
    assert found.groupby(["district", "carrier", "year"])["energy"].sum().abs().max() < 1e-3
    own = found[found["kind"] != "exchange"].groupby(["carrier", "kind"])["energy"].sum()
    every = energy_balance(shared).groupby(["carrier", "kind"])["energy"].sum().drop("transmission", level="kind")
    pd.testing.assert_series_equal(own.sort_index(), every.sort_index(), check_exact=False, rtol=1e-9)


def test_plants_are_told_one_by_one(shared: xr.Dataset) -> None:
    found = projects(shared).set_index("plant")
    assert found["capacity"].sum() == pytest.approx(float(shared["plant_capacity"].sum()))
    coal = found[found["asset"] == "city_coal"].iloc[0]
    assert (coal["technology"], coal["zone"], coal["district"]) == ("coal_plant", "city", "west")
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
