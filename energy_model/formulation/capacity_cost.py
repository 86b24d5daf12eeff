"""Cost of capacity in a year: annuities of what was built, and fixed operation and maintenance.

Every year of the model pays the annuities of what stands in it, so that neither the last year nor an early one is a
bargain: what is left at the end of the horizon has been paid for as long as it was used.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare investment and fixed costs of capacities."""
    m.overnight_cost = pyo.Param(m.asset, m.year, doc="[CNY/MW]")
    m.overnight_cost_energy = pyo.Param(m.asset, m.year, doc="[CNY/MWh]")
    m.fixed_om = pyo.Param(m.asset, m.year, doc="[CNY/MW/year]")
    m.fixed_om_energy = pyo.Param(m.asset, m.year, doc="[CNY/MWh/year]")
    m.wacc = pyo.Param(m.asset, doc="[1/year] real weighted average cost of capital")
    m.investment_cost = pyo.Expression(m.buildable, m.year, rule=investment_cost, doc="[CNY/year]")
    m.energy_investment_cost = pyo.Expression(
        m.buildable_storage, m.year, rule=energy_investment_cost, doc="[CNY/year]"
    )
    m.fixed_om_cost = pyo.Expression(m.asset, m.year, rule=fixed_om_cost, doc="[CNY/year]")
    m.energy_fixed_om_cost = pyo.Expression(m.storage, m.year, rule=energy_fixed_om_cost, doc="[CNY/year]")
    terms.cost += [
        Cost("investment_cost", "buildable", "investment"),
        Cost("energy_investment_cost", "buildable_storage", "investment"),
        Cost("fixed_om_cost", "asset", "fixed_om"),
        Cost("energy_fixed_om_cost", "storage", "fixed_om"),
    ]


def annuity(rate: Any, years: Any) -> Any:
    r"""Capital recovery factor: :math:`\rho = r / (1 - (1 + r)^{-L})` [1/year], r [1/year] rate, L [year] lifetime."""
    return rate / (1 - (1 + rate) ** (-years))


def annuity_factor(m: Any, a: Any) -> Any:
    r"""Capital recovery factor of an asset.

    .. math:: \rho_a = \frac{r_a}{1 - (1 + r_a)^{-L_a}}

    r [1/year] real weighted average cost of capital, L [year] lifetime.
    """
    return annuity(m.wacc[a], m.lifetime[a])


def investment_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Yearly annuity of what was built in the model's years. What exists or is committed is sunk and not counted.

    .. math:: \sum_{v \in V_{a,y}} \rho_a \, c_{a,v} \, N_{a,v}

    ρ [1/year] annuity factor, c [CNY/MW] overnight cost in the year of building.
    """
    return sum(annuity_factor(m, a) * m.overnight_cost[a, v] * m.new_capacity[a, v] for v in m.vintages[a, y])


def energy_investment_cost(m: Any, a: Any, y: Any) -> Any:
    r"""The same for energy capacity.

    .. math:: \sum_{v \in V_{a,y}} \rho_a \, c^E_{a,v} \, N^E_{a,v}

    c^E [CNY/MWh].
    """
    return sum(annuity_factor(m, a) * m.overnight_cost_energy[a, v] * m.new_energy[a, v] for v in m.vintages[a, y])


def fixed_om_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Fixed operation and maintenance of all capacity.

    .. math:: f_{a,y} K_{a,y}

    f [CNY/MW/year].
    """
    return m.fixed_om[a, y] * m.capacity[a, y]


def energy_fixed_om_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Fixed operation and maintenance of energy capacity.

    .. math:: f^E_{a,y} K^E_{a,y}

    f^E [CNY/MWh/year].
    """
    return m.fixed_om_energy[a, y] * m.energy_capacity[a, y]
