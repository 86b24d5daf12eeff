"""A linear program as arrays, with every column and row known by the name and index of its component."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import scipy.sparse as sp
import xarray as xr
from numpy.typing import NDArray

from energy_model.compiler.binding import Space
from energy_model.compiler.labels import Codes

Floats = NDArray[np.float64]
SMALL_EXPRESSION = 300_000  # entries


@dataclass(frozen=True)
class Block:
    """The columns (of a variable) or rows (of a constraint or named expression) of one component."""

    name: str
    start: int
    space: Space

    @property
    def stop(self) -> int:
        """One past the last column or row."""
        return self.start + self.space.size

    def array(self, values: Floats) -> xr.DataArray:
        """This component's part of a vector over all columns (or rows). dims: one a factor of its index set.

        A factor that is itself a set of tuples becomes a dim with a MultiIndex.
        """
        dims, part = self.variable(values)
        coords: dict[Any, Any] = {}
        for factor in self.space.factors:
            coords |= factor.coordinates()
        return xr.DataArray(part, dims=dims, coords=coords, name=self.name)

    def variable(self, values: Floats) -> tuple[list[str], Floats]:
        """The same as dims and values, without labels."""
        dims = [factor.name for factor in self.space.factors]
        return dims, values[self.start : self.stop].reshape(self.space.shape)

    def names(self) -> Iterator[str]:
        """Names as Pyomo writes them, `dispatch[coal,17]`."""
        if not self.space.factors:
            yield self.name
            return
        for key in product(*(f.members for f in self.space.factors)):
            flat = [part for item in key for part in (item if isinstance(item, tuple) else (item,))]
            yield f"{self.name}[{','.join(map(str, flat))}]"


@dataclass(frozen=True)
class Parts:
    """value[thing, t] = sum of factor * source[row, t] over the parts of a thing. shapes: (part,).

    thing : position among the things of the expression; source : name of a variable or a named expression whose last
    set is the same time; row : position among all that comes before that set; factor : the same at all times
    """

    thing: Codes
    source: list[str]
    row: Codes
    factor: Floats


@dataclass
class LinearProgram:
    """min (or max) cost @ x + offset subject to row_lower <= matrix @ x <= row_upper, lower <= x <= upper.

    `variables` and `constraints` give each component's place; `expression(name)` gives a named expression of the
    model as a matrix and a constant over the same columns.
    """

    matrix: sp.csr_array
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    cost: Floats
    offset: float
    maximise: bool
    variables: dict[str, Block]
    constraints: dict[str, Block]
    expression_names: tuple[str, ...]
    compile_expression: Callable[[str], tuple[Block, sp.csr_array, Floats]]
    compile_parts: Callable[[str, Collection[str]], Parts | None]
    _expressions: dict[str, tuple[Block, sp.csr_array, Floats]] = field(default_factory=dict)

    @classmethod
    def bare(
        cls, matrix: sp.csr_array, *, row_bounds: tuple[Floats, Floats], bounds: tuple[Floats, Floats], cost: Floats
    ) -> LinearProgram:
        """A minimisation of arrays alone, without names."""

        def unnamed(name: str) -> tuple[Block, sp.csr_array, Floats]:
            raise KeyError(name)

        return cls(matrix, *row_bounds, *bounds, cost, 0.0, False, {}, {}, (), unnamed, lambda name, _: None)

    @property
    def size(self) -> dict[str, int]:
        """Rows, columns and nonzeros."""
        return {"rows": self.matrix.shape[0], "columns": self.matrix.shape[1], "nonzeros": int(self.matrix.nnz)}

    def expression(self, name: str) -> tuple[Block, sp.csr_array, Floats]:
        """A named expression: its place, its matrix over the columns, its constants.

        Small ones are kept, of large ones (all together as large as the program) the latest.
        """
        if name not in self._expressions:
            small = {other: kept for other, kept in self._expressions.items() if kept[1].nnz <= SMALL_EXPRESSION}
            self._expressions = small | {name: self.compile_expression(name)}
        return self._expressions[name]

    def evaluate(self, name: str, x: Floats) -> xr.DataArray:
        """Value of a named expression at the point x. dims: the expression's sets."""
        block, matrix, constant = self.expression(name)
        return block.array(matrix @ x + constant)

    def parts(self, name: str, named: Collection[str] = ()) -> Parts | None:
        """A named expression over (things, time) as numbers times variables, and named expressions, of the same time.

        named : expressions that may stand for themselves. None where it is not such a sum.
        """
        return self.compile_parts(name, named)

    def column_names(self) -> list[str]:
        """Names of all columns in order."""
        return [name for block in self.variables.values() for name in block.names()]

    def row_names(self) -> list[str]:
        """Names of all rows in order."""
        return [name for block in self.constraints.values() for name in block.names()]
