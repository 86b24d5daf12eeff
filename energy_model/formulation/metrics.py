"""Metrics: named linear expressions of a year, put together from rows; targets compare them with numbers.

A metric adds up, with coefficients, capacities, energies and emissions. What is checked after a solve and what may be
enforced during it is this one expression.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.system import cached

# quantity -> (set it is taken over, what is summed)
QUANTITIES: dict[str, tuple[str, Callable[[Any, Any, Any], Any]]] = {
    "capacity": ("asset", lambda m, i, y: m.capacity[i, y]),
    "new_capacity": ("asset", lambda m, i, y: m.new_capacity[i, y]),
    "retrofit": ("asset", lambda m, i, y: m.retrofitted[i, y]),
    "energy_capacity": ("asset", lambda m, i, y: m.energy_capacity[i, y]),
    "generation": ("asset", lambda m, i, y: m.generation[i, y]),
    "available": ("asset", lambda m, i, y: m.available_energy[i, y]),
    "calm_available": ("asset", lambda m, i, y: m.calm_availability[i] * m.capacity[i, y]),
    "input": ("port", lambda m, i, y: -m.port_energy[i, y]),
    "output": ("port", lambda m, i, y: m.port_energy[i, y]),
    "flow": ("asset", lambda m, i, y: m.sent[i, y]),
    "emission_asset": ("asset", lambda m, i, y: m.combustion_emissions[i, y]),
    "consumption": ("demand", lambda m, i, y: m.served_energy[i, y]),
    "peak_demand": ("demand", lambda m, i, y: m.demand_at_peak[i, y]),
    "flexible_demand": ("demand", lambda m, i, y: m.flexible_at_peak[i, y]),
    "calm_demand": ("demand", lambda m, i, y: m.demand_at_calm[i, y]),
    "purchase": ("market", lambda m, i, y: m.traded[i, y]),
    "sale": ("market", lambda m, i, y: m.traded[i, y]),
    "emission_market": ("market", lambda m, i, y: m.purchase_emissions[i, y]),
    "matched": ("zone", lambda m, i, y: m.matched_energy[i, y]),
    "given": ("indicator", lambda m, i, y: m.indicator_value[i, y]),
}


def add(m: pyo.AbstractModel) -> None:
    """Declare the metrics and, for each quantity, its coefficients and the items that count."""
    m.demand_at_peak = pyo.Param(m.demand, m.year, doc="[MW] at the hour of the city's highest demand")
    m.flexible_at_peak = pyo.Param(m.demand, m.year, doc="[MW] of this, what may be interrupted or put off")
    m.demand_at_calm = pyo.Param(m.demand, m.year, doc="[MW] mean over the calmest days")
    m.calm_availability = pyo.Param(m.asset, doc="[1] mean availability over the calmest days")
    m.indicator = pyo.Set(dimen=1, doc="numbers by year from outside the model")
    m.indicator_value = pyo.Param(m.indicator, m.year, doc="[CNY, MW, MWh, t or 1]")
    m.metric = pyo.Set(dimen=1, doc="metrics")
    for quantity, (over, _) in QUANTITIES.items():
        coefficient = pyo.Param(m.metric, getattr(m, over), default=0.0, doc=f"factor of {quantity} in a metric")
        m.add_component(f"metric_{quantity}", coefficient)
        items = pyo.Set(m.metric, dimen=1, initialize=_counting(quantity))
        m.add_component(f"metric_{quantity}_items", items)
    m.metric_value = pyo.Expression(m.metric, m.year, rule=metric_value, doc="[unit of the metric]")


def _counting(quantity: str) -> Callable[[Any, Any], list[Any]]:
    def items(m: Any, k: Any) -> list[Any]:
        return cached(m, _items, quantity).get(k, [])

    return items


def _items(m: Any, quantity: str) -> dict[Any, list[Any]]:
    """Items by metric, read off the entries that are not zero: most are."""
    found: dict[Any, list[Any]] = {}
    for k, i in getattr(m, f"metric_{quantity}").sparse_keys():
        found.setdefault(k, []).append(i)
    return found


def metric_value(m: Any, k: Any, y: Any) -> Any:
    r"""Value of a metric in a year.

    .. math:: \sum_{q} \sum_{i \in I_{k,q}} \beta_{k,q,i} \, X^q_{i,y}

    X the quantity q of item i (capacity [MW], energy [MWh], emissions [t], a number given), β its coefficient [1, or
    what leads to the metric's unit].
    """
    return sum(
        sum(getattr(m, f"metric_{quantity}")[k, i] * value(m, i, y) for i in getattr(m, f"metric_{quantity}_items")[k])
        for quantity, (_, value) in QUANTITIES.items()
    )
