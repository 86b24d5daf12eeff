"""Units as products of powers: a scale and the powers of the dimensions, exact, from definitions such as units.txt.

A definition is a line `name = expression = symbol = alias ...`; `[dimension]` as the expression makes a unit of its own
kind, a name that ends with a hyphen makes a prefix for all names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

# words of at least so many letters may have the English plural: hours, tonnes
_PLURAL_FROM = 3
_MOST_POWER = 9


@dataclass(frozen=True)
class Unit:
    """A unit: its size in the units that dimensions are counted in, and its power of each dimension, none of them 0."""

    scale: Fraction = Fraction(1)
    powers: Mapping[str, int] = field(default_factory=dict)

    def times(self, other: Unit, power: int = 1) -> Unit:
        """Product with a power of another. Raises ZeroDivisionError."""
        dims = {*self.powers, *other.powers}
        powers = {dim: self.powers.get(dim, 0) + power * other.powers.get(dim, 0) for dim in dims}
        return Unit(self.scale * other.scale**power, {dim: p for dim, p in powers.items() if p})


class Registry:
    """Units by all of their names."""

    def __init__(self, definitions: str) -> None:
        self._units: dict[str, Unit] = {}
        self._prefixes: dict[str, Fraction] = {}
        self.names: list[str] = []
        for line in definitions.splitlines():
            if line.strip() and not line.startswith("#"):
                self._define(*(word.strip() for word in line.split("=")))

    def _define(self, name: str, expression: str, *aliases: str) -> None:
        if name.endswith("-"):
            self._prefixes |= {word.removesuffix("-"): Fraction(expression) for word in (name, *aliases)}
            return
        kind = expression[1:-1] if expression.startswith("[") else ""
        unit = Unit(powers={kind: 1}) if kind else self._value(expression, with_numbers=True)
        self.names.append(name)
        self._units |= dict.fromkeys((name, *aliases), unit)

    def unit(self, word: str) -> Unit | None:
        """The unit of a name, prefixed or in the plural; None where there is none."""
        return next(self._readings(word), None)

    def _readings(self, word: str) -> Iterator[Unit]:
        singular = word.removesuffix("s")
        for name in (word, singular) if len(singular) >= _PLURAL_FROM else (word,):
            if name in self._units:
                yield self._units[name]
            for prefix, scale in self._prefixes.items():
                rest = name.removeprefix(prefix)
                if rest != name and rest in self._units:
                    yield Unit(scale).times(self._units[rest])

    def parse(self, text: str) -> Unit:
        """The unit of an expression of names, `*`, `/`, powers and brackets; '' is 1.

        Raises
        ------
        ValueError : it is none
        """
        return self._value(text) if text.strip() else Unit()

    def _value(self, text: str, with_numbers: bool = False) -> Unit:
        try:
            tree = ast.parse(text.strip().replace("^", "**"), mode="eval").body
            return self._of(tree, with_numbers)
        except (SyntaxError, ZeroDivisionError, RecursionError, MemoryError) as error:
            raise ValueError(text) from error

    def _of(self, tree: ast.expr, with_numbers: bool) -> Unit:
        match tree:
            case ast.Name(id=word):
                found = self.unit(word)
            case ast.Constant(value=int() | float() as number) if with_numbers or number == 1:
                found = Unit(Fraction(str(number)))
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                found = Unit().times(self._of(left, with_numbers), _power(right))
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                found = self._of(left, with_numbers).times(self._of(right, with_numbers))
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                found = self._of(left, with_numbers).times(self._of(right, with_numbers), -1)
            case _:
                found = None
        if found is None:
            raise ValueError(ast.unparse(tree))
        return found


def _power(tree: ast.expr) -> int:
    match tree:
        case ast.Constant(value=int() as power) if power <= _MOST_POWER:
            return power
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_power(operand)
    raise ValueError(ast.unparse(tree))
