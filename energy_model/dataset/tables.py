"""The tables of a study in memory: values in model units, the words that they were written in, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from energy_model.dataset.dictionary import SETTINGS, Table, dictionary
from energy_model.dataset.problems import Problem
from energy_model.dataset.reading.cells import Complaint

FIXED = ("languages", "currency")  # settings that are the same in all scenarios of a study
HOURS_PER_YEAR, LEAP_YEAR_HOURS = 8760, 8784
WORKBOOKS = (".xlsx", ".xlsm")
Made = TypeVar("Made")
Lines = list[list[str]]  # the cells of a table as words, line by line, the header first


@dataclass
class Tables:
    """All tables of a study, by name.

    folder: the study: a folder with ``inputs/``, or with the tables themselves, or a workbook.
    frames: typed values in model units with every column of the dictionary (blank optional cells hold the default).
        The index is the row as a spreadsheet shows it (the header is row 1). Dtypes: text str, number float64 (NaN if
        blank and without default), year Int64, flag boolean; hourly: time datetime64 and one float64 column a profile.
    texts: the cells as written, same index and columns as the file.
    headers: for each table the header of each column as written, e.g. ``capacity [GW]``.
    shipped: names of the tables that the study leaves out: they have the rows of defaults/ or none (`shipped`).
    edits: origin of each cell that a scenario changed, by (table, row, column).
    hours: number of hours of a year; fewer than 8,760 are an excerpt for tests, of which nothing is scaled.
    problems: what was found wrong so far.
    made: what was made of the tables, by name, while nothing changes them (see `held`); None: nothing is kept.
    """

    folder: Path
    hours: int = HOURS_PER_YEAR
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    texts: dict[str, pd.DataFrame] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    shipped: set[str] = field(default_factory=set)
    edits: dict[tuple[str, int, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    made: dict[str, Any] | None = field(default=None, repr=False, compare=False)
    _fixed: tuple[pd.DataFrame | None, dict[str, str]] = field(default=(None, {}), repr=False, compare=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    def copy(self) -> Tables:
        """Give a copy that can be changed without touching this one."""
        return replace(
            self,
            frames={name: frame.copy() for name, frame in self.frames.items()},
            texts={name: frame.copy() for name, frame in self.texts.items()},
            headers={name: dict(header) for name, header in self.headers.items()},
            edits=dict(self.edits),
            problems=list(self.problems),
            made=None,
        )

    def held(self) -> Tables:
        """Give the same tables for reading only: what is made of them is kept, and their problems are their own."""
        return replace(self, problems=list(self.problems), made={})

    def once(self, name: str, make: Callable[[Tables], Made]) -> Made:
        """Give what a function makes of the tables, which must not be changed; made once while they are held."""
        if self.made is None:
            return make(self)
        if name not in self.made:
            self.made[name] = make(self)
        found: Made = self.made[name]
        return found

    def text_setting(self, name: str) -> str:
        """Give a setting that is a text as it is written, or the dictionary's default."""
        default = dictionary()[SETTINGS].parameters[name].default
        texts = self.texts.get(SETTINGS)
        if texts is not None and {"setting", "value"} <= set(texts.columns):
            given = zip(texts["setting"].tolist(), texts["value"].tolist(), strict=True)
            return next((str(text) for setting, text in given if setting == name), default)
        return default

    def _fixed_setting(self, name: str) -> str:
        """Give a text setting that no scenario changes: every column of every table asks for it, so it is kept."""
        texts = self.texts.get(SETTINGS)
        if self._fixed[0] is not texts or not self._fixed[1]:
            self._fixed = (texts, {fixed: self.text_setting(fixed) for fixed in FIXED})
        return self._fixed[1][name]

    def rows_of_words(self, table: Table) -> set[int]:
        """Give the rows of a long table whose value is a text, without a unit (settings such as the currency)."""
        names = self.texts[table.name].get(table.parameter) if table.texts else None
        return set() if names is None else {int(row) for row in names.index[names.isin(table.texts)]}

    @property
    def languages(self) -> list[str]:
        """Languages in which the study has names; both where the setting is none of the choices."""
        rule, given = dictionary()[SETTINGS].parameters["languages"], self._fixed_setting("languages")
        return (given if given in rule.choices else rule.default).split()

    @property
    def currency(self) -> str:
        """Code of the currency in which the study counts; the default where the setting names none there is."""
        rule, given = dictionary()[SETTINGS].parameters["currency"], self._fixed_setting("currency")
        return given if given in rule.choices else rule.default

    @property
    def utc_offset(self) -> float:
        """Hours by which the study's time is ahead of UTC; the default where the setting cannot be read."""
        frame, name = self.frames[SETTINGS], "utc_offset"
        given = frame.loc[frame["setting"] == name, "value"].dropna() if "value" in frame else frame
        return float(given.to_numpy()[0]) if len(given) else dictionary()[SETTINGS].parameters[name].number

    def origin(self, table: str, row: int, column: str) -> str:
        """Say where a value comes from: the scenario that set it, or its file, row and column."""
        if (table, row, column) in self.edits:
            return self.edits[table, row, column]
        return f"{self.place(table)}, row {row}, column {self.headers.get(table, {}).get(column, column)}"

    def place(self, table: str) -> str:
        """Name a table's file, or its sheet in the workbook."""
        return f"{self.folder.name} [{table}]" if is_workbook(self.folder) else file_of(self.folder, table)

    def report(
        self, kind: str, table: str, message: str, hint: str = "", *, row: int | None = None, column: str = ""
    ) -> None:
        """Add a problem; where a scenario changed the cell, the scenario is named as its place."""
        file = self.place(table)
        if row is not None and (table, row, column) in self.edits:
            file = f"{self.edits[table, row, column]}, for {file}"
        self.problems.append(Problem(kind, file, message, hint, table, row, column))

    def complain(self, table: str, column: str, complaints: Iterable[Complaint]) -> None:
        """Report what was wrong with the cells of a column."""
        for complaint in complaints:
            where = complaint.column or column
            self.report(complaint.kind, table, complaint.message, complaint.hint, row=complaint.row, column=where)

    def sound(self, table: str, columns: Iterable[str]) -> pd.DataFrame:
        """Give the rows of a table in which none of these columns has a problem (no rows if the table has one)."""
        wanted, frame = {*columns, ""}, self.frames[table]
        about = [problem for problem in self.problems if problem.table == table and problem.column in wanted]
        if any(problem.row is None for problem in about):
            return frame.iloc[:0]
        bad = [row for row in {problem.row for problem in about} if row in frame.index]
        return frame.drop(index=bad) if bad else frame

    def clean(self, *names: str) -> bool:
        """Tell whether no problem is known in these columns (each 'table.column'): what is there can be relied on."""
        wanted = {tuple(name.split(".")) for name in names} | {(name.split(".")[0], "") for name in names}
        return not any((problem.table, problem.column) in wanted for problem in self.problems)

    def keys(self, *tables: str) -> list[str]:
        """Give the keys of tables in file order, e.g. of assets and links."""
        columns = [dictionary()[table].key or "" for table in tables]
        return [key for table, column in zip(tables, columns, strict=True) for key in self.frames[table][column] if key]


def is_workbook(study: Path) -> bool:
    """Tell whether a study is a workbook and no folder."""
    return study.suffix.lower() in WORKBOOKS


def is_flat(study: Path) -> bool:
    """Whether the tables lie in the study's folder itself, without a folder inputs/."""
    return (study / "zones.csv").is_file() and not (study / "inputs").is_dir()


def tables_folder(study: Path) -> Path:
    """Folder that holds the tables of a study that is a folder."""
    return study if is_flat(study) else study / "inputs"


def file_of(study: Path, table: str) -> str:
    """Path of a table's file inside a study that is a folder."""
    return f"{table}.csv" if is_flat(study) else f"inputs/{table}.csv"
