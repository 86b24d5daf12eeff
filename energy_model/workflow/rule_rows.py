"""Mathematics of a run: every rule with its formula, and one real row of each from its matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyomo.core as pyo
import xarray as xr

from energy_model.compiler import LinearProgram
from energy_model.compiler.program import Floats
from energy_model.compiler.row_text import Namer, RenderedRow, RowWriter
from energy_model.formulation.rules import Rule, rules

STEPS, MONTHS, CALLS = (
    ("step", "day_end", "period_end", "single_step"),
    ("month",),
    ("called", "least_month", "most_month"),
)


def mathematics(model: pyo.AbstractModel, program: LinearProgram, x: Floats, dataset: xr.Dataset) -> xr.Dataset:
    """The rules of a compiled model.

    Parameters
    ----------
    model, program : the model and what it was compiled to; x : (column,) the solution
    dataset : names the steps (`time`, `year_of`) and months (`year_of_month`) of the program's sets

    Returns
    -------
    xr.Dataset; dims (rule,): rule_kind, rule_family (file of formulation/), rule_sets, rule_sentence, rule_latex,
    rule_symbols, rule_unit (of its rows), rule_rows (rows of a constraint, columns of a variable, cells of an
    expression), rule_cell (name of the row that is shown), rule_text (that row), rule_value (what its left side adds up
    to at the solution, in rule_unit; NaN where no row is shown), rule_columns (variables of that row with their units)
    """
    found = rules(model)
    units = {rule.name: rule.unit for rule in found if rule.kind == "variable"}
    row_writer = RowWriter(program, x, namer(dataset))
    cells = [(_rendered(row_writer, rule), _rows(program, rule)) for rule in found]  # a large expression is not kept
    rendered, rows = [cell for cell, _ in cells], [number for _, number in cells]
    columns: dict[str, Any] = {
        "rule_kind": [rule.kind for rule in found],
        "rule_family": [rule.family for rule in found],
        "rule_sets": [", ".join(rule.sets) for rule in found],
        "rule_sentence": [rule.sentence for rule in found],
        "rule_latex": [rule.latex for rule in found],
        "rule_symbols": [rule.symbols for rule in found],
        "rule_unit": [rule.unit for rule in found],
        "rule_cell": [cell.name if cell else "" for cell in rendered],
        "rule_text": [cell.text if cell else "" for cell in rendered],
        "rule_columns": [
            ", ".join(f"{name} [{units[name]}]" for name in cell.variables) if cell else "" for cell in rendered
        ],
    }
    arrays = {name: ("rule", np.array(values, dtype=object)) for name, values in columns.items()}
    numbers = {
        "rule_rows": ("rule", np.array(rows, dtype=np.int64)),
        "rule_value": ("rule", np.array([cell.value if cell else np.nan for cell in rendered])),
    }
    return xr.Dataset(arrays | numbers, coords={"rule": np.array([rule.name for rule in found], dtype=object)})


def namer(dataset: xr.Dataset) -> Namer:
    """How members of the model's sets are written: a step as its hour `2030-01-01 18:00`, a month as `2030-01`."""
    times = pd.DatetimeIndex(dataset["time"].values)
    years = dataset["year_of"].values
    steps, months = dataset.indexes["step"], dataset.indexes["month"]

    def step(member: Any) -> str:
        at = steps.get_loc(member)
        return f"{years[at]}-{times[at]:%m-%d %H:%M}"

    def month(member: Any) -> str:
        year = int(dataset["year_of_month"].values[months.get_loc(member)])
        return f"{year}-{(int(member) - 1) % 12 + 1:02d}"

    def name(of: str, member: Any) -> str:
        if of in STEPS:
            return step(member)
        if of in MONTHS:
            return month(member)
        if of in CALLS:  # pairs with a month
            return f"{member[0]}, {month(member[1])}"
        return ", ".join(map(str, member)) if isinstance(member, tuple) else str(member)

    return name


def _rendered(row_writer: RowWriter, rule: Rule) -> RenderedRow | None:
    match rule.kind:
        case "constraint":
            return row_writer.constraint(rule.name)
        case "expression":
            return row_writer.expression(rule.name)
        case "variable":
            return row_writer.variable(rule.name)
        case "objective":
            return replace(row_writer.objective(), name=rule.name)
    return None  # a term of a balance has no row of its own


def _rows(program: LinearProgram, rule: Rule) -> int:
    match rule.kind:
        case "constraint":
            return program.constraints[rule.name].space.size
        case "expression":
            return program.expression(rule.name)[0].space.size
        case "variable":
            return program.variables[rule.name].space.size
        case "objective":
            return 1
    return 0
