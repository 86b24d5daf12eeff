"""The part of the Dataset about limits of the output of a year and of its months."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from energy_model.dataset.assembly.arrays import Variables
from energy_model.dataset.assembly.interpolation import Floats, by_year
from energy_model.dataset.tables import Tables

_MONTHS = range(1, 13)
_LIMITS = {"least": ("minimum", 0.0), "most": ("maximum", np.inf)}  # column, and what stands where there is no limit


def energy_limit_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give least and largest outputs over (asset, year) and (asset, month) [MWh]."""
    limits, keys = tables["output_limits"], tables.keys("assets", "links")
    whole = limits["month"].isna()
    variables: Variables = {}
    for name, (column, nothing) in _LIMITS.items():
        of_year = _by_year(limits[whole], column, keys, years, nothing)
        months = [_by_year(limits[limits["month"] == month], column, keys, years, nothing) for month in _MONTHS]
        variables[f"{name}_energy"] = ("asset", "year"), of_year
        # months of the first year, then of the next
        of_months = np.stack(months, axis=-1).reshape(len(keys), len(years) * len(_MONTHS))
        variables[f"{name}_month_energy"] = ("asset", "month"), of_months
    return variables


def _by_year(rows: pd.DataFrame, column: str, keys: Sequence[str], years: Sequence[int], nothing: float) -> Floats:
    return by_year(rows, "asset", column, keys, years, nothing)
