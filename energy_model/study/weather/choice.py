"""Which column of a file is for which profile, and what its numbers are divided by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import pandas as pd

from energy_model.study.weather.errors import HoursError
from energy_model.study.weather.table import FileTable
from energy_model.study.weather.values import SourceColumn

_NOMINAL = re.compile(r"Nominal power[^:]*:\s*(?P<kilowatts>\d+(?:\.\d+)?)")  # PVGIS, whose column P is in W
_CAPACITY = re.compile(r'"capacity":\s*(?P<kilowatts>\d+(?:\.\d+)?)')  # renewables.ninja
_DIVIDED = re.compile(r"(?P<name>.+)/(?P<divisor>\d+(?:\.\d+)?(?:e\d+)?)")


def chosen(table: FileTable, mapping: Mapping[str, str] | None, profiles: pd.DataFrame) -> dict[str, SourceColumn]:
    """SourceColumn by profile. Raises HoursError.

    mapping : 'column' or 'column/number' -> profile; None: columns that are named as profiles
    """
    names, known = [str(name) for name in table.frame], [str(name) for name in profiles["profile"]]
    if mapping is None:
        return _by_name(table, names, profiles)
    problems, found = [], {}
    for source, profile in mapping.items():
        column = _column(source, names, table)
        if column is None:
            problems.append(f"has no column '{source}'{suggestion(source, names)}")
        elif profile not in known:
            problems.append(f"there is no profile '{profile}' in the table profiles{suggestion(profile, known)}")
        elif profile in found:
            problems.append(f"profile '{profile}' is filled twice")
        else:
            found[profile] = column
    if problems:
        raise HoursError(*problems)
    return found


def _by_name(table: FileTable, names: Sequence[str], profiles: pd.DataFrame) -> dict[str, SourceColumn]:
    """Columns that are called as a profile or by its name in one of the languages; a near miss is not passed over."""
    called = {str(row[name]): str(row["profile"]) for row in profiles.to_dict("records") for name in reversed(_NAMES)}
    found = {called[name]: SourceColumn(name, _divisor(table, name)) for name in names if name in called}
    near = {name: get_close_matches(name, list(called), n=1, cutoff=0.8) for name in names if name not in called}
    if missed := {name: close[0] for name, close in near.items() if close}:
        raise HoursError(*(f"there is no profile '{name}'; did you mean '{close}'?" for name, close in missed.items()))
    if not found:
        example = f"--map '{names[0]}={profiles['profile'].iloc[0]}'" if names and len(profiles) else "--map"
        raise HoursError(
            f"no column is named as a profile: say which is which, as in {example} (columns: {', '.join(names)};"
            f" profiles: {', '.join(profiles['profile'])})"
        )
    return found


_NAMES = ("profile", "name_en", "name_zh")


def _column(source: str, names: Sequence[str], table: FileTable) -> SourceColumn | None:
    """A column by its name, with or without its unit in brackets; after a stroke what it is divided by."""
    plain = {re.sub(r"\s*[\[(].*", "", name).casefold(): name for name in reversed(names)}
    for name in (source, plain.get(source.casefold(), source)):
        if name in names:
            return SourceColumn(name, _divisor(table, name))
    divided = _DIVIDED.fullmatch(source)
    inner = _column(divided["name"], names, table) if divided else None
    return SourceColumn(inner.name, float(divided["divisor"])) if divided and inner else None


def _divisor(table: FileTable, name: str) -> float:
    """Capacity of the plant whose output a file holds, in the column's unit, where the file says it."""
    if name == "P" and (found := _NOMINAL.search(table.above)):
        return 1000 * float(found["kilowatts"])
    if name == "electricity" and (found := _CAPACITY.search(table.above)):
        return float(found["kilowatts"])
    return 1.0


def suggestion(name: str, known: Sequence[str]) -> str:
    """'; did you mean ...?' with the nearest known name, or what there is."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else f" (there are: {', '.join(known)})"
