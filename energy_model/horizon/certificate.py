"""Options, rounds and result of a certified solve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from energy_model.compiler.highs import Solution
from energy_model.compiler.program import LinearProgram


@dataclass(frozen=True)
class CertifyOptions:
    """Request to `certify`.

    gap : relative distance of cost and bound to reach; threads : 0 for all; time_limit [s]; log : is given each round
    """

    gap: float = 0.01
    threads: int = 0
    time_limit: float = float("inf")
    log: Callable[[Round], None] | None = None


@dataclass(frozen=True)
class Round:
    """Bounds after a round: steps of the stage, round, seconds since the start, lower bound and best cost [CNY].

    `cost` is that of a schedule of all hours where `is_hourly`, else of the stage's segments and no bound on anything.
    """

    steps: int
    number: int
    seconds: float
    lower_bound: float
    cost: float
    is_hourly: bool


@dataclass(frozen=True)
class Certified:
    """A schedule of all hours, and a cost below which no schedule can be."""

    program: LinearProgram
    solution: Solution
    rounds: list[Round]

    @property
    def lower_bound(self) -> float:
        """Cost [CNY] below which no schedule is."""
        return self.solution.dual_objective

    @property
    def gap(self) -> float:
        """Relative distance of cost and lower bound."""
        return self.solution.gap
