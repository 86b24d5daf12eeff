"""What is asked of an explanation and what it tells, as plain values by the names of the targets."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import xarray as xr


@dataclass(frozen=True)
class Options:
    """How much an explanation may take.

    segments : steps that the system is told in; all hours where these are fewer
    hourly : all hours in any case
    most_conflicts : sets of targets that are looked for
    time_limit [s] : what is not found until then is left out, and said to be; threads : 0 for all
    """

    segments: int = 300
    hourly: bool = False
    most_conflicts: int = 10
    solver: str = "auto"
    threads: int = 0
    time_limit: float = 600.0


@dataclass(frozen=True)
class Relaxation:
    """What a target is let off.

    amount [kind: MW, MWh, t, CNY] : in the unit of its metric; relative : the same as a part of what it requires
    own_amount [unit] : the same in the unit of the target; None of shares and changes
    value [unit] : what is then reached (of a share the share)
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
    """A minimal set of targets that no plan meets together; of one target: that no plan meets.

    relative : least sum of what its targets are let off, each as a part of what it requires
    ways : for each target what it must be let off where the others of the set hold (and no more than these)
    """

    targets: tuple[str, ...]
    relative: float
    ways: tuple[Relaxation, ...]


@dataclass(frozen=True)
class Cost:
    """What an enforced target that binds costs, with all others held.

    shadow_price [unit: CNY of its year per unit of the metric], penalty [same] : where this is lower, a solve pays it
        and misses the target
    saving [CNY, discounted] : total cost less that without this target; None where time was up
    accuracy [CNY] : how exact the saving is
    """

    target: str
    shadow_price: float
    penalty: float
    unit: str
    saving: float | None
    accuracy: float


@dataclass(frozen=True)
class Room:
    """What a target that does not bind has to spare.

    margin [kind: MW, MWh, t, CNY] : in the unit of its metric; relative : as a part of what it requires
    own_margin [unit] : the same in the unit of the target; None of shares and changes
    """

    target: str
    margin: float
    kind: str
    relative: float
    own_margin: float | None
    unit: str


@dataclass(frozen=True)
class Missed:
    """A target that is checked and not enforced; value, required [unit]."""

    target: str
    value: float
    required: float
    unit: str


@dataclass(frozen=True)
class Explanation:
    """Whether the enforced targets of a system hold together, and what follows.

    enforced : targets that are; untold : those of them that cannot be told in the model's years
    hold : whether all hold together; None where there are none
    exact : all hours were in it. If not, segments were: conflicts are conflicts of the hours all the same, but what
        holds in segments may not in hours, and costs are estimates
    keeps_prices : whether no price changed inside a step; steps, hours : number of either
    relative : smallest sum of `relaxations`, each as a part of what its target requires
    conflicts : minimal sets that exclude each other; complete : whether there are no others
    cost, free_cost [CNY, discounted] : with all targets held, and with none
    costs : of those that bind; next : the one with least room of those that do not
    missed : targets that are checked only and missed where all enforced ones hold
    unserved [MWh] : demand that goes unserved without any target, and no more than this with them
    """

    enforced: tuple[str, ...] = ()
    not_evaluated: tuple[str, ...] = ()
    hold: bool | None = None
    exact: bool = True
    keeps_prices: bool = True
    steps: int = 0
    hours: float = 0.0
    relative: float = 0.0
    relaxations: tuple[Relaxation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    complete: bool = True
    cost: float | None = None
    free_cost: float | None = None
    costs: tuple[Cost, ...] = ()
    next: Room | None = None
    missed: tuple[Missed, ...] = ()
    unserved: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    scenario: str = ""
    names: xr.Dataset = field(default_factory=xr.Dataset, repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the names of things, as JSON knows it."""
        plain = asdict(self)
        del plain["names"]
        return plain
