"""From an expression to terms: what multiplies each variable is pushed down to where the variable is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.core as pyo
from pyomo.core.expr import numeric_expr as ne

import energy_model.compiler.templates as templates
from energy_model.compiler.binding import Binding
from energy_model.compiler.frame import Frame
from energy_model.compiler.parts import PartCollector
from energy_model.compiler.program import Block
from energy_model.compiler.row_entries import RowEntries
from energy_model.compiler.vectorised_data import Array, Evaluator


class Walker:
    """Walks the templates of one component and adds what it meets to its terms.

    variables : places of all variables, and of named expressions that are to stand for themselves
    """

    def __init__(
        self, binding: Binding, component: str, variables: dict[str, Block], terms: RowEntries | PartCollector
    ) -> None:
        self.binding = binding
        self.evaluator = Evaluator(binding, component)
        self.variables = variables
        self.terms = terms

    def walk(self, expression: Any, frame: Frame, factor: Array) -> None:
        """Add `factor * expression` to the terms; the factor broadcasts over the frame."""
        if 0 in frame.shape:  # a sum over nothing
            return
        if not has_variable(expression):
            self.terms.add_constant(frame, factor * self.evaluator.data(expression, frame))
        elif isinstance(expression, templates.TemplateSumExpression):
            self._sum(expression, frame, factor)
        elif isinstance(expression, (ne.SumExpression, ne.LinearExpression)):
            for part in expression.args:
                self.walk(part, frame, factor)
        elif isinstance(expression, ne.NegationExpression):
            self.walk(expression.arg(0), frame, -factor)
        elif isinstance(expression, ne.DivisionExpression):
            self._quotient(expression, frame, factor)
        elif isinstance(expression, ne.ProductExpression):
            self._product(expression, frame, factor)
        elif isinstance(expression, templates.GetItemExpression):
            self._item(expression, frame, factor)
        elif expression.is_variable_type():
            self._column(expression, frame, factor)
        elif getattr(expression, "ctype", None) is pyo.Expression:
            self._named(expression, [], frame, factor)
        else:
            raise self.evaluator.refuse(f"{type(expression).__name__} of variables is not linear", expression)

    def _sum(self, expression: Any, frame: Frame, factor: Array) -> None:
        inner, lifts = self.evaluator.enter_sum(expression, frame)
        for lift in lifts:
            factor = lift.apply(factor)
        self.walk(expression.template_args()[0], inner, factor)

    def _quotient(self, expression: Any, frame: Frame, factor: Array) -> None:
        above, below = expression.args
        if has_variable(below):
            raise self.evaluator.refuse("division by a variable is not linear", expression)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.walk(above, frame, factor / self.evaluator.data(below, frame))

    def _product(self, expression: Any, frame: Frame, factor: Array) -> None:
        left, right = expression.args
        if has_variable(left) and has_variable(right):
            raise self.evaluator.refuse("a product of variables is not linear", expression)
        data, rest = (right, left) if has_variable(left) else (left, right)
        self.walk(rest, frame, factor * self.evaluator.data(data, frame))

    def _item(self, item: Any, frame: Frame, factor: Array) -> None:
        component = item.arg(0)
        block = self.variables.get(component.local_name)
        if block is None:  # a named expression that does not stand for itself
            self._named(component, list(item.args[1:]), frame, factor)
            return
        self.terms.add(frame, block.start + self.evaluator.position(item, block.space, frame), factor)

    def _column(self, variable: Any, frame: Frame, factor: Array) -> None:
        """A variable whose index is written out, `m.capacity["coal", 2030]`, or that has none."""
        component = variable.parent_component()
        block = self.variables[component.local_name]
        at = np.asarray(0)
        if component.is_indexed():
            key = variable.index()
            parts = key if isinstance(key, tuple) else (key,)
            at = block.space.position([self.evaluator.index(part, frame) for part in parts])
        self.terms.add(frame, block.start + at, factor)

    def _named(self, component: Any, arguments: list[Any], frame: Frame, factor: Array) -> None:
        """Walk a named expression's own template with its indices bound to the arguments."""
        expression, group = templates.constraint_template(component)
        bound = {id(t): self.evaluator.index(a, frame) for t, a in zip(group, arguments, strict=True)}
        inner = Walker(self.binding, component.local_name, self.variables, self.terms)
        inner.walk(expression, frame.rebound(bound), factor)


def has_variable(expression: Any) -> bool:
    """Whether a template holds a variable. A named expression counts as one."""
    if isinstance(expression, (int, float, np.number)):
        return False
    if isinstance(expression, templates.GetItemExpression):
        return expression.arg(0).ctype in (pyo.Var, pyo.Expression)
    if isinstance(expression, templates.TemplateSumExpression):
        return has_variable(expression.template_args()[0])
    if getattr(expression, "ctype", None) is pyo.Expression:
        return True
    if not expression.is_expression_type():
        return bool(expression.is_variable_type())
    return any(has_variable(arg) for arg in expression.args)
