"""Terms that behaviours push: of the balances, named costs (the objective is their sum), names of states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


def itself(_: Any, thing: Any) -> Any:
    """Owner of a thing that belongs to nothing else."""
    return thing


@dataclass(frozen=True)
class BalanceTerm:
    """Power that each thing of a set gives to the node where it is; negative where it takes.

    rule : (model, thing, step) -> expression [MW]; in the yearly balance (model, thing, year) -> [MWh]
    kind : under which balances, flows and figures show it: supply, conversion, process, storage, boil_off,
        transmission, trade, demand, shifting, surplus
    over : name of the set of things
    at : (model, thing) -> (zone, carrier)
    of : name of the set that the owners of the things are members of (asset, demand, market), and
    owner : (model, thing) -> owner; a port belongs to its asset, an asset to itself
    """

    rule: Callable[..., Any]
    kind: str
    over: str
    at: Callable[[Any, Any], tuple[Any, Any]]
    of: str = "asset"
    owner: Callable[[Any, Any], Any] = itself

    @property
    def name(self) -> str:
        """Name of the rule, and of the named expression over (thing, step or year) that it becomes."""
        return str(self.rule.__name__)


@dataclass(frozen=True)
class Cost:
    """A named expression `name[item, year]` [CNY per year] whose items are the members of the set `over`.

    `kind` groups costs in reports.
    """

    name: str
    over: str
    kind: str


@dataclass
class Terms:
    """Collected while the model is declared; the balances and the objective sum over the first three lists.

    `states` are the variables over steps that hold the value at the end of a step; all others hold its mean. `costless`
    are those that cost nothing and that only targets ask for: results give the most that there could be of them.
    `highest` are variables over (item, year) that cost nothing and lie at or above the named expression over
    (item, step): results give the highest hour of it.
    """

    balance: list[BalanceTerm] = field(default_factory=list)
    yearly_balance: list[BalanceTerm] = field(default_factory=list)
    cost: list[Cost] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    costless: list[str] = field(default_factory=list)
    highest: dict[str, str] = field(default_factory=dict)
