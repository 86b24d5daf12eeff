"""The shipped reference year: reproducible, in the right calendar, and as near to the known facts as its page says."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_model.dataset.reading.timestamps import hours_of_year
from tools.nantong_reference_year import calendar, charging, city_gas, demand, era5, process, solar, spot, tariff, wind
from tools.nantong_reference_year import main as weather
from tools.nantong_reference_year.facts import facts
from tools.nantong_reference_year.page import page
from tools.nantong_reference_year.profiles import PROFILES
from tools.nantong_reference_year.statistics import calm_spells

pytestmark = pytest.mark.proof

ROOT = Path(__file__).parents[2]
AVAILABILITIES = [
    "wind_onshore", "wind_near_rudong", "wind_near_qidong", "wind_far", "pv_land", "pv_roof", "pv_tidal", "pv_offshore",
]  # fmt: skip
SHAPES = ["load_urban", "load_industry", "load_compute", "spot_2025", "spot_2030", "spot_2035", "spot_flat"]
FURTHER = ["wind_onshore_repowered", "load_gas", "load_ev", "ev_plugged", "thermal_available"]


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    return pd.read_csv(ROOT / "inputs" / "hourly.csv", parse_dates=["time"], index_col="time")


@pytest.fixture(scope="module")
def hours() -> pd.DatetimeIndex:
    return hours_of_year(calendar.YEAR)


def test_regenerating_gives_the_shipped_year(shipped: pd.DataFrame) -> None:
    again = weather.reference_year()
    assert list(again.columns) == list(shipped.columns) == [*AVAILABILITIES, *SHAPES, *FURTHER]
    # a last digit may turn with another build of NumPy or pvlib, no more
    assert np.abs(again.to_numpy() - shipped.to_numpy()).max() < 1.5e-4


def test_the_shipped_index_and_page_are_current(shipped: pd.DataFrame) -> None:
    index = pd.read_csv(ROOT / "inputs" / "profiles.csv")
    pd.testing.assert_frame_equal(index, PROFILES, check_dtype=False)
    assert list(index["profile"]) == list(shipped.columns)
    assert (ROOT / "docs" / "reference_year.md").read_text(encoding="utf-8") == page(shipped, weather.SEED)


def test_hours_are_those_of_2030(shipped: pd.DataFrame) -> None:
    assert shipped.index.equals(pd.date_range("2030-01-01 00:00", "2030-12-31 23:00", freq="h"))
    assert len(hours_of_year(2028)) == 8760
    assert not (pd.Series(hours_of_year(2028)).dt.strftime("%m-%d") == "02-29").any()


def test_values_are_in_range_and_shapes_have_mean_one(shipped: pd.DataFrame) -> None:
    shares = shipped[[*AVAILABILITIES, "wind_onshore_repowered", "ev_plugged", "thermal_available"]]
    shapes = shipped[[*SHAPES, "load_gas", "load_ev"]]
    assert {*shares, *shapes} == {*shipped}
    assert shipped.notna().all(axis=None)
    assert shares.min().min() >= 0
    assert shares.max().max() <= 1
    assert (shapes.mean() - 1).abs().max() < 1e-4
    assert (shapes > 0).all(axis=None)


def test_every_fact_holds(shipped: pd.DataFrame) -> None:
    missed = [fact for fact in facts(shipped) if not fact.holds]
    assert not missed, missed


@pytest.mark.parametrize("seed", [7, 424242])
def test_facts_hold_for_other_seeds_too(seed: int, shipped: pd.DataFrame) -> None:
    other = weather.reference_year(seed)
    assert (other["wind_far"] - shipped["wind_far"]).abs().mean() > 0.1  # truly another year
    missed = [fact for fact in facts(other) if not fact.holds]
    assert not missed, missed


def test_the_figures_the_issue_names(shipped: pd.DataFrame) -> None:
    """Written out here, so that a change of the package's own constants shows."""
    full_load = {"wind_onshore": 2000, "wind_near_rudong": 2700, "wind_near_qidong": 2700, "wind_far": 3300,
                 "pv_land": 1130, "pv_roof": 1050, "pv_tidal": 1130, "pv_offshore": 1200}  # fmt: skip
    assert (shipped[AVAILABILITIES].sum() - pd.Series(full_load)).abs().max() < 1
    city = 0.67 * shipped["load_industry"] + 0.33 * shipped["load_urban"]
    assert city.max() == pytest.approx(1.59, abs=0.005)
    times = pd.DatetimeIndex(city.index)
    peak, low = times[int(city.argmax())], times[int(city.argmin())]
    assert peak.month in (7, 8)
    assert peak.hour in (11, 12, 13)
    winter = city[times.month.isin([12, 1, 2])].max()
    assert winter / city.max() == pytest.approx(0.88, abs=0.02)
    assert 0.30 < city.min() / city.max() < 0.42
    assert date(2030, 2, 2) <= low.date() <= date(2030, 2, 6)
    assert low.hour < 6


