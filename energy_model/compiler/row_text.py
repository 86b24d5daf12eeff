"""Rows of a linear program as text with named columns, and of each component the most informative row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from energy_model.compiler.program import Block, Floats, LinearProgram

# (name of a set, member) -> the member as people read it
Namer = Callable[[str, Any], str]
SHOWN = 8  # terms of a row that are written out
_NEGLIGIBLE = 1e-6  # a term or a slack below this, in the row's unit, is none


@dataclass(frozen=True)
class RenderedRow:
    """One cell of a component: its name with its index, the row as text, and the value of the row at the solution.

    number : position within the component; variables : those whose columns are written out, in the order of the text
    """

    number: int
    name: str
    text: str
    value: float
    variables: tuple[str, ...] = ()


class RowWriter:
    """Text of the rows of one program at one point x (column,)."""

    def __init__(self, program: LinearProgram, x: Floats, namer: Namer = lambda _, member: str(member)) -> None:
        self._program, self._x, self._namer = program, x, namer
        self._blocks = list(program.variables.values())
        self._starts = np.array([block.start for block in self._blocks])

    def constraint(self, name: str, number: int | None = None) -> RenderedRow | None:
        """Row of a constraint as text; by default the most informative one (`_View.most_informative`).

        None where no row has an entry.
        """
        program, block = self._program, self._program.constraints[name]
        whole = program.matrix
        low, high = (int(whole.indptr[at]) for at in (block.start, block.stop))
        matrix = _View(whole.data[low:high], whole.indices[low:high], whole.indptr[block.start : block.stop + 1] - low)
        sides = program.row_lower[block.start : block.stop], program.row_upper[block.start : block.stop]
        number = matrix.most_informative(self._x, *sides) if number is None else number
        if number is None:
            return None
        columns, coefficients = matrix.row(number)
        body, shown = self._body(columns, coefficients)
        text = _compared(body, float(sides[0][number]), float(sides[1][number]))
        return RenderedRow(number, self.name(block, number), text, float(coefficients @ self._x[columns]), shown)

    def expression(self, name: str) -> RenderedRow | None:
        """Cell of a named expression as its sum; None where none has an entry or a constant."""
        block, rows, constants = self._program.expression(name)
        matrix = _View(rows.data, rows.indices, rows.indptr)
        number = matrix.most_informative(self._x)
        if number is None and not constants.any():
            return None
        number = int(np.abs(constants).argmax()) if number is None else number
        columns, coefficients = matrix.row(number)
        body, shown = self._body(columns, coefficients, float(constants[number]))
        value = float(coefficients @ self._x[columns] + constants[number])
        return RenderedRow(number, self.name(block, number), body, value, shown)

    def objective(self) -> RenderedRow:
        """Objective as text, by the columns that weigh most in it."""
        program = self._program
        columns = np.flatnonzero(program.cost)
        body, shown = self._body(columns, program.cost[columns], program.offset)
        sense = "max" if program.maximise else "min"
        return RenderedRow(0, sense, f"{sense} {body}", float(program.cost @ self._x + program.offset), shown)

    def variable(self, name: str) -> RenderedRow | None:
        """Largest of a variable's columns with its bounds; None where it has no column."""
        program, block = self._program, self._program.variables[name]
        if block.space.size == 0:
            return None
        number = int(np.abs(self._x[block.start : block.stop]).argmax())
        at, label = block.start + number, self.name(block, number)
        text = _compared(label, float(program.lower[at]), float(program.upper[at]))
        return RenderedRow(number, label, text, float(self._x[at]), (name,))

    def name(self, block: Block, number: int) -> str:
        """Name of a cell of a component: `dispatch[coal, 2030-01-01 18:00]`."""
        factors = block.space.factors
        if not factors:
            return block.name
        places = np.unravel_index(number, block.space.shape)
        members = [self._namer(f.name, f.members[int(at)]) for f, at in zip(factors, places, strict=True)]
        return f"{block.name}[{', '.join(members)}]"

    def _body(
        self, columns: np.ndarray[Any, Any], coefficients: Floats, constant: float = 0.0
    ) -> tuple[str, tuple[str, ...]]:
        """Sum as text, of a long one the terms that weigh most; and the variables in it."""
        weight = np.abs(coefficients * self._x[columns])
        weight = weight if weight.any() else np.abs(coefficients)
        most = np.argpartition(weight, -SHOWN)[-SHOWN:] if len(weight) > SHOWN else np.arange(len(weight))
        chosen = np.sort(most)
        blocks = [self._block(int(columns[k])) for k in chosen]
        terms = [
            _term(float(coefficients[k]), self.name(block, int(columns[k]) - block.start))
            for k, block in zip(chosen, blocks, strict=True)
        ]
        if constant:
            terms.append(_term(constant, ""))
        text = "".join(terms).removeprefix(" + ")
        text = f"-{text.removeprefix(' - ')}" if text.startswith(" - ") else text or "0"
        rest = len(columns) - len(chosen)
        return (f"{text} + … and {rest:,} more terms" if rest else text), tuple(dict.fromkeys(b.name for b in blocks))

    def _block(self, column: int) -> Block:
        # of blocks that begin at the same column all but the last are empty
        return self._blocks[int(np.searchsorted(self._starts, column, side="right")) - 1]


