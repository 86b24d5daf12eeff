"""The cells of a file as words, line by line: CSV of any encoding and separator, Excel, EPW, JSON of PVGIS."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from energy_model.dataset.problems import StudyError
from energy_model.dataset.reading.csv_files import decode
from energy_model.dataset.reading.notation import separator
from energy_model.dataset.reading.workbook import Workbook
from energy_model.dataset.tables import Lines, Tables, is_workbook
from energy_model.study.weather.errors import HoursError

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 20
_EPW = {0: "year", 1: "month", 2: "day", 3: "hour", 6: "temp_air", 13: "ghi", 14: "dni", 15: "dhi", 21: "wind_speed"}


def lines_of(path: Path) -> Lines:
    """Stripped cells of a file. Raises HoursError with what to do about it, OSError and ValueError."""
    if path.suffix.lower() == ".xls":
        raise HoursError("is an old Excel file; save it as .xlsx or as CSV")
    if is_workbook(path):
        return _sheet(path)
    text = _decoded(path.read_bytes())
    if path.suffix.lower() == ".json":
        return _pvgis(json.loads(text))
    written = [line for line in text.splitlines() if line.strip()]
    # of the rows in the middle of a file: above and below them there may be notes
    between = "," if path.suffix.lower() == ".epw" else separator(written[len(written) // 2 :][:_SAMPLE])
    lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, ""), delimiter=between)]
    return _epw(lines) if path.suffix.lower() == ".epw" else lines


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16")  # Excel's "Unicode text"
    try:
        return decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet(path: Path) -> Lines:
    """The first sheet of a workbook that has rows."""
    try:
        book, tables = Workbook(path), Tables(path)
        sheets = (book.lines(tables, name) or [] for name in book.names())
        return next((lines for lines in sheets if len(lines) > 1), [])
    except StudyError as error:
        raise HoursError(*(f"{problem.message} {problem.hint}" for problem in error.problems)) from error


def _pvgis(found: object) -> Lines:
    """The hours of an answer of PVGIS, below its nominal power as its CSV has it."""
    outputs = found.get("outputs", {}) if isinstance(found, dict) else {}
    hours = outputs.get("hourly") or outputs.get("tmy_hourly")
    if not isinstance(found, dict) or not hours:
        raise HoursError("is no JSON of PVGIS with hourly values (outputs, hourly); save the data as CSV")
    power = found.get("inputs", {}).get("pv_module", {}).get("peak_power", 1.0)
    header = list(hours[0])
    return [
        [f"Nominal power (kWp): {power}"],
        header,
        *([str(hour.get(name, "")) for name in header] for hour in hours),
    ]


def _epw(lines: Lines) -> Lines:
    """The columns of an EPW that are of use, with names (hours are 1 to 24); its place stays above."""
    rows = [line for line in lines[1:] if len(line) > max(_EPW) and line[0].isdigit()]
    place = [["Time Zone"], [lines[0][8] if lines and len(lines[0]) > 8 else ""]]
    return [*place, list(_EPW.values()), *([row[at] for at in _EPW] for row in rows)]
