"""Defaults of the dataset's variables: what the product makes of a study that says only what it must.

The dictionary of tables holds the defaults and the assembly says which variables they become and in which unit, so that
a new column with a default is known here without an edit.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xarray as xr

from energy_model.dataset import assemble, read_tables
from energy_model.dataset.dictionary import dictionary
from energy_model.dataset.shipped import shipped

Row = dict[str, Any]

YEAR = 2030
# one item of each kind, with what has no default; units are the model's
_ROWS: dict[str, list[dict[str, str]]] = {
    "zones": [{"zone": "north", "kind": "city", "latitude": "0", "longitude": "0"}],
    "carriers": [{"carrier": "electricity"}],
    "technologies": [
        {"technology": "source", "behaviour": "supply", "carrier": "electricity", "group": "other"},
        {"technology": "plant", "behaviour": "conversion", "carrier": "electricity", "group": "other"},
    ],
    "technology_data": [{"technology": "source", "parameter": "lifetime", "value": "25", "unit": "year"}],
    "ports": [
        {"technology": "plant", "carrier": "electricity", "direction": "out", "value": "1", "unit": "MWh/MWh"},
    ],
    "assets": [{"asset": name, "technology": name, "zone": "north"} for name in ("source", "plant")],
    "demands": [{"demand": "town", "zone": "north", "carrier": "electricity", "unserved_cost": "10000"}],
    "demand_data": [{"demand": "town", "year": f"{YEAR}", "energy": "0"}],
    "markets": [{"market": "trade", "zone": "north", "carrier": "electricity", "direction": "buy"}],
    "market_data": [{"market": "trade", "price": "0", "capacity": "0"}],
    "metrics": [{"metric": "power", "unit": "1"}],
    "targets": [
        {"target": "least", "metric": "power", "year": f"{YEAR}", "sense": "at_least", "value": "0", "unit": "1"},
    ],
    "settings": [
        {"setting": "wacc", "value": "0.06", "unit": "1"},
        {"setting": "discount_rate", "value": "0", "unit": "1"},
        {"setting": "base_year", "value": f"{YEAR}", "unit": "year"},
    ],
    "hourly": [{"time": "2025-01-01 00:00"}],
}


def of_items(dim: str) -> Row:
    """Default of each variable over (dim): a word, a flag or a number in model units."""
    return _first((dim,))


def of_study() -> Row:
    """Default of each number that holds for all of a study, in model units."""
    return _first(())


def of_years(dim: str) -> Row:
    """Default of each variable over (dim, year) [model units]."""
    return _first((dim, "year"))


@cache
def _first(dims: tuple[str, ...]) -> Row:
    variables = _bare_study().data_vars
    return {str(name): array.values.flat[0].item() for name, array in variables.items() if array.dims == dims}


@cache
def _bare_study() -> xr.Dataset:
    """The dataset of one year and one hour in which every kind has an item; names are blank, so it is not checked."""
    with TemporaryDirectory() as folder:
        inputs = Path(folder) / "inputs"
        inputs.mkdir()
        for table in dictionary().values():
            if shipped(table.name) is not None:
                continue  # such a table may be left out
            with (inputs / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
                lines = csv.writer(file)
                lines.writerow(column.header for column in table.columns.values())
                lines.writerows([row.get(name, "") for name in table.columns] for row in _ROWS.get(table.name, []))
        tables = read_tables(folder, hours=1)
    assert not tables.problems, tables.problems
    return assemble(tables, [YEAR])
