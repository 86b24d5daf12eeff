"""State of a search: problem, clock, lower bound and rounds, as its stages share them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from energy_model.compiler.program import Floats
from energy_model.horizon.certificate import PolishReport, Round
from energy_model.horizon.dispatch import Dispatch
from energy_model.horizon.hourly_problem import HourlyProblem
from energy_model.horizon.lower_bound import LowerBound
from energy_model.horizon.search_clock import SearchClock


@dataclass
class Incumbent:
    """Best decision of a stage.

    cost : of its schedule, with all rows [CNY]
    relaxed_cost : without the rows that link blocks, with the penalty of its shortfall; last_cost : of the last trial
    """

    decision: Floats
    cost: float = float("inf")
    relaxed_cost: float = float("inf")
    dispatch: Dispatch | None = None
    last_cost: float = float("inf")


@dataclass
class SearchState:
    """Problem and clock of a search, the rounds so far, and what a polish did."""

    problem: HourlyProblem
    clock: SearchClock
    rounds: list[Round] = field(default_factory=list)
    polish: PolishReport | None = None

    @cached_property
    def bound(self) -> LowerBound:
        """Lower bound; made when it is first asked for, as the bounds that rows imply take a while."""
        return LowerBound(self.problem.blocks)

    def tell(self, found: Round) -> None:
        """Record a round and pass it on to the log."""
        self.rounds.append(found)
        if self.problem.options.log is not None:
            self.problem.options.log(found)
