"""Supply: output limited by an hourly availability; what is not used is curtailed.

Output, its cost and its least are declared here for converters too.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member, place_of
from energy_model.formulation.terms import BalanceTerm, Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the output of supply and conversion, its limit and its cost, and push supply into the balance."""
    m.variable_om = pyo.Param(m.asset, doc="[CNY/MWh]")
    m.min_load = pyo.Param(m.asset, doc="[1] of online capacity")
    m.committed = pyo.Set(
        dimen=1,
        within=m.converter,
        initialize=lambda m: [a for a in m.converter if m.min_load[a] > 0],
        doc="conversions with a minimum load",
    )
    m.free_producer = pyo.Set(dimen=1, within=m.producer, initialize=_free, doc="producers without unit commitment")
    m.running = pyo.Set(dimen=1, within=m.producer, initialize=lambda m: [a for a in m.producer if m.must_run[a] > 0])
    m.least_output_of = pyo.Param(m.asset, within=pyo.Any, doc="profile of the least output; '' for none")
    m.held_up = pyo.Set(
        dimen=1, within=m.producer, initialize=lambda m: [a for a in m.producer if m.least_output_of[a]]
    )
    m.if_producer = pyo.Set(m.operated, dimen=1, initialize=if_member("producer"))
    m.if_process = pyo.Set(m.operated, dimen=1, initialize=if_member("process"))
    m.dispatch = pyo.Var(
        m.producer, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] output (supply), activity (conversion)"
    )
    m.dispatch_limit = pyo.Constraint(m.free_producer, m.step, rule=dispatch_limit, doc="[MW]")
    m.dispatch_least = pyo.Constraint(m.running, m.step, rule=dispatch_least, doc="[MW]")
    m.least_by_hour = pyo.Constraint(m.held_up, m.step, rule=least_by_hour, doc="[MW]")
    m.generation = pyo.Expression(m.operated, m.year, rule=generation, doc="[MWh]")
    m.night = pyo.Param(m.step, doc="[1] share of a step that is night")
    m.night_energy = pyo.Expression(m.producer, m.year, rule=night_energy, doc="[MWh]")
    m.available_energy = pyo.Expression(m.producer, m.year, rule=available_energy, doc="[MWh]")
    m.production_cost = pyo.Expression(m.operated, m.year, rule=production_cost, doc="[CNY/year]")
    terms.balance.append(BalanceTerm(supplied, "supply", "supply", place_of))
    terms.cost.append(Cost("production_cost", "operated", "variable_om"))


def _free(m: Any) -> list[Any]:
    return [a for a in m.producer if a not in m.committed]


def dispatch_limit(m: Any, a: Any, s: Any) -> Any:
    r"""Output stays within what is available of the capacity.

    .. math:: g_{a,s} \le \alpha_{a,s} K_{a,y(s)}

    g [MW] output, α [1] availability, K [MW] capacity.
    """
    return m.dispatch[a, s] <= m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]]


def dispatch_least(m: Any, a: Any, s: Any) -> Any:
    r"""What must run runs: waste that has to be burnt, the least that a terminal sends out.

    .. math:: g_{a,s} \ge \beta_a \alpha_{a,s} K_{a,y(s)}

    g [MW] output, β [1] share that must run, α [1] availability, K [MW] capacity.
    """
    available = m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]]
    return m.dispatch[a, s] >= m.must_run[a] * available


def least_by_hour(m: Any, a: Any, s: Any) -> Any:
    r"""Least output that changes by hour: a river that flows, steam that is owed.

    .. math:: g_{a,s} \ge \mu_{a,s} K_{a,y(s)}

    g [MW] output, μ [1] least output as a share of the capacity, K [MW] capacity. As K is constant over the year the
    means of a segment keep it too.
    """
    return m.dispatch[a, s] >= m.profile_value[m.least_output_of[a], s] * m.capacity[a, m.year_of[s]]


def supplied(m: Any, a: Any, s: Any) -> Any:
    r"""Output of a supply asset: :math:`g_{a,s}` [MW]."""
    return m.dispatch[a, s]


def generation(m: Any, a: Any, y: Any) -> Any:
    r"""Output over a year.

    .. math:: \sum_{s \in y} w_s \, g_{a,s} + H_y \, l_{a,y}

    w [h] weight of the step, g [MW] output; of a process l [MW] its level, H [h] hours of the year. In MWh.
    """
    dispatched = sum(m.weight[s] * m.dispatch[b, s] for b in m.if_producer[a] for s in m.steps_of[y])
    return dispatched + sum(m.hours_of[y] * m.level[b, y] for b in m.if_process[a])


def night_energy(m: Any, a: Any, y: Any) -> Any:
    r"""Output of a year's nights: :math:`\sum_{s \in y} w_s n_s g_{a,s}` [MWh]. Exact for hours only.

    w [h] weight, n [1] share of night, g [MW] output.
    """
    return sum(m.weight[s] * m.night[s] * m.dispatch[a, s] for s in m.steps_of[y])


def available_energy(m: Any, a: Any, y: Any) -> Any:
    r"""What could have been given over a year; the difference to generation is curtailment (or reserve).

    .. math:: \sum_{s \in y} w_s \, \alpha_{a,s} K_{a,y}

    In MWh.
    """
    return sum(m.weight[s] * m.profile_value[m.availability_of[a], s] * m.capacity[a, y] for s in m.steps_of[y])


def production_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Variable operation and maintenance, without fuel.

    .. math:: v_a \sum_{s \in y} w_s \, g_{a,s}

    v [CNY/MWh].
    """
    return m.variable_om[a] * m.generation[a, y]
