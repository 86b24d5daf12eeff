"""What a line of the solver's log says of its progress."""

from __future__ import annotations

import re
from typing import NamedTuple

# simplex: "  1202     2.7238e+08 Pr: 0(0) 0.1s"; ipx, hipo and pdlp: "   7    8.1388e+10  -1.2464e+12   9.8e-06 ..."
_NUMBER = r"[-+]?\d+\.\d+e[-+]\d+"
_ITERATION = re.compile(rf"\s*(?P<iterations>\d+)\*?\s+(?P<objective>{_NUMBER})\s+((?P<bound>{_NUMBER})\s+)?\S")


class Iteration(NamedTuple):
    """Iterations so far, and what the solver has reached: its objective and, of an interior point, its bound [CNY]."""

    iterations: int
    objective: float
    bound: float | None = None


def parse(text: str) -> Iteration | None:
    """Read the last line of `text` that tells an iteration; None if none does."""
    for line in reversed(text.splitlines()):
        if found := _ITERATION.match(line):
            bound = float(found["bound"]) if found["bound"] else None
            return Iteration(int(found["iterations"]), float(found["objective"]), bound)
    return None
