"""The dictionary of tables (tables.csv): what there is, in which unit and range. It drives all that reads a study."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan
from typing import Literal, cast

from energy_model.formulation.quantities import UNITS

Kind = Literal[
    "key",
    "reference",
    "choice",
    "flag",
    "text",
    "number",
    "year",
    "year or never",
    "parameter",
    "value",
    "bound",
    "unit",
    "long",
    "time",
]
NUMBERS = ("number", "value", "bound")  # kinds of columns that hold numbers; the last two in the unit of their row
ALWAYS = "always"  # the profile that is 1 in every hour and needs no row
SETTINGS = "settings"
UNLIMITED = "unlimited"  # reference of a number that may be no limit, with what then stands for it, else infinity
# choices that tables.csv names by one word: the list stands where it is used
_LISTS = {"@quantities": tuple(UNITS)}
HOURLY = "hourly"  # the table of profiles: a row an hour, a column a profile
SHARES = ("availability", "flexibility")  # kinds of profiles within 0 and 1
SHAPES = ("demand", "price")  # kinds of profiles of mean 1; a factor may be any number


@dataclass(frozen=True)
class Column:
    """A column of a table, or a parameter of a long table; unit is the model's ('' if it has none).

    A parameter is a number (kind 'long'), or one of `choices` or a text (in tables.csv 'long choice' and 'long text').
    unlimited : [`unit`] what stands for a limit that is none; None: a number must be given
    """

    table: str
    name: str
    kind: Kind
    is_parameter: bool
    references: tuple[str, ...]
    choices: tuple[str, ...]
    dims: tuple[str, ...]
    unit: str
    minimum: float | None
    maximum: float | None
    default: str
    required: bool
    sentence: str
    unlimited: float | None = None

    @property
    def header(self) -> str:
        """The column's name as a file's header row has it: with the unit if it must be named."""
        return f"{self.name} [{self.unit}]" if self.kind == "number" and self.needs_unit else self.name

    @property
    def number(self) -> float:
        """Default of a number [`unit`], the one place where defaults become numbers; NaN where it has none."""
        return float(self.default) if self.default else nan

    @property
    def needs_unit(self) -> bool:
        """Whether the unit must be named in a file: all but plain numbers, degrees and years."""
        return self.unit not in ("", "1", "deg", "year")


@dataclass(frozen=True)
class Table:
    """A table: its columns by name, and for a long table its parameters by name."""

    name: str
    columns: dict[str, Column]
    parameters: dict[str, Column]

    @property
    def key(self) -> str | None:
        """The column that names a row, if there is one."""
        return next((column.name for column in self.columns.values() if column.kind == "key"), None)

    @property
    def texts(self) -> list[str]:
        """The parameters of a long table that are no numbers."""
        return [parameter.name for parameter in self.parameters.values() if parameter.kind != "long"]

    @property
    def parameter(self) -> str:
        """The column that names the parameter of a row of a long table; '' in another table."""
        return next((column.name for column in self.columns.values() if column.kind == "parameter"), "")


@cache
def dictionary() -> dict[str, Table]:
    """Read tables.csv once; the rows of table '*' belong to every table but hourly (at its end)."""
    text = files("energy_model.dataset").joinpath("tables.csv").read_text(encoding="utf-8")
    rows = [_column(row) for row in csv.DictReader(text.splitlines())]
    shared = [row for row in rows if row.table == "*"]
    tables = {}
    for name in dict.fromkeys(row.table for row in rows if row.table != "*"):
        own = [row for row in rows if row.table == name]
        columns = [row for row in own if not row.is_parameter] + ([] if name == HOURLY else shared)
        parameters = {row.name: row for row in own if row.is_parameter}
        tables[name] = Table(name, {column.name: column for column in columns}, parameters)
    return tables


def _column(row: dict[str, str]) -> Column:
    """Make a typed record of a row of tables.csv."""
    kind = row["kind"].removeprefix("long ")
    choice, (word, _, number) = kind == "choice", row["reference"].partition(":")
    unlimited = float(number or "inf") if word == UNLIMITED else None
    return Column(
        table=row["table"],
        name=row["column"],
        kind=cast(Kind, kind),
        is_parameter=row["kind"].startswith("long"),
        references=() if choice or unlimited is not None else tuple(filter(None, row["reference"].split("+"))),
        choices=tuple(_LISTS.get(row["reference"]) or row["reference"].split("|")) if choice else (),
        dims=tuple(filter(None, row["dims"].split("|"))),
        unit=row["unit"],
        minimum=float(row["minimum"]) if row["minimum"] else None,
        maximum=float(row["maximum"]) if row["maximum"] else None,
        default=row["default"],
        required=row["required"] == "yes",
        sentence=row["sentence"],
        unlimited=unlimited,
    )
