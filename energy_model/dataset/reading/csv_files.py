"""The tables of a study as CSV files in a folder: which there are, their lines as words, their hashes."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from contextlib import suppress
from pathlib import Path

from energy_model.dataset.dictionary import dictionary
from energy_model.dataset.reading.headers import split_header
from energy_model.dataset.reading.notation import decimal_comma, separator, with_point
from energy_model.dataset.tables import Lines, Tables, file_of, tables_folder

MISSING = "Every study has the tables zones, carriers and settings, and hourly where it has profiles."
REMARK = "#"  # a row whose first cell is this, or begins with it and a space (no key does), is for people only
_CLOSE = 'Close it; write "" for a quote that is part of the text.'
STRANGE = re.compile("[\u0100-\u036f\u0400-\u07ff]")  # scripts that no table is expected to be written in


class CsvFiles:
    """The folder of a study, with the tables in ``inputs/`` or in itself."""

    def __init__(self, study: Path) -> None:
        self._study = study

    def names(self) -> list[str]:
        """Names of all files, whether the dictionary has a table of this name or not."""
        return sorted(path.stem for path in tables_folder(self._study).glob("*.csv"))

    def lines(self, tables: Tables, name: str) -> Lines | None:
        """Give the stripped cells of a file line by line; None, and a problem, where it cannot be read."""
        path = self._study / file_of(self._study, name)
        if not path.is_file():
            tables.report("missing-table", name, "the file is missing.", MISSING)
            return None
        try:
            text = decode(path.read_bytes())
        except UnicodeDecodeError as error:
            tables.report("unreadable", name, f"the file cannot be read ({error}).", "Save it as CSV in UTF-8.")
            return None
        return _lines(tables, name, text)

    def fingerprint(self) -> dict[str, str]:
        """Give the SHA-256 of each file, by its path inside the study."""
        names = [file_of(self._study, table) for table in dictionary()]
        found = [name for name in names if (self._study / name).is_file()]
        return {name: hashlib.sha256((self._study / name).read_bytes()).hexdigest() for name in found}

    def column(self, table: str, name: str) -> list[str]:
        """Give the cells of one column of a table; none where it is not there or cannot be read."""
        lines = self.lines(Tables(self._study), table) if table in self.names() else None
        return cells_of(lines or [], name)


def cells_of(lines: Lines, name: str) -> list[str]:
    """Give the cells of a column of a table's lines, the header first; none where there is no such column."""
    header, *rows = lines or [[]]
    at = next((at for at, word in enumerate(header) if split_header(word)[0] == name), None)
    return [] if at is None else [row[at] for row in rows if at < len(row)]


def _lines(tables: Tables, name: str, text: str) -> Lines | None:
    """Stripped cells line by line, separated as the header is.

    None, and a problem, where a quote is not closed and would swallow rows.
    """
    between = separator(text.splitlines()[:1])
    reader, lines = csv.reader(io.StringIO(text, ""), strict=True, delimiter=between), []
    try:
        for line in reader:
            lines.append([cell.strip() for cell in line])
            if (fault := _swallowed(lines[-1], len(lines[0]), between)) is not None:
                message = f"a cell holds what looks like the next row ('{fault[:60]}')."
                tables.report("unclosed-quote", name, message, _CLOSE, row=len(lines))
    except csv.Error:
        message = 'a quote (") opens a cell and is not closed: the rows after it would be lost.'
        tables.report("unclosed-quote", name, message, _CLOSE, row=len(lines) + 1)
        return None
    if between != "," and decimal_comma(word for line in lines[1:] for word in line):
        lines[1:] = [[with_point(word) for word in line] for line in lines[1:]]
    return lines


def _swallowed(cells: list[str], width: int, between: str) -> str | None:
    """A line inside a cell that has as many separators as a row of the table; None where there is none."""
    inner = [line for cell in cells for line in cell.splitlines()[1:]]
    return next((line for line in inner if width > 2 and line.count(between) >= width - 1), None)


def decode(content: bytes) -> str:
    """Text of a file in UTF-8 (with or without a byte order mark), else GB18030, in which Chinese spreadsheets save.

    A few Chinese characters in GB18030 are valid UTF-8 too: 元 alone reads as the Cyrillic letter U+052A. A text
    with letters of such scripts (neither western European nor Greek), but without Chinese ones, is taken as GB18030.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
    if STRANGE.search(text) and max(text) < "\u0800":
        with suppress(UnicodeDecodeError):
            return content.decode("gb18030")
    return text
