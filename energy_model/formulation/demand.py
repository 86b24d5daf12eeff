"""Demand: a load by hour or by year, a share of which may be interrupted for a payment or shifted (see shifting).

The rest goes unserved only at a dear price.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import balanced, if_member
from energy_model.formulation.terms import BalanceTerm, Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare interrupted and unserved demand and push the rest into the balance."""
    m.demand_zone = pyo.Param(m.demand, within=pyo.Any, doc="zone of a demand")
    m.demand_carrier = pyo.Param(m.demand, within=pyo.Any, doc="carrier that a demand asks for")
    m.demand_profile = pyo.Param(m.demand, within=pyo.Any, doc="profile of a demand")
    m.demand_mean = pyo.Param(m.demand, m.year, doc="[MW] mean over the year")
    m.unserved_cost = pyo.Param(m.demand, doc="[CNY/MWh] value of lost load")
    m.interruptible_share = pyo.Param(m.demand, doc="[1]")
    m.interruption_cost = pyo.Param(m.demand, doc="[CNY/MWh]")
    m.shift_share = pyo.Param(m.demand, doc="[1]")
    _sets(m)
    m.unserved = pyo.Var(m.hourly_demand, m.step, dense=False, bounds=unserved_bounds, doc="[MW] demand not served")
    m.unmet = pyo.Var(m.yearly_demand, m.year, dense=False, bounds=unmet_bounds, doc="[MWh] yearly demand not served")
    m.interrupted = pyo.Var(m.interruptible, m.step, dense=False, bounds=interrupted_bounds, doc="[MW] interrupted")
    m.shifted_out = pyo.Var(
        m.shiftable, m.step, dense=False, bounds=shifted_out_bounds, doc="[MW] put off to other hours"
    )
    m.served = pyo.Expression(m.hourly_demand, m.step, rule=served, doc="[MW]")
    m.demanded = pyo.Expression(m.demand, m.year, rule=demanded, doc="[MWh]")
    m.unserved_energy = pyo.Expression(m.demand, m.year, rule=unserved_energy, doc="[MWh]")
    m.interrupted_energy = pyo.Expression(m.interruptible, m.year, rule=interrupted_energy, doc="[MWh]")
    m.served_energy = pyo.Expression(m.demand, m.year, rule=served_energy, doc="[MWh]")
    m.unserved_energy_cost = pyo.Expression(m.demand, m.year, rule=unserved_energy_cost, doc="[CNY/year]")
    m.interrupted_energy_cost = pyo.Expression(m.interruptible, m.year, rule=interrupted_energy_cost, doc="[CNY/year]")
    terms.balance.append(BalanceTerm(consumed, "demand", "hourly_demand", place_of_demand, of="demand"))
    terms.yearly_balance.append(BalanceTerm(consumed_in_year, "demand", "yearly_demand", place_of_demand, of="demand"))
    terms.cost.append(Cost("unserved_energy_cost", "demand", "unserved"))
    terms.cost.append(Cost("interrupted_energy_cost", "interruptible", "interruption"))


def _sets(m: pyo.AbstractModel) -> None:
    m.hourly_demand = pyo.Set(
        dimen=1, within=m.demand, initialize=balanced("demand", yearly=False), doc="demands balanced step by step"
    )
    m.yearly_demand = pyo.Set(
        dimen=1, within=m.demand, initialize=balanced("demand", yearly=True), doc="demands balanced over the year"
    )
    m.interruptible = pyo.Set(
        dimen=1,
        within=m.demand,
        initialize=lambda m: [d for d in m.hourly_demand if m.interruptible_share[d] > 0],
        doc="demands that may be interrupted",
    )
    m.shiftable = pyo.Set(
        dimen=1,
        within=m.demand,
        initialize=lambda m: [d for d in m.hourly_demand if m.shift_share[d] > 0],
        doc="demands that may be shifted",
    )
    for name in ("hourly_demand", "yearly_demand", "interruptible", "shiftable"):
        m.add_component(f"if_{name}", pyo.Set(m.demand, dimen=1, initialize=if_member(name)))


def place_of_demand(m: Any, d: Any) -> tuple[Any, Any]:
    """Zone and carrier of a demand."""
    return m.demand_zone[d], m.demand_carrier[d]


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