def test_repowering_takes_more_from_the_same_wind(shipped: pd.DataFrame) -> None:
    old, new = shipped["wind_onshore"], shipped["wind_onshore_repowered"]
    assert new.sum() == pytest.approx(2350, abs=1)
    assert (new >= old).all()
    assert new.max() < 0.94
    windless = old == 0
    assert windless.any()
    assert new[windless].max() < 0.01  # no new turbine makes wind
    gain = (new / old)[old > 0.02]
    assert gain[old < 0.3].mean() > gain[old > 0.8].mean()  # it helps in weak wind


def test_no_turbine_makes_any_number_of_hours(hours: pd.DatetimeIndex) -> None:
    latent = np.random.default_rng(3).standard_normal(len(hours))
    with pytest.raises(ValueError, match="wind_onshore_repowered: no turbine reaches 2350 full-load hours"):
        wind.repowered_availability(hours, latent, np.full(12, 3.0))


def test_city_gas_peaks_in_winter(shipped: pd.DataFrame, hours: pd.DatetimeIndex) -> None:
    gas = shipped["load_gas"]
    months = gas.groupby(hours.month).mean()
    assert months.max() == pytest.approx(1.3, abs=0.001)
    assert set(months.nlargest(3).index) == {12, 1, 2}
    assert months[[6, 7, 8]].max() < 0.86
    assert gas.max() < 2
    with pytest.raises(ValueError, match="peak month of city gas"):
        city_gas.gas_shape(hours, np.full(len(hours), 10.0))
    with pytest.raises(ValueError, match="peak month of city gas"):
        city_gas.gas_shape(hours, np.full(len(hours), 25.0))


def test_vehicles_charge_in_the_evening_and_are_plugged_in_at_night(
    shipped: pd.DataFrame, hours: pd.DatetimeIndex
) -> None:
    charging_by_hour = shipped["load_ev"].groupby(hours.hour).mean()
    plugged_by_hour = shipped["ev_plugged"].groupby(hours.hour).mean()
    assert charging_by_hour.idxmax() == 21
    assert charging_by_hour.idxmin() == 5
    assert charging_by_hour[18:].sum() / 24 > 0.35
    assert plugged_by_hour.idxmax() in (1, 2, 3)
    assert plugged_by_hour[10] < plugged_by_hour.max() / 2
    weekend = hours.day_of_week >= 5
    assert shipped.loc[weekend & (hours.hour == 11), "ev_plugged"].min() > 0.3
    january, april = (shipped.loc[hours.month == month, "load_ev"].mean() for month in (1, 4))
    assert 1.05 < january / april < 1.25


