"""The time column of the hourly table: reading its stamps, and checking that no hour is missing or there twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.dataset.reading.cells import Complaint
from energy_model.dataset.rows import by_row

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
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
