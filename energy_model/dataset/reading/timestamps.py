"""The time column of the hourly table: reading its stamps, and checking that no hour is missing or there twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.dataset.reading.cells import Complaint
from energy_model.dataset.reading.stamps import LAYOUTS, begins, read_stamps, usual_step
from energy_model.dataset.rows import by_row

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_YEARS = (pd.Timedelta(days=365), pd.Timedelta(days=366))


def timestamps(texts: pd.Series[str], offset: float) -> tuple[pd.Series[pd.Timestamp], list[Complaint]]:
    """Begins of steps, read from stamps in one of `stamps.LAYOUTS`. offset : of the study's time from UTC [h]."""
    stamps = read_stamps(texts)
    bad = texts[stamps.times.isna() & (texts != "")]
    if stamps.some:
        message = "some stamps have an offset from UTC and others none."
        return stamps.times, [Complaint(int(texts.index[0]), "not-a-time", message, "Write it in all rows or in none.")]
    if bad.empty:
        return begins(stamps, offset)[0], []
    of_others = f" like the others, nor are {len(bad) - 1} more" if len(bad) > 1 else " like the others"
    message = f"'{bad.iloc[0]}' is not a time stamp{of_others}."
    hint = f"Write {', or '.join(LAYOUTS)}; the same way in all rows."
    return stamps.times, [Complaint(int(bad.index[0]), "not-a-time", message, hint)]


def from_january(hourly: pd.DataFrame) -> pd.DataFrame:
    """Rows of a year that was moved by its offset from UTC: what lies in the next or last year at its other end."""
    times: pd.Series[pd.Timestamp] = hourly["time"]
    if (
        hourly["year"].notna().any()
        or times.isna().any()
        or len(times) < 2
        or times.iloc[-1] - times.iloc[0] + usual_step(times) not in _YEARS
    ):
        return hourly
    return hourly.assign(time=of_middle_year(times)).sort_values("time", kind="stable")


def of_middle_year(times: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    """Times up to 26 hours outside of the year of most put at its other end: offsets go from -12 to +14."""
    year = int(times.iloc[len(times) // 2].year)
    begin, end, most = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1), pd.Timedelta(hours=26)
    after, before = (times >= end) & (times < end + most), (times < begin) & (times >= begin - most)
    times = times.where(~after, times - pd.DateOffset(years=1))
    return times.where(~before, times + pd.DateOffset(years=1))


def faults(times: pd.Series[pd.Timestamp], length: Floats, first: Flags) -> list[Complaint]:
    """Find stamps that are there twice, gaps, and stamps out of order.

    length : of each step [h]; first : True at the first step of each period, which may come any time after the others.
    """
    twice = times[times.duplicated()]
    complaints = [
        Complaint(row, "duplicate-hour", f"{stamp} is there twice.", "Keep one row for each hour.")
        for row, stamp in by_row(twice)
    ]
    kept = ~times.duplicated().to_numpy()
    return complaints + _gaps(times[kept], length[kept], first[kept])


def _gaps(times: pd.Series[pd.Timestamp], length: Floats, first: Flags) -> list[Complaint]:
    """Find where a stamp does not follow the one before by its length (29 February may be skipped)."""
    before = times.shift()
    distance = ((times - before).dt.total_seconds() / 3600).to_numpy()
    wanted = np.append(np.nan, length[:-1])
    leap = pd.to_datetime({"year": times.dt.year, "month": 2, "day": 29}, errors="coerce")
    skipped = ((before < leap) & (times >= leap + pd.Timedelta(days=1))).to_numpy()
    follows = np.isclose(distance, wanted) | (skipped & np.isclose(distance - 24, wanted)) | (first & (distance > 0))
    complaints = []
    for position in np.flatnonzero(~follows & before.notna().to_numpy()).tolist():
        row, stamp, earlier = int(times.index[position]), times.iloc[position], before.iloc[position]
        missing = distance[position] - wanted[position] - 24 * skipped[position]
        if first[position]:
            message, kind = f"{stamp} does not come after {earlier}.", "hour-out-of-order"
            hint = "Sort the periods by time."
        elif missing > 0:
            count = f"{missing:g} hour{'' if missing == 1 else 's'}"
            message, kind = f"{count} missing between {earlier} and {stamp}.", "missing-hour"
            hint = "Add a row for every step, or give the length of each step in a column length [h]."
        else:
            step = "an hour" if wanted[position] == 1 else f"{wanted[position]:g} hours"
            message, kind = f"{stamp} does not follow {earlier} by {step}.", "hour-out-of-order"
            hint = "Sort the rows by time; a step begins where the one before ends."
        complaints.append(Complaint(row, kind, message, hint))
    return complaints


def leap_days(times: pd.Series[pd.Timestamp]) -> Flags:
    """True where a step begins on a 29 February."""
    return np.asarray((times.dt.month == 2) & (times.dt.day == 29))


def hours_of_year(year: int) -> pd.DatetimeIndex:
    """The 8,760 hours of a year, 29 February left out; naive stamps, each the beginning of its hour."""
    hours = pd.date_range(f"{year}-01-01 00:00", f"{year}-12-31 23:00", freq="h", name="time")
    return hours[~((hours.month == 2) & (hours.day == 29))]
