"""What cannot be translated is refused with the rule's name and the sub-expression that is in the way."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest
import xarray as xr

from energy_model.compiler import CompileError
from tests.support.models import Declare, compiled, data, labels


def constraint(*sets: str, rule: Any) -> Declare:
    """Declare the constraint `row`."""

    def declare(m: pyo.AbstractModel) -> None:
        m.row = pyo.Constraint(*(getattr(m, s) for s in sets), rule=rule)

    return declare


def refused(declare: Declare, *said: str, component: str = "row", given: xr.Dataset | None = None) -> None:
    """The model is refused, and the message names the component and says all of `said`."""
    with pytest.raises(CompileError) as error:
        compiled(declare, given)
    message = str(error.value)
    assert message.startswith(f"{component}: ")
    assert [part for part in said if part not in message] == []


NOT_LINEAR: dict[str, tuple[Any, ...]] = {
    "product": (lambda m, n: m.y[n] * m.z <= 1, "a product of variables is not linear", "y[_1]*z"),
    "square": (lambda m, n: m.y[n] ** 2 <= 1, "of variables is not linear", "y[_1]**2"),
    "product with a named expression": (lambda m, n: m.z * m.said[n] <= 1, "product of variables", "z*said[_1]"),
    "division": (lambda m, n: m.price["a"] / m.y[n] <= 1, "division by a variable", "2.0/y[_1]"),
    "exponential": (lambda m, n: pyo.exp(m.y[n]) <= 1, "of variables is not linear", "exp(y[_1])"),
    "absolute value": (lambda m, n: abs(m.y[n]) <= 1, "of variables is not linear", "abs(y[_1])"),
    "product of sums": (
        lambda m, n: sum(m.x[a, n] for a in m.letter) * sum(m.y[k] for k in m.number) <= 1,
        "a product of variables",
        "SUM(x[_2,_1] for _2 in letter)*SUM(y[_3] for _3 in number)",
    ),
}


@pytest.mark.parametrize("case", NOT_LINEAR)
def test_nonlinear(case: str) -> None:
    rule, *said = NOT_LINEAR[case]

    def declare(m: pyo.AbstractModel) -> None:
        m.said = pyo.Expression(m.number, rule=lambda m, n: m.y[n] + 1)
        m.row = pyo.Constraint(m.number, rule=rule)

    refused(declare, *said)


NO_TEMPLATE: dict[str, tuple[Any, ...]] = {
    "if on a number": (lambda m, n: m.y[n] <= 1 if m.weight[n] > 2 else m.y[n] <= 2, "2  <  weight[_1]"),
    "if on a label": (lambda m, n: m.y[n] <= 1 if m.home[n] == "a" else m.y[n] <= 2, "home[_1] == 'a'"),
    "if not on a label": (lambda m, n: m.y[n] <= 1 if m.home[n] != "a" else m.y[n] <= 2, "home[_1] == 'a'"),
    "if on two labels": (
        lambda m, n: m.y[n] <= 1 if m.home[n] == m.home[m.previous[n]] else m.y[n] <= 2,
        "home[_1]  ==  home[previous[_1]]",
    ),
    "if on an index": (lambda m, n: m.y[n] <= 1 if n == 10 else m.y[n] <= 2, "_1  ==  10"),
    "if on an index as text": (lambda m, n: m.y[n] <= 1 if n == "10" else m.y[n] <= 2, "_1 == '10'"),
    "member of a list": (lambda m, n: m.y[n] <= (1 if m.home[n] in ["a", "b"] else 2), "home[_1] == 'a'"),
    "member of a set": (lambda m, n: m.y[n] <= (1 if n in m.number else 2), "IndexTemplate"),
    "truth of a number": (lambda m, n: m.y[n] <= (m.weight[n] and 1), "weight[_1]"),
    "if in a sum": (lambda m, n: sum(m.y[k] for k in m.number if k != n) <= 1, "_2  ==  _1"),
    "largest": (lambda m, n: m.y[n] <= max(m.weight[n], 3), "weight[_1]"),
    "rest": (lambda m, n: m.y[n] <= n % 2, "%"),
    "the one before": (lambda m, n: m.y[n] <= m.y[m.number.prev(n)], "prev", "IndexTemplate"),
    "number of members": (lambda m, n: m.y[n] <= len(m.numbers_of[m.home[n]]), "_1"),
    "entry of a dictionary": (lambda m, n: m.y[n] <= {10: 1}[n], "IndexTemplate"),
    "quicksum": (lambda m, n: pyo.quicksum(m.x[a, n] for a in m.letter) <= 1, "loop over letter"),
}


@pytest.mark.parametrize("case", NO_TEMPLATE)
def test_no_template(case: str) -> None:
    rule, *said = NO_TEMPLATE[case]
    refused(constraint("number", rule=rule), "cannot be written as one template", *said)


def test_loop_over_a_set() -> None:
    def rule(m: Any, a: Any) -> Any:
        total = 0
        for n in m.number:
            total = total + m.x[a, n]
        return total <= 1

    refused(constraint("letter", rule=rule), "loop over number")


def test_labels_can_be_compared_again_after_a_refusal() -> None:
    refused(constraint("number", rule=NO_TEMPLATE["if on a label"][0]))
    compiled(constraint("number", rule=lambda m, n: m.y[n] == m.y[m.previous[n]]))


def test_unknown_index_names_the_label() -> None:
    given = data(previous=("number", np.array([40, 10, 99, 30])))
    refused(constraint("number", rule=lambda m, n: m.y[n] <= m.y[m.previous[n]]), "99", "y[previous[_1]]", given=given)
    refused(constraint("number", rule=lambda m, n: m.y[n + 10] <= 1), "50", "y[_1 + 10]")
    refused(constraint("pair", rule=lambda m, a, n: m.q[a, m.previous[n]] <= 1), "('c', 10)", "q[_1,previous[_2]]")


def test_missing_entry_of_an_index_map() -> None:
    rule = constraint("number", rule=lambda m, n: sum(m.x[m.home[n], k] for k in m.number) <= 1)
    refused(rule, "nan", "x[home[_1],_2]", given=data(home=("number", labels("a", None, "b", "c"))))
    rule = constraint("number", rule=lambda m, n: m.y[m.previous[n]] <= 1)
    refused(rule, "nan", "y[previous[_1]]", given=data(previous=("number", np.array([40, np.nan, 20, 30]))))


def test_unknown_key_of_an_indexed_set() -> None:
    rule = constraint("number", rule=lambda m, n: sum(m.y[k] for k in m.numbers_of[m.home[n]]) <= 1)
    refused(rule, "'d'", "numbers_of[home[_1]]", given=data(home=("number", labels("a", "d", "b", "c"))))


def test_wrong_number_of_indices() -> None:
    refused(constraint("number", rule=lambda m, n: m.table[n] * m.z <= 1), "table", "_1")


MISSING = ("number", np.array([1.0, 2.0, np.nan, 4.0]))


def test_missing_number_names_the_index() -> None:
    given = data(weight=MISSING)
    refused(constraint("number", rule=lambda m, n: m.weight[n] * m.y[n] <= 1), "missing", "row[30]", given=given)
    refused(
        constraint("number", rule=lambda m, n: m.y[n] <= m.weight[n]), "missing", "row[30]", "weight[_1]", given=given
    )
    refused(constraint("number", rule=lambda m, n: m.y[n] + m.weight[n] <= m.z), "missing", "row[30]", given=given)
    refused(
        constraint("letter", rule=lambda m, a: sum(m.weight[n] * m.x[a, n] for n in m.number) <= 1),
        "row[a]",
        given=given,
    )


def test_missing_number_of_a_bound_or_cost() -> None:
    def bounded(m: pyo.AbstractModel) -> None:
        m.w = pyo.Var(m.number, dense=False, bounds=lambda m, n: (0, m.weight[n]))

    refused(bounded, "a number is missing at w[30]", "weight[_1]", component="bounds of w", given=data(weight=MISSING))

    def costly(m: pyo.AbstractModel) -> None:
        m.del_component("objective")
        m.cost = pyo.Objective(rule=lambda m: sum(m.weight[n] * m.y[n] for n in m.number))

    refused(costly, "missing", component="cost", given=data(weight=MISSING))


def test_missing_scalar() -> None:
    refused(constraint(rule=lambda m: m.z <= m.rate), "rate", given=data().drop_vars("rate"))
    refused(constraint(rule=lambda m: m.rate * m.z <= 1), "missing", "row", given=data(rate=((), np.nan)))


def test_division_by_zero() -> None:
    refused(constraint("number", rule=lambda m, n: m.y[n] / m.weight[n] <= 1), "row[20]")


def test_missing_label_of_a_parameter() -> None:
    given = data()
    table = given["table"].isel(letter=[0, 2]).rename(letter="other")
    refused(
        constraint("letter", "number", rule=lambda m, a, n: m.table[a, n] * m.x[a, n] <= 1),
        *("no data for", "'b'"),
        component="table",
        given=given.assign(table=table),
    )


def test_data_with_other_dims_than_the_parameter() -> None:
    given = data(price=(("letter", "number"), np.ones((3, 4))))
    refused(lambda m: None, "['letter']", "['letter', 'number']", component="price", given=given)


DECLARED: dict[str, tuple[Declare, tuple[str, ...]]] = {
    "dense variable": (lambda m: setattr(m, "w", pyo.Var(m.letter)), ("w: ", "dense=False")),
    "binary": (
        lambda m: setattr(m, "w", pyo.Var(m.letter, dense=False, within=pyo.Binary)),
        ("w: ", "discrete", "Binary"),
    ),
    "integer": (lambda m: setattr(m, "w", pyo.Var(within=pyo.Integers)), ("w: ", "discrete", "Integers")),
    "domain by index": (
        lambda m: setattr(m, "w", pyo.Var(m.letter, dense=False, within=lambda m, a: pyo.Reals)),
        ("w: ", "domain must be the same"),
    ),
    "two objectives": (lambda m: setattr(m, "other", pyo.Objective(rule=lambda m: m.z)), ("objective: ", "it has 2")),
    "no objective": (lambda m: m.objective.deactivate(), ("objective: ", "it has 0")),
    "skip": (lambda m: setattr(m, "row", pyo.Constraint(rule=lambda m: pyo.Constraint.Skip)), ("row: ", "Skip")),
    "no relation": (lambda m: setattr(m, "row", pyo.Constraint(rule=lambda m: m.z + 1)), ("row: ", "z + 1")),
    "strict": (lambda m: setattr(m, "row", pyo.Constraint(rule=lambda m: m.z < 1)), ("row: ", "strict", "z  <  1")),
    "side with a variable": (
        lambda m: setattr(m, "row", pyo.Constraint(rule=lambda m: pyo.inequality(m.y[10], m.z, 3))),
        ("row: ", "sides of a range must be data", "y[10]"),
    ),
    "no rule": (lambda m: setattr(m, "row", pyo.Constraint(m.letter)), ("row: ", "no rule")),
    "bound with a variable": (
        lambda m: setattr(m, "w", pyo.Var(m.number, dense=False, bounds=lambda m, n: (0, m.y[n]))),
        ("bounds of w: ", "y[_1]"),
    ),
    "sum over a difference of sets": (
        lambda m: setattr(
            m, "row", pyo.Constraint(m.letter, rule=lambda m, a: sum(m.y[n] for n in m.numbers_of[a] - m.number) <= 1)
        ),
        ("row: ",),
    ),
}


@pytest.mark.parametrize("case", DECLARED)
def test_declared(case: str) -> None:
    declare, said = DECLARED[case]
    with pytest.raises(CompileError, match=f"^{re.escape(said[0])}") as error:
        compiled(declare)
    assert [part for part in said if part not in str(error.value)] == []
