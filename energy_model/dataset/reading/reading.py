"""From a study on disk to Tables: headers, and every column by its kind. Finds all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import energy_model.dataset.reading.cells as cells
import energy_model.dataset.units as units
from energy_model.dataset.dictionary import HOURLY, SETTINGS, Table, dictionary
from energy_model.dataset.names import NAMES, column_name, given_names
from energy_model.dataset.problems import Problem, suggestion
from energy_model.dataset.reading.csv_files import REMARK, CsvFiles
from energy_model.dataset.reading.headers import model_unit_of, read_header, split_header
from energy_model.dataset.reading.stamps import read_stamps
from energy_model.dataset.reading.timestamps import from_january, hours_of_year, timestamps
from energy_model.dataset.shipped import left_out
from energy_model.dataset.tables import HOURS_PER_YEAR, Lines, Tables, is_flat, is_workbook

_YEAR = 2030  # of stamps that stand for hours which nothing tells apart

if TYPE_CHECKING:
    from energy_model.dataset.reading.workbook import Workbook


def read_tables(folder: Path | str, hours: int = HOURS_PER_YEAR) -> Tables:
    """Read a study into typed tables in model units; faults are collected in ``tables.problems``.

    ``folder`` holds ``inputs/*.csv``, or the tables themselves, or is a workbook with the same tables as sheets
    (StudyError if it cannot be opened). ``hours`` is the number of hours that the year must have; less than 8,760 is
    for tests and experiments.
    """
    tables = Tables(Path(folder), hours)
    source = source_of(tables.folder)
    # the settings say in which currency and languages the other tables are written
    for table in sorted(dictionary().values(), key=lambda table: table.name != SETTINGS):
        _read_table(tables, source, table)
    for name in source.names():
        if name not in dictionary():
            hint = suggestion(name, dictionary())
            if is_flat(tables.folder) and not hint.startswith("Did you mean"):
                continue  # a file of another kind beside the tables
            tables.problems.append(Problem("unknown-table", tables.place(name), f"there is no table '{name}'.", hint))
    return tables


def source_of(study: Path) -> CsvFiles | Workbook:
    """Give what the tables of a study are read from."""
    if is_workbook(study):
        from energy_model.dataset.reading.workbook import Workbook  # openpyxl takes a moment to import

        return Workbook(study)
    return CsvFiles(study)


def fingerprint(folder: Path | str) -> dict[str, str]:
    """Give the SHA-256 of each input file of a study, by its path inside the study; of a workbook that of the file."""
    return source_of(Path(folder)).fingerprint()


def _read_table(tables: Tables, source: CsvFiles | Workbook, table: Table) -> None:
    """Read one table: its words, its header, then each column."""
    texts = _read_words(tables, source, table.name)
    headers, given = read_header(tables, table, list(texts.columns)) if len(texts.columns) else ({}, {})
    languages = tables.languages
    written = [column_name(split_header(word)[0], table, languages) for word in texts.columns]
    first = ~pd.Index(written).duplicated()
    texts = texts.loc[:, first].set_axis(list(headers), axis="columns")
    tables.texts[table.name], tables.headers[table.name] = texts, headers
    blank = pd.Series("", index=texts.index, dtype="str")
    # hourly has columns (profiles) that the dictionary does not name; other unknown columns are not read
    names = [*table.columns, *(name for name in headers if table.name == HOURLY and name not in table.columns)]
    tables.frames[table.name] = pd.DataFrame(index=texts.index)
    frame = {name: _read_column(tables, table, name, texts.get(name, blank), given.get(name)) for name in names}
    read = pd.DataFrame(frame, index=texts.index)
    if table.name == HOURLY and "time" in texts and read_stamps(texts["time"].iloc[:1]).offsets:
        read = from_january(read)
    tables.frames[table.name] = read.assign(**{n: given_names(read, n, tables.languages) for n in NAMES if n in read})
    if "value" in table.columns:
        convert_values(tables, table, list(texts.index))


def _read_words(tables: Tables, source: CsvFiles | Workbook, name: str) -> pd.DataFrame:
    """Read a table as text; the index is the spreadsheet's row; rows without any word and remarks are left out."""
    lines = None
    if name not in source.names():
        lines = left_out(name, tables.currency) if name != HOURLY else _hours_without_profiles(tables)
    if lines is not None:
        tables.shipped.add(name)
    elif (lines := source.lines(tables, name)) is None:
        return pd.DataFrame(dtype="str")
    header = lines[0] if lines else []
    while header and not header[-1]:
        header.pop()
    if not header:
        what = "sheet" if is_workbook(tables.folder) else "file"
        tables.report("unreadable", name, f"the {what} is empty.", "It needs a header row.")
    rows = {number: line for number, line in enumerate(lines[1:], start=2) if any(line) and not _is_remark(line)}
    if name == HOURLY and not rows and (hours := _hours_without_profiles(tables)) is not None:
        header, rows = hours[0], dict(enumerate(hours[1:], start=2))
        tables.shipped.add(name)
    for number, line in rows.items():
        if any(line[len(header) :]):
            message = f"the row has {len(line)} cells, but the header {len(header)}."
            tables.report("ragged-row", name, message, 'Put a cell that holds a comma in "quotes".', row=number)
        rows[number] = (line + [""] * len(header))[: len(header)]
    words = np.array(list(rows.values()), dtype=object).reshape(len(rows), len(header))
    return pd.DataFrame(words, index=list(rows), columns=pd.Index(header, dtype=object), dtype="str")


def _is_remark(line: list[str]) -> bool:
    """Whether a row says something to people only."""
    return line[0] == REMARK or line[0].startswith(f"{REMARK} ")


def _hours_without_profiles(tables: Tables) -> Lines | None:
    """Lines of the table hourly of a study without profiles, which need not give it; None where there are some."""
    if len(tables["profiles"]):
        return None
    return [["time"], *([f"{hour:%Y-%m-%d %H:%M}"] for hour in hours_of_year(_YEAR)[: tables.hours])]


def _read_column(tables: Tables, table: Table, name: str, texts: pd.Series[str], unit: str | None) -> pd.Series[Any]:
    """Read one column by its kind and report what cannot be read."""
    column = table.columns.get(name)
    kind = column.kind if column else "number"
    default = column.default if column else ""
    values: pd.Series[Any]
    match kind:
        case "number":
            target = units.in_currency(model_unit_of(table, name) or "1", tables.currency)
            missing, unlimited = (column.number, column.unlimited) if column else (np.nan, None)
            values, complaints = cells.numbers(texts, unit or target, target, missing, unlimited)
        case "value" | "bound":
            numbers = texts.mask(texts.index.isin(tables.rows_of_words(table)), "")
            values, complaints = cells.numbers(numbers, "1", "1")
        case "year":
            values, complaints = cells.years(texts)
        case "year or never":
            values, complaints = cells.years_or_never(texts)
        case "flag":
            values, complaints = cells.flags(texts, default)
        case "time":
            values, complaints = timestamps(texts, tables.utc_offset)
        case _:
            values, complaints = texts.mask(texts == "", default) if default else texts, []
    tables.complain(table.name, name, complaints)
    return values


def convert_values(tables: Tables, table: Table, rows: list[int]) -> None:
    """Convert the value of these rows, as read from file, and its bounds to model units by the units of their rows."""
    frame, currency = tables.frames[table.name], tables.currency
    names = ["value", *(column.name for column in table.columns.values() if column.kind == "bound")]
    bad = {problem.row for problem in tables.problems if problem.table == table.name and problem.column == "value"}
    for row, unit, *numbers in frame.loc[rows, ["unit", *names]].itertuples():
        if row in bad or np.isnan(numbers[0]):
            continue
        wanted = wanted_unit(table, frame, row, currency)
        complaints: dict[cells.Complaint | None, None] = {}
        for name, number in zip(names, numbers, strict=True):
            value, complaint = np.nan, None
            if wanted is not None and unit and not np.isnan(number):  # else a check complains of parameter or unit
                value, complaint = cells.quantity(row, number, unit, wanted)
            frame.at[row, name] = value
            complaints[complaint] = None
        tables.complain(table.name, "value", filter(None, complaints))


def wanted_unit(table: Table, frame: pd.DataFrame, row: int, currency: str) -> str | None:
    """Give the model unit that a row's value must have ('' if any kind will do); None if its parameter is unknown.

    Money is in the study's currency.
    """
    if table.parameters:
        name = next(column.name for column in table.columns.values() if column.kind == "parameter")
        parameter = table.parameters.get(str(frame.at[row, name]))
        return units.in_currency(parameter.unit, currency) if parameter else None
    return table.columns["value"].unit
