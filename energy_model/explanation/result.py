"""Options and result of an explanation, as plain values by the names of the targets."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import xarray as xr


@dataclass(frozen=True)
class ExplanationOptions:
    """Extent of an explanation.

    segments : steps of the system; all hours where these are fewer
    hourly : all hours in any case
    most_conflicts : irreducible infeasible subsets that are looked for
    time_limit [s] : results not found until then are left out and named as such; threads : 0 for all
    """

    segments: int = 300
    hourly: bool = False
    most_conflicts: int = 10
    solver: str = "auto"
    threads: int = 0
    time_limit: float = 600.0


@dataclass(frozen=True)
class Relaxation:
    """Amount by which a target is relaxed.

    amount [kind: MW, MWh, t, CNY] : in the unit of its metric; relative : the same as a part of what it requires
    own_amount [unit] : the same in the unit of the target; None of shares and changes
    value [unit] : reached then (of a share the share)
    """

    target: str
    amount: float
    kind: str
    relative: float
    own_amount: float | None
    value: float | None
    unit: str


@dataclass(frozen=True)
class Conflict:
    """Irreducible infeasible subset of the targets: no plan meets all of it; of every smaller part one does.

    relative : least sum of its targets' shortfalls, each as a part of what the target requires
    corrections : of each target the least relaxation with which all the others of the subset hold
    """

    targets: tuple[str, ...]
    relative: float
    corrections: tuple[Relaxation, ...]


@dataclass(frozen=True)
class TargetCost:
    """Cost of an enforced target that binds, with all others held.

    shadow_price [unit: CNY of its year per unit of the metric], penalty [same] : where this is lower, a solve pays it
        and misses the target; None where it is hard
    saving [CNY, discounted] : total cost less that without this target; None where time was up
    accuracy [CNY] : how exact the saving is
    """

    target: str
    shadow_price: float
    penalty: float | None
    unit: str
    saving: float | None
    accuracy: float


@dataclass(frozen=True)
class Slack:
    """Slack of a target that does not bind.

    amount [kind: MW, MWh, t, CNY] : in the unit of its metric; relative : as a part of what it requires
    own_amount [unit] : the same in the unit of the target; None of shares and changes
    """

    target: str
    amount: float
    kind: str
    relative: float
    own_amount: float | None
    unit: str


@dataclass(frozen=True)
class MissedTarget:
    """Target that is checked only, and missed; value, required [unit]."""

    target: str
    value: float
    required: float
    unit: str


@dataclass(frozen=True)
class Explanation:
    """Whether the enforced targets of a system hold together, and what follows.

    enforced : targets that are and can be evaluated; not_evaluated : those that cannot, in the model's years
    feasible : whether all hold together; None where none is enforced
    exact : all hours were in it. If not, segments were: conflicts are conflicts of the hours all the same, but what
        holds in segments may not in hours, and costs are estimates
    keeps_prices : whether no price changed inside a step; steps, hours : number of either
    relative : smallest sum of `relaxations`, each as a part of what its target requires
    conflicts : irreducible infeasible subsets; complete : whether there are no others
    cost, cost_without_targets [CNY, discounted] : with all targets held, and with none
    costs : of those that bind; next_binding : the least slack of those that do not
    missed : targets that are checked only and missed where all enforced ones hold
    unserved [MWh] : demand that goes unserved without any target, and no more than this with them
    """

    enforced: tuple[str, ...] = ()
    not_evaluated: tuple[str, ...] = ()
    feasible: bool | None = None
    exact: bool = True
    keeps_prices: bool = True
    steps: int = 0
    hours: float = 0.0
    relative: float = 0.0
    relaxations: tuple[Relaxation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    complete: bool = True
    cost: float | None = None
    cost_without_targets: float | None = None
    costs: tuple[TargetCost, ...] = ()
    next_binding: Slack | None = None
    missed: tuple[MissedTarget, ...] = ()
    unserved: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    scenario: str = ""
    names: xr.Dataset = field(default_factory=xr.Dataset, repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: everything but the names of the targets."""
        plain = asdict(self)
        del plain["names"]
        return plain
