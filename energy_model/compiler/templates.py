"""The one module that touches Pyomo's half-internal template interface.

What is relied on (and tested by `tests/compiler/test_pyomo_templates.py`, should a release of Pyomo change it):
`templatize_rule(block, rule, index_set)` returns an expression and its index templates; a template knows its `_set`
(for a product the product) and `_index`; a sum over a set is a `TemplateSumExpression` with `_iters` groups; components
keep their rules in `_rule`, `_rule_bounds`, `_rule_domain`, `_init_sense`; `m.x[template]` is a `GetItemExpression` as
soon as `x` is constructed, filled or not; `_reduce_template_to_component` finds the width of `m.members[template]`,
whose keys are in `_data` and whose declared width is in `_init_dimen`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyomo.core as pyo
from pyomo.core.expr import template_expr
from pyomo.core.expr.relational_expr import tuple_to_relational_expr
from pyomo.core.expr.template_expr import GetItemExpression, IndexTemplate, TemplateSumExpression, templatize_rule

from energy_model.compiler.errors import CompileError

__all__ = ["GetItemExpression", "IndexTemplate", "TemplateSumExpression"]

# the templates whose comparison is watched while a rule is read
_COMPARABLE: tuple[Any, ...] = (IndexTemplate, GetItemExpression)
# of Pyomo's components, and of its templates
_LOGGERS = (logging.getLogger("pyomo.core"), template_expr.logger)
_ADVICE = (
    "the rule cannot be written as one template: use no `if`, `%`, `.prev()` or loop over a set in it; "
    "put what differs into index sets and data"
)


def construct(component: Any, data: Any = None) -> None:
    """Construct one component of an abstract model, in place."""
    with _quiet():
        component.construct(data)


def mark_constructed(component: Any) -> None:
    """Let templates refer to a component whose members are never made (parameters in arrays, named expressions)."""
    component._constructed = True


def index_factors(index_set: Any) -> list[Any]:
    """The plain sets of which an index set is the product; none for a scalar component."""
    if index_set.dimen == 0:
        return []
    return list(index_set.subsets())


def constraint_template(component: Any) -> tuple[Any, tuple[Any, ...]]:
    """Expression and index templates of a constraint, an objective or a named expression."""
    expression, templates = _templatize(component, component._rule)
    if isinstance(expression, tuple):
        expression = tuple_to_relational_expr(expression)
    return expression, templates


def bounds_template(variable: Any) -> tuple[Any, Any, tuple[Any, ...]]:
    """Lower and upper bound of a variable as templates (None: unbounded) and the index templates."""
    if variable._rule_bounds is None:
        return None, None, ()
    (lower, upper), templates = _templatize(variable, variable._rule_bounds)
    return lower, upper, templates


def domain_bounds(variable: Any) -> tuple[float, float]:
    """Bounds that follow from a variable's domain. Raises CompileError for a discrete one."""
    rule = variable._rule_domain
    if not rule.constant():
        raise CompileError(variable.name, "the domain must be the same for all indices; use bounds")
    domain = rule(variable.parent_block(), None, variable)
    if domain.isdiscrete():
        raise CompileError(variable.name, f"linear programs have no discrete variables ({domain.name})")
    lower, upper = domain.bounds()
    return (-float("inf") if lower is None else lower, float("inf") if upper is None else upper)


def is_maximised(objective: Any) -> bool:
    """Whether an objective that is not constructed is to be maximised."""
    return bool(objective._init_sense(objective.parent_block(), None) == pyo.maximize)


def sum_groups(expression: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The sets a sum runs over, outermost first, each with its templates."""
    for group in expression._iters:
        yield group[0]._set, tuple(group)


def template_columns(templates: Sequence[Any]) -> list[Any]:
    """Templates of one set in the order of its columns."""
    return sorted(templates, key=lambda t: t._index or 0)


def _templatize(component: Any, rule: Any) -> tuple[Any, tuple[Any, ...]]:
    if rule is None:
        raise CompileError(component.name, "the component has no rule")
    index_set = component.index_set() if component.is_indexed() else None
    with _quiet(), _comparisons_with_labels_refused(), _members_of_any_key():
        try:
            expression, templates = templatize_rule(component.parent_block(), rule, index_set)
        except CompileError:
            raise
        except Exception as error:  # Pyomo raises many kinds; each means that the rule is no template
            # what Pyomo raises last is that a loop was left open; what came before says why
            cause = error.__context__ or error
            message = str(cause).partition("\n")[0]
            raise CompileError(component.name, f"{_ADVICE} ({type(cause).__name__}: {message})") from error
    return expression, templates


@contextmanager
def _comparisons_with_labels_refused() -> Iterator[None]:
    """Refuse `a == "coal"` on a template, which Pyomo would silently take for False, and `if` for all indices."""
    for kind in _COMPARABLE:
        kind.__eq__ = _watched_comparison(kind)
    try:
        yield
    finally:
        for kind in _COMPARABLE:
            del kind.__eq__


def _watched_comparison(kind: Any) -> Any:
    def compare(self: Any, other: Any) -> Any:
        result = super(kind, self).__eq__(other)
        if result is NotImplemented:
            raise TypeError(f"`{self} == {other!r}` compares a template with a label")
        return result

    return compare


@contextmanager
def _members_of_any_key() -> Iterator[None]:
    """Take the width of an indexed set's members from any of them.

    Pyomo would try keys until one fits, and fail where a key comes from an empty set or from another indexed set.
    """
    original = template_expr._reduce_template_to_component

    def reduce(expression: Any) -> Any:
        indexed_set: Any = expression.arg(0) if isinstance(expression, GetItemExpression) else None
        if getattr(indexed_set, "ctype", None) is not pyo.Set:
            return original(expression)
        for members in indexed_set._data.values():
            return members
        return _Members(indexed_set._init_dimen(indexed_set.parent_block(), None))

    template_expr._reduce_template_to_component = reduce
    try:
        yield
    finally:
        template_expr._reduce_template_to_component = original


@dataclass(frozen=True)
class _Members:
    """Stands for a member of an indexed set that has none."""

    dimen: int


@contextmanager
def _quiet() -> Iterator[None]:
    disabled = [logger.disabled for logger in _LOGGERS]
    for logger in _LOGGERS:
        logger.disabled = True  # not by its level, which would clear the caches of all loggers
    try:
        yield
    finally:
        for logger, was_disabled in zip(_LOGGERS, disabled, strict=True):
            logger.disabled = was_disabled


def declared(model: pyo.AbstractModel) -> Mapping[str, Any]:
    """Active components by name in the order of declaration."""
    return {c.local_name: c for c in model.component_objects(descend_into=False) if c.active}
