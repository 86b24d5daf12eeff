"""Flexibility retrofits: an investment that lowers the minimum load of thermal plants that are there."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.capacity_cost import annuity
from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what is retrofitted, its limit and cost; commitment lowers the minimum load by it."""
    m.retrofit_min_load = pyo.Param(m.asset, doc="[1] of online capacity after a retrofit")
    m.retrofit_cost = pyo.Param(m.asset, m.year, doc="[CNY/MW]")
    m.retrofit_share = pyo.Param(m.asset, m.year, doc="[1] of the capacity, at most")
    m.retrofit_lifetime = pyo.Param(m.asset, doc="[year]")
    m.refittable = pyo.Set(dimen=1, within=m.converter, initialize=_refittable, doc="plants to which one is offered")
    m.retrofit_annuity = pyo.Param(m.refittable, initialize=_annuity, doc="[1/year] capital recovery factor")
    m.refit_vintages = pyo.Set(m.asset, m.year, dimen=1, initialize=_vintages, doc="years whose retrofits still serve")
    m.retrofit_maximum = pyo.Param(m.refittable, m.year, initialize=_maximum, doc="[MW] to be refitted in a year")
    m.new_retrofit = pyo.Var(
        m.refittable, m.year, dense=False, bounds=new_retrofit_bounds, doc="[MW] capacity refitted in a year"
    )
    m.retrofitted = pyo.Var(
        m.refittable, m.year, dense=False, within=pyo.NonNegativeReals, doc="[MW] capacity that runs refitted"
    )
    m.retrofit_vintages = pyo.Constraint(m.refittable, m.year, rule=retrofit_vintages, doc="[MW]")
    m.retrofit_limit = pyo.Constraint(m.refittable, m.year, rule=retrofit_limit, doc="[MW]")
    m.retrofit_investment = pyo.Expression(m.refittable, m.year, rule=retrofit_investment, doc="[CNY/year]")
    terms.cost.append(Cost("retrofit_investment", "refittable", "investment"))


def _refittable(m: Any) -> list[Any]:
    years = list(m.year)
    return [
        a
        for a in m.converter
        if m.min_load[a] > m.retrofit_min_load[a] and any(m.retrofit_cost[a, y] > 0 for y in years)
    ]


def _vintages(m: Any, a: Any, y: Any) -> list[Any]:
    return [v for v in m.year if a in m.refittable and v <= y < v + m.retrofit_lifetime[a]]


def _maximum(m: Any, a: Any, y: Any) -> Any:
    """Most that may be refitted in a year: nothing where the retrofit has no price, as it is not offered then."""
    offered = m.retrofit_cost[a, y] > 0 and m.retrofit_share[a, y] > 0
    return m.retrofit_share[a, y] * m.maximum_capacity[a, y] if offered else 0.0


def new_retrofit_bounds(m: Any, a: Any, y: Any) -> Any:
    r"""No more is refitted in a year than could be there, and nothing in a year without an offer.

    .. math:: 0 \le n_{a,y} \le \psi_{a,y} \overline{K}_{a,y} \text{ where } c^f_{a,y} > 0 \text{, else } 0

    n [MW] refitted, ψ [1] largest share, K [MW] largest capacity, c [CNY/MW] cost of the retrofit.
    """
    return 0, m.retrofit_maximum[a, y]


def retrofit_vintages(m: Any, a: Any, y: Any) -> Any:
    r"""What runs refitted has been refitted, and not too long ago; what has ended since no longer runs.

    .. math:: F_{a,y} \le \sum_{v \in V_{a,y}} n_{a,v}

    F [MW] refitted, n [MW] refitted in year v, V the years whose retrofits still serve.
    """
    return m.retrofitted[a, y] <= sum(m.new_retrofit[a, v] for v in m.refit_vintages[a, y])


def retrofit_limit(m: Any, a: Any, y: Any) -> Any:
    r"""No more is refitted than there is, or than could have been by then.

    .. math:: F_{a,y} \le \psi_{a,y} K_{a,y}

    F [MW] refitted, ψ [1] largest share, K [MW] capacity.
    """
    return m.retrofitted[a, y] <= m.retrofit_share[a, y] * m.capacity[a, y]


def _annuity(m: Any, a: Any) -> Any:
    return annuity(m.wacc[a], m.retrofit_lifetime[a])


def retrofit_investment(m: Any, a: Any, y: Any) -> Any:
    r"""Yearly annuity of retrofits.

    .. math:: \sum_{v \in V_{a,y}} \rho(r_a, L^f_a) \, c^f_{a,v} \, n_{a,v}

    ρ [1/year] annuity factor over the retrofit's lifetime, c [CNY/MW], n [MW] refitted in year v.
    """
    return sum(m.retrofit_annuity[a] * m.retrofit_cost[a, v] * m.new_retrofit[a, v] for v in m.refit_vintages[a, y])
