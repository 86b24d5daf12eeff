"""A behaviour in a file of its own: wells that give power or heat and whose pumps run whether they give or not."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.system import place_of
from energy_model.formulation.terms import BalanceTerm, Cost, Terms

PUMPS = 0.1  # of the capacity


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what wells give, its limit and cost, and push it into the balance."""
    m.well = pyo.Set(
        dimen=1, within=m.asset, initialize=lambda m: [a for a in m.asset if m.behaviour[a] == "geothermal"]
    )
    m.drawn = pyo.Var(m.well, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] heat or power of a well")
    m.drawn_limit = pyo.Constraint(m.well, m.step, rule=drawn_limit, doc="[MW]")
    m.well_cost = pyo.Expression(m.well, m.year, rule=well_cost, doc="[CNY/year]")
    terms.balance += [
        BalanceTerm(drawn_from_wells, "supply", "well", place_of),
        BalanceTerm(pumped, "conversion", "well", place_of),
    ]
    terms.cost.append(Cost("well_cost", "well", "variable_om"))


def drawn_limit(m: Any, a: Any, s: Any) -> Any:
    r"""A well gives its capacity at most: :math:`g_{a,s} \le K_{a,y(s)}` [MW]."""
    return m.drawn[a, s] <= m.capacity[a, m.year_of[s]]


def well_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Cost of what is drawn: :math:`v_a \sum_{s \in y} w_s g_{a,s}` [CNY]."""
    return m.variable_om[a] * sum(m.weight[s] * m.drawn[a, s] for s in m.steps_of[y])


def drawn_from_wells(m: Any, a: Any, s: Any) -> Any:
    r"""Output of a well: :math:`g_{a,s}` [MW]."""
    return m.drawn[a, s]


def pumped(m: Any, a: Any, s: Any) -> Any:
    r"""What the pumps of a well take, by the hour: :math:`-0.1 \alpha_{a,s} K_{a,y(s)}` [MW], α [1] availability."""
    return -PUMPS * m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]]
