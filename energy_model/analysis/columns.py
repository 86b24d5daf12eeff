"""The dictionary of the tables of a run (columns.csv): what each column is, in which unit, and how it is put together.

kind : table (the table itself), key (names a row), year, sum (adds up within a year), total (adds up over years too),
    ratio (made anew from numerator and denominator), mean (weighted with the denominator; without one, plain), least
    and most (of all rows), other (cannot be put together)
unit : the model's; '(unit)' is said by the column `unit` of the row
numerator, denominator : columns of the same table, sums as 'a+b'
apart : key within which alone the column may be put together (bought and sold energy do not add up)
shown : of a key what names it: dims of the dataset, else a family of messages; of a number the quantity it is shown as
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

import pandas as pd

Kind = Literal["key", "year", "sum", "total", "ratio", "mean", "least", "most", "other"]
SCORECARD = "targets"  # the one table here that is no statistic: it stands in summary.json


@dataclass(frozen=True)
class ResultColumn:
    """A column of a table of results."""

    name: str
    kind: Kind
    unit: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    apart: str
    shown: str
    names: dict[str, str]

    @property
    def is_key(self) -> bool:
        """Whether it tells which row it is, and may be grouped by."""
        return self.kind in ("key", "year")


@dataclass(frozen=True)
class Described:
    """A table: what it holds by language, and its columns by name."""

    names: dict[str, str]
    columns: dict[str, ResultColumn]

    @property
    def keys(self) -> list[str]:
        """Columns that may be grouped by."""
        return [column.name for column in self.columns.values() if column.is_key]


def columns_of(table: str) -> list[str]:
    """Names of the columns of a table, in their order."""
    return list(described()[table].columns)


def empty(table: str) -> pd.DataFrame:
    """A table without rows, for a system that has nothing to tell in it; columns as in columns.csv."""
    kinds = {"key": "str", "year": "int64"}
    dtypes = {
        column.name: kinds.get(column.kind, "float64" if column.unit else "object")
        for column in described()[table].columns.values()
    }
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})


@cache
def described() -> dict[str, Described]:
    """Read columns.csv once."""
    text = files("energy_model.analysis").joinpath("columns.csv").read_text(encoding="utf-8")
    tables: dict[str, Described] = {}
    for row in csv.DictReader(text.splitlines()):
        names = {"zh": row["name_zh"], "en": row["name_en"]}
        if row["kind"] == "table":
            tables[row["table"]] = Described(names, {})
        else:
            tables[row["table"]].columns[row["column"]] = _column(row, names)
    return tables


def _column(row: dict[str, str], names: dict[str, str]) -> ResultColumn:
    return ResultColumn(
        name=row["column"],
        kind=cast(Kind, row["kind"]),
        unit=row["unit"],
        numerator=tuple(filter(None, row["numerator"].split("+"))),
        denominator=tuple(filter(None, row["denominator"].split("+"))),
        apart=row["apart"],
        shown=row["shown"],
        names=names,
    )
