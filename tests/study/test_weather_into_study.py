"""A file into the tables of a study: what is asked, told and refused, and that nothing else changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_model.dataset import read_tables
from energy_model.study.weather.errors import WeatherFileError
from energy_model.study.weather.importing import ImportOptions, import_weather
from tests.support.study import read_rows, write_rows, write_study
from tests.support.weather_files import LOCAL, SUN, UTC

pytestmark = pytest.mark.proof


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The tiny study, its steps 2 January."""
    folder = write_study(tmp_path / "study", 48)
    header, *rows = read_rows(folder, "hourly")
    write_rows(folder, "hourly", [header, *rows[24:]])
    return folder


def csv_file(folder: Path, times: pd.DatetimeIndex, **columns: np.ndarray) -> Path:
    pd.DataFrame({"time": times, **columns}).to_csv(folder / "file.csv", index=False)
    return folder / "file.csv"


def test_a_sun_at_four_is_refused_with_the_shift_that_fits(study: Path, tmp_path: Path) -> None:
    before = read_rows(study, "hourly")
    file, to_wind = csv_file(tmp_path, UTC, output=SUN), {"output": "sea_wind"}
    with pytest.raises(WeatherFileError, match=r"in UTC: --utc 0 moves them by \+8 h \(--utc 8 leaves them as"):
        import_weather(study, file, ImportOptions(to_wind))
    assert read_rows(study, "hourly") == before
    assert [note.how for note in import_weather(study, file, ImportOptions(to_wind, utc=0)).notes] == ["moved"]
    header, *rows = read_rows(study, "hourly")
    assert [float(row[1]) for row in rows] == SUN[LOCAL.day == 2].tolist()
    assert [row[:1] + row[2:] for row in (header, *rows)] == [row[:1] + row[2:] for row in before]
    left = import_weather(study, file, ImportOptions(to_wind, utc=8))
    assert [note.how for note in left.notes] == ["sun"]


def test_the_rows_of_a_model_year(study: Path, tmp_path: Path) -> None:
    header, *rows = read_rows(study, "hourly")
    both = [[*row, year] for year in ("2030", "2040") for row in rows]
    write_rows(study, "hourly", [[*header, "year"], *both])
    file = csv_file(tmp_path, pd.date_range("2019-01-02", periods=24, freq="h"), sea_wind=np.full(24, 0.25))
    import_weather(study, file, ImportOptions(model_year=2040))
    after = read_rows(study, "hourly")[1:]
    assert after[:24] == both[:24] and [row[1] for row in after[24:]] == ["0.25"] * 24
    with pytest.raises(WeatherFileError, match=r"model year 2035, which the table hourly has no rows of \(years: 2030"):
        import_weather(study, file, ImportOptions(model_year=2035))


def test_columns_go_by_the_names_of_profiles(study: Path, tmp_path: Path) -> None:
    times, half = pd.date_range("2019-01-02", periods=24, freq="h"), np.full(24, 0.5)
    found = import_weather(study, csv_file(tmp_path, times, **{"海上风况": half, "City load": 8 * half, "other": half}))
    assert found.names == ["sea_wind", "city_load"]
    assert {tuple(row[1:3]) for row in read_rows(study, "hourly")[1:]} == {("0.5", "1")}
    for columns, words in (
        ({"sea_wnd": half}, "did you mean 'sea_wind'"),
        ({"a": half}, "no column is named as a profile"),
    ):
        with pytest.raises(WeatherFileError, match=words):
            import_weather(study, csv_file(tmp_path, times, **columns))


def test_what_is_wrong_with_columns_is_told_at_once(study: Path, tmp_path: Path) -> None:
    times, values = pd.date_range("2019-01-02", periods=24, freq="h"), np.full(24, 0.5)
    file = csv_file(tmp_path, times, a=values, b=np.append(values[:23], np.nan))
    with pytest.raises(WeatherFileError) as caught:
        import_weather(study, file, ImportOptions({"c": "sea_wind", "a": "sea_wid", "b": "tariff"}))
    assert caught.value.problems == [
        "has no column 'c' (there are: a, b)",
        "there is no profile 'sea_wid' in the table profiles; did you mean 'sea_wind'?",
    ]
    with pytest.raises(WeatherFileError, match="column 'b': 1 values are not numbers, the first in row 25"):
        import_weather(study, file, ImportOptions({"b": "tariff"}))
    with pytest.raises(WeatherFileError, match=r"column 'a': its mean is -0\.5, of which no shape can be made"):
        import_weather(study, csv_file(tmp_path, times, a=-values), ImportOptions({"a": "tariff"}))


def test_a_study_without_hours_gets_those_of_a_year(study: Path, tmp_path: Path) -> None:
    (study / "inputs" / "hourly.csv").unlink()
    times = pd.date_range("2019-01-01", periods=8760, freq="h")
    import_weather(study, csv_file(tmp_path, times, sea_wind=np.linspace(0, 1, 8760)))
    hourly = read_tables(study)["hourly"]
    assert hourly["time"].tolist() == times.tolist()
    np.testing.assert_allclose(hourly["sea_wind"], np.linspace(0, 1, 8760), atol=1e-6)
