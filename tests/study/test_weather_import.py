"""Own hourly files: CSV and NetCDF in, a year in the study's time out, or one error that names all that is wrong."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.dataset.reading.stamps import in_words
from energy_model.dataset.reading.timestamps import hours_of_year
from energy_model.study.weather_import import WeatherFileError, merge_weather, read_weather

pytestmark = pytest.mark.proof


def year(start: str = "2019-01-01", hours: int = 8760, tz: str | None = None) -> pd.DataFrame:
    index = pd.date_range(start, periods=hours, freq="h", tz=tz, name="time")
    ramp = np.arange(hours) / hours
    return pd.DataFrame({"wind_far": ramp, "pv_land": 1 - ramp}, index=index)


KINDS = {
    **dict.fromkeys(("wind_far", "pv_land", "wind_near_rudong"), "availability"),
    "ev_plugged": "flexibility",
    "verbrauch": "demand",
    "boerse": "price",
}


def read(path: Path, mapping: dict[str, str] | None = None, offset: float = 8.0) -> pd.DataFrame:
    return read_weather(path, mapping, KINDS, offset=offset)[0]


def problems(path: Path, mapping: dict[str, str] | None = None, offset: float = 8.0) -> list[str]:
    with pytest.raises(WeatherFileError) as caught:
        read(path, mapping, offset)
    assert str(path) in str(caught.value)
    assert all(text in str(caught.value) for text in caught.value.problems)
    return caught.value.problems


def test_csv_without_offset_is_local_time(tmp_path: Path) -> None:
    frame = year()
    frame.to_csv(tmp_path / "w.csv")
    found = read(tmp_path / "w.csv")
    assert list(found.columns) == ["wind_far", "pv_land"]
    assert found.index.equals(hours_of_year(2019))
    np.testing.assert_allclose(found.to_numpy(), frame.to_numpy())


def test_csv_with_offset_is_converted(tmp_path: Path) -> None:
    frame = year("2018-12-31 16:00", tz="UTC")
    frame.to_csv(tmp_path / "w.csv")
    found = read(tmp_path / "w.csv")
    assert found.index[0] == pd.Timestamp("2019-01-01 00:00")
    assert found["wind_far"].iloc[0] == 0


def test_a_year_in_utc_is_turned_around(tmp_path: Path) -> None:
    year("2019-01-01", tz="UTC").to_csv(tmp_path / "w.csv")
    found = read(tmp_path / "w.csv")
    assert found.index.equals(hours_of_year(2019))
    assert found.loc["2019-01-01 08:00", "wind_far"] == 0  # midnight UTC
    assert found.loc["2019-01-01 00:00", "wind_far"] == pytest.approx(8752 / 8760)  # 16:00 UTC of 31 December


@pytest.mark.parametrize("offset", [-12, -5, 0, 1, 5.5, 9, 12.75, 14])
@pytest.mark.parametrize("tz", ["UTC", "Asia/Shanghai", "Etc/GMT+12", "Etc/GMT-14"])
def test_any_offset_is_turned_around(tmp_path: Path, offset: float, tz: str) -> None:
    """The same hours of the world: what begins at a stamp of the file begins at the same instant in the study."""
    frame = year("2019-01-01", tz=tz)
    frame.to_csv(tmp_path / "w.csv")
    shift = offset - pd.Timestamp("2019-06-01", tz=tz).utcoffset() / pd.Timedelta(hours=1)
    if shift % 1:
        (sentence,) = [text for text in problems(tmp_path / "w.csv", offset=offset) if "no whole hour" in text]
        assert f"in {in_words(offset)}" in sentence
        return
    found, moved = read_weather(tmp_path / "w.csv", None, KINDS, offset=offset)
    assert found.index.equals(hours_of_year(2019))
    np.testing.assert_array_equal(found["wind_far"], np.roll(frame["wind_far"], int(shift)))
    assert moved.offset - moved.given[0] == shift


def test_half_hours_of_a_file_may_be_whole_hours_of_the_study(tmp_path: Path) -> None:
    year("2018-12-31 18:30", tz="UTC").to_csv(tmp_path / "w.csv")
    found = read(tmp_path / "w.csv", offset=5.5)
    assert found.index.equals(hours_of_year(2019))
    assert found["wind_far"].iloc[0] == 0


def test_a_file_with_summer_time_in_its_stamps(tmp_path: Path) -> None:
    frame = year("2018-12-31 23:00", tz="UTC").tz_convert("Europe/Berlin")
    frame.to_csv(tmp_path / "w.csv")
    found, moved = read_weather(tmp_path / "w.csv", None, KINDS, offset=1.0)
    np.testing.assert_array_equal(found["wind_far"], frame["wind_far"])
    assert moved.given == (1.0, 2.0)


def test_stamps_with_and_without_an_offset_are_refused(tmp_path: Path) -> None:
    frame = year()
    stamps = [f"{stamp}{'+01:00' if at else ''}" for at, stamp in enumerate(frame.index)]
    frame.set_axis(stamps).rename_axis("time").to_csv(tmp_path / "w.csv")
    assert problems(tmp_path / "w.csv") == ["cannot be read: some stamps have an offset from UTC and others none"]


def test_leap_day_is_dropped(tmp_path: Path) -> None:
    frame = year("2020-01-01", 8784)
    frame.to_csv(tmp_path / "w.csv")
    found = read(tmp_path / "w.csv")
    assert len(found) == 8760
    assert found["wind_far"]["2020-03-01 00:00"] == frame["wind_far"]["2020-03-01 00:00"]


def test_rows_in_any_order(tmp_path: Path) -> None:
    frame = year()
    frame.sample(frac=1, random_state=1).to_csv(tmp_path / "w.csv")
    pd.testing.assert_frame_equal(read(tmp_path / "w.csv"), frame, check_freq=False, check_index_type=False)


def test_gaps_repeats_and_strange_stamps(tmp_path: Path) -> None:
    frame = year()
    frame.drop(frame.index[100:103]).to_csv(tmp_path / "gap.csv")
    assert problems(tmp_path / "gap.csv") == [
        "has 8757 hours apart from 29 February; the year 2019 in UTC+8 needs 8760",
        "misses 3 hours of 2019 (UTC+8), the first is 2019-01-05 04:00",
    ]
    pd.concat([frame, frame.iloc[[7]]]).to_csv(tmp_path / "twice.csv")
    assert "repeats 1 hours, the first is 2019-01-01 07:00" in problems(tmp_path / "twice.csv")
    frame.set_axis(frame.index + pd.Timedelta(minutes=30)).rename_axis("time").to_csv(tmp_path / "half.csv")
    assert "has 8760 stamps that are no whole hour of 2019 in UTC+8, the first is 2019-01-01 00:30:00" in problems(
        tmp_path / "half.csv"
    )


def test_all_bad_values_are_reported_at_once(tmp_path: Path) -> None:
    frame = year().assign(verbrauch=2.0, boerse=3.0)
    frame.iloc[5, 0] = np.nan
    frame.iloc[9, 1] = 1.25
    frame.iloc[0, 2] = -2.0
    frame.iloc[0, 3] = -2.0
    frame.to_csv(tmp_path / "w.csv")
    assert problems(tmp_path / "w.csv") == [
        "column 'wind_far': 1 values are not numbers, the first at 2019-01-01 05:00",
        "column 'pv_land': 1 values outside of 0..1, the first at 2019-01-01 09:00 (1.25); a profile of kind"
        " availability has none",
        "column 'verbrauch': 1 values below 0, the first at 2019-01-01 00:00 (-2); a profile of kind demand has none",
        "column 'verbrauch': its mean is 2; divide it by that, a profile of kind demand has mean 1",
        "column 'boerse': its mean is 2.999; divide it by that, a profile of kind price has mean 1",
    ]


def test_a_shape_of_any_name_is_read_as_its_kind_says(tmp_path: Path) -> None:
    wave = 1 + 0.9 * np.sin(2 * np.pi * np.arange(8760) / 24)
    frame = year().assign(verbrauch=wave, boerse=3 * wave - 2)[["verbrauch", "boerse"]]
    assert frame["boerse"].min() < 0 < frame["verbrauch"].min()
    frame.to_csv(tmp_path / "w.csv")
    np.testing.assert_allclose(read(tmp_path / "w.csv").to_numpy(), frame.to_numpy())


def test_a_share_of_what_is_flexible_has_no_mean_of_1(tmp_path: Path) -> None:
    frame = year().rename(columns={"wind_far": "ev_plugged"})
    frame.to_csv(tmp_path / "w.csv")
    assert read(tmp_path / "w.csv")["ev_plugged"].mean() == pytest.approx(frame["ev_plugged"].mean())
    (1.5 * frame).to_csv(tmp_path / "w.csv")
    assert "values outside of 0..1, the first at 2019-09-01 09:00" in problems(tmp_path / "w.csv")[0]


def test_text_is_no_number(tmp_path: Path) -> None:
    frame = year().astype(object)
    frame.iloc[3, 0] = "n/a?"
    frame.to_csv(tmp_path / "w.csv")
    assert problems(tmp_path / "w.csv") == [
        "column 'wind_far': 1 values are not numbers, the first at 2019-01-01 03:00"
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("hour,wind\n0,0.5\n", "has no column 'time' (columns: hour, wind)"),
        ("time,wind\nyesterday,0.5\n", "cannot be read"),
        ("time,wind\n", "has no rows"),
        ("", "cannot be read"),
    ],
)
def test_files_that_are_no_weather(tmp_path: Path, content: str, sentence: str) -> None:
    (tmp_path / "w.csv").write_text(content)
    assert problems(tmp_path / "w.csv")[0].startswith(sentence)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.csv")[0].startswith("cannot be read")
    assert problems(tmp_path / "none.nc")[0].startswith("cannot be read")
    (tmp_path / "broken.nc").write_text("no NetCDF")
    assert problems(tmp_path / "broken.nc")[0].startswith("cannot be read")


def netcdf(path: Path) -> xr.Dataset:
    """As atlite writes profiles: time in UTC without a zone, one further dimension for the places."""
    frame = year("2019-01-01")
    both = np.stack([frame["wind_far"], frame["pv_land"]])
    dataset = xr.Dataset(
        {"wind": (("bus", "time"), both), "pv": ("time", frame["pv_land"].to_numpy()), "area": ("bus", [1.0, 2.0])},
        coords={"time": frame.index.to_numpy(), "bus": ["rudong", "qidong"]},
    )
    dataset.to_netcdf(path)
    return dataset


def test_netcdf_in_utc(tmp_path: Path) -> None:
    dataset = netcdf(tmp_path / "w.nc")
    found = read(tmp_path / "w.nc")
    assert list(found.columns) == ["wind_rudong", "wind_qidong", "pv"]
    assert found.index.equals(hours_of_year(2019))
    assert found.loc["2019-01-01 08:00", "wind_qidong"] == dataset["wind"].values[1, 0]
    mapped = read(tmp_path / "w.nc", mapping={"wind_rudong": "wind_near_rudong"})
    assert list(mapped.columns) == ["wind_near_rudong"]


def test_netcdf_of_a_nameless_array(tmp_path: Path) -> None:
    netcdf(tmp_path / "w.nc")["wind"].rename(None).to_netcdf(tmp_path / "array.nc")
    assert list(read(tmp_path / "array.nc").columns) == ["rudong", "qidong"]


def test_netcdf_of_a_grid_or_without_time(tmp_path: Path) -> None:
    dataset = netcdf(tmp_path / "w.nc")
    dataset.assign(wnd=dataset["wind"].expand_dims(x=[121.0, 122.0])).to_netcdf(tmp_path / "grid.nc")
    assert "aggregate it to regions first" in problems(tmp_path / "grid.nc")[0]
    assert list(read(tmp_path / "grid.nc", mapping={"pv": "pv_land"}).columns) == ["pv_land"]
    dataset[["area"]].to_netcdf(tmp_path / "timeless.nc")
    assert problems(tmp_path / "timeless.nc")[0].startswith("has no dimension 'time'")


def test_mapping_is_checked(tmp_path: Path) -> None:
    year().to_csv(tmp_path / "w.csv")
    assert problems(tmp_path / "w.csv", mapping={"wind_fra": "wind_far", "pv_land": "wind_far"}) == [
        "has no column 'wind_fra'; did you mean 'wind_far'?",
        "profile 'wind_far' is filled twice",
    ]


def test_merging_replaces_profiles_hour_by_hour(tmp_path: Path) -> None:
    hourly = pd.DataFrame(0.5, index=hours_of_year(2030), columns=["wind_far", "pv_land", "load_urban"])
    year("2020-01-01", 8784).to_csv(tmp_path / "w.csv")
    imported = read(tmp_path / "w.csv")
    merged = merge_weather(hourly, imported, {"wind_far": "pv_land"})
    assert merged.index.equals(hourly.index)
    np.testing.assert_array_equal(merged["pv_land"], imported["wind_far"])
    assert (merged["wind_far"] == 0.5).all()
    assert (hourly["pv_land"] == 0.5).all()  # the study's own table is left as it was


def test_merging_refuses_what_does_not_fit() -> None:
    hourly = pd.DataFrame(0.5, index=hours_of_year(2030), columns=["wind_far", "verbrauch"])
    imported = pd.DataFrame({"a": 0.3, "b": 0.3}, index=hours_of_year(2019))
    with pytest.raises(WeatherFileError) as caught:
        merge_weather(hourly, imported, {"a": "wind_fra", "b": "verbrauch"}, KINDS)
    assert caught.value.problems == [
        "there is no profile 'wind_fra'; did you mean 'wind_far'?",
        "column 'verbrauch': its mean is 0.3; divide it by that, a profile of kind demand has mean 1",
    ]
    with pytest.raises(WeatherFileError, match="has 100 hours, the study 8760"):
        merge_weather(hourly, imported.iloc[:100], {"a": "wind_far"})