@dataclass(frozen=True)
class _View:
    """Some rows of a compressed matrix, without a copy of its entries."""

    data: Floats
    indices: np.ndarray[Any, Any]
    starts: np.ndarray[Any, Any]

    def row(self, number: int) -> tuple[np.ndarray[Any, Any], Floats]:
        """Columns and coefficients of a row."""
        part = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.indices[part], self.data[part]

    def most_informative(self, x: Floats, lower: Floats | None = None, upper: Floats | None = None) -> int | None:
        """Number of the most informative row; None where no row has an entry.

        Short rows (`SHOWN` entries at most) go before long ones, those that bind before others, then those with more
        nonzero terms, a term whose coefficient is not one counted twice, and of equal ones that whose terms add up to
        most regardless of sign.
        """
        entries = np.diff(self.starts)
        rows = _kept(np.flatnonzero(entries), entries <= SHOWN)
        if not len(rows):
            return None
        data, indices, first = self._of(rows, entries)
        terms = data * x[indices]
        activity = None if lower is None else np.add.reduceat(terms, first)
        moved = np.add.reduceat(np.abs(terms, out=terms), first)
        nonzero = (terms > _NEGLIGIBLE).view(np.int8)
        score = np.add.reduceat(nonzero << ((data != 1.0) & (data != -1.0)), first, dtype=np.int64)
        chosen = _kept(np.arange(len(rows)), score > 0)
        if activity is not None and lower is not None and upper is not None:
            slack = np.minimum(activity - lower[rows], upper[rows] - activity)
            chosen = _kept(chosen, slack <= _NEGLIGIBLE * (1.0 + moved))
        chosen = chosen[score[chosen] == score[chosen].max()]
        return int(rows[chosen[moved[chosen].argmax()]])

    def _of(
        self, rows: np.ndarray[Any, Any], entries: np.ndarray[Any, Any]
    ) -> tuple[Floats, np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Entries of some rows one after the other: coefficients, columns, and where each row begins."""
        count = entries[rows]
        first = np.cumsum(count) - count
        if int(count.sum()) == len(self.data):  # rows left out have none
            return self.data, self.indices, first
        at = np.repeat(self.starts[rows] - first, count) + np.arange(int(count.sum()))
        return self.data[at], self.indices[at], first


def _kept(chosen: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Those of some positions that are wanted, or all where none is."""
    best = chosen[wanted[chosen]]
    return best if len(best) else chosen


def _term(coefficient: float, label: str) -> str:
    sign, size = (" - " if coefficient < 0 else " + "), abs(coefficient)
    if not label:
        return f"{sign}{_number(size)}"
    return f"{sign}{label}" if size == 1.0 else f"{sign}{_number(size)} {label}"


def _compared(body: str, lower: float, upper: float) -> str:
    """A body with its sides: `body ≤ 0`, `0 ≤ body ≤ 5`, `body = 3`."""
    if lower == upper:
        return f"{body} = {_number(upper)}"
    left = f"{_number(lower)} ≤ " if np.isfinite(lower) and np.isfinite(upper) else ""
    if np.isfinite(upper):
        return f"{left}{body} ≤ {_number(upper)}"
    return f"{body} ≥ {_number(lower)}" if np.isfinite(lower) else f"{body} (free)"


def _number(value: float) -> str:
    """Six digits; large numbers plainly, rounded to six digits too."""
    text = f"{value + 0.0:.6g}"
    return f"{float(text):.0f}" if "e+" in text and abs(value) < 1e12 else text
