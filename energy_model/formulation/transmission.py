"""Transmission: lines and pipes between zones, also from one carrier to another (green power to the public grid)."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member
from energy_model.formulation.terms import BalanceTerm, Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare flows in both directions, their common limit and cost, and push them into the balance."""
    m.to_zone = pyo.Param(m.asset, within=pyo.Any, doc="zone where a link ends")
    m.from_carrier = pyo.Param(m.asset, within=pyo.Any, doc="carrier that a link takes")
    m.to_carrier = pyo.Param(m.asset, within=pyo.Any, doc="carrier that a link delivers")
    m.bidirectional = pyo.Param(m.asset, within=pyo.Any, doc="whether a link sends both ways")
    m.loss = pyo.Param(m.asset, doc="[1] share of the flow")
    m.back_availability_of = pyo.Param(m.asset, within=pyo.Any, doc="profile that limits what is sent back")
    m.shares_capacity = pyo.Param(m.asset, within=pyo.Any, doc="whether both directions share one capacity")
    m.two_way = pyo.Set(
        dimen=1,
        within=m.link,
        initialize=lambda m: [a for a in m.link if m.bidirectional[a]],
        doc="links that send both ways",
    )
    m.shared_way = pyo.Set(
        dimen=1, within=m.two_way, initialize=lambda m: [a for a in m.two_way if m.shares_capacity[a]]
    )
    m.own_way = pyo.Set(dimen=1, within=m.link, initialize=lambda m: [a for a in m.link if a not in m.shared_way])
    m.own_way_back = pyo.Set(dimen=1, within=m.two_way, initialize=lambda m: [a for a in m.two_way if a in m.own_way])
    m.if_two_way = pyo.Set(m.link, dimen=1, initialize=if_member("two_way"))
    m.flow = pyo.Var(m.link, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] sent from begin to end")
    m.backflow = pyo.Var(m.two_way, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] sent from end to begin")
    m.two_way_limit = pyo.Constraint(m.shared_way, m.step, rule=two_way_limit, doc="[MW]")
    m.one_way_limit = pyo.Constraint(m.own_way, m.step, rule=one_way_limit, doc="[MW]")
    m.way_back_limit = pyo.Constraint(m.own_way_back, m.step, rule=way_back_limit, doc="[MW]")
    m.lost_in_transit = pyo.Expression(m.link, m.step, rule=lost_in_transit, doc="[MW]")
    m.sent = pyo.Expression(m.link, m.year, rule=sent, doc="[MWh]")
    m.sent_back = pyo.Expression(m.two_way, m.year, rule=sent_back, doc="[MWh]")
    m.transmission_cost = pyo.Expression(m.link, m.year, rule=transmission_cost, doc="[CNY/year]")
    m.backflow_cost = pyo.Expression(m.two_way, m.year, rule=backflow_cost, doc="[CNY/year]")
    terms.balance += [
        BalanceTerm(transmitted_at_begin, "transmission", "link", _begin),
        BalanceTerm(transmitted_at_end, "transmission", "link", _end),
    ]
    terms.cost.append(Cost("transmission_cost", "link", "variable_om"))
    terms.cost.append(Cost("backflow_cost", "two_way", "variable_om"))


def _begin(m: Any, a: Any) -> tuple[Any, Any]:
    return m.zone_of[a], m.from_carrier[a]


def _end(m: Any, a: Any) -> tuple[Any, Any]:
    return m.to_zone[a], m.to_carrier[a]


def two_way_limit(m: Any, a: Any, s: Any) -> Any:
    r"""One line carries one direction at a time.

    .. math:: f^+_{a,s} + f^-_{a,s} \le \alpha_{a,s} K_{a,y(s)}

    f+ [MW] forward, f- [MW] back, measured where they are sent; α [1] availability, K [MW] capacity.
    """
    available = m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]]
    return m.flow[a, s] + m.backflow[a, s] <= available


def one_way_limit(m: Any, a: Any, s: Any) -> Any:
    r"""Flow within what is available of the capacity.

    .. math:: f^+_{a,s} \le \alpha_{a,s} K_{a,y(s)}

    f+ [MW] forward, measured where it is sent; α [1] availability, K [MW] capacity.
    """
    return m.flow[a, s] <= m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]]


def way_back_limit(m: Any, a: Any, s: Any) -> Any:
    r"""The same for what is sent back, where the two directions have limits of their own.

    .. math:: f^-_{a,s} \le \alpha^-_{a,s} K_{a,y(s)}

    f- [MW] back, measured where it is sent; α- [1] availability of the way back, K [MW] capacity.
    """
    return m.backflow[a, s] <= m.profile_value[m.back_availability_of[a], s] * m.capacity[a, m.year_of[s]]


def transmitted_at_begin(m: Any, a: Any, s: Any) -> Any:
    r"""What arrives at the begin of a line less what is sent there.

    .. math:: (1-\ell_a) f^-_{a,s} - f^+_{a,s}

    ℓ [1] loss, f+ and f- [MW] sent forward and back (on lines that run both ways); the result is in MW.
    """
    return sum((1 - m.loss[a]) * m.backflow[b, s] for b in m.if_two_way[a]) - m.flow[a, s]


def transmitted_at_end(m: Any, a: Any, s: Any) -> Any:
    r"""What arrives at the end of a line less what is sent back there.

    .. math:: (1-\ell_a) f^+_{a,s} - f^-_{a,s}

    ℓ [1] loss, f+ and f- [MW] sent forward and back (on lines that run both ways); the result is in MW.
    """
    return (1 - m.loss[a]) * m.flow[a, s] - sum(m.backflow[b, s] for b in m.if_two_way[a])


def lost_in_transit(m: Any, a: Any, s: Any) -> Any:
    r"""Power lost on the way, in either direction.

    .. math:: \ell_a \left(f^+_{a,s} + f^-_{a,s}\right)

    ℓ [1] loss, f+ and f- [MW] sent forward and back (on lines that run both ways).
    """
    return m.loss[a] * (m.flow[a, s] + sum(m.backflow[b, s] for b in m.if_two_way[a]))


def sent(m: Any, a: Any, y: Any) -> Any:
    r"""Energy sent forward over a year: :math:`\sum_{s \in y} w_s f^+_{a,s}` [MWh]."""
    return sum(m.weight[s] * m.flow[a, s] for s in m.steps_of[y])


def sent_back(m: Any, a: Any, y: Any) -> Any:
    r"""Energy sent back over a year: :math:`\sum_{s \in y} w_s f^-_{a,s}` [MWh]."""
    return sum(m.weight[s] * m.backflow[a, s] for s in m.steps_of[y])


def transmission_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Variable cost of forward flows: :math:`v_a \sum_{s \in y} w_s f^+_{a,s}` [CNY]."""
    return m.variable_om[a] * m.sent[a, y]


def backflow_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Variable cost of flows back: :math:`v_a \sum_{s \in y} w_s f^-_{a,s}` [CNY]."""
    return m.variable_om[a] * m.sent_back[a, y]
