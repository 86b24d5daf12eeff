"""The scenarios of the Nantong study: each can be applied, says in two languages what it is, and does what it says."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_model.dataset import Tables, read_tables
from energy_model.scenario.scenario import list_scenarios, load_scenario
from energy_model.study.location import study_folder

POWER = {"electricity", "green_power"}
BACK_TO_POWER = {"hydrogen_turbine_yangkou_port"}
ONLY = {
    "storage-none": set(),
    "storage-lithium": {"lithium", "lithium_green"},
    "storage-flow": {"vanadium_flow"},
    "storage-hydrogen": {"hydrogen_turbine"},
}

YEARLY = {"annual", "carbon-peak"}
ENFORCED = {
    "plan-enforced": {
        "offshore_wind_2030", "offshore_pv_2030", "park_green_capacity_2030", "park_green_energy_2030",
        "park_green_share_2030", "hydrogen_tongzhou_bay_2030", "co2_peak", "coal_peak", "oil_peak",
    },
    "carbon-peak": {"co2_peak", "coal_peak", "oil_peak", "co2_per_gdp_2030"},
    "parks-annual": {"park_green_share_2030"},
    "parks-monthly": {"park_green_share_2030"},
    "parks-hourly": {"park_green_share_2030"},
    "zero-carbon": {
        *("zero_carbon_co2_yangkou_port", "zero_carbon_clean_yangkou_port", "zero_carbon_cold_yangkou_port"),
        *("zero_carbon_direct_yangkou_port", "zero_carbon_co2_luesi_port", "zero_carbon_clean_luesi_port"),
        *("zero_carbon_direct_luesi_port", "certificates_yangkou_port_2030", "certificates_luesi_port_2030"),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def study() -> Tables:
    return read_tables(study_folder())


def of(study: Tables, name: str) -> Tables:
    """Apply a scenario to the tables."""
    return load_scenario(name).apply(study)


def power_storage(study: Tables) -> pd.Series:
    """Technology of each asset that gives stored energy back as power, by asset."""
    assets = study["assets"].merge(study["technologies"], on="technology", suffixes=("", "_t")).set_index("asset")
    stores = (assets["behaviour"] == "storage") & assets["carrier"].isin(POWER)
    return assets.loc[stores | assets.index.isin(BACK_TO_POWER), "technology"]


def most(tables: Tables, asset: str, year: int) -> float:
    """Maximum capacity [MW] of an asset in a year as given in potentials."""
    rows = tables["potentials"]
    return float(rows.loc[(rows["asset"] == asset) & (rows["year"] == year), "maximum"].iloc[0])


@pytest.mark.parametrize("name", list_scenarios())
def test_a_scenario_can_be_applied_and_tells_what_it_is(name: str, study: Tables) -> None:
    scenario = load_scenario(name)
    found = [str(problem) for problem in scenario.apply(study).problems if "scenarios/" in problem.file]
    assert not found
    texts = [scenario.layers[-1].content.model_dump()[key] for key in ("name_zh", "name_en")]
    texts += [scenario.layers[-1].content.model_dump()[key] for key in ("description_zh", "description_en")]
    assert all(texts)
    assert name == "baseline" or scenario.layers[0].label == "scenarios/baseline.yaml"
    assert name in YEARLY or scenario.years == (2025, 2030, 2035)


def test_the_scenarios_that_the_study_comes_with() -> None:
    assert set(list_scenarios()) == {
        "baseline", "annual", "storage-none", "storage-lithium", "storage-flow", "storage-hydrogen", "storage-all",
        "deep-sea-delayed", "high-demand", "dear-gas", "price-low", "price-high", "price-flat", "parks-one-part",
        "mechanism-lasting", "calm-winter", "co2-price-high", "co2-price-flat",
        "plan-enforced", "carbon-peak", "parks-annual", "parks-monthly", "parks-hourly", "zero-carbon",
    }  # fmt: skip
    assert all(load_scenario(name).years == tuple(range(2025, 2036)) for name in YEARLY)


@pytest.mark.parametrize("name", list_scenarios())
def test_only_the_scenarios_of_targets_enforce_some(name: str, study: Tables) -> None:
    targets = of(study, name)["targets"]
    assert set(targets.loc[targets["mode"] == "enforce", "target"]) == ENFORCED.get(name, set())


def test_matching_is_the_only_difference_between_the_scenarios_of_parks(study: Tables) -> None:
    annual, *others = (of(study, f"parks-{block}") for block in ("annual", "monthly", "hourly"))
    for other in others:
        for name in ("readings", "targets"):
            differing = (annual[name] != other[name]) & ~(annual[name].isna() & other[name].isna())
            assert int(differing.sum(axis=None)) == (name == "readings"), name
    chosen = [tables["readings"].set_index("reading")["option"]["matching"] for tables in (annual, *others)]
    assert chosen == ["annual", "monthly", "hourly"]


@pytest.mark.parametrize("name", ONLY)
def test_only_the_named_storage_may_be_built(name: str, study: Tables) -> None:
    """A storage that is added to the study and forgotten in a scenario shows here."""
    buildable = set(of(study, name)["potentials"]["asset"])
    stores = power_storage(study)
    allowed = stores.isin(ONLY[name])
    assert not buildable & set(stores.index[~allowed])
    assert buildable >= set(stores.index[allowed]) & set(study["potentials"]["asset"])


@pytest.mark.parametrize(
    ("name", "asset", "factor"),
    [
        ("storage-flow", "vanadium_flow_centre", 5),
        ("storage-hydrogen", "hydrogen_turbine_yangkou_port", 5),
        *(("storage-all", asset, 2) for asset in ("lithium_rudong", "gravity_rudong", "vehicle_to_grid_centre")),
    ],
)
def test_limits_of_storage_are_raised_after_the_base_year(name: str, asset: str, factor: float, study: Tables) -> None:
    scenario = of(study, name)
    assert most(scenario, asset, 2025) == most(study, asset, 2025)
    for year in (2030, 2035):
        assert most(scenario, asset, year) == pytest.approx(factor * most(study, asset, year))


def test_storage_of_every_kind_means_all_of_it(study: Tables) -> None:
    scenario = of(study, "storage-all")
    for asset in set(power_storage(study).index) & set(study["potentials"]["asset"]):
        assert most(scenario, asset, 2035) == pytest.approx(2 * most(study, asset, 2035)), asset


def test_deep_sea_wind_comes_five_years_later(study: Tables) -> None:
    scenario = of(study, "deep-sea-delayed")
    for asset in ("wind_far_hub", "wind_far_yangkou_port", "export_far"):
        assert most(scenario, asset, 2030) == 0
        assert most(scenario, asset, 2035) == most(study, asset, 2030) > 0


def test_high_demand_is_a_tenth_more_electricity(study: Tables) -> None:
    carriers = study["demands"].set_index("demand")["carrier"]
    energy = [
        tables["demand_data"][tables["demand_data"]["demand"].map(carriers) == "electricity"]
        .groupby("year")["energy"]
        .sum()
        for tables in (study, of(study, "high-demand"))
    ]
    growth = energy[1] / energy[0]
    assert growth[2025] == 1
    assert growth[2030] == growth[2035] == pytest.approx(1.1)


def test_a_calm_fortnight_takes_wind_and_sun_and_nothing_else(study: Tables) -> None:
    calm = of(study, "calm-winter")
    before, after = study["hourly"].set_index("time"), calm["hourly"].set_index("time")
    kinds = study["profiles"].set_index("profile")["kind"]
    weather = kinds.index[kinds == "availability"]
    spell = (before.index >= "2030-01-08") & (before.index < "2030-01-22")
    assert spell.sum() == 14 * 24
    assert after[~spell].equals(before[~spell])
    assert after[kinds.index[kinds != "availability"]].equals(before[kinds.index[kinds != "availability"]])
    share = after.loc[spell, weather].sum() / before.loc[spell, weather].sum()
    assert share[[name for name in weather if name.startswith("wind_")]].to_list() == pytest.approx([0.2] * 5)
    assert share[[name for name in weather if name.startswith("pv_")]].to_list() == pytest.approx([0.6] * 4)
    assert after.loc[spell, "wind_near_rudong"].mean() < 0.1


def test_prices_of_power(study: Tables) -> None:
    """Spot 250 and 412, to which contracts keep a distance: none is below what a sale earns (checked when read)."""
    for name, spot, contract in (("price-low", 250, 313), ("price-high", 412, 413)):
        prices = of(study, name)["market_data"].groupby("market")["price"]
        for market in ("power_import", "power_export"):
            assert prices.mean()[market] == pytest.approx(spot, abs=1)
        assert prices.last()["power_contract"] == pytest.approx(contract, abs=1)
        assert prices.first()["power_contract"] == 412.45


def test_a_flat_price_has_the_references_of_its_contracts(study: Tables) -> None:
    """What PV and wind get in the mean at 294 times the flat shape, to 2 CNY/MWh; 2025 keeps the baseline's shape."""
    flat, hours = of(study, "price-flat"), study["hourly"]
    spot = flat["market_data"].set_index(["market", "year"]).loc["power_export"]
    assert spot["price_profile"].to_list() == ["spot_2025", "spot_flat", "spot_flat"]
    references = flat["technology_data"].set_index(["parameter", "technology", "year"])["value"]
    for technology, kind in (("pv_land", "pv_land"), ("cable_ac", "wind_near_rudong")):
        mean = spot["price"][2030] * (hours[kind] * hours["spot_flat"]).sum() / hours[kind].sum()
        assert references["contract_reference", technology, 2030] == pytest.approx(mean, abs=2)


