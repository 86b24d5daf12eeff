"""The hours of a file in the time of a study: moved by the difference of their offsets from UTC, a year around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from energy_model.dataset.reading.stamps import in_words
from energy_model.dataset.reading.timestamps import hours_of_year


class HoursError(ValueError):
    """Stamps that are not the hours of a year; `problems` holds one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass(frozen=True)
class Moved:
    """How a file's hours came into the study's time.

    offset : of the study from UTC [hour]; given : offsets that the stamps have [hour], none where they name none
    """

    offset: float
    given: tuple[float, ...]


def stamps_of(texts: pd.Series[str]) -> tuple[pd.DatetimeIndex, tuple[float, ...]]:
    """Read stamps; naive where they have no offset, else in UTC, with the offsets that they have [hour], ascending.

    Raises ValueError where a text is no stamp, or only some have an offset.
    """
    read = [pd.Timestamp(text) for text in texts.tolist()]
    offsets = {stamp.utcoffset() for stamp in read if not pd.isna(stamp)}
    given = tuple(sorted(offset / timedelta(hours=1) for offset in offsets if offset is not None))
    if given and None in offsets:
        raise ValueError("some stamps have an offset from UTC and others none")
    return pd.DatetimeIndex(pd.to_datetime(read, utc=True) if given else read), given


def year_of(frame: pd.DataFrame, offset: float) -> pd.DataFrame:
    """The 8,760 hours of the frame's year in the study's time, in order, without 29 February.

    frame : index of stamps, naive in the study's time or in UTC; offset : of the study from UTC [hour]. A year of
    another offset begins or ends in the next or last year of the study's: these hours are put at its other end.

    Raises HoursError: hours are missing, repeated, not whole, or of more than one year.
    """
    stamps = pd.DatetimeIndex(frame.index)
    if stamps.hasnans or stamps.empty:
        raise HoursError(["has rows without a time stamp" if len(stamps) else "has no rows"])
    if stamps.tz is not None:
        stamps = _around(stamps.tz_localize(None) + pd.Timedelta(hours=offset))
    year = int(stamps[len(stamps) // 2].year)
    local = frame.set_axis(stamps.rename("time")).sort_index()
    if problems := list(_problems(pd.DatetimeIndex(local.index), year, offset)):
        raise HoursError(problems)
    return local.loc[hours_of_year(year)]


_MOST = pd.Timedelta(hours=26)  # between offsets: from -12 to +14


def _around(stamps: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Hours that lie just outside of the year of most put at its other end."""
    year = int(stamps[len(stamps) // 2].year)
    begin, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)
    after = (stamps >= end) & (stamps < end + _MOST)
    before = (stamps < begin) & (stamps >= begin - _MOST)
    stamps = stamps.where(~after, stamps - pd.DateOffset(years=1))
    return stamps.where(~before, stamps + pd.DateOffset(years=1))


def _problems(stamps: pd.DatetimeIndex, year: int, offset: float) -> Iterator[str]:
    """Sentences on what keeps sorted stamps from being the hours of a year."""
    hours, place = hours_of_year(year), in_words(offset)
    leap_day = (stamps.month == 2) & (stamps.day == 29)
    kept = stamps[~leap_day]
    if len(kept) != len(hours):
        yield f"has {len(kept)} hours apart from 29 February; the year {year} in {place} needs {len(hours)}"
    if len(missing := hours.difference(kept)):
        yield f"misses {len(missing)} hours of {year} ({place}), the first is {missing[0]:%Y-%m-%d %H:%M}"
    if len(repeated := kept[kept.duplicated()]):
        yield f"repeats {len(repeated)} hours, the first is {repeated[0]:%Y-%m-%d %H:%M}"
    if len(strange := kept.difference(hours)):
        first = f"the first is {strange[0]:%Y-%m-%d %H:%M:%S}"
        yield f"has {len(strange)} stamps that are no whole hour of {year} in {place}, {first}"
