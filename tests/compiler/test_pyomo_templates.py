"""What `energy_model/compiler/templates.py` relies on of Pyomo's half-internal template interface.

When a release of Pyomo changes one of these, the test that fails says which; the compiler follows there.
"""

from __future__ import annotations

import builtins
from typing import Any

import pyomo.environ as pyo
import pytest
from pyomo.core.expr import numeric_expr as ne
from pyomo.core.expr import relational_expr as re
from pyomo.core.expr import template_expr
from pyomo.core.expr.template_expr import GetItemExpression, IndexTemplate, TemplateSumExpression, templatize_rule

from energy_model.compiler import templates


@pytest.fixture
def m() -> pyo.AbstractModel:
    """An abstract model of which sets, parameters and variables are constructed and rows are not."""
    m = pyo.AbstractModel()
    m.letter = pyo.Set(dimen=1, initialize=["a", "b"])
    m.number = pyo.Set(dimen=1, initialize=[1, 2, 3])
    m.pair = pyo.Set(dimen=2, initialize=[("a", 1), ("b", 3)])
    m.numbers_of = pyo.Set(m.letter, dimen=1, initialize=lambda m, a: [1, 2])
    m.price = pyo.Param(m.letter)
    m.home = pyo.Param(m.number, within=pyo.Any, initialize={1: "a", 2: "b", 3: "a"})
    m.x = pyo.Var(m.letter, m.number, dense=False, within=pyo.NonNegativeReals, bounds=lambda m, a, n: (1, m.price[a]))
    m.y = pyo.Var(m.number, dense=False)
    m.row = pyo.Constraint(m.letter, m.number, rule=lambda m, a, n: m.x[a, n] <= m.price[a])
    m.said = pyo.Expression(m.letter, rule=lambda m, a: m.price[a])
    m.cost = pyo.Objective(rule=lambda m: m.y[1], sense=pyo.maximize)
    for component in m.component_objects((pyo.Set, pyo.Param, pyo.Var)):
        component.construct({} if component is m.price else None)
    return m


def read(m: pyo.AbstractModel, rule: Any, *sets: Any) -> tuple[Any, tuple[Any, ...]]:
    """Template of a rule over the sets."""
    component = pyo.Constraint(*sets, rule=rule)
    m.add_component("probe", component)
    index_set = component.index_set() if sets else None
    expression, group = templatize_rule(m, component._rule, index_set)
    return expression, group


def test_the_rule_runs_once_for_all_indices(m: pyo.AbstractModel) -> None:
    calls = []

    def rule(m: Any, a: Any, n: Any) -> Any:
        calls.append((a, n))
        return m.x[a, n] <= 1

    read(m, rule, m.letter, m.number)
    assert len(calls) == 1 and all(isinstance(t, IndexTemplate) for t in calls[0])


def test_templates_know_their_set_and_column(m: pyo.AbstractModel) -> None:
    _, (a, n) = read(m, lambda m, a, n: m.x[a, n] <= 1, m.letter, m.number)
    assert a._set is n._set and (a._index, n._index) == (0, 1)
    assert list(a._set.subsets()) == [m.letter, m.number]
    assert a is not n and str(a) == "_1"


def test_a_set_of_pairs_is_one_factor(m: pyo.AbstractModel) -> None:
    _, group = read(m, lambda m, a, n, k: m.y[k] <= 1, m.pair, m.number)
    assert len(group) == 3 and [s.dimen for s in group[0]._set.subsets()] == [2, 1]


def test_items_of_constructed_but_empty_components(m: pyo.AbstractModel) -> None:
    """Variables without members and parameters without values still give items."""
    expression, (a, n) = read(m, lambda m, a, n: m.price[a] * m.x[a, n] <= 1, m.letter, m.number)
    assert isinstance(expression, re.InequalityExpression) and not expression.strict
    price, x = expression.arg(0).args
    assert isinstance(price, GetItemExpression) and price.arg(0) is m.price and price.args[1] is a
    assert isinstance(x, GetItemExpression) and x.arg(0) is m.x and list(x.args[1:]) == [a, n]
    assert len(m.x) == 0


def test_items_of_items(m: pyo.AbstractModel) -> None:
    expression, (n,) = read(m, lambda m, n: m.x[m.home[n], n] == 0, m.number)
    inner = expression.arg(0).args[1]
    assert isinstance(inner, GetItemExpression) and inner.arg(0) is m.home and inner.args[1] is n


