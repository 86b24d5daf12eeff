"""Own weather files: CSV and NetCDF in, 8,760 hours in UTC+8 out, or one error that names everything that is wrong."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.dataset.reading.timestamps import hours_of_year
from energy_model.study.weather_import import WeatherFileError, merge_weather, read_weather


def year(start: str = "2019-01-01", hours: int = 8760, tz: str | None = None) -> pd.DataFrame:
    index = pd.date_range(start, periods=hours, freq="h", tz=tz, name="time")
    ramp = np.arange(hours) / hours
    return pd.DataFrame({"wind_far": ramp, "pv_land": 1 - ramp}, index=index)


SHAPES = frozenset({"load_urban"})


def problems(path: Path, **options: dict[str, str]) -> list[str]:
    with pytest.raises(WeatherFileError) as caught:
        read_weather(path, shapes=SHAPES, **options)
    assert str(path) in str(caught.value)
    assert all(text in str(caught.value) for text in caught.value.problems)
    return caught.value.problems


def test_csv_without_offset_is_local_time(tmp_path: Path) -> None:
    frame = year()
    frame.to_csv(tmp_path / "w.csv")
    read = read_weather(tmp_path / "w.csv")
    assert list(read.columns) == ["wind_far", "pv_land"]
    assert read.index.equals(hours_of_year(2019))
    np.testing.assert_allclose(read.to_numpy(), frame.to_numpy())


def test_csv_with_offset_is_converted(tmp_path: Path) -> None:
    frame = year("2018-12-31 16:00", tz="UTC")
    frame.to_csv(tmp_path / "w.csv")
    read = read_weather(tmp_path / "w.csv")
    assert read.index[0] == pd.Timestamp("2019-01-01 00:00")
    assert read["wind_far"].iloc[0] == 0


def test_a_year_in_utc_is_turned_around(tmp_path: Path) -> None:
    year("2019-01-01", tz="UTC").to_csv(tmp_path / "w.csv")
    read = read_weather(tmp_path / "w.csv")
    assert read.index.equals(hours_of_year(2019))
    assert read.loc["2019-01-01 08:00", "wind_far"] == 0  # midnight UTC
    assert read.loc["2019-01-01 00:00", "wind_far"] == pytest.approx(8752 / 8760)  # 16:00 UTC of 31 December


def test_leap_day_is_dropped(tmp_path: Path) -> None:
    frame = year("2020-01-01", 8784)
    frame.to_csv(tmp_path / "w.csv")
    read = read_weather(tmp_path / "w.csv")
    assert len(read) == 8760
    assert read["wind_far"]["2020-03-01 00:00"] == frame["wind_far"]["2020-03-01 00:00"]


def test_rows_in_any_order(tmp_path: Path) -> None:
    frame = year()
    frame.sample(frac=1, random_state=1).to_csv(tmp_path / "w.csv")
    pd.testing.assert_frame_equal(read_weather(tmp_path / "w.csv"), frame, check_freq=False, check_index_type=False)


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
    assert "has 8760 stamps that are no whole hour of 2019, the first is 2019-01-01 00:30:00" in problems(
        tmp_path / "half.csv"
    )


def test_all_bad_values_are_reported_at_once(tmp_path: Path) -> None:
    frame = year().assign(load_urban=2.0)
    frame.iloc[5, 0] = np.nan
    frame.iloc[9, 1] = 1.25
    frame.to_csv(tmp_path / "w.csv")
    assert problems(tmp_path / "w.csv") == [
        "column 'wind_far': 1 values are not numbers, the first at 2019-01-01 05:00",
        "column 'pv_land': 1 values outside of 0..1, the first at 2019-01-01 09:00 (1.25)",
        "column 'load_urban': its mean is 2; divide it by that, a shape has mean 1",
    ]


def test_a_share_of_what_is_flexible_has_no_mean_of_1(tmp_path: Path) -> None:
    frame = year().rename(columns={"wind_far": "ev_plugged"})
    frame.to_csv(tmp_path / "w.csv")
    assert read_weather(tmp_path / "w.csv")["ev_plugged"].mean() == pytest.approx(frame["ev_plugged"].mean())
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
    read = read_weather(tmp_path / "w.nc")
    assert list(read.columns) == ["wind_rudong", "wind_qidong", "pv"]
    assert read.index.equals(hours_of_year(2019))
    assert read.loc["2019-01-01 08:00", "wind_qidong"] == dataset["wind"].values[1, 0]
    mapped = read_weather(tmp_path / "w.nc", mapping={"wind_rudong": "wind_near_rudong"})
    assert list(mapped.columns) == ["wind_near_rudong"]


def test_netcdf_of_a_nameless_array(tmp_path: Path) -> None:
    netcdf(tmp_path / "w.nc")["wind"].rename(None).to_netcdf(tmp_path / "array.nc")
    assert list(read_weather(tmp_path / "array.nc").columns) == ["rudong", "qidong"]


def test_netcdf_of_a_grid_or_without_time(tmp_path: Path) -> None:
    dataset = netcdf(tmp_path / "w.nc")
    dataset.assign(wnd=dataset["wind"].expand_dims(x=[121.0, 122.0])).to_netcdf(tmp_path / "grid.nc")
    assert "aggregate it to regions first" in problems(tmp_path / "grid.nc")[0]
    assert list(read_weather(tmp_path / "grid.nc", mapping={"pv": "pv_land"}).columns) == ["pv_land"]
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
    imported = read_weather(tmp_path / "w.csv")
    merged = merge_weather(hourly, imported, {"wind_far": "pv_land"})
    assert merged.index.equals(hourly.index)
    np.testing.assert_array_equal(merged["pv_land"], imported["wind_far"])
    assert (merged["wind_far"] == 0.5).all()
    assert (hourly["pv_land"] == 0.5).all()  # the study's own table is left as it was


def test_merging_refuses_what_does_not_fit() -> None:
    hourly = pd.DataFrame(0.5, index=hours_of_year(2030), columns=["wind_far", "load_urban"])
    imported = pd.DataFrame({"a": 0.3, "b": 0.3}, index=hours_of_year(2019))
    with pytest.raises(WeatherFileError) as caught:
        merge_weather(hourly, imported, {"a": "wind_fra", "b": "load_urban"}, SHAPES)
    assert caught.value.problems == [
        "there is no profile 'wind_fra'; did you mean 'wind_far'?",
        "column 'load_urban': its mean is 0.3; divide it by that, a shape has mean 1",
    ]
    with pytest.raises(WeatherFileError, match="has 100 hours, the study 8760"):
        merge_weather(hourly, imported.iloc[:100], {"a": "wind_far"})
