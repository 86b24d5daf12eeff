"""Solved systems for the tests of tables: with the names that tables show, and shapes that mean one."""

from __future__ import annotations

from functools import cache

import numpy as np
import xarray as xr

from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.systems import complete_system


def solved(inputs: xr.Dataset, **of_assets: dict[str, object]) -> xr.Dataset:
    """Solve a system exactly.

    of_assets : variables over assets (`group_of`, `sector_of`, `stock`), by asset where they differ
    """
    for name, given in of_assets.items():
        at = dict(zip(inputs["asset"].values.tolist(), inputs[name].values.tolist(), strict=True))
        inputs = inputs.assign({name: ("asset", np.array(list((at | given).values()), dtype=inputs[name].dtype))})
    return solve_dataset(inputs, RunOptions(gap=1e-9))[1]


@cache
def complete() -> xr.Dataset:
    """The complete system, solved once; tests must not change it."""
    return solved(complete_system())
