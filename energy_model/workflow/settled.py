"""Settled points: what an optimum leaves open because it costs nothing, at the value that results tell."""

from __future__ import annotations

import pyomo.core as pyo
import xarray as xr

from energy_model.compiler import LinearProgram
from energy_model.compiler.costless_columns import maximised
from energy_model.compiler.highest_columns import at_highest
from energy_model.compiler.least_columns import least
from energy_model.compiler.program import Floats
from energy_model.formulation.capacity import BUILT


def settled(model: pyo.AbstractModel, dataset: xr.Dataset, program: LinearProgram, x: Floats) -> Floats:
    """Point x with as much matched as can be, each peak load that of its highest hour, and no more built than is used.

    The last of what costs nothing to build: the optimum may take it to its limit. shape: (column,).
    """
    used = least(program, x, BUILT)
    most = maximised(program, used, model.costless_variables)
    return at_highest(program, most, model.highest_variables, dataset["year_of"].to_numpy())
