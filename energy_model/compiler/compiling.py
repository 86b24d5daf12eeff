"""Templates to compressed rows: what multiplies each variable, pushed down the expression to where the variable is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pyomo.environ as pyo
import scipy.sparse as sp
import xarray as xr
from numpy.typing import NDArray
from pyomo.core.expr import numeric_expr as ne
from pyomo.core.expr import relational_expr as re

from energy_model.compiler import templates
from energy_model.compiler.binding import Binding
from energy_model.compiler.errors import CompileError
from energy_model.compiler.evaluating import Array, Evaluator, over_set
from energy_model.compiler.frame import Frame
from energy_model.compiler.program import Block, Floats, LinearProgram


def compile_model(model: pyo.AbstractModel, data: xr.Dataset) -> LinearProgram:
    """Translate a Pyomo model and its data to a linear program.

    Parameters
    ----------
    model : abstract model of sets, parameters, variables (`dense=False`), named expressions, constraints and one
        objective. It is constructed in place, its constraints and expressions excepted: build a new one each time.
    data : coordinates named like the model's sets, variables named like its parameters with the sets as dims

    Raises
    ------
    CompileError : a rule that is not linear or not a template; an index or a number that is missing
    """
    return _Compiler(model, data).program()


@dataclass
class _Terms:
    """Entries of the rows of one component, collected while its template is walked."""

    row: list[NDArray[np.int32]] = field(default_factory=list)
    column: list[NDArray[np.int32]] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    constant: list[tuple[Array, Array]] = field(default_factory=list)


class _Compiler:
    def __init__(self, model: pyo.AbstractModel, data: xr.Dataset) -> None:
        self.binding = Binding(model, data)
        self.declared = templates.declared(model)
        self.variables: dict[str, Block] = {}
        self.columns = 0
        for variable in self._of(pyo.Var):
            block = Block(variable.local_name, self.columns, self.binding.component_space(variable))
            self.variables[variable.local_name] = block
            self.columns = block.stop

    def _of(self, ctype: type) -> list[Any]:
        return [c for c in self.declared.values() if c.ctype is ctype]

    def program(self) -> LinearProgram:
        lower, upper = self._column_bounds()
        constraints, parts, row_lower, row_upper, row = {}, [], [], [], 0
        for constraint in self._of(pyo.Constraint):
            matrix, low, high = self._constraint(constraint)
            block = Block(constraint.local_name, row, self.binding.component_space(constraint))
            constraints[constraint.local_name] = block
            row = block.stop
            parts.append(matrix)
            row_lower.append(low)
            row_upper.append(high)
        cost, offset, maximise = self._objective()
        return LinearProgram(
            matrix=_stacked(parts, self.columns),
            row_lower=np.concatenate([np.empty(0), *row_lower]),
            row_upper=np.concatenate([np.empty(0), *row_upper]),
            lower=lower,
            upper=upper,
            cost=cost,
            offset=offset,
            maximise=maximise,
            variables=self.variables,
            constraints=constraints,
            expression_names=tuple(c.local_name for c in self._of(pyo.Expression)),
            compile_expression=self._expression,
        )

    def _column_bounds(self) -> tuple[Floats, Floats]:
        lower, upper = np.full(self.columns, -np.inf), np.full(self.columns, np.inf)
        for variable in self._of(pyo.Var):
            block = self.variables[variable.local_name]
            if block.space.size == 0:
                continue
            low, high = templates.domain_bounds(variable)
            below, above, group = templates.bounds_template(variable)
            part = slice(block.start, block.stop)
            lower[part] = np.maximum(low, self._bound(variable, below, group, -np.inf))
            upper[part] = np.minimum(high, self._bound(variable, above, group, np.inf))
        return lower, upper

    def _bound(self, variable: Any, expression: Any, group: tuple[Any, ...], missing: float) -> Floats:
        if expression is None:
            return np.array(missing)
        frame = self._frame(variable, group)
        evaluator = Evaluator(self.binding, f"bounds of {variable.local_name}")
        values = np.broadcast_to(evaluator.data(expression, frame), frame.shape).ravel().astype(float)
        if np.isnan(values).any():
            raise evaluator.refuse(f"no value at {self._member(variable, int(np.isnan(values).argmax()))}", expression)
        return values

    def _constraint(self, constraint: Any) -> tuple[sp.csr_array, Floats, Floats]:
        if self.binding.component_space(constraint).size == 0:  # its sets may be of unknown width
            return sp.csr_array((0, self.columns)), np.empty(0), np.empty(0)
        expression, group = templates.constraint_template(constraint)
        frame = self._frame(constraint, group)
        body, lower, upper = self._sides(constraint, expression)
        terms = _Terms()
        for sign, part in body:
            self._walk(Evaluator(self.binding, constraint.local_name), part, frame, np.asarray(sign), terms)
        matrix, constant = self._rows(constraint, terms)
        return (
            matrix,
            self._side(constraint, lower, frame, -np.inf) - constant,
            (self._side(constraint, upper, frame, np.inf) - constant),
        )

    def _sides(self, constraint: Any, expression: Any) -> tuple[list[tuple[float, Any]], Any, Any]:
        """Body of a relation as signed parts, and its lower and upper side without variables (None: none)."""
        if any(np.atleast_1d(getattr(expression, "strict", False))):
            raise CompileError(
                constraint.name, "a linear program has no strict inequalities, write <= or >=", expression
            )
        if isinstance(expression, re.RangedExpression):
            lower, body, upper = expression.args
            if self._has_variable(lower) or self._has_variable(upper):
                raise CompileError(constraint.name, "the sides of a range must be data", expression)
            return [(1.0, body)], lower, upper
        if isinstance(expression, (re.EqualityExpression, re.InequalityExpression)):
            left, right = expression.args
            equal = isinstance(expression, re.EqualityExpression)
            if not self._has_variable(right):
                return [(1.0, left)], (right if equal else None), right
            if not self._has_variable(left):
                return [(1.0, right)], left, (left if equal else None)
            return [(1.0, left), (-1.0, right)], (0.0 if equal else None), 0.0
        raise CompileError(constraint.name, "the rule must give one relation (==, <=, >=)", expression)

    def _side(self, constraint: Any, expression: Any, frame: Frame, missing: float) -> Floats:
        size = int(np.prod(frame.shape, dtype=np.int64))
        if expression is None:
            return np.full(size, missing)
        evaluator = Evaluator(self.binding, constraint.local_name)
        values = np.broadcast_to(evaluator.data(expression, frame), frame.shape).ravel().astype(float)
        if np.isnan(values).any():
            at = self._member(constraint, int(np.isnan(values).argmax()))
            raise evaluator.refuse(f"a number is missing at {at}", expression)
        return values

    def _objective(self) -> tuple[Floats, float, bool]:
        objectives = self._of(pyo.Objective)
        if len(objectives) != 1:
            raise CompileError("objective", f"the model needs one active objective, it has {len(objectives)}")
        matrix, constant = self._rows_of(objectives[0])
        return matrix.toarray().ravel(), float(constant[0]), templates.is_maximised(objectives[0])

    def _expression(self, name: str) -> tuple[Block, sp.csr_array, Floats]:
        component = self.declared.get(name)
        if component is None or component.ctype is not pyo.Expression:
            raise KeyError(
                f"no named expression {name!r}; there are {[c.local_name for c in self._of(pyo.Expression)]}"
            )
        matrix, constant = self._rows_of(component)
        return Block(name, 0, self.binding.component_space(component)), matrix, constant

    def _rows_of(self, component: Any) -> tuple[sp.csr_array, Floats]:
        if self.binding.component_space(component).size == 0:
            return sp.csr_array((0, self.columns)), np.empty(0)
        expression, group = templates.constraint_template(component)
        terms = _Terms()
        evaluator = Evaluator(self.binding, component.local_name)
        self._walk(evaluator, expression, self._frame(component, group), np.asarray(1.0), terms)
        return self._rows(component, terms)

    def _frame(self, component: Any, group: tuple[Any, ...]) -> Frame:
        if not component.is_indexed() or not group:
            space = self.binding.component_space(component)
            return Frame((), ()) if not space.factors else self._bare_frame(component)
        return over_set(self.binding, component.index_set(), group, Frame(), counts=True)[-1].frame

    def _bare_frame(self, component: Any) -> Frame:
        return over_set(self.binding, component.index_set(), (), Frame(), counts=True)[-1].frame

    def _walk(self, evaluator: Evaluator, expression: Any, frame: Frame, factor: Array, terms: _Terms) -> None:
        """Add `factor * expression` to the terms; the factor broadcasts over the frame."""
        walk = partial(self._walk, evaluator, terms=terms)
        if 0 in frame.shape:  # a sum over nothing
            return
        if not self._has_variable(expression):
            terms.constant.append(
                (_full(frame.rows(), frame), _full(factor * evaluator.data(expression, frame), frame))
            )
        elif isinstance(expression, templates.TemplateSumExpression):
            inner, steps = evaluator.enter_sum(expression, frame)
            for step in steps:
                factor = step.lift(factor)
            walk(expression.template_args()[0], inner, factor)
        elif isinstance(expression, (ne.SumExpression, ne.LinearExpression)):
            for part in expression.args:
                walk(part, frame, factor)
        elif isinstance(expression, ne.NegationExpression):
            walk(expression.arg(0), frame, -factor)
        elif isinstance(expression, (ne.ProductExpression, ne.DivisionExpression)):
            self._product(evaluator, expression, frame, factor, walk)
        elif isinstance(expression, templates.GetItemExpression):
            self._item(evaluator, expression, frame, factor, terms)
        elif expression.is_variable_type():
            self._column(expression, frame, factor, terms)
        elif getattr(expression, "ctype", None) is pyo.Expression:
            self._named(evaluator, expression, [], frame, factor, terms)
        else:
            raise evaluator.refuse(f"{type(expression).__name__} of variables is not linear", expression)

    def _product(
        self, evaluator: Evaluator, expression: Any, frame: Frame, factor: Array, walk: Callable[..., None]
    ) -> None:
        left, right = expression.args
        if isinstance(expression, ne.DivisionExpression):
            if self._has_variable(right):
                raise evaluator.refuse("division by a variable is not linear", expression)
            with np.errstate(divide="ignore", invalid="ignore"):
                walk(left, frame, factor / evaluator.data(right, frame))
        elif not self._has_variable(left):
            walk(right, frame, factor * evaluator.data(left, frame))
        elif not self._has_variable(right):
            walk(left, frame, factor * evaluator.data(right, frame))
        else:
            raise evaluator.refuse("a product of variables is not linear", expression)

    def _item(self, evaluator: Evaluator, item: Any, frame: Frame, factor: Array, terms: _Terms) -> None:
        component = item.arg(0)
        if component.ctype is pyo.Expression:
            self._named(evaluator, component, list(item.args[1:]), frame, factor, terms)
            return
        block = self.variables[component.local_name]
        _emit(terms, frame, block.start + evaluator.position(item, block.space, frame), factor)

    def _column(self, variable: Any, frame: Frame, factor: Array, terms: _Terms) -> None:
        component = variable.parent_component()
        block = self.variables[component.local_name]
        at = np.asarray(0)
        if component.is_indexed():
            key = variable.index()
            flat = key if isinstance(key, tuple) else (key,)
            evaluator = Evaluator(self.binding, component.local_name)
            at = block.space.position([evaluator.index(part, frame) for part in flat])
        _emit(terms, frame, block.start + at, factor)

    def _named(
        self, evaluator: Evaluator, component: Any, arguments: list[Any], frame: Frame, factor: Array, terms: _Terms
    ) -> None:
        """Walk a named expression's own template with its indices bound to the arguments."""
        expression, group = templates.constraint_template(component)
        bound = {id(t): evaluator.index(a, frame) for t, a in zip(group, arguments, strict=True)}
        self._walk(Evaluator(self.binding, component.local_name), expression, frame.rebound(bound), factor, terms)

    def _has_variable(self, expression: Any) -> bool:
        if isinstance(expression, (int, float, np.number)):
            return False
        if isinstance(expression, templates.GetItemExpression):
            return expression.arg(0).ctype in (pyo.Var, pyo.Expression)
        if isinstance(expression, templates.TemplateSumExpression):
            return self._has_variable(expression.template_args()[0])
        if getattr(expression, "ctype", None) is pyo.Expression:
            return True
        if not expression.is_expression_type():
            return bool(expression.is_variable_type())
        return any(self._has_variable(arg) for arg in expression.args)

    def _rows(self, component: Any, terms: _Terms) -> tuple[sp.csr_array, Floats]:
        """The collected terms as compressed rows, zeros dropped, and the constant of each row."""
        size = self.binding.component_space(component).size
        constant = np.zeros(size)
        for row, value in terms.constant:
            constant += np.bincount(row, weights=value, minlength=size)
        row, column, value = (
            _joined(p, t) for p, t in ((terms.row, np.int32), (terms.column, np.int32), (terms.value, float))
        )
        terms.row, terms.column, terms.value = [], [], []
        if not (np.isfinite(value).all() and np.isfinite(constant).all()):
            bad = row[~np.isfinite(value)] if not np.isfinite(value).all() else np.flatnonzero(~np.isfinite(constant))
            at = self._member(component, int(bad[0]))
            raise CompileError(component.local_name, f"a number is missing or infinite at {at}")
        matrix = sp.coo_array((value, (row, column)), shape=(size, self.columns)).tocsr()
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return matrix, constant

    def _member(self, component: Any, flat: int) -> str:
        space = self.binding.component_space(component)
        at = np.unravel_index(flat, space.shape) if space.factors else ()
        return f"{component.local_name}[{', '.join(str(f.members[k]) for f, k in zip(space.factors, at, strict=True))}]"


def _emit(terms: _Terms, frame: Frame, column: Array, factor: Array) -> None:
    terms.row.append(_full(frame.rows(), frame).astype(np.int32))
    terms.column.append(_full(column, frame).astype(np.int32))
    terms.value.append(_full(factor, frame).astype(float))


def _full(array: Array, frame: Frame) -> Array:
    return np.broadcast_to(array, frame.shape).ravel()


def _joined(parts: list[NDArray[Any]], dtype: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=dtype)


def _stacked(parts: list[sp.csr_array], columns: int) -> sp.csr_array:
    if not parts:
        return sp.csr_array((0, columns))
    return sp.vstack(parts, format="csr")
