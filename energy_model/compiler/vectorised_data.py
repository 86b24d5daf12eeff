"""Data parts of a template as arrays: parameters, index maps and arithmetic over a whole frame at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyomo.core as pyo
from numpy.typing import NDArray
from pyomo.core.expr import numeric_expr as ne

import energy_model.compiler.templates as templates
from energy_model.compiler.binding import Binding, Space
from energy_model.compiler.errors import CompileError
from energy_model.compiler.frame import Frame, Lift, Members
from energy_model.compiler.labels import CodedLabels, Codes, Universe

Array = NDArray[Any]

_UNARY = {"abs": np.abs, "ceil": np.ceil, "exp": np.exp, "floor": np.floor, "log": np.log, "sqrt": np.sqrt}


class Evaluator:
    """Evaluates expressions without variables, and positions of indices. One for each component being compiled."""

    def __init__(self, binding: Binding, component: str) -> None:
        self.binding = binding
        self.component = component

    def refuse(self, reason: str, expression: object) -> CompileError:
        """The error for a sub-expression of this component."""
        return CompileError(self.component, reason, expression)

    def data(self, expression: Any, frame: Frame) -> Array:
        """Value of an expression without variables, broadcastable over the frame."""
        if isinstance(expression, (int, float, np.number)):
            return np.asarray(expression, dtype=float)
        if isinstance(expression, templates.IndexTemplate):
            return self._template(expression, frame).values()
        if isinstance(expression, templates.GetItemExpression):
            return self._item(expression, frame)
        if isinstance(expression, templates.TemplateSumExpression):
            return self._sum(expression, frame)
        if not expression.is_expression_type():
            return self._leaf(expression)
        return self._operation(expression, frame)

    def _leaf(self, expression: Any) -> Array:
        if expression.is_parameter_type() or expression.is_constant():
            return np.asarray(expression())
        raise self.refuse("cannot be read as data", expression)

    def _operation(self, expression: Any, frame: Frame) -> Array:
        operate = _operation_of(expression)
        if operate is None:
            raise self.refuse(f"no translation for {type(expression).__name__} of data", expression)
        with np.errstate(divide="ignore", invalid="ignore"):
            return operate(*(np.asarray(self.data(arg, frame), dtype=float) for arg in expression.args))

    def _sum(self, expression: Any, frame: Frame) -> Array:
        inner, lifts = self.enter_sum(expression, frame)
        cells: Array = np.arange(int(np.prod(frame.shape, dtype=np.int64)), dtype=np.int64).reshape(frame.shape)
        for lift in lifts:
            cells = lift.apply(cells)
        terms = np.broadcast_to(self.data(expression.template_args()[0], inner), inner.shape).ravel().astype(float)
        cells = np.broadcast_to(cells, inner.shape).ravel()
        total = np.bincount(cells, weights=terms, minlength=int(np.prod(frame.shape, dtype=np.int64)))
        return total.reshape(frame.shape)

    def enter_sum(self, expression: Any, frame: Frame) -> tuple[Frame, list[Lift]]:
        """The frame inside a sum and the lifts that lead there, one a set that is summed over."""
        lifts = []
        for index_set, group in templates.sum_groups(expression):
            for lift in self._enter_set(index_set, group, frame, expression):
                frame = lift.frame
                lifts.append(lift)
        return frame, lifts

    def _enter_set(self, index_set: Any, group: tuple[Any, ...], frame: Frame, whole: Any) -> list[Lift]:
        group = tuple(templates.template_columns(group))
        if isinstance(index_set, templates.GetItemExpression):
            space, members = self._members_at(index_set)
            key = self.position(index_set, space, frame)
            return [frame.with_members(group, members, key)]
        if index_set.is_expression_type():
            raise self.refuse("sums run over sets and indexed sets only", whole)
        return over_set(self.binding, index_set, group, frame, counts=False)

    def _members_at(self, item: Any) -> tuple[Space, Members]:
        base = item.arg(0)
        if getattr(base, "ctype", None) is None or not hasattr(base, "index_set"):
            raise self.refuse("sums run over sets and indexed sets only", item)
        return self.binding.members(base)

    def _template(self, template: Any, frame: Frame) -> CodedLabels:
        labels = frame.labels(template)
        if labels is None:
            raise self.refuse("the index is used outside its sum or rule", template)
        return labels

    def _item(self, item: Any, frame: Frame) -> Array:
        base = item.arg(0)
        if not _is_parameter(base):
            raise self.refuse("only parameters can be used as data", item)
        values = self.binding.values(base)
        return values[self.position(item, self.binding.component_space(base), frame)]

    def index(self, argument: Any, frame: Frame) -> CodedLabels:
        """Labels that an index argument takes over the frame."""
        if isinstance(argument, templates.IndexTemplate):
            return self._template(argument, frame)
        if isinstance(argument, templates.GetItemExpression) and _is_parameter(argument.arg(0)):
            parameter = argument.arg(0)
            mapped = self.binding.labels(parameter)
            at = self.position(argument, self.binding.component_space(parameter), frame)
            return CodedLabels(mapped.universe, mapped.codes[at])
        if isinstance(argument, (str, int, float, bool)):
            return CodedLabels(Universe([argument]), np.zeros((), dtype=np.int64))
        return CodedLabels.factorised(_integral(self.data(argument, frame)))

    def position(self, item: Any, space: Space, frame: Frame) -> Codes:
        """Flat position that `component[...]` means over the frame. Raises CompileError where it is no member."""
        arguments = [part for arg in item.args[1:] for part in (arg if isinstance(arg, tuple) else (arg,))]
        if len(arguments) != space.width:
            raise self.refuse(f"{len(arguments)} indices where {space.name} has {space.width}", item)
        labels = [self.index(argument, frame) for argument in arguments]
        at = space.position(labels)
        if at.size and at.min() < 0:
            raise self.refuse(f"the index {_first_missing(labels, at)} is not in {space.name}", item)
        return at


def over_set(binding: Binding, index_set: Any, group: tuple[Any, ...], frame: Frame, counts: bool) -> list[Lift]:
    """Append the axes of a (product) set; with `counts` its cells number the rows of the frame, row-major."""
    factors = [binding.factor(s) for s in templates.index_factors(index_set)]
    lifts, at = [], 0
    stride = int(np.prod([len(f) for f in factors], dtype=np.int64)) if counts else 0
    for factor in factors:
        stride = stride // max(len(factor), 1)
        columns = group[at : at + factor.width]
        at += factor.width
        lift = frame.with_axis(columns, factor.columns[: len(columns)], len(factor), stride)
        frame = lift.frame
        lifts.append(lift)
    return lifts


def _is_parameter(base: Any) -> bool:
    return getattr(base, "ctype", None) is pyo.Param


def _operation_of(expression: Any) -> Callable[..., Array] | None:
    if isinstance(expression, (ne.SumExpression, ne.LinearExpression)):
        return lambda *terms: sum(terms[1:], terms[0])
    if isinstance(expression, ne.ProductExpression):  # also a monomial
        return np.multiply
    if isinstance(expression, ne.DivisionExpression):
        return np.divide
    if isinstance(expression, ne.PowExpression):
        return np.power
    if isinstance(expression, ne.NegationExpression):
        return np.negative
    if isinstance(expression, ne.AbsExpression):
        return np.abs
    if isinstance(expression, ne.UnaryFunctionExpression):
        return _UNARY.get(expression.getname())
    return None


def _integral(values: Array) -> Array:
    rounded = np.rint(values)
    return rounded.astype(np.int64) if np.array_equal(rounded, values) else values


def _first_missing(labels: list[CodedLabels], at: Codes) -> tuple[Any, ...]:
    shape = at.shape
    where = tuple(int(k[0]) for k in np.nonzero(at < 0)) if at.ndim else ()
    return tuple(np.broadcast_to(np.asarray(label.values(), dtype=object), shape)[where] for label in labels)
