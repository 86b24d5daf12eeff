"""The Dataset of the tiny study against numbers worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from energy_model.dataset import assemble, read_study
from energy_model.dataset.assembly.interpolation import along_years
from tests.support.study import HOURS, add_row, set_cell, write_study
from tests.support.works import add_works

YEARS = [2030, 2035]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    study = write_study(tmp_path_factory.mktemp("tiny") / "study")
    return assemble(read_study(study, hours=HOURS, years=YEARS), YEARS)


def test_coordinates_are_in_file_order(dataset: xr.Dataset) -> None:
    assert list(dataset.asset.values) == ["sea_wind", "city_coal", "city_electrolyser", "city_battery", "sea_cable"]
    assert list(dataset.profile.values) == ["always", "sea_wind", "city_load", "tariff"]
    assert list(dataset.port.values) == [
        "city_coal/electricity/out",
        "city_coal/coal/in",
        "city_electrolyser/hydrogen/out",
        "city_electrolyser/electricity/in",
    ]
    assert list(dataset.site.values) == ["seabed"] and list(dataset.known.values) == ["power_2030", "wind_hours"]
    assert list(dataset.year.values) == YEARS
    assert list(dataset.month.values) == list(range(1, 25))
    assert list(dataset.target.values) == ["wind_2030", "green_share", "carbon_cap"]


def test_time_is_year_major_and_cyclic_within_a_year(dataset: xr.Dataset) -> None:
    assert dataset.sizes["step"] == 2 * HOURS
    assert list(dataset.previous.values[[0, 1, HOURS, HOURS + 1]]) == [HOURS - 1, 0, 2 * HOURS - 1, HOURS]
    assert list(dataset.year_of.values[[0, HOURS - 1, HOURS]]) == [2030, 2030, 2035]
    assert np.all(dataset.year_of.values[dataset.previous.values] == dataset.year_of.values)
    assert dataset.time.values[HOURS + 1] == np.datetime64("2025-01-01T01:00")
    assert np.all(dataset.weight == 1)
    assert np.all(dataset.spacing == 1)
    assert np.all(dataset.merged == 0)
    assert list(dataset.hours_of.values) == [HOURS, HOURS]
    assert list(dataset.previous_year.values) == [2030, 2030]
    # the week is of January: the first month of each year
    assert list(dataset.month_of.values[[0, HOURS - 1, HOURS]]) == [1, 1, 13]
    assert list(dataset.year_of_month.values[[0, 11, 12, 23]]) == [2030, 2030, 2035, 2035]


def test_profiles(dataset: xr.Dataset) -> None:
    assert np.all(dataset.profile_value.sel(profile="always") == 1)
    assert list(dataset.profile_value.sel(profile="sea_wind").values[[0, 23, 24]]) == [0.1, 0.1, 0.9]
    assert dataset.profile_value.sel(profile="city_load", step=HOURS).item() == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("variable", "asset", "expected"),
    [
        ("lifetime", "sea_wind", 25),
        ("wacc", "sea_wind", 0.06),  # its own
        ("wacc", "city_coal", 0.07),  # the setting
        ("min_load", "city_coal", 0.3),
        ("ramp", "city_coal", 0.6),  # 1 % a minute
        ("ramp", "sea_wind", 1),  # the default
        ("start_cost", "city_coal", 50_000),
        ("standing_loss", "city_battery", 0.0001),  # 0.24 % a day
        ("efficiency_in", "city_battery", 0.95),
        ("duration_max", "city_battery", 8),
        ("loss", "sea_cable", 0.01 + 50 * 0.0001),
        ("length", "sea_cable", 50),
        ("site_use", "sea_wind", 0.5),
        ("site_use", "sea_cable", 1),
        ("heel", "city_battery", 0),
        ("cycles", "city_battery", np.inf),  # no limit
        ("must_run", "city_coal", 0),
        ("retrofit_lifetime", "city_coal", 15),
    ],
)
def test_technical_parameters(dataset: xr.Dataset, variable: str, asset: str, expected: float) -> None:
    assert dataset[variable].sel(asset=asset).item() == pytest.approx(expected)


def test_parameters_without_meaning_are_nan(dataset: xr.Dataset) -> None:
    assert np.isnan(dataset.duration_max.sel(asset="sea_wind"))
    assert not np.isnan(dataset.lifetime).any()


@pytest.mark.parametrize(
    ("variable", "asset", "expected"),
    [
        ("existing", "sea_wind", [800, 800]),
        ("existing", "city_coal", [1000, 1000]),  # the old plant is gone from 2029
        ("existing_energy", "city_battery", [200, 200]),
        ("minimum_capacity", "sea_wind", [800, 800]),
        ("maximum_capacity", "sea_wind", [2000, 3000]),  # halfway between 2030 and 2040
        ("maximum_capacity", "sea_cable", [4000, 4000]),
        ("maximum_capacity", "city_coal", [1000, 1000]),  # without potentials: what is there
        ("minimum_capacity", "city_coal", [0, 0]),  # it may be retired
        ("overnight_cost", "sea_wind", [10e6, 9e6]),
        ("overnight_cost", "sea_cable", [2e6, 2e6]),  # 1000 + 20 x 50 km
        ("overnight_cost_energy", "city_battery", [800e3, 800e3]),
        ("fixed_om_share", "sea_wind", [0.02, 0.02]),
        ("overnight_cost_existing", "sea_wind", [10e6, 10e6]),  # of 2020 and 2028: as that of 2030
        ("overnight_cost_existing", "sea_cable", [2e6, 2e6]),
        ("overnight_cost_energy_existing", "city_battery", [800e3, 800e3]),
        ("overnight_cost_existing", "city_electrolyser", [0, 0]),  # there is none
        ("fixed_om", "city_coal", [100e3, 100e3]),
    ],
)
def test_capacities_and_costs(dataset: xr.Dataset, variable: str, asset: str, expected: list[float]) -> None:
    np.testing.assert_allclose(dataset[variable].sel(asset=asset), expected)


def test_plants_come_and_go(tmp_path: Path) -> None:
    tables = read_study(write_study(tmp_path / "study"), hours=HOURS)
    existing = assemble(tables, [2019, 2020, 2028, 2029]).existing
    assert list(existing.sel(asset="sea_wind").values) == [0, 500, 800, 800]
    assert list(existing.sel(asset="city_coal").values) == [1600, 1600, 1600, 1000]


def test_plants_cost_what_it_cost_when_they_started(tmp_path: Path) -> None:
    """500 MW of 2020 at 10,000 CNY/kW (the number of 2030 is held) and 300 MW of 2035 at 9,000."""
    study = write_study(tmp_path / "study")
    set_cell(study, "plants", "wind_2", "start", "2035")
    found = assemble(read_study(study, hours=HOURS), [2030, 2035, 2044, 2045]).overnight_cost_existing
    expected = [10e6, (500 * 10e6 + 300 * 9e6) / 800, (500 * 10e6 + 300 * 9e6) / 800, 9e6]
    np.testing.assert_allclose(found.sel(asset="sea_wind"), expected)


def test_committed_plants_cost_in_the_model_year_by_which_they_come(tmp_path: Path) -> None:
    """300 MW of wind from 2028 on at 10,000 CNY/kW; what operates is not told as an investment."""
    found = assemble(read_study(write_study(tmp_path / "study"), hours=HOURS), [2025, 2030, 2035]).committed_investment
    np.testing.assert_allclose(found.sel(asset="sea_wind"), [0, 3e9, 0])
    assert float(found.sum()) == pytest.approx(3e9)


@pytest.mark.parametrize(
    ("end", "expected"),
    [("", [1000, 1000, 0]), ("2044", [1000, 1000, 0]), ("2042", [1000, 0, 0])]
    + [(word, [1000, 1000, 1000]) for word in ("never", "Never", "永久")],
)
def test_a_plant_ends_after_its_lifetime_or_when_it_is_said(tmp_path: Path, end: str, expected: list[float]) -> None:
    """The coal plant starts in 2014; its technology lives 30 years."""
    study = write_study(tmp_path / "study")
    set_cell(study, "plants", "coal_2", "end", end)
    existing = assemble(read_study(study, hours=HOURS), [2041, 2043, 2044]).existing
    assert list(existing.sel(asset="city_coal").values) == expected


def test_what_arrives_came_since_the_model_year_before(tmp_path: Path) -> None:
    """The wind farm of 2028 arrives with 2030, and not again with 2035; in a first year nothing arrives."""
    tables = read_study(write_study(tmp_path / "study"), hours=HOURS)
    assert list(assemble(tables, [2025, 2030, 2035]).arriving.sel(asset="sea_wind").values) == [0, 300, 0]
    assert list(assemble(tables, [2028, 2030]).arriving.sel(asset="sea_wind").values) == [0, 0]
    assert list(assemble(tables, [2027, 2028]).arriving.sel(asset="sea_wind").values) == [0, 300]


def test_only_what_has_potentials_is_expandable(dataset: xr.Dataset) -> None:
    assert list(dataset.asset.values[~dataset.expandable.values]) == ["city_coal"]


def test_a_price_profile_of_its_own_year(tmp_path: Path) -> None:
    """The tariff in 2030 and an even price in 2040: halfway between in 2035, hour by hour, of mean 1 in every year."""
    study = write_study(tmp_path / "study")
    set_cell(study, "market_data", "power_purchase", "year", "2030")
    for column in ("charge [CNY/MWh]", "price_impact [CNY/MWh]"):
        set_cell(study, "market_data", "power_purchase", column, "0")
    later = {"price": "600", "charge": "12", "price_impact": "8", "capacity": "500", "price_profile": "always"}
    add_row(study, "market_data", market="power_purchase", year="2040", **later)
    found = assemble(read_study(study, hours=HOURS, years=YEARS), YEARS)
    (profile,) = found.market_profile.sel(market=["power_purchase"]).values
    values = found.profile_value.sel(profile=profile).values.reshape(2, -1)
    tariff = found.profile_value.sel(profile="tariff").values[:HOURS]
    np.testing.assert_allclose(values, [tariff, (tariff + 1) / 2])
    assert list(found.market_charge.sel(market="power_purchase").values) == [0, 6]
    assert list(found.market_impact.sel(market="power_purchase").values) == [0, 4]
    assert found.market_profile.sel(market="power_sale").item() == "always"


def test_ports_and_carriers(dataset: xr.Dataset) -> None:
    coal = 300 * 29.3076e3 / 3.6e6  # 300 gce/kWh
    np.testing.assert_allclose(dataset.port_coefficient, [1, -coal, 1, -1.5])
    np.testing.assert_allclose(dataset.emission_factor, [0, 0.342, 0])
    np.testing.assert_array_equal(dataset.port_no_load, np.zeros(4))
    for name in ("yearly", "disposable"):
        assert not dataset[name].any()
    assert list(dataset.pool.values) == ["", "", ""]


def test_carriers_of_the_year_and_processes(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    add_works(study)
    set_cell(study, "carriers", "coal", "pool", "city")
    set_cell(study, "carriers", "hydrogen", "disposable", "yes")
    set_cell(study, "technologies", "mill", "ets", "no")
    found = assemble(read_study(study, hours=HOURS, years=YEARS), YEARS)
    assert list(found.yearly.values) == [False, False, False, True]
    assert list(found.pool.values) == ["", "city", "", ""]
    assert list(found.disposable.values) == [False, False, True, False]
    mill = found.sel(asset="city_mill")
    names = ("behaviour", "shape_of", "availability_of", "sector_of", "site_of")
    assert [mill[name].item() for name in names] == ["process", "city_load", "always", "textiles", ""]
    assert not mill.ets.item() and found.ets.sel(asset="city_coal").item()
    assert list(found.port.values[-2:]) == ["city_mill/steam/out", "city_mill/coal/in"]
    np.testing.assert_allclose(found.port_coefficient[-2:], [1, -1.25])
    np.testing.assert_allclose(found.demand_mean.sel(demand="city_steam"), [10, 10])


def test_sites(dataset: xr.Dataset) -> None:
    np.testing.assert_allclose(dataset.site_maximum, [[2500, 3000]])  # halfway between 2030 and 2040
    assert list(dataset.site_of.values) == ["seabed", "", "", "", ""]


def test_links(dataset: xr.Dataset) -> None:
    cable = dataset.sel(asset="sea_cable")
    names = ("zone_of", "to_zone", "from_carrier", "to_carrier", "availability_of", "behaviour")
    assert [cable[name].item() for name in names] == [
        "sea",
        "city",
        "electricity",
        "electricity",
        "always",
        "transmission",
    ]
    assert [dataset.sel(asset="sea_wind")[name].item() for name in names[1:4]] == ["", "", ""]


def test_demands_markets_and_settings(dataset: xr.Dataset) -> None:
    np.testing.assert_allclose(dataset.demand_mean, [[1000, 1100], [10, 10]])
    np.testing.assert_allclose(dataset.unserved_cost, [50_000, 20_000])
    np.testing.assert_allclose(dataset.interruptible_share, [0.05, 0])
    assert list(dataset.market_sign.values) == [1, 1, -1]
    np.testing.assert_allclose(dataset.market_price.sel(market="power_sale"), [200, 190])
    np.testing.assert_allclose(dataset.market_energy, [[np.inf] * 2, [2e6] * 2, [np.inf] * 2])
    np.testing.assert_allclose(dataset.co2_price, [60, 130])
    np.testing.assert_allclose(dataset.certificate_price, [0, 0])
    # what a year may trade: its limit, or all hours at full trade if that is less
    np.testing.assert_allclose(dataset.year_limit, np.array([[1e5] * 2, [500] * 2, [300] * 2]) * HOURS)
    scalars = (dataset.discount_rate.item(), dataset.base_year.item(), dataset.hours_per_year.item())
    assert scalars == (0.05, 2025, 8760)
    # 2031 lies a fifth of the way to 2035, and so on; each year discounted to 2025
    shares = np.array([[1, 0.8, 0.6, 0.4, 0.2, 0], [0, 0.2, 0.4, 0.6, 0.8, 1]])
    np.testing.assert_allclose(dataset.year_weight, shares @ 1.05 ** -np.arange(5.0, 11.0))


def selection(dataset: xr.Dataset, metric: str) -> dict[str, dict[str, float]]:
    """Give the non-zero coefficients of a metric, by matrix and member."""
    found = {}
    for name in dataset.data_vars:
        variable = dataset[name]
        if "metric" in variable.dims and variable.ndim == 2:
            row = variable.sel(metric=metric)
            members = {str(row[row.dims[0]].values[i]): float(row.values[i]) for i in np.flatnonzero(row.values)}
            if members:
                found[str(name)] = members
    return found


def test_metrics_select_what_passes_their_filters(dataset: xr.Dataset) -> None:
    assert selection(dataset, "wind_capacity") == {"metric_capacity": {"sea_wind": 1}}
    assert selection(dataset, "green_energy") == {"metric_generation": {"sea_wind": 1}}
    assert selection(dataset, "power_use") == {"metric_consumption": {"city_load": 1}}
    # only coal is burnt; both purchases carry the emissions of what is bought (none for coal)
    purchases = {"coal_purchase": 1.0, "power_purchase": 1.0}
    expected = {"metric_emission_asset": {"city_coal": 1}, "metric_emission_market": purchases}
    assert selection(dataset, "carbon") == expected
    np.testing.assert_allclose(dataset.metric_scale, [1e3, 1e6, 1e6, 1e6])


def test_targets_are_in_model_units(dataset: xr.Dataset) -> None:
    np.testing.assert_allclose(dataset.target_value, [1500, 0.3, 5e6])
    np.testing.assert_allclose(dataset.target_scale, [1e3, 0.01, 1e6])
    assert list(dataset.target_of.values) == ["", "power_use", ""]


def test_targets_of_other_years_stay_so_that_the_scorecard_can_say_so(tmp_path: Path) -> None:
    tables = read_study(write_study(tmp_path / "study"), hours=HOURS)
    assert assemble(tables, [2035]).sizes["target"] == 3


def test_netcdf_keeps_the_dataset(dataset: xr.Dataset, tmp_path: Path) -> None:
    dataset.to_netcdf(tmp_path / "dataset.nc", engine="netcdf4")
    with xr.open_dataset(tmp_path / "dataset.nc", engine="netcdf4") as again:
        for name in dataset.data_vars:
            assert np.array_equal(
                again[name].values, dataset[name].values, equal_nan=dataset[name].dtype.kind == "f"
            ), name


@given(
    given_years=st.lists(st.integers(2020, 2060), min_size=1, max_size=6, unique=True),
    data=st.data(),
    years=st.lists(st.integers(2010, 2070), min_size=1, max_size=5),
)
def test_interpolation_is_that_of_numpy(given_years: list[int], data: st.DataObject, years: list[int]) -> None:
    count = len(given_years)
    numbers = np.array(data.draw(st.lists(st.floats(-1e6, 1e6), min_size=count, max_size=count)))
    known = np.array(given_years, dtype=float)
    order = np.argsort(known)
    expected = np.interp(years, known[order], numbers[order])
    np.testing.assert_allclose(along_years(known, numbers, years), expected, rtol=1e-9, atol=1e-6)


def test_between_a_limit_and_none_there_is_none() -> None:
    limits = along_years(np.array([2030.0, 2040.0]), np.array([5.0, np.inf]), [2025, 2030, 2035, 2040, 2045])
    np.testing.assert_array_equal(limits, [5, 5, np.inf, np.inf, np.inf])


def test_co2_of_trade_by_year_and_of_the_unit_at_the_margin(tmp_path: Path) -> None:
    """What market_data says of a year, else what markets says; the marginal unit is the mean one unless it is given."""
    study = write_study(tmp_path / "study")
    for key, column, text in (
        ("power_purchase", "marginal_intensity [t/MWh]", "0.9"),
        ("power_purchase", "marginal_allowance [t/MWh]", "0.7"),
        ("power_sale", "emission_intensity [t/MWh]", "0.4"),
    ):
        set_cell(study, "market_data", key, column, text)
    found = assemble(read_study(study, hours=HOURS, years=YEARS), YEARS).sel(market=["power_purchase", "power_sale"])
    np.testing.assert_allclose(found.market_emission, [[0.55, 0.55], [0.4, 0.4]])
    np.testing.assert_allclose(found.marginal_emission, [[0.9, 0.9], [0.4, 0.4]])
    np.testing.assert_allclose(found.marginal_allowance, [[0.7, 0.7], [0, 0]])
