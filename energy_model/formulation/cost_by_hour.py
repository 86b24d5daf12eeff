"""Variable cost that changes by hour: what an hour adds to the mean cost of plants and lines, or takes from it."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what hours add to the variable cost of producers and links whose cost has a profile."""
    m.cost_profile_of = pyo.Param(m.asset, within=pyo.Any, doc="profile of the variable cost; 'always': the same")
    m.priced_producer = pyo.Set(
        dimen=1, within=m.producer, initialize=_priced("producer"), doc="supply and conversion with a cost by hour"
    )
    m.priced_link = pyo.Set(dimen=1, within=m.link, initialize=_priced("link"), doc="links with a cost by hour")
    m.priced_two_way = pyo.Set(
        dimen=1, within=m.two_way, initialize=_priced("two_way"), doc="links with a cost by hour that send both ways"
    )
    m.hourly_production_cost = pyo.Expression(
        m.priced_producer, m.year, rule=hourly_production_cost, doc="[CNY/year] beside `production_cost`"
    )
    m.hourly_transmission_cost = pyo.Expression(
        m.priced_link, m.year, rule=hourly_transmission_cost, doc="[CNY/year] beside `transmission_cost`"
    )
    m.hourly_backflow_cost = pyo.Expression(
        m.priced_two_way, m.year, rule=hourly_backflow_cost, doc="[CNY/year] beside `backflow_cost`"
    )
    terms.cost += [
        Cost("hourly_production_cost", "priced_producer", "variable_om"),
        Cost("hourly_transmission_cost", "priced_link", "variable_om"),
        Cost("hourly_backflow_cost", "priced_two_way", "variable_om"),
    ]


def _priced(of: str) -> Any:
    return lambda m: [a for a in getattr(m, of) if m.cost_profile_of[a] != "always"]


def _added(m: Any, flow: Any, a: Any, y: Any) -> Any:
    return m.variable_om[a] * sum(
        m.weight[s] * (m.profile_value[m.cost_profile_of[a], s] - 1) * flow[a, s] for s in m.steps_of[y]
    )


def hourly_production_cost(m: Any, a: Any, y: Any) -> Any:
    r"""What hours add to the variable cost of output, or take from it.

    .. math:: v_a \sum_{s \in y} w_s (\phi_{a,s} - 1) \, g_{a,s}

    v [CNY/MWh] variable cost, φ [1] its hourly factor, w [h] weight, g [MW] output. With `production_cost` an hour
    costs v φ a MWh. As with prices no relaxation for a segment in which φ changes: see `trade_cost`.
    """
    return _added(m, m.dispatch, a, y)


def hourly_transmission_cost(m: Any, a: Any, y: Any) -> Any:
    r"""The same for what is sent forward: :math:`v_a \sum_{s \in y} w_s (\phi_{a,s} - 1) f^+_{a,s}` [CNY/year]."""
    return _added(m, m.flow, a, y)


def hourly_backflow_cost(m: Any, a: Any, y: Any) -> Any:
    r"""The same for what is sent back: :math:`v_a \sum_{s \in y} w_s (\phi_{a,s} - 1) f^-_{a,s}` [CNY/year]."""
    return _added(m, m.backflow, a, y)
