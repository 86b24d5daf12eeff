"""Time stamps as people and programs write them, in the table hourly and in files that are imported."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from energy_model.dataset import StudyError, read_study
from energy_model.dataset.reading.stamps import Marks, begins, in_words, read_stamps
from energy_model.sheets.messages import Messages
from energy_model.sheets.steps import stamps_told
from tests.support.study import HOURS, add_row, read_rows, write_rows, write_study

pytestmark = pytest.mark.proof

AT_ONE = pd.Timestamp(2025, 1, 31, 13)


def texts(*written: str) -> pd.Series[str]:
    return pd.Series(written, index=range(2, len(written) + 2), dtype="str")


def hours(layout: str, count: int = 48, first: str = "2025-01-31 00:00") -> pd.Series[str]:
    return texts(*(f"{at:{layout}}" for at in pd.date_range(first, periods=count, freq="h")))


@pytest.mark.parametrize(
    "written",
    [
        *("2025-01-31 13:00", "2025-01-31T13:00:00", "2025/1/31 13:00", "2025-01-31 13:00:00", "2025.1.31 13"),
        *("31.01.2025 13:00", "31.1.2025, 13:00", "31/01/2025 13:00:00", "01/31/2025 1:00 PM"),
        *("2025年1月31日 13时", "2025年01月31日13:00", "2025年1月31日 13点00分", "2025/1/31 下午 1:00"),
        *("20250131:1300", "2025013113", "202501311300"),
        *("31.01.2025 13:00 - 31.01.2025 14:00", "31/01/2025 13:00:00 (CET) - 31/01/2025 14:00:00 (CET)"),
    ],
)
def test_layouts(written: str) -> None:
    found = read_stamps(texts(written))
    assert (found.times.tolist(), found.offsets) == ([AT_ONE], ())


@pytest.mark.parametrize(
    ("written", "offset"),
    [("T13:00Z", 0), ("T13:00:00+00:00", 0), (" 13:00:00 UTC", 0), (" 13:00+0800", 8), ("T13:00-05:30", -5.5)],
)
def test_offsets(written: str, offset: float) -> None:
    found = read_stamps(texts(f"2025-01-31{written}"))
    assert found.times.iloc[0] + pd.Timedelta(hours=offset) == AT_ONE and found.offsets == (offset,)


def test_days_and_months_of_one_order() -> None:
    """A year tells which is which, and so does a week: its days follow each other."""
    for layout in ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"):
        found = read_stamps(hours(layout, first="2025-01-01"))
        assert found.times.iloc[-1] == pd.Timestamp(2025, 1, 2, 23)


@pytest.mark.parametrize(
    ("stamps", "marks"),
    [
        (texts(*(f"2025-01-0{1 + at // 24} {1 + at % 24:02d}:00" for at in range(48))), Marks(ends=True)),
        (texts(*(f"2025年1月{1 + at // 24}日 {1 + at % 24}时" for at in range(48))), Marks(ends=True)),
        (hours("%Y-%m-%d %H:%M", 8760, "2025-01-01 01:00"), Marks(ends=True)),
        (hours("%Y-%m-%d %H:30", first="2025-01-01"), Marks(late=30)),
        (hours("%Y%m%d:%H10", first="2025-01-01"), Marks(late=10)),
        (hours("%Y-%m-%d %H:%M", first="2025-01-01"), Marks()),
    ],
)
def test_ends_and_middles_of_hours_are_taken_as_begins(stamps: pd.Series[str], marks: Marks) -> None:
    times, found = begins(read_stamps(stamps), 8)
    assert found == marks
    assert times.tolist() == pd.date_range("2025-01-01", periods=len(stamps), freq="h").tolist()
    assert len(stamps_told(read_stamps(stamps), 8, Messages("en"))) == (marks != Marks())


@pytest.mark.parametrize(
    ("offset", "words"), [(0, "UTC"), (1, "UTC+1"), (-5, "UTC-5"), (5.5, "UTC+5:30"), (-3.5, "UTC-3:30")]
)
def test_an_offset_in_words(offset: float, words: str) -> None:
    assert in_words(offset) == words


def stamped(folder: Path, stamps: list[str]) -> Path:
    """The tiny study with these stamps in its hourly table."""
    study = write_study(folder, len(stamps))
    header, *rows = read_rows(study, "hourly")
    write_rows(study, "hourly", [header, *([stamp, *row[1:]] for stamp, row in zip(stamps, rows, strict=True))])
    return study


def test_a_year_in_utc_is_read_in_the_time_of_the_study(tmp_path: Path) -> None:
    study = stamped(tmp_path, hours("%Y-%m-%dT%H:00Z", 8760, "2025-01-01").tolist())
    add_row(study, "settings", setting="utc_offset", value="9", unit="h")
    found = read_study(study)["hourly"]
    assert found["time"].tolist() == pd.date_range("2025-01-01", periods=8760, freq="h").tolist()
    # the evening of the study's first day is the morning in UTC; its first hours are the file's last ones
    assert found.index[0] == 2 + 8760 - 9
    told = stamps_told(read_stamps(hours("%Y-%m-%dT%H:00Z")), 9, Messages("en"))
    assert told == ["Stamps in UTC moved by +9 h to the study's time (UTC+9)."]


@pytest.mark.parametrize(
    ("stamps", "message"),
    [
        (["Monday", *["noon"] * 167], "row 2, column time: 'Monday' is not a time stamp like the others, nor are 167 "),
        (
            ["2025-01-01 00:00Z", *hours("%Y-%m-%d %H:00", 168, "2025-01-01").tolist()[1:]],
            "row 2, column time: some stamps have an offset from UTC and others none.",
        ),
    ],
)
def test_stamps_that_cannot_be_read_are_one_problem(tmp_path: Path, stamps: list[str], message: str) -> None:
    with pytest.raises(StudyError) as raised:
        read_study(stamped(tmp_path, stamps), HOURS)
    (problem,) = raised.value.problems
    assert message in str(problem)
    assert "31.01.2025 13:00" in str(problem) or "in all rows or in none" in str(problem)
