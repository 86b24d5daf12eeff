"""References between years: what a target compares a year with is what that year is without the enforced targets.

A change since the base year, or a rise after the year before, could be "met" by making the earlier year worse. So the
metrics of the earlier years are found first, in a plan without enforced targets, and are numbers from then on.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

_ROW = "target_row"
CHECK, ENFORCE, HARD = "check", "enforce", "hard"
LIMITS = (ENFORCE, HARD)  # in the dataset both are enforced, and a hard one may miss nothing


def needs_references(dataset: xr.Dataset) -> bool:
    """Whether an enforced target compares a year with another one."""
    enforced = dataset["target"].values[dataset["target_mode"].values == ENFORCE]
    return bool((_between_years(dataset) & np.isin(dataset["row_target"].values, enforced)).any())


def without_enforced(dataset: xr.Dataset) -> xr.Dataset:
    """The dataset with every enforced target only checked."""
    mode = dataset["target_mode"]
    return dataset.assign(target_mode=mode.where(mode != ENFORCE, CHECK))


def with_references(dataset: xr.Dataset, values: xr.DataArray) -> xr.Dataset:
    """The dataset whose comparisons between years are held against given values of the earlier years.

    values : dims (metric, year); of the plan without enforced targets [unit of the metric]

    A change since the base year is one since its value. A peak is there twice: with the earlier year's value, so that
    raising that year gains nothing, and as it was, so that lowering it is not undone.
    """
    between = np.flatnonzero(_between_years(dataset))
    is_peak = dataset["target_sense"].sel(target=dataset["row_target"].values[between]).values == "peak"
    twice = between[is_peak]
    order = np.concatenate([np.arange(dataset.sizes[_ROW]), twice])
    rows = dataset[[name for name in dataset.data_vars if dataset[name].dims == (_ROW,)]].isel({_ROW: order})
    names = [str(name) for name in rows[_ROW].values]
    names[len(names) - len(twice) :] = [f"{names[at]} held" for at in twice]
    held = np.concatenate([np.setdiff1d(between, twice), np.arange(dataset.sizes[_ROW], len(order))])
    factor, constant = rows["row_factor"].values.copy(), rows["row_constant"].values.copy()
    constant[held] += factor[held] * _values(rows, values)[held]
    factor[held] = 0.0
    rows = rows.assign_coords({_ROW: np.array(names, dtype=np.str_)})
    rows = rows.assign(row_factor=(_ROW, factor), row_constant=(_ROW, constant))
    return dataset.drop_dims(_ROW).assign(rows.data_vars)


def _between_years(dataset: xr.Dataset) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = dataset["row_year"].values != dataset["row_reference_year"].values
    return found


def _values(rows: xr.Dataset, values: xr.DataArray) -> NDArray[np.float64]:
    """Value of each row's reference in its year. shape: (target_row,)."""
    pairs = zip(rows["row_reference"].values, rows["row_reference_year"].values, strict=True)
    return np.array([float(values.sel(metric=metric, year=year)) for metric, year in pairs], dtype=np.float64)
