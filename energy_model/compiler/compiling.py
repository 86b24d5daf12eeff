"""Templates to a linear program: the columns of the variables, the rows of the constraints, the objective."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pyomo.core as pyo
import scipy.sparse as sp
import xarray as xr
from pyomo.core.expr import relational_expr as re

import energy_model.compiler.templates as templates
from energy_model.compiler.binding import Binding
from energy_model.compiler.errors import CompileError
from energy_model.compiler.frame import Frame
from energy_model.compiler.linear_terms import Walker, has_variable
from energy_model.compiler.parts import PartCollector, numbered
from energy_model.compiler.program import Block, Floats, LinearProgram, Parts
from energy_model.compiler.row_entries import RowEntries, full
from energy_model.compiler.vectorised_data import Evaluator, over_set


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
        """All parts together."""
        lower, upper = self._column_bounds()
        constraints: dict[str, Block] = {}
        parts: list[tuple[sp.csr_array, Floats, Floats]] = []
        row = 0
        for constraint in self._of(pyo.Constraint):
            parts.append(self._constraint(constraint))
            block = Block(constraint.local_name, row, self.binding.component_space(constraint))
            constraints[constraint.local_name] = block
            row = block.stop
        cost, offset, maximise = self._objective()
        return LinearProgram(
            matrix=sp.vstack([matrix for matrix, _, _ in parts] or [sp.csr_array((0, self.columns))], format="csr"),
            row_lower=np.concatenate([np.empty(0), *(low for _, low, _ in parts)]),
            row_upper=np.concatenate([np.empty(0), *(high for _, _, high in parts)]),
            lower=lower,
            upper=upper,
            cost=cost,
            offset=offset,
            maximise=maximise,
            variables=self.variables,
            constraints=constraints,
            expression_names=tuple(c.local_name for c in self._of(pyo.Expression)),
            compile_expression=self._expression,
            compile_parts=self._parts,
        )

    def _column_bounds(self) -> tuple[Floats, Floats]:
        lower, upper = np.full(self.columns, -np.inf), np.full(self.columns, np.inf)
        for variable in self._of(pyo.Var):
            block = self.variables[variable.local_name]
            if block.space.size == 0:
                continue
            low, high = templates.domain_bounds(variable)
            below, above, group = templates.bounds_template(variable)
            frame = self._frame(variable, group)
            part = slice(block.start, block.stop)
            lower[part] = np.maximum(low, self._numbers(variable, below, frame, -np.inf))
            upper[part] = np.minimum(high, self._numbers(variable, above, frame, np.inf))
        return lower, upper

    def _constraint(self, constraint: Any) -> tuple[sp.csr_array, Floats, Floats]:
        """Rows of a constraint and their lower and upper sides."""
        if self.binding.component_space(constraint).size == 0:  # its sets may be of unknown width
            return sp.csr_array((0, self.columns)), np.empty(0), np.empty(0)
        expression, group = templates.constraint_template(constraint)
        frame = self._frame(constraint, group)
        body, lower, upper = _sides(constraint, expression)
        matrix, constant = self._rows(constraint, body, frame)
        low = self._numbers(constraint, lower, frame, -np.inf) - constant
        high = self._numbers(constraint, upper, frame, np.inf) - constant
        return matrix, low, high

    def _objective(self) -> tuple[Floats, float, bool]:
        objectives = self._of(pyo.Objective)
        if len(objectives) != 1:
            raise CompileError("objective", f"the model needs one active objective, it has {len(objectives)}")
        matrix, constant = self._valued(objectives[0])
        return matrix.toarray().ravel(), float(constant[0]), templates.is_maximised(objectives[0])

    def _expression(self, name: str) -> tuple[Block, sp.csr_array, Floats]:
        component = self.declared.get(name)
        if component is None or component.ctype is not pyo.Expression:
            known = ", ".join(c.local_name for c in self._of(pyo.Expression))
            raise KeyError(f"no named expression {name!r}; there are {known}")
        matrix, constant = self._valued(component)
        return Block(name, 0, self.binding.component_space(component)), matrix, constant

    def _parts(self, name: str, named: Collection[str]) -> Parts | None:
        component = self.declared[name]
        space = self.binding.component_space(component)
        if space.size == 0:
            return Parts(np.zeros(0, dtype=np.int64), [], np.zeros(0, dtype=np.int64), np.zeros(0))
        own = [Block(other, 0, self.binding.component_space(self.declared[other])) for other in named if other != name]
        sources = [*self.variables.values(), *numbered(own, self.columns)]
        expression, group = templates.constraint_template(component)
        collector = PartCollector(space.factors[-1], group[-1], sources)
        walker = Walker(self.binding, name, {block.name: block for block in sources}, collector)
        walker.walk(expression, self._frame(component, group), np.asarray(1.0))
        return collector.parts() if collector.complete else None

    def _valued(self, component: Any) -> tuple[sp.csr_array, Floats]:
        """Rows of an objective or a named expression, and their constants."""
        if self.binding.component_space(component).size == 0:
            return sp.csr_array((0, self.columns)), np.empty(0)
        expression, group = templates.constraint_template(component)
        return self._rows(component, [(1.0, expression)], self._frame(component, group))

    def _rows(self, component: Any, body: list[tuple[float, Any]], frame: Frame) -> tuple[sp.csr_array, Floats]:
        """Signed parts of a template as compressed rows, and the constant of each row."""
        terms = RowEntries()
        walker = Walker(self.binding, component.local_name, self.variables, terms)
        for sign, part in body:
            walker.walk(part, frame, np.asarray(sign))
        unusable = terms.first_unusable()
        if unusable is not None:
            at = self._member(component, unusable)
            raise CompileError(component.local_name, f"a number is missing or infinite at {at}")
        return terms.compressed(self.binding.component_space(component).size, self.columns)

    def _numbers(self, component: Any, expression: Any, frame: Frame, missing: float) -> Floats:
        """Values of a side or bound for each member; `missing` where there is no side."""
        if expression is None:
            return np.full(int(np.prod(frame.shape, dtype=np.int64)), missing)
        name = component.local_name
        evaluator = Evaluator(self.binding, f"bounds of {name}" if component.ctype is pyo.Var else name)
        values = full(evaluator.data(expression, frame), frame).astype(float)
        if np.isnan(values).any():
            at = self._member(component, int(np.isnan(values).argmax()))
            raise evaluator.refuse(f"a number is missing at {at}", expression)
        return values

    def _frame(self, component: Any, group: tuple[Any, ...]) -> Frame:
        if not component.is_indexed():
            return Frame()
        return over_set(self.binding, component.index_set(), group, Frame(), counts=True)[-1].frame

    def _member(self, component: Any, flat: int) -> str:
        space = self.binding.component_space(component)
        at = np.unravel_index(flat, space.shape) if space.factors else ()
        labels = (str(f.members[k]) for f, k in zip(space.factors, at, strict=True))
        return f"{component.local_name}[{', '.join(labels)}]"


def _sides(constraint: Any, expression: Any) -> tuple[list[tuple[float, Any]], Any, Any]:
    """Body of a relation as signed parts, and its lower and upper side without variables (None: none)."""
    if any(np.atleast_1d(getattr(expression, "strict", False))):
        raise CompileError(constraint.name, "a linear program has no strict inequalities, write <= or >=", expression)
    if isinstance(expression, re.RangedExpression):
        lower, body, upper = expression.args
        if has_variable(lower) or has_variable(upper):
            raise CompileError(constraint.name, "the sides of a range must be data", expression)
        return [(1.0, body)], lower, upper
    if isinstance(expression, (re.EqualityExpression, re.InequalityExpression)):
        left, right = expression.args
        equal = isinstance(expression, re.EqualityExpression)
        if not has_variable(right):
            return [(1.0, left)], (right if equal else None), right
        if not has_variable(left):
            return [(1.0, right)], left, (left if equal else None)
        return [(1.0, left), (-1.0, right)], (0.0 if equal else None), 0.0
    raise CompileError(constraint.name, "the rule must give one relation (==, <=, >=)", expression)