def test_the_spot_price_falls_at_noon_and_more_so_with_more_sun(shipped: pd.DataFrame, hours: pd.DatetimeIndex) -> None:
    """Spreads grow with the sun of the province; six prices a day; what they are fitted to is among the facts."""
    by_hour = {year: shipped[f"spot_{year}"].groupby(hours.hour).mean() for year in spot.SUN}
    noon = [by_hour[year][12] for year in spot.SUN]
    assert noon == sorted(noon, reverse=True) and noon[0] - noon[-1] > 0.1
    days = {year: shipped[f"spot_{year}"].to_numpy().reshape(-1, 24) for year in spot.SUN}
    spreads = [np.ptp(days[year], axis=1).mean() for year in spot.SUN]
    assert spreads == sorted(spreads) and spreads[0] > 0.75
    assert (shipped["spot_2025"].diff()[1:] != 0).sum() < spot.PRICES_A_DAY * 365
    city = 0.67 * shipped["load_industry"] + 0.33 * shipped["load_urban"]
    assert shipped["spot_2025"].iloc[int(city.argmax())] > 0.9  # no valley in the hour in which the city needs most


def test_planned_work_is_done_in_spring_and_autumn(shipped: pd.DataFrame, hours: pd.DatetimeIndex) -> None:
    months = shipped["thermal_available"].groupby(hours.month)
    assert months.nunique().max() == 1
    assert shipped["thermal_available"].mean() == pytest.approx(0.92, abs=0.001)
    assert set(months.mean().nlargest(6).index) == {1, 2, 6, 7, 8, 12}
    assert months.mean()[4] == pytest.approx(0.85)


def test_a_temperate_year_charges_by_the_calendar_alone(hours: pd.DatetimeIndex) -> None:
    shape = pd.Series(charging.charging_shape(hours, np.full(len(hours), 20.0)), index=hours)
    workdays = calendar.day_types(hours) == "workday"
    assert shape[workdays].groupby(hours[workdays].hour).std().max() < 1e-12
    assert shape.mean() == pytest.approx(1)


def test_the_facts_can_fail(shipped: pd.DataFrame) -> None:
    """Noise without memory, or one sea for all, is found out."""
    shuffled = shipped.copy()
    shuffled["wind_near_rudong"] = shipped["wind_near_rudong"].sample(frac=1, random_state=1).to_numpy()
    figures = {(f.profile, f.figure) for f in facts(shuffled) if not f.holds}
    assert {("wind_near_rudong", "lag_1"), ("wind_near_rudong", "long_calms")} <= figures
    assert any(profile == "wind_near_rudong, wind_near_qidong" for profile, _ in figures)
    flipped = shipped.assign(load_gas=2 - shipped["load_gas"], wind_onshore_repowered=0.9 * shipped["wind_onshore"])
    missed = {f.profile for f in facts(flipped) if not f.holds}
    assert {"load_gas", "wind_onshore_repowered", "wind_onshore, wind_onshore_repowered"} <= missed
    same = shipped.assign(wind_far=shipped["wind_near_rudong"])
    assert {f.profile for f in facts(same) if not f.holds} >= {"wind_far", "wind_near_rudong, wind_far"}


def test_day_types(hours: pd.DatetimeIndex) -> None:
    kinds = calendar.day_types(hours)
    at = {day: kinds[f"{day} 12:00"] for day in ("2030-05-01", "2030-10-07", "2030-10-08", "2030-03-09", "2030-03-10")}
    assert list(at.values()) == ["holiday", "national_week", "workday", "saturday", "sunday"]
    depth = pd.Series(calendar.festival_depth(hours), index=hours)
    assert depth["2030-02-03 00:00"] == 1.0
    assert depth["2030-01-20 00:00"] == 0.0 == depth["2030-03-01 00:00"]
    assert depth[:"2030-02-03"].is_monotonic_increasing
    assert depth["2030-02-04":].is_monotonic_decreasing


def test_tariff_levels(hours: pd.DatetimeIndex) -> None:
    price = pd.Series(tariff.time_of_use(hours), index=hours)
    assert price.nunique() == 3
    flat = price["2030-07-01 13:00"]
    assert price["2030-07-01 14:00"] / flat == pytest.approx(1.8) == price["2030-04-01 15:00"] / flat
    assert price["2030-07-01 12:00"] / flat == pytest.approx(0.35) == price["2030-04-01 10:00"] / flat
    assert price["2030-04-01 14:00"] == price["2030-04-01 23:00"] == flat


