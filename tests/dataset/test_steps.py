"""Steps of the hourly table: their lengths, weights and periods as read, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_model.dataset import StudyError, assemble, read_study
from tests.support.steps import StepStudy, stepped_study
from tests.support.study import read_rows, write_rows

pytestmark = pytest.mark.proof


@pytest.mark.parametrize(
    ("rows", "minutes", "length", "times", "hours"),
    [
        (24, 60, 1.0, 365.0, 8760.0),
        (168, 60, 1.0, 365 / 7, 8760.0),
        (56, 180, 3.0, 365 / 7, 8760.0),
        (96, 15, 0.25, 365.0, 8760.0),
        (8784, 60, 1.0, 1.0, 8784.0),
        (366, 1440, 24.0, 1.0, 8784.0),
        (1, 60, 24.0, 365.0, 8760.0),
    ],
)
def test_steps_without_columns_of_their_own(
    tmp_path: Path, rows: int, minutes: int, length: float, times: float, hours: float
) -> None:
    """Length from the stamps, weights so that they add up to a year. A stamp alone needs its length."""
    lengths = [length] if rows == 1 else ()
    begin = "2028-01-01" if hours == 8784 else "2030-01-01"
    study = stepped_study(tmp_path / "study", StepStudy(begin=begin, rows=rows, minutes=minutes, length=lengths))
    data = assemble(read_study(study), [2030])
    assert set(data["step_length"].values) == {length}
    assert data["weight"].values == pytest.approx(np.full(rows, length * times), rel=1e-12)
    assert data["hours_of"].item() == data["hours_per_year"].item() == hours
    assert data["demand_mean"].sel(demand="city_load", year=2030).item() == pytest.approx(8.76e6 / hours)
    of_load = data["profile_value"].sel(profile="city_load").values
    assert of_load @ data["weight"].values == pytest.approx(hours, rel=1e-12)


def test_typical_days(tmp_path: Path) -> None:
    """Each day is a period: what comes before its first hour is its last."""
    days = StepStudy(rows=48, period=["work"] * 24 + ["rest"] * 24, weight=[250.0] * 24 + [115.0] * 24)
    data = assemble(read_study(stepped_study(tmp_path / "study", days)), [2030, 2040])
    assert data["previous"].values[[0, 1, 24, 48, 72]].tolist() == [23, 0, 47, 71, 95]
    assert data["period_of"].values[::24].tolist() == [0, 1, 2, 3]
    assert data["weight"].values[::24].tolist() == [250.0, 115.0, 250.0, 115.0]
    assert data["day_of"].values[::24].tolist() == [0, 1, 0, 1]
    assert data["months_meant"].values.tolist() == [12.0, *[0.0] * 11] * 2
    # the ten calmest days are ten of the calmer one: the sea is calm on the first
    assert data["calm_share"].values[:48].tolist() == pytest.approx([1 / 24] * 24 + [0.0] * 24)


def test_night_and_blocks_in_steps_of_five_hours(tmp_path: Path) -> None:
    """A step has the share of the night (2 to 6) that lies in it, and ends the day that ends within it."""
    steps = StepStudy(rows=24, minutes=300)
    data = assemble(read_study(stepped_study(tmp_path / "study", steps)), [2030])
    assert data["night"].values[:6].tolist() == pytest.approx([3 / 5, 1 / 5, 0, 0, 0, 4 / 5])
    assert np.flatnonzero(data["closes_day"].values).tolist() == [4, 9, 14, 19, 23]
    assert data["spacing"].values.tolist() == [5.0] * 24


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rows": 25}, "column time: there are 25 hours, which are no whole days. Add the rows that are missing"),
        ({"rows": 24, "weight": [730.0] * 24}, "column weight: length times weight adds up to 17,520 hours, and the"),
        ({"rows": 24, "weight": [365.0] * 23 + [366.0]}, "row 25, column weight: the weight 366 is not that of the"),
        ({"rows": 24, "weight": [365.0] * 23 + [None]}, "row 25, column weight: the cell is empty. Give a weight in"),
        ({"rows": 24, "period": ["a"] * 8 + ["b"] * 8 + ["a"] * 8}, "row 18, column period: the period 'a' begins a"),
        ({"rows": 8760, "begin": "2028-01-01"}, "column time: 29 February is there, and another day is missing."),
        ({"rows": 8760, "begin": "2030-04-01"}, "row 2, column time: the year begins with 2030-04-01 00:00:00."),
        ({"rows": 24, "length": [1.0] * 12 + [2.0] * 12}, "does not follow 2030-01-01 12:00:00 by 2 hours."),
        ({"rows": 24, "length": [0.0] * 24}, "length 0.0 (0 hour) is below the least allowed, 0.01 hour."),
    ],
)
def test_wrong_steps_get_one_clear_message(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    """One problem, or the same one in several rows."""
    study = stepped_study(tmp_path / "study", StepStudy(**changes))  # type: ignore[arg-type]
    with pytest.raises(StudyError) as raised:
        read_study(study)
    assert len({problem.kind for problem in raised.value.problems}) == 1
    assert message in str(raised.value.problems[0])


@pytest.mark.parametrize("weight", [(), [2.0] * 10])
def test_a_horizon_of_its_own(tmp_path: Path, weight: list[float]) -> None:
    """Ten hours that stand for twenty: nothing is scaled to a year, and demands of the year are of the horizon."""
    study = stepped_study(tmp_path / "study", StepStudy(rows=10, weight=weight))
    rows = read_rows(study, "settings")
    write_rows(study, "settings", [*rows, ["horizon", "", "20", "hour", "made up", "C"]])
    data = assemble(read_study(study), [2030])
    assert data["weight"].values.tolist() == pytest.approx([2.0] * 10)
    assert data["hours_of"].item() == data["hours_per_year"].item() == 20
    assert data["demand_mean"].sel(demand="city_load", year=2030).item() == pytest.approx(8.76e6 / 20)


def test_rounded_weights_are_taken(tmp_path: Path) -> None:
    """Weights of two decimals that nearly add up to a year are made to."""
    week = StepStudy(rows=168, weight=[52.14] * 168)
    data = assemble(read_study(stepped_study(tmp_path / "study", week)), [2030])
    assert data["weight"].values.sum() == pytest.approx(8760, rel=1e-12)


def test_a_mean_is_weighted(tmp_path: Path) -> None:
    """A profile of mean 1 has it over the year, not over the rows."""
    load = [2.0] * 24 + [0.5] * 24
    days = StepStudy(rows=48, period=["a"] * 24 + ["b"] * 24, weight=[121.67] * 24 + [243.33] * 24, load=load)
    data = assemble(read_study(stepped_study(tmp_path / "study", days)), [2030])
    shape = data["profile_value"].sel(profile="city_load").values
    assert shape[[0, 24]].tolist() == pytest.approx([2.0, 0.5], rel=1e-4)
    assert shape @ data["weight"].values == pytest.approx(8760)
