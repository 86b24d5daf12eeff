"""Indicators in the Dataset: numbers by year from outside the model, such as the city's economic output."""

from __future__ import annotations

from collections.abc import Sequence

import energy_model.dataset.units as units
from energy_model.dataset.assembly.arrays import Variables
from energy_model.dataset.assembly.interpolation import by_year
from energy_model.dataset.tables import Tables


def indicator_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give `indicator_value` (indicator, year) in model units."""
    keys = tables.keys("indicators")
    return {
        "indicator_value": (
            ("indicator", "year"),
            by_year(tables["indicator_data"], "indicator", "value", keys, years),
        )
    }


def indicator_units(tables: Tables) -> dict[str, str]:
    """Give the model unit of each indicator that has a number."""
    data = tables.sound("indicator_data", ["indicator", "unit", "value"])
    return {name: units.model_unit(unit) for name, unit in zip(data["indicator"], data["unit"], strict=True) if name}
