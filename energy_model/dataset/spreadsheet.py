"""Pages of cells written as a workbook (.xlsx) or as CSV files that a spreadsheet program opens.

What users typed stays text: a name such as '=1+1' is no formula when somebody opens the file.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from energy_model.atomic_write import replacing_file

Cell = str | float | int | bool | datetime | None
_DANGEROUS = ("=", "+", "-", "@", "#", "\t", "\r")  # what a spreadsheet takes for a formula or an error
_WIDTHS = (8, 48)  # characters
_SAMPLE = 200  # rows that are looked at for widths
_STAMP = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet: a header, and rows of the same length.

    hints : a comment for each cell of the header; formats : number format of each column; links : sheet to which the
    first cell of a row leads, by the row's number from 0; frozen : columns that stay when the reader scrolls
    """

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    hints: Sequence[str] = ()
    formats: Sequence[str] = ()
    links: dict[int, str] = field(default_factory=dict)
    frozen: int = 1


def write_workbook(path: Path, pages: Sequence[WorkbookSheet]) -> None:
    """Write a workbook, whole or not at all. Raises OSError."""
    book = Workbook(write_only=True)
    for page in pages:
        _fill(book.create_sheet(page.name), page)
    with replacing_file(path) as fresh:
        book.save(fresh)


def write_csv(folder: Path, pages: Sequence[WorkbookSheet]) -> None:
    """Write a file a page, in UTF-8 with the mark that Excel wants. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        with (
            replacing_file(folder / f"{page.name}.csv") as fresh,
            fresh.open("w", encoding="utf-8-sig", newline="") as opened,
        ):
            csv.writer(opened).writerows([[_harmless(cell) for cell in row] for row in (page.header, *page.rows)])


def _harmless(cell: Cell) -> Cell:
    """Put an apostrophe before a text that would be a formula: a CSV file cannot say that it is none."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


def _fill(sheet: Any, page: WorkbookSheet) -> None:
    for at, width in enumerate(_widths(page), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = f"{get_column_letter(page.frozen + 1)}2"
    hints = page.hints or [""] * len(page.header)
    sheet.append([_heading(sheet, text, hint) for text, hint in zip(page.header, hints, strict=True)])
    formats = page.formats or [""] * len(page.header)
    for number, row in enumerate(page.rows):
        cells = [_cell(sheet, cell, form) for cell, form in zip(row, formats, strict=True)]
        if number in page.links:
            cells[0] = _link(sheet, str(row[0]), page.links[number])
        sheet.append(cells)


def _heading(sheet: Any, text: str, hint: str) -> Any:
    cell = _text(sheet, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6EE")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if hint:
        cell.comment = Comment(hint, "energy-model", height=90, width=320)
    return cell


def _cell(sheet: Any, value: Cell, number_format: str) -> Any:
    """A cell, as a plain value where nothing must be said of it."""
    if isinstance(value, str):
        clean = ILLEGAL_CHARACTERS_RE.sub("", value)
        return _text(sheet, clean) if clean.startswith(_DANGEROUS) else clean
    if isinstance(value, float) and not isfinite(value):
        return None if value != value else str(value)
    form = _STAMP if isinstance(value, datetime) else number_format
    if not form or value is None or isinstance(value, bool):
        return value
    cell: Any = WriteOnlyCell(sheet, value)
    cell.number_format = form
    return cell


def _text(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it begins with, also after it was edited."""
    cell: Any = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if text.startswith(_DANGEROUS):
        cell.quotePrefix = True
    return cell


def _link(sheet: Any, text: str, target: str) -> Any:
    cell = _text(sheet, text)
    cell.font = Font(color="0563C1", underline="single")
    cell.hyperlink = Hyperlink(ref="", location=f"'{target}'!A1")
    return cell


def _widths(page: WorkbookSheet) -> Iterator[float]:
    for at, title in enumerate(page.header):
        longest = max([_length(title) / 1.5, *(_length(row[at]) for row in page.rows[:_SAMPLE])])
        yield min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])


def _length(cell: Cell) -> float:
    """Characters that a cell needs; Chinese ones count twice, numbers are cut by their format."""
    if isinstance(cell, str):
        return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell[: _WIDTHS[1]])
    return 16 if isinstance(cell, datetime) else 12 if isinstance(cell, float) else len(str(cell or ""))
