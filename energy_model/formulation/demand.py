"""Demand: an hourly load, a share of which may be interrupted for a payment; the rest unserved only at a dear price."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.system import at_node
from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare interrupted and unserved demand and push the rest into the balance."""
    m.demand_zone = pyo.Param(m.demand, within=pyo.Any)
    m.demand_carrier = pyo.Param(m.demand, within=pyo.Any)
    m.demand_profile = pyo.Param(m.demand, within=pyo.Any)
    m.demand_mean = pyo.Param(m.demand, m.year, doc="[MW] mean over the year")
    m.unserved_cost = pyo.Param(m.demand, doc="[CNY/MWh] value of lost load")
    m.interruptible_share = pyo.Param(m.demand, doc="[1]")
    m.interruption_cost = pyo.Param(m.demand, doc="[CNY/MWh]")
    m.interruptible = pyo.Set(
        dimen=1, within=m.demand, initialize=lambda m: [d for d in m.demand if m.interruptible_share[d] > 0]
    )
    m.demands_at = pyo.Set(m.zone, m.carrier, dimen=1, initialize=at_node(_there, "demand"))
    m.unserved = pyo.Var(m.demand, m.step, dense=False, bounds=unserved_bounds, doc="[MW] demand not served")
    m.interrupted = pyo.Var(m.interruptible, m.step, dense=False, bounds=interrupted_bounds, doc="[MW] interrupted")
    m.interruptible_here = pyo.Set(m.demand, dimen=1, initialize=_interruptible_here)
    m.served = pyo.Expression(m.demand, m.step, rule=served)
    m.demanded = pyo.Expression(m.demand, m.year, rule=demanded)
    m.unserved_energy = pyo.Expression(m.demand, m.year, rule=unserved_energy)
    m.interrupted_energy = pyo.Expression(m.interruptible, m.year, rule=interrupted_energy)
    m.served_energy = pyo.Expression(m.demand, m.year, rule=served_energy)
    m.unserved_energy_cost = pyo.Expression(m.demand, m.year, rule=unserved_energy_cost)
    m.interrupted_energy_cost = pyo.Expression(m.interruptible, m.year, rule=interrupted_energy_cost)
    terms.balance.append(consumed)
    terms.cost.append(Cost("unserved_energy_cost", "demand", "unserved"))
    terms.cost.append(Cost("interrupted_energy_cost", "interruptible", "interruption"))


def _there(m: Any, d: Any, z: Any, c: Any) -> bool:
    return bool(m.demand_zone[d] == z and m.demand_carrier[d] == c)


def _interruptible_here(m: Any, d: Any) -> list[Any]:
    return [d] if m.interruptible_share[d] > 0 else []


def demand_level(m: Any, d: Any, s: Any) -> Any:
    r"""Demand in a step: :math:`D_{d,s} = \bar{D}_{d,y(s)} \, \phi_{d,s}` [MW], mean times shape."""
    return m.demand_mean[d, m.year_of[s]] * m.profile_value[m.demand_profile[d], s]


def unserved_bounds(m: Any, d: Any, s: Any) -> Any:
    r"""No more is unserved than is demanded and cannot be interrupted.

    .. math:: 0 \le u_{d,s} \le (1 - \iota_d) D_{d,s}

    ι [1] interruptible share.
    """
    return 0, (1 - m.interruptible_share[d]) * demand_level(m, d, s)


def interrupted_bounds(m: Any, d: Any, s: Any) -> Any:
    r"""Interruptible share of the demand.

    .. math:: 0 \le i_{d,s} \le \iota_d D_{d,s}

    i [MW] interrupted, ι [1] interruptible share, D [MW] demand.
    """
    return 0, m.interruptible_share[d] * demand_level(m, d, s)


def served(m: Any, d: Any, s: Any) -> Any:
    r"""Demand that is served.

    .. math:: D_{d,s} - u_{d,s} - i_{d,s}

    D [MW] demand, u [MW] unserved, i [MW] interrupted (where some may be).
    """
    return demand_level(m, d, s) - m.unserved[d, s] - sum(m.interrupted[e, s] for e in m.interruptible_here[d])


def consumed(m: Any, z: Any, c: Any, s: Any) -> Any:
    r"""Served demand, taken from the balance: :math:`-\sum_{d \in D_{z,c}} (D_{d,s} - u_{d,s} - i_{d,s})` [MW]."""
    return -sum(m.served[d, s] for d in m.demands_at[z, c])


def demanded(m: Any, d: Any, y: Any) -> Any:
    r"""Demand over a year: :math:`\sum_{s \in y} w_s D_{d,s}` [MWh]."""
    return sum(m.weight[s] * demand_level(m, d, s) for s in m.steps_of[y])


def unserved_energy(m: Any, d: Any, y: Any) -> Any:
    r"""Unserved energy over a year: :math:`\sum_{s \in y} w_s u_{d,s}` [MWh]."""
    return sum(m.weight[s] * m.unserved[d, s] for s in m.steps_of[y])


def interrupted_energy(m: Any, d: Any, y: Any) -> Any:
    r"""Interrupted energy over a year: :math:`\sum_{s \in y} w_s i_{d,s}` [MWh]."""
    return sum(m.weight[s] * m.interrupted[d, s] for s in m.steps_of[y])


def served_energy(m: Any, d: Any, y: Any) -> Any:
    r"""Consumption over a year: :math:`\sum_{s \in y} w_s (D_{d,s} - u_{d,s} - i_{d,s})` [MWh]."""
    return sum(m.weight[s] * m.served[d, s] for s in m.steps_of[y])


def unserved_energy_cost(m: Any, d: Any, y: Any) -> Any:
    r"""Cost of unserved energy at the value of lost load: :math:`c^u_d \sum_{s \in y} w_s u_{d,s}` [CNY]."""
    return m.unserved_cost[d] * m.unserved_energy[d, y]


def interrupted_energy_cost(m: Any, d: Any, y: Any) -> Any:
    r"""Payments for interruptions: :math:`c^i_d \sum_{s \in y} w_s i_{d,s}` [CNY]."""
    return m.interruption_cost[d] * m.interrupted_energy[d, y]
