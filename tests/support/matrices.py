"""The compiler's arrays against Pyomo's own `LinearStandardFormCompiler`: every component, entry by entry, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyomo.environ as pyo
import scipy.sparse as sp
import xarray as xr
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from energy_model.compiler import LinearProgram, compile_model, create_instance

# sums are added up in another order, so the last digits may differ
_RELATIVE = 1e-12
_COMPARED = (pyo.Constraint, pyo.Var, pyo.Expression, pyo.Objective)
_INPUT = (pyo.Set, pyo.RangeSet, pyo.Param)

# entries by column, lower side, upper side
Row = tuple[dict[str, float], float, float]
Build = Callable[[], pyo.AbstractModel]


def complaints(build: Build, data: xr.Dataset) -> list[str]:
    """Reasons why the model is not proved on this data: empty or uncompared components and every difference."""
    model = build()
    program = compile_model(build(), data)
    instance = create_instance(build(), data)
    found, compared = differences(program, instance)
    for component in model.component_objects(descend_into=True):
        if isinstance(component, pyo.Block) or component.ctype in _INPUT:
            continue
        name = component.name
        if component.ctype not in _COMPARED:
            found.append(f"{name}: no comparison for {component.ctype.__name__}")
        elif name not in compared:
            found.append(f"{name}: not compared")
        elif not compared[name]:
            found.append(f"{name}: empty, so nothing is proved")
    return found


def differences(program: LinearProgram, instance: Any) -> tuple[list[str], dict[str, int]]:
    """Differences as sentences, and for each component that was compared how many rows, columns or cells it has."""
    compared: dict[str, int] = {}
    found = _constraint_differences(program, instance, compared)
    found += _bound_differences(program, instance, compared)
    found += _objective_differences(program, instance, compared)
    found += _expression_differences(program, instance, compared)
    return found, compared


def our_rows(program: LinearProgram, matrix: sp.csr_array | None = None) -> list[dict[str, float]]:
    """The entries of each row by the name of the column."""
    rows = program.matrix if matrix is None else matrix
    names = np.array(program.column_names(), dtype=object)
    parts = [slice(a, b) for a, b in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)]
    return [dict(zip(names[rows.indices[p]], rows.data[p].tolist(), strict=True)) for p in parts]


def pyomo_rows(instance: Any) -> dict[str, Row]:
    """The rows of Pyomo's standard form by name; the two rows of a range are put together. Empty rows are left out."""
    form = LinearStandardFormCompiler().write(instance, mixed_form=True)
    columns = [v.name for v in form.columns]
    matrix = sp.csr_array(form.A)
    rows: dict[str, Row] = {}
    for at, (entry, right) in enumerate(zip(form.rows, form.rhs, strict=True)):
        part = slice(matrix.indptr[at], matrix.indptr[at + 1])
        pairs = zip(matrix.indices[part], matrix.data[part], strict=True)
        _, lower, upper = rows.get(entry.constraint.name, ({}, -np.inf, np.inf))
        lower = right if entry.bound_type in (0, -1) else lower
        upper = right if entry.bound_type in (0, 1) else upper
        rows[entry.constraint.name] = ({columns[k]: float(v) for k, v in pairs if v != 0}, float(lower), float(upper))
    return rows


def _constraint_differences(program: LinearProgram, instance: Any, compared: dict[str, int]) -> list[str]:
    theirs = pyomo_rows(instance)
    found = []
    entries, lower, upper = our_rows(program), program.row_lower, program.row_upper
    for block in program.constraints.values():
        compared[block.name] = block.space.size
        for at, name in enumerate(block.names(), start=block.start):
            ours = (entries[at], float(lower[at]), float(upper[at]))
            if name in theirs:
                found += _row_differences(name, ours, theirs.pop(name))
            elif ours[0] or not ours[1] <= 0 <= ours[2]:
                found.append(f"{name}: a row {ours} that Pyomo has not")
    return found + [f"{name}: missing row {row}" for name, row in theirs.items()]