def test_sun_stands_highest_at_local_noon(shipped: pd.DataFrame, hours: pd.DatetimeIndex) -> None:
    by_hour = shipped["pv_land"].groupby(hours.hour).mean()
    assert by_hour.idxmax() in (11, 12)  # 121 E lies close to the meridian of UTC+8
    assert (shipped.loc[hours.hour < 4, "pv_land"] == 0).all()
    june = solar.clear_sky(hours, solar.FIELDS[0].place)
    assert june.zenith.min() == pytest.approx(32.2 - 23.44, abs=2.5)  # the middle of the hour is not quite noon


def test_farm_curve_is_that_of_a_smoothed_farm() -> None:
    for farm in wind.FARMS:
        speeds, outputs = wind.farm_curve(farm)
        below_storm = outputs[speeds <= 15]
        assert (np.diff(below_storm) >= 0).all()
        assert outputs[0] < 0.005
        assert outputs.max() <= farm.output_limit
        assert below_storm[-1] > 0.97 * farm.output_limit
        assert outputs[-1] < 0.05


def test_out_of_reach_targets_are_refused(hours: pd.DatetimeIndex) -> None:
    latent = np.random.default_rng(1).standard_normal(len(hours))
    with pytest.raises(ValueError, match="wind_onshore: the monthly targets cannot be met"):
        wind.wind_availability(hours, latent, wind.FARMS[0], np.full(12, 0.95))
    with pytest.raises(ValueError, match="pv_land: the monthly targets cannot be met"):
        solar.pv_availability(hours, latent, np.full(len(hours), 20.0), solar.FIELDS[0], np.full(12, 0.4))


def test_processes_have_the_stated_autocorrelation() -> None:
    noise = np.random.default_rng(2).standard_normal((400_000, 1))
    smooth, rough = (pd.Series(f(noise, 10.0)[1000:, 0]) for f in (process.synoptic, process.local))
    assert smooth.std() == pytest.approx(1, abs=0.03)
    assert rough.std() == pytest.approx(1, abs=0.03)
    assert smooth.autocorr(12) == pytest.approx(2.2 * np.exp(-1.2), abs=0.02)
    assert rough.autocorr(12) == pytest.approx(np.exp(-1.2), abs=0.02)


def test_distances_are_great_circles() -> None:
    apart = process.distances((process.Place("a", 32.0, 121.0), process.Place("b", 33.0, 121.0)))
    assert apart[0, 1] == pytest.approx(111.2, abs=0.1)
    assert apart[0, 0] == 0


def test_calm_spells_are_counted_in_hours() -> None:
    series = pd.Series(0.5, index=pd.date_range("2030-01-01", periods=400, freq="h"))
    series.iloc[100:160] = 0.0  # windows of 24 hours with up to 4 windy hours are calm as well: 4 hours at either end
    assert list(calm_spells(series)) == [68]


def test_heating_and_cooling_are_no_free_lunch(hours: pd.DatetimeIndex) -> None:
    """A year without winter cannot have a winter peak: refused, not fudged."""
    with pytest.raises(ValueError, match="load factor and winter peak"):
        demand.city_shapes(hours, np.full(len(hours), 23.0))


def test_era5_band() -> None:
    assert era5.band("offwind", ("jiangsu", "shanghai"), "longest_calm") == (103, 241)
    assert era5.monthly_shape("pv").mean() == pytest.approx(1)


def test_the_command_writes_what_is_shipped(tmp_path: Path, shipped: pd.DataFrame) -> None:
    weather.main(["--write", str(tmp_path), "--page", str(tmp_path / "page.md")])
    written = pd.read_csv(tmp_path / "hourly.csv", parse_dates=["time"], index_col="time")
    assert np.abs(written - shipped).max(axis=None) < 1.5e-4
    assert (tmp_path / "hourly.csv").read_text().splitlines()[1].startswith("2030-01-01 00:00,")
    assert "# The reference year" in (tmp_path / "page.md").read_text(encoding="utf-8")
