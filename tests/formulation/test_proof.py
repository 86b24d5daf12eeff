"""Proof: the compiled formulation equals Pyomo's own standard form, for every component there is.

`complaints` lists the components of the model itself, so a rule that is new and has no members in `complete_system`, or
is of a kind that is not compared, fails here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, compile_model, create_instance, solve
from energy_model.formulation.model import build
from tests.support.matrices import complaints, differences
from tests.support.systems import complete_system, random_system


@pytest.fixture(scope="module")
def complete() -> xr.Dataset:
    """The system in which every component has members."""
    return complete_system()


@pytest.fixture(scope="module")
def program(complete: xr.Dataset) -> LinearProgram:
    """The compiled linear program of that system."""
    return compile_model(build(), complete)


@pytest.fixture(scope="module")
def instance(complete: xr.Dataset) -> Any:
    """The instance that Pyomo makes of that system."""
    return create_instance(build(), complete)


def test_every_component_is_proved(complete: xr.Dataset) -> None:
    assert complaints(build, complete) == []


@pytest.mark.proof
def test_random_system_is_proved() -> None:
    found, _ = differences(compile_model(build(), random_system(3, 5)), create_instance(build(), random_system(3, 5)))
    assert found == []


def test_the_complete_system_can_be_solved(program: LinearProgram) -> None:
    assert solve(program).gap < 1e-9


@pytest.mark.proof
def test_guard_sees_an_empty_constraint(complete: xr.Dataset) -> None:
    def extended() -> pyo.AbstractModel:
        m = build()
        m.never = pyo.Set(dimen=1, initialize=[])
        m.new_rule = pyo.Constraint(m.never, rule=lambda m, i: m.capacity[i, 2030] <= 1)
        return m

    assert complaints(extended, complete) == ["new_rule: empty, so nothing is proved"]


@pytest.mark.proof
def test_guard_sees_what_is_not_compared(complete: xr.Dataset) -> None:
    """Components in a block, inactive ones and those of another kind."""

    def extended() -> pyo.AbstractModel:
        m = build()
        m.part = pyo.Block()
        m.part.hidden = pyo.Constraint(rule=lambda b: b.model().capacity["wind", 2030] <= 1)
        m.inactive = pyo.Constraint(rule=lambda m: m.capacity["wind", 2030] <= 1)
        m.inactive.deactivate()
        m.logical = pyo.LogicalConstraint(rule=lambda m: True)
        m.logical.deactivate()
        return m

    assert set(complaints(extended, complete)) >= {
        "part.hidden: not compared",
        "inactive: not compared",
        "logical: no comparison for LogicalConstraint",
    }


TAMPERED = {
    "an entry": lambda p: replace(p, matrix=p.matrix + _one_entry(p, 1e-6)),
    "an entry that should not be": lambda p: replace(p, matrix=p.matrix + _one_entry(p, 1.0, column=0)),
    "a side": lambda p: replace(p, row_upper=p.row_upper + np.eye(1, len(p.row_upper), 5)[0]),
    "a lower bound": lambda p: replace(p, lower=p.lower - np.eye(1, len(p.lower), 7)[0]),
    "an upper bound": lambda p: replace(p, upper=np.where(np.arange(len(p.upper)) == 3, 1.0, p.upper)),
    "a cost": lambda p: replace(p, cost=p.cost * (1 + 1e-9 * np.eye(1, len(p.cost), p.cost.argmax())[0])),
    "the offset": lambda p: replace(p, offset=p.offset * (1 + 1e-9) + 1e-6),
    "the sense": lambda p: replace(p, maximise=not p.maximise),
    "two rows swapped": lambda p: replace(p, matrix=p.matrix[[1, 0, *range(2, p.matrix.shape[0])], :]),
    "an expression": lambda p: replace(p, compile_expression=lambda name: _shifted(p.compile_expression(name))),
}


@pytest.mark.proof
@pytest.mark.parametrize("change", TAMPERED)
def test_comparison_sees(change: str, program: LinearProgram, instance: Any) -> None:
    found, _ = differences(TAMPERED[change](replace(program, _expressions={})), instance)
    assert found


def _one_entry(program: LinearProgram, value: float, column: int | None = None) -> Any:
    changed = program.matrix.copy() * 0
    row = program.constraints["balance"].start
    at = program.matrix.indices[program.matrix.indptr[row]] if column is None else column
    changed = changed.tolil()
    changed[row, at] = value
    return changed.tocsr()


def _shifted(found: Any) -> Any:
    block, matrix, constant = found
    return block, matrix, constant + 1e-3