def test_a_park_pays_by_capacity_in_place_of_peak_and_energy(study: Tables) -> None:
    """1192: capacity price and energy price at a load rate of 0.6 over 730 h, 28 + 0.0788 x 0.6 x 730 CNY/kVA."""
    rows = of(study, "parks-one-part")["technology_data"].query("technology == 'line_park'").set_index("parameter")
    assert rows["value"]["capacity_charge"] == pytest.approx(12_000 * (28 + 0.0788 * 0.6 * 730), rel=1e-3)
    assert rows["value"]["demand_charge"] == 0 and rows["value"]["energy_charge"] == pytest.approx(29.4 + 74)


def test_prices_of_gas_and_co2(study: Tables) -> None:
    prices = [tables["market_data"].groupby("market")["price"].mean() for tables in (study, of(study, "dear-gas"))]
    dearer = prices[1] / prices[0]
    assert set(dearer.index[dearer > 1.001]) == {"lng_import", "gas_pipeline"}
    assert dearer["gas_pipeline"] == pytest.approx(1.5)
    high = of(study, "co2-price-high")["settings"].query("setting == 'co2_price'").set_index("year")["value"]
    usual = study["settings"].query("setting == 'co2_price'").set_index("year")["value"]
    assert high[2025] == usual[2025]
    assert (high[[2030, 2035]] >= 2 * usual[[2030, 2035]]).all()
    assert of(study, "co2-price-flat")["settings"].query("setting == 'co2_price'")["value"].to_list() == [60]