def shifted_out_bounds(m: Any, d: Any, s: Any) -> Any:
    r"""Shiftable share of the demand.

    .. math:: 0 \le p_{d,s} \le \sigma_d D_{d,s}

    p [MW] put off, σ [1] shiftable share, D [MW] demand.
    """
    return 0, m.shift_share[d] * demand_level(m, d, s)


def unmet_bounds(m: Any, d: Any, y: Any) -> Any:
    r"""No more is unserved over a year than is demanded.

    .. math:: 0 \le v_{d,y} \le H_y \bar{D}_{d,y}

    v [MWh] unserved, H [h] hours of the year, D [MW] mean demand.
    """
    return 0, m.hours_of[y] * m.demand_mean[d, y]


def served(m: Any, d: Any, s: Any) -> Any:
    r"""Demand that is served when it arises; what shifting adds at other hours is a term of its own.

    .. math:: D_{d,s} - u_{d,s} - i_{d,s} - p_{d,s}

    D [MW] demand, u [MW] unserved, i [MW] interrupted, p [MW] put off (where some may be).
    """
    held_back = sum(m.interrupted[e, s] for e in m.if_interruptible[d]) + sum(
        m.shifted_out[e, s] for e in m.if_shiftable[d]
    )
    return demand_level(m, d, s) - m.unserved[d, s] - held_back


def consumed(m: Any, d: Any, s: Any) -> Any:
    r"""Demand that is served, now or where shifting puts it, taken from the balance.

    .. math:: -(D_{d,s} - u_{d,s} - i_{d,s})

    D [MW] demand, u [MW] unserved, i [MW] interrupted; what shifting moves is a term of its own.
    """
    return -m.served[d, s] - sum(m.shifted_out[e, s] for e in m.if_shiftable[d])


def consumed_in_year(m: Any, d: Any, y: Any) -> Any:
    r"""Served yearly demand, taken from the balance: :math:`-(H_y \bar{D}_{d,y} - v_{d,y})` [MWh].

    H [h] hours of the year, D [MW] mean demand, v [MWh] unserved.
    """
    return m.unmet[d, y] - m.hours_of[y] * m.demand_mean[d, y]


def demanded(m: Any, d: Any, y: Any) -> Any:
    r"""Demand over a year.

    .. math:: \sum_{s \in y} w_s D_{d,s}, \quad H_y \bar{D}_{d,y} \text{ for a yearly demand}

    w [h] weight, D [MW] demand, H [h] hours of the year; in MWh.
    """
    by_hour = sum(m.weight[s] * demand_level(m, e, s) for e in m.if_hourly_demand[d] for s in m.steps_of[y])
    return by_hour + sum(m.hours_of[y] * m.demand_mean[e, y] for e in m.if_yearly_demand[d])


def unserved_energy(m: Any, d: Any, y: Any) -> Any:
    r"""Unserved energy over a year: :math:`\sum_{s \in y} w_s u_{d,s}` or, of a yearly demand, v [MWh]."""
    by_hour = sum(m.weight[s] * m.unserved[e, s] for e in m.if_hourly_demand[d] for s in m.steps_of[y])
    return by_hour + sum(m.unmet[e, y] for e in m.if_yearly_demand[d])


def interrupted_energy(m: Any, d: Any, y: Any) -> Any:
    r"""Interrupted energy over a year: :math:`\sum_{s \in y} w_s i_{d,s}` [MWh]."""
    return sum(m.weight[s] * m.interrupted[d, s] for s in m.steps_of[y])


def served_energy(m: Any, d: Any, y: Any) -> Any:
    r"""Consumption over a year: demand less what is unserved and interrupted.

    .. math:: D_{d,y} - U_{d,y} - I_{d,y}

    In MWh. What is shifted is made up for within the day.
    """
    interrupted = sum(m.interrupted_energy[e, y] for e in m.if_interruptible[d])
    return m.demanded[d, y] - m.unserved_energy[d, y] - interrupted


def unserved_energy_cost(m: Any, d: Any, y: Any) -> Any:
    r"""Cost of unserved energy at the value of lost load: :math:`c^u_d \sum_{s \in y} w_s u_{d,s}` [CNY]."""
    return m.unserved_cost[d] * m.unserved_energy[d, y]


def interrupted_energy_cost(m: Any, d: Any, y: Any) -> Any:
    r"""Payments for interruptions: :math:`c^i_d \sum_{s \in y} w_s i_{d,s}` [CNY]."""
    return m.interruption_cost[d] * m.interrupted_energy[d, y]
