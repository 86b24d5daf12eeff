"""Time stamps as people and programs write them: their layouts, and what they mark of a step: begin, middle or end."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_CLOCK = (
    r"(?:[T ,，]*(?P<early>上午|下午)?\s*(?P<hour>\d{1,2})"
    r"(?:[:：时時点點](?:(?P<minute>\d{1,2})(?:[:：分](?P<second>\d{2})(?:[.,]\d+)?秒?)?)?分?)?"
    r"\s*(?P<late>[AaPp][Mm])?\s*(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?"
)
_REST = r"(?:\s*\([A-Z/]+\))?(?:\s+[-–]\s.*)?"  # '(CET)', and the end of what is written as an interval
_DATES = {
    "2025-01-31 13:00": r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
    "31.01.2025 13:00": r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    "2025年1月31日 13时": r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]",
    "31/01/2025 13:00": r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
    "01/31/2025 13:00": r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
}
LAYOUTS = {name: re.compile(date + _CLOCK + _REST) for name, date in _DATES.items()} | {
    "20250131:1300": re.compile(
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})[:T ]?(?P<hour>\d{2})(?P<minute>\d{2})?(?P<zone>Z)?"
    ),
}
_SAMPLE = 50  # stamps that are looked at to find the layouts that may be meant
_USUAL = "%Y-%m-%d %H:%M"  # what our own tables have is read ten times as fast


@dataclass(frozen=True, eq=False)
class Stamps:
    """Stamps that were read, on the rows of their texts.

    times : as written, in UTC where they have offsets; NaT where none was read
    offsets : from UTC that they have [h], ascending; some : only some stamps have one
    hour_24 : midnight is written as 24:00 of the day before, and never as 0:00
    """

    times: pd.Series[pd.Timestamp]
    offsets: tuple[float, ...] = ()
    some: bool = False
    hour_24: bool = False


def read_stamps(texts: pd.Series[str]) -> Stamps:
    """Read stamps, all in the layout that reads most of them; of two that read as many, that of the shorter time."""
    usual = pd.to_datetime(texts, format=_USUAL, errors="coerce").astype("datetime64[ns]")
    if not usual.isna().any():
        return Stamps(usual)
    sample = [text for text in texts.tolist() if text][:_SAMPLE]
    found = [
        _read(texts, layout)
        for layout in LAYOUTS.values()
        if any(layout.fullmatch(text) for text in sample) or not sample
    ]
    if not found:
        return Stamps(pd.Series(pd.NaT, index=texts.index, dtype="datetime64[ns]"))
    return max(found, key=lambda stamps: (stamps.times.count(), stamps.times.min() - stamps.times.max()))


def is_stamp(text: str) -> bool:
    """Whether a text is a stamp in any layout."""
    return any(layout.fullmatch(text) for layout in LAYOUTS.values())


def _read(texts: pd.Series[str], layout: re.Pattern[str]) -> Stamps:
    parts = [match.groupdict() if (match := layout.fullmatch(text)) else {} for text in texts.tolist()]

    def number(name: str) -> NDArray[np.float64]:
        return np.array([float(part.get(name) or 0) for part in parts])

    date = pd.DataFrame({name: number(name) for name in ("year", "month", "day")}, index=texts.index)
    hour, minute = number("hour"), number("minute")
    half = [(part.get("early") or part.get("late") or "").lower() for part in parts]
    hour = hour % 12 * np.isin(half, ["am", "pm", "上午", "下午"]) + hour * np.isin(half, [""])
    hour += 12 * np.isin(half, ["pm", "下午"])
    good = (minute < 60) & ((hour < 24) | ((hour == 24) & (minute == 0)))
    days = pd.to_datetime(date[good], errors="coerce").reindex(date.index).astype("datetime64[ns]")
    times = days + pd.to_timedelta(3600 * hour + 60 * minute + number("second"), unit="s")
    written = [part.get("zone") for part in parts]
    offset = {zone: _offset(zone) for zone in {*written} - {None}}
    read = times.notna().to_numpy()
    if offset:
        hours = np.array([offset.get(zone, 0.0) for zone in written])
        times = times - pd.to_timedelta(hours, unit="h")
    with_zone = np.array([zone is not None for zone in written])[read]
    hour_24 = bool((hour[read] == 24).any()) and not bool((hour[read] + minute[read] == 0).any())
    return Stamps(times, tuple(sorted({*offset.values()})), with_zone.any() and not with_zone.all(), hour_24)


def _offset(zone: str | None) -> float:
    """Offset from UTC [h] of Z, +0800, -05:30 or +08."""
    digits = re.sub(r"\D", "", zone or "")
    if not digits:
        return 0.0
    return (-1 if str(zone).startswith("-") else 1) * (int(digits[:2]) + int(digits[2:] or 0) / 60)


@dataclass(frozen=True)
class Marks:
    """Marks that are not begins of steps; ends : they are ends. late : [min] that they lie after the begin."""

    ends: bool = False
    late: float = 0.0


def begins(stamps: Stamps, offset: float) -> tuple[pd.Series[pd.Timestamp], Marks]:
    """Begins of steps in a time that is ahead of UTC by so much [h], and what the stamps mark instead.

    Stamps that all lie some minutes after the begin of their step are taken as that begin, but not where a difference
    of half hours between two times is the reason.
    """
    times = stamps.times
    own = pd.Timedelta(hours=stamps.offsets[0]) if len(stamps.offsets) == 1 else pd.Timedelta(0)
    ends = ends_meant(times + own, stamps.hour_24)
    if ends:
        times = times - usual_step(times)
    late = minutes_late(times)
    if stamps.offsets:
        times = times + pd.Timedelta(hours=offset)
        late = minutes_late(times) if late else late
    return times - late, Marks(ends, late / pd.Timedelta(minutes=1))


def usual_step(times: pd.Series[pd.Timestamp]) -> pd.Timedelta:
    """Usual distance of two stamps in a row; nothing where there are no two."""
    apart = times.diff()
    usual = apart[apart > pd.Timedelta(0)].mode()
    return usual.iloc[0] if len(usual) else pd.Timedelta(0)


def ends_meant(times: pd.Series[pd.Timestamp], hour_24: bool) -> bool:
    """Whether stamps mark the ends of steps: midnight is 24:00, or a year goes from 01:00 to 00:00 of 1 January."""
    step = usual_step(times)
    if not step or times.isna().any():
        return False
    first, last = times.iloc[0] - step, times.iloc[-1]
    whole = pd.Timestamp(first.year, 1, 1) == first and last == pd.Timestamp(first.year + 1, 1, 1)
    return hour_24 or (whole and step <= pd.Timedelta(hours=1))


def minutes_late(times: pd.Series[pd.Timestamp]) -> pd.Timedelta:
    """How long after the begin of their steps of up to an hour all stamps lie; nothing where that is not the same."""
    step = min(usual_step(times), pd.Timedelta(hours=1))
    if not step or times.isna().any():
        return pd.Timedelta(0)
    seconds = (times - times.dt.normalize()).dt.total_seconds().to_numpy() % step.total_seconds()
    return pd.Timedelta(seconds=float(seconds[0]) * bool((seconds == seconds[0]).all()))


def in_words(offset: float) -> str:
    """An offset from UTC [h] as people write it: UTC, UTC+1, UTC-5, UTC+5:30."""
    if offset == 0:
        return "UTC"
    hours, minutes = divmod(round(60 * abs(offset)), 60)
    return f"UTC{'+' if offset > 0 else '-'}{hours}" + (f":{minutes:02d}" if minutes else "")