def test_sums_keep_their_sets(m: pyo.AbstractModel) -> None:
    expression, _ = read(m, lambda m: sum(m.x[a, n] for a in m.letter for n in m.numbers_of[a]) == 0)
    total = expression.arg(0)
    assert isinstance(total, TemplateSumExpression)
    (a,), (n,) = total._iters
    assert a._set is m.letter
    assert isinstance(n._set, GetItemExpression) and n._set.arg(0) is m.numbers_of and n._set.args[1] is a
    assert isinstance(total.template_args()[0], GetItemExpression)


def test_a_sum_over_pairs_has_one_group_of_two(m: pyo.AbstractModel) -> None:
    expression, _ = read(m, lambda m: sum(m.x[a, n] for a, n in m.pair) == 0)
    ((a, n),) = expression.arg(0)._iters
    assert a._set is m.pair and (a._index, n._index) == (0, 1)


def test_width_of_members_of_an_indexed_set(m: pyo.AbstractModel) -> None:
    """Pyomo asks `_reduce_template_to_component` for it, which the compiler answers itself."""
    asked: list[Any] = []
    original = template_expr._reduce_template_to_component

    def ask(expression: Any) -> Any:
        asked.append(expression)
        return original(expression)

    template_expr._reduce_template_to_component = ask
    try:
        read(m, lambda m, a: sum(m.y[n] for n in m.numbers_of[a]) == 0, m.letter)
    finally:
        template_expr._reduce_template_to_component = original
    assert any(isinstance(e, GetItemExpression) and e.arg(0) is m.numbers_of for e in asked)
    assert [s.dimen for s in m.numbers_of._data.values()] == [1, 1] and m.numbers_of.ctype is pyo.Set
    assert m.numbers_of._init_dimen(m, None) == 1


def test_where_rules_are_kept(m: pyo.AbstractModel) -> None:
    assert m.row._rule is not None and m.said._rule is not None and m.cost._rule is not None
    assert m.y._rule_bounds is None
    (lower, upper), _ = templatize_rule(m, m.x._rule_bounds, m.x.index_set())
    assert lower == 1 and isinstance(upper, GetItemExpression)
    assert m.x._rule_domain.constant() and m.x._rule_domain(m, None, m.x) is pyo.NonNegativeReals
    assert m.cost._init_sense(m, None) == pyo.maximize
    assert m.x._dense is False


def test_named_expressions_marked_constructed_give_items(m: pyo.AbstractModel) -> None:
    templates.mark_constructed(m.said)
    expression, _ = read(m, lambda m, a: m.said[a] + m.y[1] <= 0, m.letter)
    assert any(isinstance(arg, GetItemExpression) and arg.arg(0) is m.said for arg in expression.arg(0).args)


def test_kinds_of_expressions(m: pyo.AbstractModel) -> None:
    """The classes that the compiler takes apart."""
    expression, _ = read(m, lambda m, a: (2, m.price[a] * m.y[1] - m.y[2] / 4 + m.price[a] ** 2, 3), m.letter)
    assert expression[0] == 2 and expression[2] == 3
    body = expression[1]
    assert isinstance(body, (ne.SumExpression, ne.LinearExpression))
    kinds = [type(arg) for arg in body.args]
    assert issubclass(kinds[0], ne.ProductExpression)
    assert any(issubclass(kind, ne.PowExpression) for kind in kinds)
    assert issubclass(ne.MonomialTermExpression, ne.ProductExpression)


def test_a_label_compared_with_a_template_is_silently_false(m: pyo.AbstractModel) -> None:
    """The reason why the compiler watches comparisons: outside it, this `if` would be answered once for all indices."""
    seen: list[bool] = []

    def rule(m: Any, n: Any) -> Any:
        seen.append(m.home[n] == "a")
        seen.append(n == "a")
        return m.y[n] <= 1

    read(m, rule, m.number)
    assert seen == [False, False]


def test_nothing_is_left_behind(m: pyo.AbstractModel) -> None:
    """Pyomo replaces `sum` and set iteration while it reads a rule, and the compiler comparisons."""
    before = builtins.sum
    reduce = template_expr._reduce_template_to_component
    own = [kind.__dict__.get("__eq__") for kind in templates._COMPARABLE]
    templates.constraint_template(m.row)
    assert template_expr._reduce_template_to_component is reduce
    assert builtins.sum is before and list(m.number) == [1, 2, 3]
    assert [kind.__dict__.get("__eq__") for kind in templates._COMPARABLE] == own == [None, None]
