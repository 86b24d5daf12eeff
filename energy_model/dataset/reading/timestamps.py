"""The time column of the hourly table: reading its stamps, and checking that no hour is missing or there twice."""

from __future__ import annotations

import pandas as pd

from energy_model.dataset.reading.cells import Complaint
from energy_model.dataset.rows import by_row

FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M")


def timestamps(texts: pd.Series[str]) -> tuple[pd.Series[pd.Timestamp], list[Complaint]]:
    """Read time stamps, all in the format of the first one that can be read (ISO 8601, or as a spreadsheet writes)."""
    best = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[ns]")
    for layout in FORMATS:
        read = pd.to_datetime(texts, format=layout, errors="coerce").astype("datetime64[ns]")
        if read.notna().sum() > best.notna().sum():
            best = read
        if not best.isna().any():
            break
    complaints = [
        Complaint(row, "not-a-time", f"'{text}' is not a time stamp like the others.", "Write 2025-01-31 13:00.")
        for row, text in by_row(texts[best.isna() & (texts != "")])
    ]
    return best, complaints


def faults(times: pd.Series[pd.Timestamp], hours: int) -> list[Complaint]:
    """Find duplicate stamps, gaps, leap days, stamps out of order and a wrong number of hours (row 0: whole column)."""
    complaints: list[Complaint] = []
    leap = times[(times.dt.month == 2) & (times.dt.day == 29)]
    twice = times[times.duplicated()]
    found = {
        "leap-day": (leap, "{0} is a leap day.", "Leave 29 February out; the model's year has 8,760 hours."),
        "duplicate-hour": (twice, "{0} is there twice.", "Keep one row for each hour."),
    }
    for kind, (rows, message, hint) in found.items():
        complaints += [Complaint(row, kind, message.format(stamp), hint) for row, stamp in by_row(rows)]
    complaints += _gaps(times.drop(index=[*leap.index, *twice.index]).drop_duplicates())
    if len(times) != hours:
        complaints.append(Complaint(0, "number-of-hours", f"there are {len(times)} hours.", f"There must be {hours}."))
    elif not complaints and hours == 8760 and (times.iloc[0].day_of_year, times.iloc[0].hour) != (1, 0):
        message = f"the year begins with {times.iloc[0]}."
        complaints.append(Complaint(int(times.index[0]), "year-begin", message, "It must begin at 00:00 of 1 January."))
    return complaints


def _gaps(times: pd.Series[pd.Timestamp]) -> list[Complaint]:
    """Find where a stamp does not follow the one before by an hour (29 February may be skipped)."""
    before = times.shift()
    skipped = (times.dt.is_leap_year & (times.dt.month == 3) & (times.dt.day == 1) & (times.dt.hour == 0)) * 24
    distance = (times - before).dt.total_seconds() / 3600 - skipped.where(before.dt.month == 2, 0)
    complaints = []
    for row in times.index[(distance != 1) & before.notna()]:
        if distance[row] > 1:
            count = f"{distance[row] - 1:g} hour{'' if distance[row] == 2 else 's'}"
            message, kind = f"{count} missing between {before[row]} and {times[row]}.", "missing-hour"
            hint = "Add a row for every hour."
        else:
            message, kind = f"{times[row]} does not follow {before[row]} by an hour.", "hour-out-of-order"
            hint = "Sort the rows by time; stamps are full hours."
        complaints.append(Complaint(row, kind, message, hint))
    return complaints


def hours_of_year(year: int) -> pd.DatetimeIndex:
    """The 8,760 hours of a year, 29 February left out; naive stamps, each the beginning of its hour."""
    hours = pd.date_range(f"{year}-01-01 00:00", f"{year}-12-31 23:00", freq="h", name="time")
    return hours[~((hours.month == 2) & (hours.day == 29))]
