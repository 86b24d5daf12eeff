"""What the behaviours push: terms of the balance, named costs (the objective is their sum), names of states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# (model, zone, carrier, step) -> expression [MW]; of yearly carriers (model, zone, carrier, year) -> expression [MWh]
BalanceTerm = Callable[[Any, Any, Any, Any], Any]


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
    """

    balance: list[BalanceTerm] = field(default_factory=list)
    yearly_balance: list[BalanceTerm] = field(default_factory=list)
    cost: list[Cost] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    costless: list[str] = field(default_factory=list)
