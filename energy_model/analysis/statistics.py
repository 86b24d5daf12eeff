"""Any table of a run, put together: chosen rows, grouped, in one signature for all metrics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import Described, ResultColumn, described
from energy_model.analysis.tables import TABLES
from energy_model.analysis.tidy import ratio
from energy_model.dataset import units
from energy_model.dataset.problems import suggestion

Value = str | int | float | bool
Names = str | Sequence[str]
_YEAR = "year"
_SMALLEST = 1e-6  # MW, MWh, t: what is divided by less is the solver's rounding


class StatisticError(ValueError):
    """A table, column or value that is not there, or a group that cannot be put together; says what there is."""


class HasTables(Protocol):
    """A run."""

    def table(self, name: str) -> pd.DataFrame:
        """Give a table by its name."""


def statistics(
    of: HasTables | xr.Dataset,
    table: str,
    by: Names | None = None,
    where: Mapping[str, Value | Sequence[Value]] | None = None,
    columns: Names | None = None,
    year: int | None = None,
) -> pd.DataFrame:
    """Give rows of a table, or put them together.

    Parameters
    ----------
    of : a run, or a solved dataset (dims: the model's sets)
    table : a name of `statistics.TABLES`
    by : keys to group by; none: the rows as they are; (): one row of all
    where : wanted value, or values, by key; `year` is short for one of them
    columns : columns to give behind the keys; none: all that can be told

    Returns
    -------
    A row a group, in the order of the table; model units (MW, MWh, t, CNY). A group of one row keeps its numbers. In a
    group of several sums are added, ratios are made anew from the sums of numerator and denominator, means are weighted
    (`columns.csv` says which), other columns stay where all rows agree. NaN is what cannot be told: numbers of several
    model years that `by` does not name (only `total` columns add up over years), of what must stay apart, and where
    rows do not agree. Left out, unless `columns` asks for it, is what no group tells, and keys that some do not.

    Raises
    ------
    StatisticError : an unknown table, column or value, with a suggestion; or nothing can be told of any group
    """
    about = _table(table)
    found = (TABLES[table](of) if isinstance(of, xr.Dataset) else of.table(table)).reset_index(drop=True)
    conditions = dict(where or {}) | ({} if year is None else {_YEAR: year})
    for name, wanted in conditions.items():
        found = found[_matching(found, table, name, wanted)]
    wanted_columns = None if columns is None else _known(_listed(columns), about.columns, table)
    if by is None:
        return found if wanted_columns is None else found[[*_without(about.keys, wanted_columns), *wanted_columns]]
    keys = _known(_listed(by), about.keys, table)
    return _grouped(found.reset_index(drop=True), table, keys, wanted_columns)


def _table(name: str) -> Described:
    if name not in TABLES:
        raise StatisticError(f"There is no table '{name}'. {suggestion(name, TABLES)}")
    return described()[name]


def _listed(words: Names) -> list[str]:
    return [words] if isinstance(words, str) else list(dict.fromkeys(words))


def _without(names: Iterable[str], others: Iterable[str]) -> list[str]:
    return [name for name in names if name not in set(others)]


def _known(names: list[str], known: Iterable[str], table: str) -> list[str]:
    for name in names:
        if name not in set(known):
            about = described()[table].columns
            fault = f"'{name}' is no key to group by in '{table}'." if name in about else f"'{table}' has no '{name}'."
            raise StatisticError(f"{fault} {suggestion(name, known)}")
    return names


def _matching(found: pd.DataFrame, table: str, name: str, wanted: Value | Sequence[Value]) -> pd.Series[bool]:
    """Rows in which a column has one of the wanted values; numbers may be given as words."""
    _known([name], described()[table].columns, table)
    options = [wanted] if isinstance(wanted, Value) else list(wanted)
    words = found[name].astype(str)
    for option in options:
        if str(option) not in set(words):
            hint = suggestion(str(option), dict.fromkeys(words))
            raise StatisticError(f"No row of '{table}' has {name} '{option}'. {hint}".rstrip())
    return words.isin([str(option) for option in options])


def _grouped(found: pd.DataFrame, table: str, keys: list[str], columns: list[str] | None) -> pd.DataFrame:
    """Put rows together and leave out what is not told."""
    about = described()[table]
    group = found.groupby(keys, sort=False, dropna=False).ngroup() if keys else pd.Series(0, index=found.index)
    groups = _Groups(found, group.to_numpy(), about, keys)
    names = _without(about.columns if columns is None else columns, keys)
    if columns is not None and not all(groups.may_meet(about.columns[name]) for name in names):
        raise StatisticError(_not_evaluated(about, table, keys))
    made = {name: groups.column(about.columns[name]) for name in names}
    if columns is None:
        made = {name: values for name, values in made.items() if _is_told(about.columns[name], values)}
        if len(found) and all(about.columns[name].is_key for name in made):
            raise StatisticError(_not_evaluated(about, table, keys))
    heads = found.loc[~group.duplicated(), keys].reset_index(drop=True)
    return pd.concat([heads, pd.DataFrame(made, index=heads.index if keys else None)], axis="columns")


def _is_told(column: ResultColumn, values: pd.Series[Any]) -> bool:
    return bool(values.notna().all() if column.is_key else values.notna().any()) or not len(values)


def _not_evaluated(about: Described, table: str, keys: list[str]) -> str:
    """Say why nothing can be told of groups and what would help."""
    if _YEAR in about.columns and _YEAR not in keys:
        return f"Numbers of '{table}' are of a year: put 'year' into by, or choose one year."
    apart = sorted({column.apart for column in about.columns.values() if column.apart} - set(keys))
    help_ = f"put '{apart[0]}' into by, or choose one." if apart else f"group by more of {', '.join(about.keys)}."
    return f"Rows of '{table}' cannot be put together so: {help_}"


class _Groups:
    """Rows by group; each column is put together as its kind says. group : number of each row's group; keys : named."""

    def __init__(self, found: pd.DataFrame, group: Any, about: Described, keys: list[str]) -> None:
        self._found, self._group, self._about, self._keys = found, group, about, keys
        self._single = pd.Series(np.bincount(group)) == 1

    def column(self, column: ResultColumn) -> pd.Series[Any]:
        """Values of a column by group."""
        values = self._found[column.name].groupby(self._group)
        if not self.may_meet(column):
            return pd.Series(np.nan, index=self._single.index)
        match column.kind:
            case "sum" | "total":
                made = self._sum(column.name)
            case "ratio":
                made = self._ratio(column)
            case "mean":
                made = self._mean(column)
            case "least":
                made = values.min()
            case "most":
                made = values.max()
            case _:
                return values.first().where(values.nunique(dropna=False) <= 1)
        return made.astype(float).mask(self._single, values.first())

    def may_meet(self, column: ResultColumn) -> bool:
        """Whether the groups say which year they are of, and keep apart what must be."""
        if column.is_key:
            return True
        told = [column.apart] if column.apart else []
        if _YEAR in self._found and column.kind != "total":
            told.append(_YEAR)
        return all(name in self._keys or self._found[name].nunique() <= 1 for name in told)

    def _sum(self, *names: str) -> pd.Series[float]:
        """Sum of columns by group; NaN where no row has a number."""
        return self._found[list(names)].sum(axis="columns", min_count=1).groupby(self._group).sum(min_count=1)

    def _ratio(self, column: ResultColumn) -> pd.Series[float]:
        top, bottom = self._sum(*column.numerator), self._sum(*column.denominator)
        unit_of = {name: self._about.columns[name].unit for name in (*column.numerator, *column.denominator)}
        unit = f"({unit_of[column.numerator[0]]})/({unit_of[column.denominator[0]]})"
        divided = pd.Series(ratio(top, bottom, _SMALLEST), index=top.index)
        return divided * units.factor(unit, column.unit)

    def _mean(self, column: ResultColumn) -> pd.Series[float]:
        values = self._found[column.name]
        weight = self._found[list(column.denominator)].sum(axis="columns") if column.denominator else values * 0 + 1
        weight = weight.where(values.notna(), 0.0)
        top, bottom = ((part).groupby(self._group).sum() for part in (values.fillna(0.0) * weight, weight))
        return pd.Series(ratio(top, bottom, 0.0), index=top.index)
