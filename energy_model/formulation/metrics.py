"""Metrics: named linear expressions of a year, put together from rows; targets compare them with numbers.

A metric adds up, with coefficients, capacities, energies and emissions. What is checked after a solve and what may be
enforced during it is this one expression.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyomo.environ as pyo

# quantity -> (set it is taken over, what is summed)
QUANTITIES: dict[str, tuple[str, Callable[[Any, Any, Any], Any]]] = {
    "capacity": ("asset", lambda m, i, y: m.capacity[i, y]),
    "new_capacity": ("asset", lambda m, i, y: m.new_capacity[i, y]),
    "energy_capacity": ("asset", lambda m, i, y: m.energy_capacity[i, y]),
    "generation": ("asset", lambda m, i, y: m.generation[i, y]),
    "flow": ("asset", lambda m, i, y: m.sent[i, y]),
    "emission_asset": ("asset", lambda m, i, y: m.combustion_emissions[i, y]),
    "consumption": ("demand", lambda m, i, y: m.served_energy[i, y]),
    "purchase": ("market", lambda m, i, y: m.traded[i, y]),
    "sale": ("market", lambda m, i, y: m.traded[i, y]),
    "emission_market": ("market", lambda m, i, y: m.purchase_emissions[i, y]),
}


def add(m: pyo.AbstractModel) -> None:
    """Declare the metrics and, for each quantity, its coefficients and the items that count."""
    m.metric = pyo.Set(dimen=1, doc="metrics")
    for quantity, (over, _) in QUANTITIES.items():
        coefficient = pyo.Param(m.metric, getattr(m, over), doc=f"factor of {quantity} in a metric")
        m.add_component(f"metric_{quantity}", coefficient)
        items = pyo.Set(m.metric, dimen=1, initialize=_counting(quantity, over))
        m.add_component(f"metric_{quantity}_items", items)
    m.metric_value = pyo.Expression(m.metric, m.year, rule=metric_value)


def _counting(quantity: str, over: str) -> Callable[[Any, Any], list[Any]]:
    def items(m: Any, k: Any) -> list[Any]:
        coefficient = getattr(m, f"metric_{quantity}")
        return [i for i in getattr(m, over) if coefficient[k, i] != 0]

    return items


def metric_value(m: Any, k: Any, y: Any) -> Any:
    r"""Value of a metric in a year.

    .. math:: \sum_{q} \sum_{i \in I_{k,q}} \beta_{k,q,i} \, X^q_{i,y}

    X the quantity q of item i (capacity [MW], energy [MWh], emissions [t]), β [1] its coefficient.
    """
    return sum(
        sum(getattr(m, f"metric_{quantity}")[k, i] * value(m, i, y) for i in getattr(m, f"metric_{quantity}_items")[k])
        for quantity, (_, value) in QUANTITIES.items()
    )
