"""Options, rounds and result of a certified solve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from energy_model.compiler.highs import Solution
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.compiler.residuals import relative_gap
from energy_model.horizon.unit_sizes import UnitSizes, odd_sizes
from energy_model.horizon.warm_store import WarmStore


@dataclass(frozen=True)
class CertifyOptions:
    """Request to `certify`.

    gap : distance of cost and bound to reach, as a share of the cost that decisions can change; threads : 0 for all
    time_limit [s]; log : is given each round
    units : sizes to which the plan is polished; None: it is left as the search finds it
    free_capacity : gives a program in which capacities cost nothing; without it all cost counts as decidable
    sizes_held : whether no size is to be decided: of what another search left segments then find nothing more
    priced : whether its prices are asked for; without, duals are those of each block's own dispatch
    store : gives what another search left, to begin from, once: it is large and not kept
    leave : is given what this one leaves, also when it fails
    """

    gap: float = 0.01
    threads: int = 0
    time_limit: float = float("inf")
    log: Callable[[Round], None] | None = None
    units: UnitSizes | None = None
    free_capacity: Callable[[LinearProgram], LinearProgram] | None = None
    sizes_held: bool = False
    priced: bool = True
    store: Callable[[], WarmStore | None] | None = None
    leave: Callable[[WarmStore], None] | None = None


@dataclass(frozen=True)
class Round:
    """Bounds after a round: steps of the stage, round, seconds since the start, lower bound and best cost [CNY].

    common_cost : that every plan pays [CNY]

    `cost` is that of a schedule of all hours where `is_hourly`, else of the stage's segments and no bound on anything.
    """

    steps: int
    number: int
    seconds: float
    lower_bound: float
    cost: float
    is_hourly: bool
    common_cost: float = 0.0

    @property
    def gap(self) -> float:
        """Distance of cost and bound, as a share of the cost that decisions can change."""
        return relative_gap(self.cost, self.lower_bound, self.common_cost)


@dataclass(frozen=True)
class PolishReport:
    """Outcome of a polish.

    outcome : "kept", or why the plan stayed as it was: "infeasible", "gap" (dearer than the gap allows), "time"
    down, up, left : numbers of sizes that went to nothing, up to a unit, or are kept between by limits
    larger : number of sizes that grew, as they cost less than what is lost; 0: none does; None: not asked, or not known
    cost : polished less unpolished plan [CNY], None where there is no such plan; seconds : that it took
    """

    outcome: str
    down: int = 0
    up: int = 0
    left: int = 0
    cost: float | None = None
    seconds: float = 0.0
    larger: int | None = None

    @classmethod
    def of(cls, before: Floats, after: Floats, unit: Floats, whole: bool, cost: float, seconds: float) -> PolishReport:
        """Report of a polish that is kept, from the sizes before and after. shapes: (chosen,)."""
        odd, left = (odd_sizes(values, unit, whole) for values in (before, after))
        down, up = int((odd & ~left & (after < before)).sum()), int((odd & ~left & (after > before)).sum())
        return cls("kept", down, up, int(left.sum()), cost, seconds)


@dataclass(frozen=True)
class Certified:
    """A schedule of all hours, a cost below which no schedule can be, and a cost that every plan pays [CNY].

    polish : if it was polished; unpriced_share : of the blocks, whose duals time did not suffice to make agree
    is_interrupted : by the user, who is content with the schedule
    """

    program: LinearProgram
    solution: Solution
    rounds: list[Round]
    polish: PolishReport | None = None
    common_cost: float = 0.0
    unpriced_share: float = 0.0
    is_interrupted: bool = False

    @property
    def lower_bound(self) -> float:
        """Cost [CNY] below which no schedule is."""
        return self.solution.dual_objective

    @property
    def gap(self) -> float:
        """Relative distance of cost and lower bound."""
        return self.solution.gap

    @property
    def gap_searched(self) -> float:
        """Distance of cost and bound before the polish, as a share of the cost that decisions can change."""
        polished = self.polish.cost if self.polish is not None and self.polish.outcome == "kept" else None
        cost = self.solution.objective - max(polished or 0.0, 0.0)
        return relative_gap(cost, self.lower_bound, self.common_cost)
