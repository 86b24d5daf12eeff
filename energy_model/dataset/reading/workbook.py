"""The tables of a study as sheets of one workbook (.xlsx): cells as the words that a CSV file would have.

What is read is what is seen: a cell of 5 % holds '5%' and not 0.05, a date is written out, a flag is yes or no. Sheets
whose names begin with an underscore are the author's own.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from energy_model.dataset.dictionary import HOURLY
from energy_model.dataset.problems import Problem, StudyError
from energy_model.dataset.reading.csv_files import MISSING, cells_of
from energy_model.dataset.reading.headers import split_header
from energy_model.dataset.tables import Lines, Tables

_OWN = "_"


class Workbook:
    """A workbook with one sheet a table. Raises StudyError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _opened(path, values=False) as book:
            self._names = [name for name in book.sheetnames if not name.startswith(_OWN)]
        self._sheets: dict[str, Lines] = {}
        self._without_value: dict[str, list[tuple[int, int]]] = {}

    def names(self) -> list[str]:
        """Names of all sheets but the author's own."""
        return self._names

    def lines(self, tables: Tables, name: str) -> Lines | None:
        """Give the stripped cells of a sheet row by row; None, and a problem, where there is no such sheet.

        Formulas without a stored value are reported.
        """
        if not self._sheets:
            self._read(self._names)
        if name not in self._names:
            tables.report("missing-table", name, "the sheet is missing.", MISSING)
            return None
        lines = self._sheets[name]
        for row, column in self._without_value[name]:
            header = split_header(lines[0][column])[0] if column < len(lines[0]) else ""
            message = "the cell holds a formula, but no value is stored with it."
            hint = "Open the workbook in a spreadsheet program and save it there, or write the number."
            tables.report("formula", name, message, hint, row=row, column=header)
        return lines

    def column(self, sheet: str, name: str) -> list[str]:
        """Give the cells of one column of a sheet; none where it is not there."""
        if sheet not in self._names:
            return []
        self._read([sheet])
        return cells_of(self._sheets.pop(sheet), name)

    def fingerprint(self) -> dict[str, str]:
        """Give the SHA-256 of the file, by its name."""
        return {self._path.name: hashlib.sha256(self._path.read_bytes()).hexdigest()}

    def _read(self, names: Iterable[str]) -> None:
        """Read sheets; where there are formulas a second time, for the values that were stored with them."""
        with _opened(self._path, values=False) as book:
            for name in names:
                rows = [[_word(cell, name) for cell in row] for row in _rows(book, name)]
                formulas = [(row, at) for row, line in enumerate(rows) for at, word in enumerate(line) if word is None]
                self._sheets[name] = [[word or "" for word in line] for line in rows]
                self._without_value[name] = [(row + 1, at) for row, at in formulas]
        if with_formulas := [name for name in names if self._without_value[name]]:
            with _opened(self._path, values=True) as book:
                for name in with_formulas:
                    self._fill(name, list(_rows(book, name)))

    def _fill(self, name: str, rows: list[tuple[Any, ...]]) -> None:
        """Put the stored values of formulas into the lines of a sheet."""
        missing = []
        for row, at in self._without_value[name]:
            cell = rows[row - 1][at]
            self._sheets[name][row - 1][at] = _word(cell, name) or ""
            if cell.value is None:
                missing.append((row, at))
        self._without_value[name] = missing


@contextmanager
def _opened(path: Path, values: bool) -> Iterator[Book]:
    """Open a workbook; values : what formulas gave when it was saved, in place of the formulas."""
    book = None
    try:
        # what openpyxl leaves out (charts, validations) is none of our business
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=values, keep_links=False)
            yield book
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        message = f"the workbook cannot be read ({error})."
        hint = "Save it as .xlsx (Excel workbook), without a password."
        raise StudyError([Problem("unreadable", str(path), message, hint)]) from error
    finally:
        if book is not None:
            book.close()


def _rows(book: Book, name: str) -> Iterator[tuple[Any, ...]]:
    """Rows of cells; row 1 first, blank ones included."""
    sheet: Any = book[name]
    if not hasattr(sheet, "reset_dimensions"):  # a sheet of charts
        return iter(())
    sheet.reset_dimensions()  # some programs write wrong ones
    return iter(sheet.rows)


def _word(cell: Any, sheet: str) -> str | None:
    """Give a cell as a CSV file would have it; None for a formula."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return None
    match value:
        case str():
            return value.strip()
        case bool():
            return "yes" if value else "no"
        case int() | float():
            if "%" in cell.number_format:
                return f"{100 * value:.15g}%"
            return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
        case datetime():
            return _stamp(value, always=sheet == HOURLY)
        case date() | time() | timedelta():
            return str(value)
        case _:
            return str(value).strip()


def _stamp(value: datetime, always: bool) -> str:
    """Write a time stamp; spreadsheets keep it as a fraction of days, a little beside the minute."""
    minute = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
    stamp = minute if abs(minute - value) < timedelta(seconds=1) else value.replace(microsecond=0)
    if stamp.second:
        return f"{stamp:%Y-%m-%d %H:%M:%S}"
    return f"{stamp:%Y-%m-%d %H:%M}" if always or (stamp.hour, stamp.minute) != (0, 0) else f"{stamp:%Y-%m-%d}"
