"""Units: what tables are written in, and what the model computes in (MW, MWh, t, CNY, hour, year, km, degree)."""

from __future__ import annotations

import math
import re
from functools import cache
from importlib.resources import files
from typing import TypeVar

import pandas as pd
import pint
from pint.facets.plain import PlainUnit

from energy_model.dataset.problems import suggestion

Numbers = TypeVar("Numbers", float, "pd.Series[float]")

# The model's unit of each kind of quantity that may be shown on its own (metrics, targets).
MODEL_UNITS = ("MW", "MWh", "t", "CNY", "1")
QUANTITY = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*")


class UnitError(ValueError):
    """A unit is unknown, or of another kind than expected; ``kind`` is the kind of the Problem that it makes."""

    def __init__(self, kind: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.kind, self.message, self.hint = kind, message, hint


@cache
def registry() -> pint.UnitRegistry[float]:
    """Give the registry of units.txt: only units that a study needs; a year is a dimension of its own."""
    with files("energy_model.dataset").joinpath("units.txt").open(encoding="utf-8") as definitions:
        return pint.UnitRegistry(list(definitions))


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
        raise UnitError("unit-unknown", f"the unit '{unit}' is not known.", suggestion(unknown, names())) from error


def _defined(word: str) -> bool:
    """Tell whether a word is a unit."""
    try:
        return word in registry()
    except AttributeError:  # what pint raises for words such as import__
        return False


@cache
def names() -> tuple[str, ...]:
    """Give the names of units for suggestions: the plain ones and those usual in tables."""
    usual = ("MW", "GW", "kW", "MWh", "GWh", "TWh", "kWh", "Mt", "GJ", "MJ", "kt", "kgce", "Mtce")
    return (*usual, *sorted(str(name) for name in registry()))


@cache
def factor(unit: str, target: str) -> float:
    """Give the number of ``target`` units in one ``unit``; raise UnitError if they are not of the same kind."""
    given, wanted = parse(unit), parse(target)
    if given.dimensionality != wanted.dimensionality:
        expected = "a plain number (1 or %)" if target == "1" else f"a unit such as {target}"
        raise UnitError("unit-kind", f"the unit '{unit}' is not of the right kind.", f"Use {expected}.")
    # 15 digits: 1 kg/GJ is 0.0036 t/MWh and not 0.0036000000000000008.
    return float(f"{registry().Quantity(1.0, given).to(wanted).magnitude:.15g}")


def convert(numbers: Numbers, unit: str, target: str) -> Numbers:
    """Convert a number or a column of numbers; 95 % becomes 0.95 and not 0.9500000000000001."""
    multiplier = factor(unit, target)
    divisor = float(f"{1 / multiplier:.15g}")
    return numbers / divisor if divisor.is_integer() and divisor > 1 else numbers * multiplier


@cache
def model_unit(unit: str) -> str:
    """Give the model unit (MW, MWh, t, CNY or 1) of the same kind as ``unit``; raise UnitError if there is none."""
    dimensions = parse(unit).dimensionality
    for candidate in MODEL_UNITS:
        if parse(candidate).dimensionality == dimensions:
            return candidate
    hint = f"Use a unit of power, energy, mass or money, or a share ({', '.join(MODEL_UNITS)})."
    raise UnitError("unit-kind", f"the unit '{unit}' is not of a kind that can be shown.", hint)


def split_quantity(text: str) -> tuple[float, str] | None:
    """Split '60 CNY/t' into 60.0 and 'CNY/t' ('' if there is no unit); None if no finite number begins it."""
    match = QUANTITY.fullmatch(text)
    return (float(match[1]), match[2]) if match and math.isfinite(float(match[1])) else None
