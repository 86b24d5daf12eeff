"""State of a search: problem, clock, lower bound and rounds, as its stages share them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from energy_model.compiler.memory import give_back
from energy_model.compiler.program import Floats
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.certificate import PolishReport, Round
from energy_model.horizon.common_cost import common_cost
from energy_model.horizon.dispatch import Dispatch
from energy_model.horizon.hourly_problem import HourlyProblem
from energy_model.horizon.lower_bound import LowerBound
from energy_model.horizon.program_basis import ProgramBasis
from energy_model.horizon.search_clock import SearchClock
from energy_model.horizon.segments import Positions
from energy_model.horizon.warm_store import StoredBasis


@dataclass
class Incumbent:
    """Best decision of a stage.

    cost : of its schedule, with all rows [CNY]
    relaxed_cost : without the rows that link blocks, with the penalty of its shortfall; last_cost : of the last trial
    basis : of the stage's program under the decision
    dispatched, dispatched_basis : decision that `dispatch` follows but at block boundaries, and basis under it
    """

    decision: Floats
    cost: float = float("inf")
    relaxed_cost: float = float("inf")
    dispatch: Dispatch | None = None
    last_cost: float = float("inf")
    basis: ProgramBasis | None = None
    dispatched: Floats | None = None
    dispatched_basis: ProgramBasis | None = None


@dataclass(frozen=True, eq=False)
class Opening:
    """Where the first stage begins.

    prices : (shared row,) [CNY per unit] at which the first trial allocates; None: as the decision does
    basis, hourly_basis : of the blocks of the first stage and of all hours, where they are known
    """

    decision: Floats
    prices: Floats | None = None
    basis: ProgramBasis | None = None
    hourly_basis: ProgramBasis | None = None


@dataclass
class SearchState:
    """Problem and clock of a search, the rounds so far, bases of stages that are over, the best decision, polish.

    is_interrupted : by the user, who is content with the best schedule so far
    unpriced_share : of the blocks, whose duals are those of their dispatch alone
    """

    problem: HourlyProblem
    clock: SearchClock
    rounds: list[Round] = field(default_factory=list)
    polish: PolishReport | None = None
    bases: list[StoredBasis] = field(default_factory=list)
    decision: Floats | None = None
    is_interrupted: bool = False
    unpriced_share: float = 0.0

    def keep(self, blocks: Blocks, starts: Positions, basis: ProgramBasis | None) -> None:
        """Keep the basis of blocks in steps that begin at these hours, for the warm store."""
        if basis is not None:
            self.bases.append(StoredBasis(self.bound.origins.names(blocks, starts), basis))

    def begin_anew(self) -> None:
        """Forget the cuts and bases so far."""
        self.__dict__.pop("bound", None)
        self.bases = []

    @cached_property
    def bound(self) -> LowerBound:
        """Lower bound; made when it is first asked for, as the bounds that rows imply take a while."""
        return LowerBound(self.problem.blocks, common_cost(self.problem), self.problem.options.threads)

    def tell(self, found: Round) -> None:
        """Record a round and pass it on to the log."""
        if found.is_hourly:
            give_back()
        self.rounds.append(found)
        if self.problem.options.log is not None:
            self.problem.options.log(found)
