"""Progress in a line of the solver's log."""

from __future__ import annotations

import re
from typing import NamedTuple

# simplex: "  1202     2.7238e+08 Pr: 0(0) 0.1s"; ipx, hipo and pdlp: "   7    8.1388e+10  -1.2464e+12   9.8e-06 ..."
_NUMBER = r"[-+]?\d+\.\d+e[-+]\d+"
_ITERATION = re.compile(rf"\s*(?P<iterations>\d+)\*?\s+(?P<objective>{_NUMBER})\s+((?P<bound>{_NUMBER})\s+)?\S")
# written for HiPO, which gives no lines of its own to callbacks
_COUNT = re.compile(r"interior point iteration (?P<iterations>\d+)")


class Iteration(NamedTuple):
    """Iterations so far, and where it is known the objective and (interior points) the bound reached [money]."""

    iterations: int
    objective: float | None = None
    bound: float | None = None


def parse(text: str) -> Iteration | None:
    """Read the last line of `text` that tells an iteration; None if none does."""
    for line in reversed(text.splitlines()):
        if found := _ITERATION.match(line):
            bound = float(found["bound"]) if found["bound"] else None
            return Iteration(int(found["iterations"]), float(found["objective"]), bound)
        if counted := _COUNT.match(line):
            return Iteration(int(counted["iterations"]))
    return None
