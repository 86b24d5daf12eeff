"""One small model without energy in it, to which each test adds the rules it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from energy_model.compiler import LinearProgram, compile_model, create_instance
from tests.support.matrices import differences

Declare = Callable[[pyo.AbstractModel], object]


def data(**changed: Any) -> xr.Dataset:
    """Sets letter (a, b, c), number (10, 20, 30, 40) and the parameters over them; `changed` replaces variables."""
    variables: dict[str, Any] = {
        "rate": ((), 0.5),
        "price": ("letter", np.array([2.0, 3.0, 5.0])),
        "weight": ("number", np.array([1.0, 0.0, 4.0, 0.25])),
        "table": (("letter", "number"), np.arange(12.0).reshape(3, 4) - 4),
        "previous": ("number", np.array([40, 10, 20, 30])),
        "home": ("number", labels("b", "a", "b", "c")),
    }
    coords = {"letter": labels("a", "b", "c"), "number": np.array([10, 20, 30, 40])}
    return xr.Dataset(variables | changed, coords=coords)


def labels(*names: str | None) -> np.ndarray:
    """Labels as an array of objects, as tables give them."""
    array = np.empty(len(names), dtype=object)
    array[:] = names
    return array


def model(declare: Declare, objective: bool = True) -> pyo.AbstractModel:
    """The sets, parameters and variables below, and what `declare` adds."""
    m = pyo.AbstractModel()
    m.letter = pyo.Set(dimen=1)
    m.number = pyo.Set(dimen=1)
    m.nothing = pyo.Set(dimen=1, initialize=[])
    m.pair = pyo.Set(dimen=2, initialize=[("c", 20), ("a", 40), ("a", 10)])
    m.numbers_of = pyo.Set(m.letter, dimen=1, initialize=lambda m, a: {"a": [20, 40], "b": [], "c": [10, 20, 30]}[a])
    m.pairs_of = pyo.Set(m.number, dimen=2, initialize=lambda m, n: [(a, k) for a, k in m.pair if k != n])
    m.rate = pyo.Param()
    m.price = pyo.Param(m.letter)
    m.weight = pyo.Param(m.number)
    m.table = pyo.Param(m.letter, m.number)
    m.previous = pyo.Param(m.number, within=pyo.Any)
    m.home = pyo.Param(m.number, within=pyo.Any)
    m.x = pyo.Var(m.letter, m.number, dense=False, within=pyo.NonNegativeReals)
    m.y = pyo.Var(m.number, dense=False)
    m.q = pyo.Var(m.pair, dense=False)
    m.z = pyo.Var()
    if objective:
        m.objective = pyo.Objective(rule=lambda m: m.z)
    declare(m)
    return m


def compiled(declare: Declare, given: xr.Dataset | None = None, objective: bool = True) -> LinearProgram:
    """Only compiled."""
    return compile_model(model(declare, objective), data() if given is None else given)


def proved(declare: Declare, given: xr.Dataset | None = None, objective: bool = True) -> LinearProgram:
    """Compiled, and found equal to Pyomo's standard form of the same model and data."""
    given = data() if given is None else given
    program = compile_model(model(declare, objective), given)
    found, _ = differences(program, create_instance(model(declare, objective), given))
    assert found == []
    return program
