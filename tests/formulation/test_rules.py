"""Every rule says what it means: a sentence, its formula, and the units of what stands in it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pyomo.environ as pyo
import pytest

from energy_model.formulation.model import build
from energy_model.formulation.rules import rule_of

_UNIT = re.compile(r"\[(1|MWh?|h|year|t|CNY)(/[\w]+)*\]|\b[Ii]n MWh?\b")
_FORMULA = re.compile(r"\.\. math::|:math:`")


def rules() -> Iterator[tuple[str, Any]]:
    """Every rule of the formulation: rows, named expressions, the objective, terms of the balance, bounds."""
    model = build()
    for component in model.component_objects((pyo.Constraint, pyo.Expression, pyo.Objective)):
        yield component.local_name, rule_of(component)
    for variable in model.component_objects(pyo.Var):
        if variable._rule_bounds is not None:
            yield f"bounds of {variable.local_name}", rule_of(variable)


RULES = dict(rules())


def test_there_are_rules() -> None:
    assert len(RULES) > 50 and "balance" in RULES and "bounds of capacity" in RULES and "supplied" in RULES


@pytest.mark.parametrize("name", RULES)
def test_rule_has_sentence_formula_and_unit(name: str) -> None:
    text = inspect.getdoc(RULES[name]) or ""
    assert re.match(r"[A-Z][^\n]+", text), "no sentence"
    assert _FORMULA.search(text), "no formula"
    assert _UNIT.search(text), "no unit"


@pytest.mark.parametrize("component", list(build().component_objects((pyo.Var, pyo.Param))), ids=str)
def test_variables_and_numbers_have_a_unit(component: Any) -> None:
    """Variables and parameters say their unit; parameters that hold labels say what they are or have no doc."""
    if component.ctype is pyo.Param and (component.local_name in LABELS or not _numeric(component)):
        return
    assert component.doc and re.search(r"\[[^\]]+\]|factor", component.doc)


# maps from one set to another
LABELS = {
    "row_year",
    "row_reference_year",
    "year_of",
    "previous",
    "commitment_step",
    "previous_year",
    "month_of",
    "year_of_month",
}


def _numeric(parameter: Any) -> bool:
    return parameter.domain is not pyo.Any
