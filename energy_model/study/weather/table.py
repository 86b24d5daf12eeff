"""From the cells of a file to numbers with stamps: where its rows begin, which column is the time, and which time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from energy_model.dataset.reading.stamps import LAYOUTS, Stamps, is_stamp, read_stamps
from energy_model.dataset.tables import Lines
from energy_model.study.weather.errors import HoursError
from energy_model.study.weather.numbers import numbers
from energy_model.study.weather.unfolding import unfolded

_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?::\d{2})?")
_HOURS = ("hour", "hours", "hr", "he", "时", "時", "小时", "时刻", "时段", "时间", "stunde")
_PARTS = (("year", "年"), ("month", "月"), ("day", "日"), _HOURS, ("minute", "分"))
_UTC = re.compile(r"utc\s*(?P<hours>[+-]\d{1,2})?|gmt\b", re.IGNORECASE)
_CENTRAL_EUROPE = re.compile(r"\bCET\b")
_PVGIS = re.compile(r"\d{8}:\d{4}")


@dataclass(frozen=True, eq=False)
class FileTable:
    """Rows of a file, their index the row in it.

    frame : numbers [row x column]; stamps : of the same rows
    offset : from UTC [h] of the time that the file says its stamps are in; None: it says nothing
    above : what stands above the header
    """

    frame: pd.DataFrame
    stamps: Stamps
    offset: float | None = None
    above: str = ""


def table_of(lines: Lines) -> FileTable:
    """Find the rows, their stamps and columns of numbers. Raises HoursError, once, where there are none."""
    lines = unfolded(lines)
    at, time = _first_row(lines)
    header = _header(lines, at, time[0])
    last = max(row for row, line in enumerate(lines) if len(line) > time[0] and line[time[0]])
    rows = {row + 1: line for row, line in enumerate(lines) if at <= row <= last and any(line)}
    width = max(len(header), *map(len, rows.values()))
    named = [*header, *[""] * (width - len(header))]
    cells = pd.DataFrame(
        [[*line, *[""] * (width - len(line))] for line in rows.values()], index=list(rows), dtype="str"
    )
    texts = _texts(cells, time)
    while len(texts) and not is_stamp(texts.iloc[-1]):
        texts = texts.iloc[:-1]  # notes below
    stamps = read_stamps(texts)
    if (bad := texts[stamps.times.isna()]).size:
        more = f", nor are {len(bad) - 1} more" if len(bad) > 1 else ""
        raise HoursError(
            f"row {bad.index[0]}: '{bad.iloc[0]}' is no time stamp like the others{more}; layouts that are read: "
            + ", ".join(LAYOUTS)
        )
    above = "\n".join(" ".join(line) for line in lines[: at - 1])
    offset = _offset(named, time[0], texts.iloc[0], lines[: at - 1], stamps, cells)
    kept = [position for position, name in enumerate(named) if name and position not in time]
    frame = numbers(cells.loc[texts.index, kept]).set_axis([named[position] for position in kept], axis="columns")
    frame = frame.loc[:, frame.notna().any() & ~frame.columns.duplicated()]
    return FileTable(frame, stamps, offset, above)


def _first_row(lines: Lines) -> tuple[int, tuple[int, ...]]:
    """The first row with a stamp, and the columns that make it: one; date and clock; year, month, day, hour."""
    for row, line in enumerate(lines):
        for at, cell in enumerate(line):
            if is_stamp(cell):
                beside = line[at + 1] if at + 1 < len(line) and ":" not in cell else ""
                above = lines[row - 1] if row else []
                of_hours = len(above) > at + 1 and above[at + 1].strip().lower() in _HOURS and beside.isdigit()
                return row, (at, at + 1) if of_hours or _CLOCK.fullmatch(beside) else (at,)
        names = [cell.lower() for cell in line]
        parts = [next((at for at, name in enumerate(names) if name in part), None) for part in _PARTS]
        if None not in parts[:4] and row + 1 < len(lines):
            return row + 1, tuple(at for at in parts if at is not None)
    raise HoursError(
        "has no column of time stamps below a header; write the header into one row and the stamps as one of: "
        + ", ".join(LAYOUTS)
    )


def _header(lines: Lines, row: int, time: int) -> list[str]:
    """The nearest row above the first one that names the column of the time."""
    above = [line for line in lines[:row] if len(line) > max(1, time) and line[time]]
    if not above:
        raise HoursError("has no header row above its first time stamp")
    return [name.lstrip("# ") for name in above[-1]]


def _texts(cells: pd.DataFrame, time: tuple[int, ...]) -> pd.Series[str]:
    """Stamps as texts, put together where they stand in several columns."""
    parts = [cells[at] for at in time]
    if len(parts) <= 2:
        return parts[0] if len(parts) == 1 else parts[0] + " " + parts[1]
    clock = parts[3] + ":" + (parts[4].str.zfill(2) if len(parts) > 4 else "00")
    return parts[0] + "-" + parts[1] + "-" + parts[2] + " " + clock


def _offset(
    header: list[str], time: int, first: str, above: Lines, stamps: Stamps, cells: pd.DataFrame
) -> float | None:
    """Offset from UTC [h] that a header, notes or another column say; None where none does, or stamps do."""
    if stamps.offsets:
        return None
    notes = "\n".join(" ".join(line) for line in above)
    if found := _UTC.search(header[time]) or re.search(r"time in (?P<hours>)UTC", notes):
        return float(found["hours"] or 0)
    if _CENTRAL_EUROPE.search(header[time]):
        return 1.0
    if _PVGIS.fullmatch(first):
        return 0.0
    for names, values in pairwise(above):  # NSRDB, EPW
        said = dict(zip(names, values, strict=False)).get("Time Zone", "")
        if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", said):
            return float(said)
    if "local_time" in header and header[time] != "local_time":  # renewables.ninja without its notes
        local = read_stamps(cells[header.index("local_time")].iloc[:1]).times.iloc[0]
        return 0.0 if pd.notna(local) and local != stamps.times.iloc[0] else None
    return None
