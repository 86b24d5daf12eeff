"""Units: those of tables, and those of the model (MW, MWh, t, hour, year, km, degree, the money of the study)."""

from __future__ import annotations

import csv
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from energy_model.dataset.problems import suggestion

if TYPE_CHECKING:
    import pint
    from pint.facets.plain import PlainUnit

Numbers = TypeVar("Numbers", float, "NDArray[np.float64]")

# What the dictionary of tables writes for the money of a study, whatever its currency.
MONEY = "CNY"
# The model's unit of each kind of quantity that may be shown on its own (metrics, targets); money has its currency.
MODEL_UNITS = ("MW", "MWh", "t", "1")
_CURRENCY = "[money_"
USUAL = ("MW", "GW", "kW", "MWh", "GWh", "TWh", "kWh", "GJ", "MJ", "t", "kt", "Mt", "kgce", "Mtce", "%")
QUANTITY = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*")


class UnitError(ValueError):
    """A unit is unknown, or of another kind than expected; ``kind`` is the kind of the Problem that it makes."""

    def __init__(self, kind: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.kind, self.message, self.hint = kind, message, hint


@cache
def registry() -> pint.UnitRegistry[float]:
    """Give the registry of units.txt: only units that a study needs; a year is a dimension of its own."""
    import pint  # loads scipy, which must come after the compiler's Pyomo (compiler/deferred_imports.py)

    return pint.UnitRegistry(definitions().splitlines())


def definitions() -> str:
    """Give the text of units.txt."""
    return files("energy_model.dataset").joinpath("units.txt").read_text(encoding="utf-8")


@cache
def parse(unit: str) -> PlainUnit:
    """Give the pint unit of a text such as 'CNY/kW/year', '亿千瓦时' or '%'; raise UnitError if it is none."""
    text = unit.strip().replace("%", " percent ").replace("‰", " permille ")
    try:
        return registry().parse_units("" if text == "1" else text)
    # pint hands down whatever its tokenizer and evaluator raise on a malformed expression.
    except Exception as error:
        words = re.findall(r"[^\W\d_]\w*", text)
        unknown = next((word for word in words if not _defined(word)), unit)
        hint = f"{_similar(unknown)}Units: {', '.join(USUAL)}; currencies: {', '.join(currencies())}."
        raise UnitError("unit-unknown", f"the unit '{unit}' is not known.", hint) from error


def _defined(word: str) -> bool:
    """Tell whether a word is a unit."""
    try:
        return word in registry()
    except AttributeError:  # what pint raises for words such as import__
        return False


def _similar(word: str) -> str:
    """Name the unit that a misspelt one may be; '' where none is near."""
    found = suggestion(word, names())
    return f"{found} " if found.startswith("Did") else ""


@cache
def names() -> tuple[str, ...]:
    """Give the names of units for suggestions: those usual in tables and the plain ones."""
    return (*USUAL, *sorted(str(name) for name in registry()))


@cache
def currencies() -> tuple[str, ...]:
    """Give the codes of the currencies in the order of units.txt."""
    return tuple(re.findall(r"^(\w+) = \[money_\1\]", definitions(), re.MULTILINE))


@cache
def currency_of(unit: str) -> str:
    """Give the currency that a unit names ('EUR' of 'EUR/MWh'); '' if it is no unit of money or of none known."""
    try:
        dimensions = parse(unit).dimensionality
    except UnitError:
        return ""
    return next((name.removeprefix(_CURRENCY).rstrip("]") for name in dimensions if name.startswith(_CURRENCY)), "")


def in_currency(unit: str, currency: str) -> str:
    """Give a unit of the dictionary in the money of a study: 'CNY/MWh' in EUR is 'EUR/MWh'."""
    return unit if currency == MONEY else unit.replace(MONEY, currency)


@cache
def factor(unit: str, target: str) -> float:
    """Give the number of ``target`` units in one ``unit``; raise UnitError if they are not of the same kind.

    A unit that is the target, which the dictionary knows, is not looked at.
    """
    known = 1.0 if unit == target else _usual_factors().get((unit, target))
    return by_registry(unit, target) if known is None else known


@cache
def _usual_factors() -> dict[tuple[str, str], float]:
    """Give the factors of usual_factors.csv, for which pint, a quarter of a second, need not be loaded."""
    text = files("energy_model.dataset").joinpath("usual_factors.csv").read_text(encoding="utf-8")
    return {(row["unit"], row["target"]): float(row["factor"]) for row in csv.DictReader(text.splitlines())}


def by_registry(unit: str, target: str) -> float:
    """Give the same as `factor` from the definitions of the units."""
    given, wanted = parse(unit), parse(target)
    if given.dimensionality != wanted.dimensionality:
        _refuse_currency(unit, target)
        expected = "a plain number (1 or %)" if target == "1" else f"a unit such as {target}"
        raise UnitError("unit-kind", f"the unit '{unit}' is not of the right kind.", f"Use {expected}.")
    # 15 digits: 1 kg/GJ is 0.0036 t/MWh and not 0.0036000000000000008.
    return float(f"{registry().Quantity(1.0, given).to(wanted).magnitude:.15g}")


def _refuse_currency(unit: str, target: str) -> None:
    """Raise UnitError if the unit is in another currency than the target's."""
    given, wanted = currency_of(unit), currency_of(target)
    if given and wanted and given != wanted:
        message = f"the unit '{unit}' is in {given}, but the study counts in {wanted}; money is not exchanged."
        others = ", ".join(currencies())
        raise UnitError("currency", message, f"Write {target}, or set the setting 'currency' (one of {others}).")


def convert(numbers: Numbers, unit: str, target: str) -> Numbers:
    """Convert a number or a column of numbers; 95 % becomes 0.95 and not 0.9500000000000001."""
    multiplier = factor(unit, target)
    divisor = float(f"{1 / multiplier:.15g}")
    return numbers / divisor if divisor.is_integer() and divisor > 1 else numbers * multiplier


@cache
def model_unit(unit: str) -> str:
    """Give the model unit of the same kind as ``unit`` (MW, MWh, t, 1 or its currency); raise UnitError without one."""
    dimensions = parse(unit).dimensionality
    for candidate in (*MODEL_UNITS, currency_of(unit)):
        if parse(candidate).dimensionality == dimensions and candidate:
            return candidate
    hint = f"Use a unit of power, energy, mass or money, or a share ({', '.join((*MODEL_UNITS, MONEY))})."
    raise UnitError("unit-kind", f"the unit '{unit}' is not of a kind that can be shown.", hint)


def split_quantity(text: str) -> tuple[float, str] | None:
    """Split '60 CNY/t' into 60.0 and 'CNY/t' ('' if there is no unit); None if no finite number begins it."""
    match = QUANTITY.fullmatch(text)
    return (float(match[1]), match[2]) if match and math.isfinite(float(match[1])) else None
