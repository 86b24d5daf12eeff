"""Files as their sources deliver them onto the steps of a study: the same sun from every layout, or one clear word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.dataset.reading.stamps import Stamps
from energy_model.dataset.reading.timestamps import hours_of_year
from energy_model.sheets.messages import Messages
from energy_model.study.weather.choice import chosen
from energy_model.study.weather.errors import HoursError
from energy_model.study.weather.hours import local_rows
from energy_model.study.weather.importing import ImportOptions, file_table
from energy_model.study.weather.notes import Note
from energy_model.study.weather.steps import onto_steps
from energy_model.study.weather.sun import in_doubt, may_be_ends, misplaced, noon
from energy_model.study.weather.table import FileTable
from energy_model.study.weather.values import as_profiles
from tests.support.weather_files import FILES, LOCAL, SUN, sun

pytestmark = pytest.mark.proof

PROFILES = pd.DataFrame({name: ["sun", "load"] for name in ("profile", "name_zh", "name_en")})
KINDS = {"sun": "availability", "load": "demand"}
DAY = pd.Series(pd.date_range("2030-01-02", periods=24, freq="h"))


def read(
    path: Path | str,
    column: str = "x",
    to: str = "sun",
    begin: pd.Series[pd.Timestamp] = DAY,
    length: float = 1.0,
    **given: float,
) -> tuple[np.ndarray, list[Note]]:
    """A column of a file on the steps of a study in China, and what was told."""
    options = ImportOptions({column: to}, given.get("utc"), int(given["year"]) if "year" in given else None)
    table = file_table(Path(path), options)
    columns = chosen(table, options.mapping, PROFILES)
    rows, notes = local_rows(table, given.get("offset", 8.0), options.utc, options.year, bool(given.get("ends")))
    lengths = np.full(len(begin), length)
    frame, more = onto_steps(rows, begin, lengths, "here")
    found, scaled, problems = as_profiles(frame, columns, KINDS, lengths, 1.0)
    if problems:
        raise HoursError(*problems)
    return found[to].to_numpy(), [*notes, *more, *scaled]


def told(notes: list[Note], lang: str = "en") -> list[str]:
    return [Messages(lang).of("taken", note.how, **note.words) for note in notes]


def series(folder: Path, times: pd.DatetimeIndex, values: np.ndarray) -> Path:
    pd.DataFrame({"time": times, "x": values}).to_csv(folder / "x.csv", index=False)
    return folder / "x.csv"


@pytest.mark.parametrize("name", FILES)
def test_every_source_gives_the_same_sun(tmp_path: Path, name: str) -> None:
    write, column = FILES[name]
    found, notes = read(write(tmp_path / "file.csv"), column)
    expected = sun(pd.DatetimeIndex(DAY)) if name == "EPW" else SUN[LOCAL.day == 2]
    np.testing.assert_allclose(found, expected, atol=1e-4)
    assert all(told(notes, lang) for lang in ("zh", "en"))


def test_a_year_in_utc_comes_around() -> None:
    values = np.arange(8760.0)
    stamps = Stamps(pd.Series(pd.date_range("2019-01-01", periods=8760, freq="h")), (0.0,))
    table, begin = FileTable(pd.DataFrame({"x": values}), stamps), pd.Series(hours_of_year(2028))
    for offset, expected in (
        (8.0, np.roll(values, 8)),
        (-5.0, np.roll(values, -5)),
        (0.0, values),
        (5.5, (np.roll(values, 5) + np.roll(values, 6)) / 2),  # hours of the study lie half in one of the file
    ):
        rows, notes = local_rows(table, offset, None, None)
        found, _ = onto_steps(rows, begin, np.ones(8760), "here")
        np.testing.assert_allclose(found["x"], expected)
        assert [note.how for note in notes] == (["moved"] if offset else [])


def test_stamps_that_are_ends_of_hours(tmp_path: Path) -> None:
    times = pd.date_range("2019-01-01 01:00", periods=72, freq="h")
    found, notes = read(series(tmp_path, times, np.arange(72) / 72), ends=True)
    np.testing.assert_allclose(found, np.arange(24, 48) / 72)
    assert "Stamps are the ends of steps" in told(notes)[0]


def test_summer_time_is_taken_back(tmp_path: Path) -> None:
    times = pd.date_range("2019-03-30 23:00", "2019-10-28", freq="h", tz="UTC")
    values = np.arange(len(times)) / len(times)
    naive = times.tz_convert("Europe/Berlin").tz_localize(None)
    begin = pd.Series([pd.Timestamp(2030, 3, 31, 5), pd.Timestamp(2030, 7, 1, 0), pd.Timestamp(2030, 10, 27, 12)])
    found, notes = read(series(tmp_path, naive, values), begin=begin, offset=1)
    at = times.get_indexer(
        (begin.dt.strftime("2019-%m-%d %H:%M").astype("datetime64[ns]") - pd.Timedelta(hours=1)).dt.tz_localize("UTC")
    )
    np.testing.assert_allclose(found, values[at])
    assert "summer time from 2019-03-31 to 2019-10-27" in told(notes)[0]


def test_other_steps_and_leap_days(tmp_path: Path) -> None:
    quarters = pd.date_range("2020-02-27", periods=4 * 96, freq="15min")
    path = series(tmp_path, quarters, np.arange(384.0) / 384)
    three = pd.Series(pd.to_datetime(["2030-02-28 21:00", "2030-03-01 00:00"]))  # no leap day in the study
    found, notes = read(path, begin=three, length=3.0)
    np.testing.assert_allclose(384 * found, [4 * 45 + 5.5, 4 * 72 + 5.5])
    assert told(notes)[-1] == "The file's steps of 15 min were averaged to those of the study (3 h)."
    fine, _ = read(path, begin=pd.Series(pd.to_datetime(["2030-02-28 00:05"])), length=1 / 12)
    np.testing.assert_allclose(384 * fine, [96])
    days = pd.date_range("2019-02-27", periods=72, freq="h")
    leap, notes = read(series(tmp_path, days, np.arange(72) / 72), begin=pd.Series([pd.Timestamp(2028, 2, 29, 6)]))
    np.testing.assert_allclose(72 * leap, [30])
    assert "its 28th is taken" in told(notes)[-1]


def test_rows_of_another_season_are_taken_one_by_one(tmp_path: Path) -> None:
    values = np.arange(24) / 24
    found, notes = read(series(tmp_path, pd.date_range("2019-07-01", periods=24, freq="h"), values))
    np.testing.assert_allclose(found, values)
    assert told(notes)[-1].startswith("The 24 rows of the file are of another season")


def test_one_year_of_several_and_typical_years(tmp_path: Path) -> None:
    days = pd.date_range("2019-01-01", periods=72, freq="h")
    path = series(tmp_path, (days - pd.DateOffset(years=1)).append(days), np.repeat([0.25, 0.5], 72))
    with pytest.raises(HoursError, match="has hours of 2018, 2019: name the year to take with --year"):
        read(path)
    assert read(path, year=2019)[0].tolist() == [0.5] * 24
    with pytest.raises(HoursError, match="no hours of 2020"):
        read(path, year=2020)
    typical = pd.DatetimeIndex([at.replace(year=2005 + at.day) for at in days])
    np.testing.assert_allclose(read(series(tmp_path, typical, np.arange(72) / 72))[0], np.arange(24, 48) / 72)


def test_a_load_is_divided_by_its_mean_and_its_energy_told(tmp_path: Path) -> None:
    path = series(tmp_path, pd.date_range("2019-01-01", periods=72, freq="h"), 1000.0 + 100 * np.tile([1, -1], 36))
    found, notes = read(path, to="load")
    np.testing.assert_allclose(found, np.tile([1.1, 0.9], 12))
    assert "divided by its mean, 1,000; if that is in MW, a year of it is 8.76 TWh" in told(notes)[-1]
    path.write_text(path.read_text().replace("x", "x [GWh]"))
    assert "a year of it is 8,760 TWh, which belongs into demand_data" in told(read(path, to="load")[1])[-1]
    with pytest.raises(HoursError) as caught:
        read(path)
    assert "24 values outside of 0..1, from 900 to 1100" in str(caught.value)
    assert "--map 'x [GWh]/1100=...'" in str(caught.value) and "a load needs a profile of kind demand" in str(
        caught.value
    )


def test_the_sun_tells_the_time_of_a_file() -> None:
    """Of a file in UTC taken as China's time the sun is highest at four: that is seen, and the shift that fits told."""
    begin, lengths = pd.Series(LOCAL), np.ones(72)
    at_four = noon(pd.Series(np.roll(SUN, -8)), begin, lengths)
    assert at_four == pytest.approx(4.5, abs=0.1)
    late = misplaced(at_four, 121, 8)
    assert late is not None and late == pytest.approx(-7.4, abs=0.1)
    words = in_doubt("electricity", at_four, late, 121, 8)
    assert "highest at 04:" in words and "in UTC: --utc 0 moves them by +8 h (--utc 8 leaves them as they are)" in words
    right = noon(pd.Series(SUN), begin, lengths)
    assert right is not None and misplaced(right, 121, 8) is None
    ends = noon(pd.Series(np.roll(SUN, 1)), begin, lengths)
    assert ends is not None and may_be_ends(misplaced(ends, 121, 8) or 0)
    assert noon(pd.Series(np.tile([0.0, 0.0, 1.0], 24)), begin, lengths) is None, "gusts are no sun"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("hour,wind\n0,0.5\n", "has no column of time stamps below a header"),
        ("2019-01-01 00:00,0.5\n2019-01-01 01:00,0.5\n", "has no header row above its first time stamp"),
        (
            "time,x\n2019-01-01 00:00,1\nnoon,1\nlater,1\n2019-01-01 03:00,1\n",
            "row 3: 'noon' is no time stamp like the",
        ),
        ("time,x\n2019-01-01 00:00Z,1\n2019-01-01 01:00,1\n", "some stamps have an offset from UTC and others none"),
        ("time,x\n2019-01-01 00:00,1\n2019-01-01 00:00,1\n", "repeats 1 time stamps, the first is 2019-01-01 00:00"),
        ("time,y\n2019-01-01 00:00,1\n", "has no column 'x' (there are: y)"),
        (
            "time,x\n2019-01-01 00:00,1\n2019-01-01 01:00,1\n2019-01-02 22:00,1\n",
            "misses 23 hours of 2019 (here), the first is 2019-01-02 00:00",
        ),
        ("", "has no column of time stamps"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    (tmp_path / "x.csv").write_text(content)
    with pytest.raises(HoursError) as caught:
        read(tmp_path / "x.csv")
    (problem,) = caught.value.problems
    assert sentence in problem


def test_what_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "x.xls").write_bytes(b"")
    (tmp_path / "x.xlsx").write_bytes(b"no zip")
    (tmp_path / "x.json").write_text("[1, 2]")
    for name, sentence in (("x.xls", "save it as .xlsx"), ("x.xlsx", "cannot be read"), ("x.json", "no JSON of PVGIS")):
        with pytest.raises(HoursError, match=sentence):
            read(tmp_path / name)


def test_regions_of_a_netcdf(tmp_path: Path) -> None:
    """As atlite writes profiles: one further dimension for the places; a grid is refused but where it is not wanted."""
    times, values = pd.date_range("2019-01-01", periods=72, freq="h").to_numpy(), np.stack([SUN, SUN / 2])
    coordinates = {"time": times, "bus": ["rudong", "qidong"], "x": [121.0, 122.0]}
    data = xr.Dataset({"wind": (("bus", "time"), values), "area": ("bus", [1.0, 2.0])}, coordinates)
    data["wind"].rename(None).to_netcdf(tmp_path / "array.nc")
    data.assign(grid=data["wind"].expand_dims(x=2)).to_netcdf(tmp_path / "grid.nc")
    for name, column in (("array.nc", "qidong"), ("grid.nc", "wind_qidong")):
        np.testing.assert_allclose(read(tmp_path / name, column)[0], SUN[LOCAL.day == 2] / 2)
    with pytest.raises(HoursError, match="aggregate it to regions first"):
        read(tmp_path / "grid.nc", "grid")
    data[["area"]].to_netcdf(tmp_path / "timeless.nc")
    with pytest.raises(HoursError, match="has no dimension 'time'"):
        read(tmp_path / "timeless.nc")
