"""Numbers as readers want them: enough digits, thousands separated, never a negative zero."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

ZERO = "–"


def aligned(values: Sequence[float], digits: int = 4) -> list[str]:
    """Write the numbers of a column with the same decimals, at most 3; zero is a dash.

    digits : significant digits of the largest number
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    decimals = min(3, _decimals(largest, digits))
    return [_written(value, decimals) if abs(value) > 1e-9 * largest else ZERO for value in values]


def brief(value: float, digits: int = 4) -> str:
    """Write one number with `digits` significant digits, without zeros at its end."""
    text = _written(value, min(6, _decimals(abs(value), digits)))
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def signed(value: float, digits: int = 4) -> str:
    """Write a number as `brief` does, with its sign; zero has none."""
    text = brief(value, digits)
    return text if text == "0" or text.startswith("-") else f"+{text}"


def scientific(value: float) -> str:
    """Write a residual: '2e-13', zero as '0'."""
    return "0" if value == 0 else f"{value:.0e}".replace("e-0", "e-")


def small(value: float) -> str:
    """Write a figure that should be zero: as `brief` does, below a thousandth as `scientific` does."""
    return brief(value) if abs(value) >= 1e-3 else scientific(value)


def shares(values: Iterable[float], whole: float) -> list[str]:
    """Write parts of a whole in per cent; '' where there is no whole."""
    return [f"{_written(100 * value / whole, 1)} %" if whole else "" for value in values]


def _decimals(magnitude: float, digits: int) -> int:
    if magnitude == 0 or not math.isfinite(magnitude):
        return 0
    return max(0, digits - 1 - math.floor(math.log10(magnitude)))


def _written(value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return ZERO if math.isnan(value) else "∞"
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text
