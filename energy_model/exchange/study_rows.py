"""A study in the making: rows of its tables, profiles, and unique names made of those of another tool."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import energy_model.dataset.units as units
from energy_model.dataset.checks.keys import FORBIDDEN
from energy_model.dataset.dictionary import ALWAYS, HOURLY, Column, dictionary

Floats = NDArray[np.float64]
Cells = dict[str, str]
GREY = "#8a8f98"


class StudyRows:
    """Rows by table. Numbers are in model units and written with all their digits.

    source : written in the column of that name where a row does not name its own
    """

    def __init__(self, source: str, currency: str) -> None:
        self.source, self.currency = source, currency
        self.tables: dict[str, list[Cells]] = {}
        self.hourly: dict[str, list[str]] = {}
        self._profiles: dict[tuple[str, bytes], str] = {}
        self._keys: dict[str, set[str]] = {}

    def key(self, space: str, name: str, instead: str = "") -> str:
        """A name that no other thing of a name space has, made of its own; where that is taken `instead` is added."""
        word = re.sub(r"_+", "_", FORBIDDEN.sub("_", name)).strip("_#") or space
        taken = self._keys.setdefault(space, {ALWAYS})
        tries = [word, *([f"{word}_{instead}"] if instead else [])]
        found = next((t for t in tries if t not in taken), None)
        number = 2
        while found is None:
            found, number = (None if f"{word}_{number}" in taken else f"{word}_{number}"), number + 1
        taken.add(found)
        return found

    def add(self, table: str, **cells: str | float) -> None:
        """Add a row; its source and confidence are those of the network unless they are given."""
        row = {"source": self.source, "confidence": "B", **cells}
        self.tables.setdefault(table, []).append({name: _text(cell) for name, cell in row.items()})

    def technology(
        self, name: str, kind: str, carrier: str, group: str, label: str, numbers: Mapping[str, float], **cells: str
    ) -> None:
        """Add a technology with its numbers, and more cells; numbers that are their default are left out."""
        own = {"technology": name, "behaviour": kind, "carrier": carrier, "group": group, "name": label, "colour": GREY}
        self.add("technologies", **own, **cells)
        rules = dictionary()["technology_data"].parameters
        for parameter, value in ({"lifetime": 1.0, "wacc": 0.0} | dict(numbers)).items():
            rule = rules[parameter]
            if rule.default and float(rule.default) == value:
                continue
            unit = units.in_currency(rule.unit, self.currency)
            self.add("technology_data", technology=name, parameter=parameter, value=value, unit=unit)

    def profile(self, name: str, kind: str, values: Floats) -> str:
        """Name of the profile with these values; one in every step is 'always', and equal profiles are one."""
        if np.all(values == 1.0):
            return ALWAYS
        identity = kind, np.ascontiguousarray(values).tobytes()
        if identity not in self._profiles:
            key = self.key("profiles", name)
            self._profiles[identity] = key
            self.add("profiles", profile=key, kind=kind, name=name)
            self.hourly[key] = [_text(float(value)) for value in values]
        return self._profiles[identity]

    def write(self, folder: Path) -> None:
        """Write each table that has rows as a CSV file."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            known = [*dictionary()[table].columns, "name"]
            names = [name for name in known if any(name in row for row in rows)]
            header = [self._header(dictionary()[table].columns.get(name), name) for name in names]
            _write(folder / f"{table}.csv", header, [[row.get(name, "") for name in names] for row in rows])
        columns = [self._header(dictionary()[HOURLY].columns.get(name), name) for name in self.hourly]
        _write(folder / f"{HOURLY}.csv", columns, [list(row) for row in zip(*self.hourly.values(), strict=True)])

    def _header(self, column: Column | None, name: str) -> str:
        return name if column is None else units.in_currency(column.header, self.currency)


def _text(cell: str | float) -> str:
    return cell if isinstance(cell, str) else repr(float(cell)).removesuffix(".0")


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])
