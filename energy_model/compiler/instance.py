"""The same model and data as an ordinary Pyomo instance: readable, debuggable, and open to any Pyomo solver."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo
import xarray as xr

import energy_model.compiler.templates as templates
from energy_model.compiler.binding import parameter_data, set_data


def create_instance(model: pyo.AbstractModel, data: xr.Dataset) -> Any:
    """Pyomo's `create_instance` with the sets and parameters of `data`; for small data, as rules run for every index.

    Parameters and data are those of `compile_model`.
    """
    given: dict[str, Any] = {}
    for name, component in templates.declared(model).items():
        if component.ctype is pyo.Set:
            found = set_data(component, data)
        elif component.ctype is pyo.Param:
            found = parameter_data(component, data)
        else:
            continue
        if found is not None:
            given[name] = found
    return model.create_instance(data={None: given})