def _row_differences(name: str, ours: Row, theirs: Row) -> list[str]:
    keys = ours[0].keys() | theirs[0].keys()
    found = [
        f"{name}: {key} has {ours[0].get(key, 0.0)!r}, Pyomo {theirs[0].get(key, 0.0)!r}"
        for key in sorted(keys)
        if not _same(ours[0].get(key, 0.0), theirs[0].get(key, 0.0))
    ]
    sides = zip(("lower", "upper"), ours[1:], theirs[1:], strict=True)
    return found + [f"{name}: {side} side {us!r}, Pyomo {them!r}" for side, us, them in sides if not _same(us, them)]


def _bound_differences(program: LinearProgram, instance: Any, compared: dict[str, int]) -> list[str]:
    found = []
    theirs = {c.local_name: c for c in instance.component_objects(pyo.Var, active=True)}
    for name in theirs.keys() ^ program.variables.keys():
        found.append(f"{name}: a variable of only one of the two")
    for name, block in program.variables.items():
        variable = theirs[name]
        keys = list(variable.index_set()) if variable.is_indexed() else [None]
        compared[name] = len(keys)
        if [variable[key].name for key in keys] != list(block.names()):
            found.append(f"{name}: the columns have other names or another order")
            continue
        for at, key in enumerate(keys, start=block.start):
            lower, upper = variable[key].bounds
            bounds = (-np.inf if lower is None else lower, np.inf if upper is None else upper)
            if not (_same(program.lower[at], bounds[0]) and _same(program.upper[at], bounds[1])):
                found.append(f"{variable[key].name}: bounds {program.lower[at], program.upper[at]}, Pyomo {bounds}")
    return found


def _objective_differences(program: LinearProgram, instance: Any, compared: dict[str, int]) -> list[str]:
    # set_sense=None: otherwise Pyomo turns a maximisation round
    form = LinearStandardFormCompiler().write(instance, mixed_form=True, set_sense=None)
    objective = form.objectives[0]
    compared[objective.name] = 1
    costs = form.c.toarray()[0]
    theirs = {v.name: float(k) for v, k in zip(form.columns, costs, strict=True) if k != 0}
    ours = our_rows(program, sp.csr_array(program.cost.reshape(1, -1)))[0]
    found = _row_differences(objective.name, (ours, 0.0, 0.0), (theirs, 0.0, 0.0))
    if not _same(program.offset, float(form.c_offset[0]), 1.0):
        found.append(f"{objective.name}: offset {program.offset}, Pyomo {form.c_offset[0]}")
    if program.maximise != (objective.sense == pyo.maximize):
        found.append(f"{objective.name}: the sense differs")
    return found


def _expression_differences(program: LinearProgram, instance: Any, compared: dict[str, int]) -> list[str]:
    """Values of the named expressions at one random point; a wrong coefficient cannot hide from it but by chance."""
    x = np.random.default_rng(20300101).uniform(0.5, 2.0, len(program.cost))
    for name, block in program.variables.items():
        variable = instance.component(name)
        keys = list(variable.index_set()) if variable.is_indexed() else [None]
        for at, key in enumerate(keys, start=block.start):
            variable[key].set_value(float(x[at]), skip_validation=True)
    found = []
    for expression in instance.component_objects(pyo.Expression, active=True):
        keys = list(expression.index_set()) if expression.is_indexed() else [None]
        theirs = np.array([pyo.value(expression[key]) for key in keys], dtype=float)
        block, _, _ = program.expression(expression.local_name)
        ours = program.evaluate(expression.local_name, x).values.ravel()
        compared[expression.local_name] = len(keys)
        names = [expression[key].name for key in keys]
        if names != list(block.names()):
            found.append(f"{expression.name}: the cells have other names or another order")
            continue
        found += [
            f"{cell}: value {us!r}, Pyomo {them!r}"
            for cell, us, them in zip(names, ours, theirs, strict=True)
            if not _same(us, them, 1e3)
        ]
    return found


def _same(ours: float, theirs: float, scale: float = 0.0) -> bool:
    return ours == theirs or abs(ours - theirs) <= _RELATIVE * max(abs(ours), abs(theirs), scale)
