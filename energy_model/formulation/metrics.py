"""Metrics: named linear expressions of a year, put together from rows; targets compare them with numbers.

A metric adds up, with coefficients, capacities, energies and emissions. What is checked after a solve and what may be
enforced during it is this one expression.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.quantities import QUANTITIES
from energy_model.formulation.system import counting


def add(m: pyo.AbstractModel) -> None:
    """Declare the metrics and, for each quantity, its coefficients and the items that count."""
    m.flexible_at_peak = pyo.Param(
        m.demand, m.year, doc="[MW] at the hour of the highest demand of all, what may be interrupted or put off"
    )
    m.demand_at_calm = pyo.Param(m.demand, m.year, doc="[MW] mean over the calmest days")
    m.calm_availability = pyo.Param(m.asset, m.year, doc="[1] mean availability over the calmest days")
    m.indicator = pyo.Set(dimen=1, doc="numbers by year from outside the model")
    m.indicator_value = pyo.Param(m.indicator, m.year, doc="[CNY, MW, MWh, t or 1]")
    m.metric = pyo.Set(dimen=1, doc="metrics")
    for quantity in QUANTITIES:
        over, name = getattr(m, quantity.over), quantity.coefficients
        unit = f"unit of the metric per {quantity.unit or 'unit of the indicator'}"
        doc = f"[{unit}] factor of {quantity.name} in a metric"
        m.add_component(name, pyo.Param(m.metric, over, default=0.0, doc=doc))
        m.add_component(f"{name}_items", pyo.Set(m.metric, dimen=1, initialize=counting(name)))
    m.metric_value = pyo.Expression(m.metric, m.year, rule=metric_value, doc="[unit of the metric]")


def metric_value(m: Any, k: Any, y: Any) -> Any:
    r"""Value of a metric in a year.

    .. math:: \sum_{q} \sum_{i \in I_{k,q}} \beta_{k,q,i} \, X^q_{i,y}

    X the quantity q of item i (capacity [MW], energy [MWh], emissions [t], a number given), β its coefficient [1, or
    what leads to the metric's unit].
    """
    return sum(
        sum(getattr(m, q.coefficients)[k, i] * q.value(m, i, y) for i in getattr(m, f"{q.coefficients}_items")[k])
        for q in QUANTITIES
    )
