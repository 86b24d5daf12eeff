"""A model's sets and parameters bound to their data: constructed where small, read from arrays where large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyomo.core as pyo
import xarray as xr
from numpy.typing import NDArray

import energy_model.compiler.templates as templates
from energy_model.compiler.errors import CompileError
from energy_model.compiler.frame import Members
from energy_model.compiler.labels import CodedLabels, Codes, Factor, objects

# a parameter over one set, or up to this size, is also constructed, so that rules of sets may read it
_SMALL = 20_000


class Space:
    """An index set as the product of its factors: shape, and position for given labels."""

    def __init__(self, name: str, factors: list[Factor]) -> None:
        self.name = name
        self.factors = factors
        self.shape = tuple(len(f) for f in factors)
        self.size = int(np.prod(self.shape, dtype=np.int64))

    @property
    def width(self) -> int:
        """Number of indices."""
        return sum(f.width for f in self.factors)

    def position(self, labels: list[CodedLabels]) -> Codes:
        """Flat position (row-major) for one `CodedLabels` an index; -1 where it is no member."""
        flat: Codes = np.zeros((), dtype=np.int64)
        missing: NDArray[np.bool_] | None = None
        at = 0
        for factor in self.factors:
            code = factor.position(labels[at : at + factor.width])
            at += factor.width
            flat = flat * len(factor) + code
            if code.size and code.min() < 0:
                missing = (code < 0) if missing is None else missing | (code < 0)
        return flat if missing is None else np.where(missing, -1, flat)


class Binding:
    """Sets, parameters and index maps of one model with one set of data.

    Parameters
    ----------
    model : abstract model; its sets, small parameters and variables are constructed here, its constraints never
    data : for each set a coordinate of its name, for each parameter a variable of its name whose dims are its sets
    """

    def __init__(self, model: pyo.AbstractModel, data: xr.Dataset) -> None:
        self.model = model
        self.data = data
        self._indexes: dict[Any, pd.Index[Any]] = dict(data.indexes)
        self._factors: dict[int, Factor] = {}
        self._spaces: dict[int, Space] = {}
        self._values: dict[str, NDArray[Any]] = {}
        self._labels: dict[str, CodedLabels] = {}
        self._members: dict[str, Members] = {}
        for component in templates.declared(model).values():
            self._construct(component)

    def _construct(self, component: Any) -> None:
        if component.ctype is pyo.Set or component.ctype is pyo.RangeSet:
            templates.construct(component, set_data(component, self.data))
        elif component.ctype is pyo.Param:
            self._construct_parameter(component)
        elif component.ctype is pyo.Var:
            if component.is_indexed() and component._dense:
                raise CompileError(component.name, "declare the variable with dense=False")
            templates.construct(component)
        elif component.ctype is pyo.Expression:
            templates.mark_constructed(component)

    def _construct_parameter(self, parameter: Any) -> None:
        given = self.data.variables.get(parameter.local_name)
        # one with a default would be read as its default where it is not constructed, without complaint
        if given is None or given.ndim <= 1 or given.size <= _SMALL or has_default(parameter):
            templates.construct(parameter, parameter_data(parameter, self.data))
        else:
            templates.construct(parameter, {})

    def factor(self, plain_set: Any) -> Factor:
        """The members of a plain set."""
        if id(plain_set) not in self._factors:
            width = plain_set.dimen if isinstance(plain_set.dimen, int) else 1
            self._factors[id(plain_set)] = Factor(plain_set.name, list(plain_set), width)
        return self._factors[id(plain_set)]

    def space(self, index_set: Any) -> Space:
        """The index set of a component as a product of plain sets."""
        if id(index_set) not in self._spaces:
            factors = [self.factor(s) for s in templates.index_factors(index_set)]
            self._spaces[id(index_set)] = Space(" x ".join(f.name for f in factors), factors)
        return self._spaces[id(index_set)]

    def component_space(self, component: Any) -> Space:
        """The index set of a component; a scalar component has one cell and no factor."""
        return self.space(component.index_set()) if component.is_indexed() else Space(component.name, [])

    def values(self, parameter: Any) -> NDArray[Any]:
        """Flat values of a parameter in the order of its index set; NaN (or None) where it has none."""
        name = parameter.local_name
        if name not in self._values:
            space = self.component_space(parameter)
            given = self.data.variables.get(name)
            if given is None:
                values = _constructed_values(parameter, space)
            else:
                values = _aligned(parameter, given, space, self._indexes)
            self._values[name] = _with_default(parameter, values)
        return self._values[name]

    def labels(self, parameter: Any) -> CodedLabels:
        """The values of a parameter as encoded labels: a parameter used as an index."""
        name = parameter.local_name
        if name not in self._labels:
            self._labels[name] = CodedLabels.factorised(self.values(parameter))
        return self._labels[name]

    def members(self, indexed_set: Any) -> tuple[Space, Members]:
        """The members of an indexed set, key after key."""
        space = self.space(indexed_set.index_set())
        name = indexed_set.local_name
        if name not in self._members:
            self._members[name] = _collect(indexed_set)
        return space, self._members[name]


def set_data(component: Any, data: xr.Dataset) -> Any:
    """Data for constructing a set: the coordinate of its name, if there is one."""
    if component.is_indexed() or component.local_name not in data.coords:
        return None
    return {None: data.coords[component.local_name].values.tolist()}


def parameter_data(parameter: Any, data: xr.Dataset) -> dict[Any, Any] | None:
    """Data for constructing a parameter from the variable of its name, without entries that are NaN or its default.

    Raises
    ------
    CompileError : the variable's dims are not the parameter's sets
    """
    given = data.variables.get(parameter.local_name)  # of data arrays each would take a millisecond
    if given is None:
        return None
    if not parameter.is_indexed():
        return {None: given.values.item()}
    _check_dims(parameter, given)
    values = given.values.ravel()
    kept = np.flatnonzero((values == values) & (values != parameter.default()))
    labels = [data.variables[dim].values.tolist() for dim in given.dims]
    places = np.unravel_index(kept, given.shape)
    columns = [[names[k] for k in place.tolist()] for names, place in zip(labels, places, strict=True)]
    keys = columns[0] if given.ndim == 1 else list(zip(*columns, strict=True))
    return dict(zip(keys, values[kept].tolist(), strict=True))


def has_default(parameter: Any) -> bool:
    """Whether a parameter has a value where none is given."""
    return parameter.default() is not pyo.Param.NoValue


def _check_dims(parameter: Any, given: xr.Variable) -> None:
    names = [s.local_name for s in templates.index_factors(parameter.index_set())]
    if len(names) != given.ndim:
        raise CompileError(parameter.name, f"is indexed by {names}, its data have the dims {list(given.dims)}")


def _aligned(parameter: Any, given: xr.Variable, space: Space, indexes: Mapping[Any, pd.Index[Any]]) -> NDArray[Any]:
    if not space.factors:
        return np.asarray(given.values).reshape(1)
    _check_dims(parameter, given)
    values = given.values
    for axis, factor in enumerate(space.factors):
        have = indexes[given.dims[axis]]
        want = factor.index
        if len(have) == len(want) and (have == want).all():
            continue
        at = have.get_indexer(want)
        if (at < 0).any():
            raise CompileError(parameter.name, f"has no data for {want[at < 0][:3].tolist()} of {factor.name}")
        values = np.take(values, at, axis=axis)
    return np.ascontiguousarray(values).ravel()


def _with_default(parameter: Any, values: NDArray[Any]) -> NDArray[Any]:
    default = parameter.default()
    if default is parameter.NoValue:
        return values
    if not isinstance(default, (int, float, str)):
        raise CompileError(parameter.name, "a default must be one number or text for all indices")
    return np.where(pd.isna(values), default, values)


def _constructed_values(parameter: Any, space: Space) -> NDArray[Any]:
    found = parameter.extract_values()
    if not space.factors:
        return np.array([found.get(None, np.nan)])
    flat = [found.get(key, np.nan) for key in parameter.index_set()]
    numeric = all(isinstance(v, (int, float)) for v in flat)
    return np.array(flat, dtype=None if numeric else object)


def _collect(indexed_set: Any) -> Members:
    keys = list(indexed_set.index_set())
    found = [list(indexed_set[key]) if key in indexed_set else [] for key in keys]
    count = np.array([len(members) for members in found], dtype=np.int64)
    flat = [member for members in found for member in members]
    start = np.cumsum(count) - count
    if not flat:
        return Members(start, count, [])  # without a member Pyomo does not say how wide they would be
    width = len(flat[0]) if isinstance(flat[0], tuple) else 1
    if width > 1:
        return Members(start, count, Factor(indexed_set.name, flat, width).columns)
    return Members(start, count, [CodedLabels.factorised(_column(flat))])


def _column(flat: list[Any]) -> NDArray[Any]:
    return np.array(flat, dtype=np.int64) if all(isinstance(v, int) for v in flat) else objects(flat)
