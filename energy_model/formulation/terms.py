"""What the behaviours push: terms of the balance, and the named costs of which the objective is the sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# (model, zone, carrier, step) -> expression [MW]
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
    """Collected while the model is declared; the balance and the objective sum over these lists."""

    balance: list[BalanceTerm] = field(default_factory=list)
    cost: list[Cost] = field(default_factory=list)
