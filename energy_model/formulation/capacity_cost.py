"""Cost of capacity in a year: annuities of what was built, and fixed operation and maintenance.

Every year of the model pays the annuities of what stands in it, so that neither the last year nor an early one is a
bargain: what is left at the end of the horizon has been paid for as long as it was used.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare investment and fixed costs of capacities."""
    m.overnight_cost = pyo.Param(m.asset, m.year, doc="[CNY/MW]")
    m.overnight_cost_energy = pyo.Param(m.asset, m.year, doc="[CNY/MWh]")
    m.overnight_cost_existing = pyo.Param(m.asset, m.year, doc="[CNY/MW] mean of the plants there, when they started")
    m.overnight_cost_energy_existing = pyo.Param(m.asset, m.year, doc="[CNY/MWh] of their energy capacity")
    m.fixed_om = pyo.Param(m.asset, m.year, doc="[CNY/MW/year]")
    m.fixed_om_share = pyo.Param(m.asset, m.year, doc="[1/year] of the overnight cost when it was built")
    m.wacc = pyo.Param(m.asset, doc="[1/year] real weighted average cost of capital")
    m.annuity_factor = pyo.Param(m.asset, initialize=annuity_factor, doc="[1/year] capital recovery factor")
    m.investment_cost = pyo.Expression(m.buildable, m.year, rule=investment_cost, doc="[CNY/year]")
    m.energy_investment_cost = pyo.Expression(
        m.buildable_storage, m.year, rule=energy_investment_cost, doc="[CNY/year]"
    )
    m.fixed_om_cost = pyo.Expression(m.asset, m.year, rule=fixed_om_cost, doc="[CNY/year]")
    m.energy_fixed_om_cost = pyo.Expression(m.storage, m.year, rule=energy_fixed_om_cost, doc="[CNY/year]")
    m.capacity_payment = pyo.Param(m.asset, m.year, doc="[CNY/MW/year]")
    m.paid = pyo.Set(dimen=1, within=m.asset, initialize=_paid, doc="assets that are paid for being there")
    m.capacity_income = pyo.Expression(m.paid, m.year, rule=capacity_income, doc="[CNY/year] below zero")
    terms.cost += [
        Cost("investment_cost", "buildable", "investment"),
        Cost("energy_investment_cost", "buildable_storage", "investment"),
        Cost("fixed_om_cost", "asset", "fixed_om"),
        Cost("energy_fixed_om_cost", "storage", "fixed_om"),
        Cost("capacity_income", "paid", "capacity_payment"),
    ]


def _paid(m: Any) -> list[Any]:
    return [a for a in m.asset if any(m.capacity_payment[a, y] > 0 for y in m.year)]


def annuity(rate: Any, years: Any) -> Any:
    r"""Capital recovery factor: :math:`\rho = r / (1 - (1 + r)^{-L})` [1/year], r [1/year] rate, L [year] lifetime.

    Without interest its limit, :math:`1 / L`.
    """
    return rate / (1 - (1 + rate) ** (-years)) if rate > 0 else 1 / years


def annuity_factor(m: Any, a: Any) -> Any:
    r"""Capital recovery factor of an asset.

    .. math:: \rho_a = \frac{r_a}{1 - (1 + r_a)^{-L_a}}

    r [1/year] real weighted average cost of capital, L [year] lifetime; where r is 0 an equal part of the cost each
    year, 1 / L.
    """
    return annuity(m.wacc[a], m.lifetime[a])


def investment_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Yearly annuity of what was built in the model's years. What exists or is committed is sunk and not counted.

    .. math:: \sum_{v \in V_{a,y}} \rho_a \, c_{a,v} \, N_{a,v}

    ρ [1/year] annuity factor, c [CNY/MW] overnight cost in the year of building.
    """
    return sum(m.annuity_factor[a] * m.overnight_cost[a, v] * m.new_capacity[a, v] for v in m.vintages[a, y])


def energy_investment_cost(m: Any, a: Any, y: Any) -> Any:
    r"""The same for energy capacity.

    .. math:: \sum_{v \in V_{a,y}} \rho_a \, c^E_{a,v} \, N^E_{a,v}

    c^E [CNY/MWh].
    """
    return sum(m.annuity_factor[a] * m.overnight_cost_energy[a, v] * m.new_energy[a, v] for v in m.vintages[a, y])


def fixed_om_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Fixed operation and maintenance: an amount for all capacity, and a share of what each vintage cost when built.

    .. math:: f_{a,y} K_{a,y} + \phi_{a,y} \left(\bar c_{a,y} (E_{a,y} - R_{a,y})
              + \sum_{v \in V_{a,y}} c_{a,v} N_{a,v}\right)

    f [CNY/MW/year], φ [1/year] share, c [CNY/MW] overnight cost in the year of building, c̄ the mean of those of the
    plants there, K, E, R and N [MW] as in `capacity_balance`. So what stands gets no cheaper when new ones do.
    """
    built = sum(m.overnight_cost[a, v] * m.new_capacity[a, v] for v in m.vintages[a, y])
    kept = m.existing[a, y] - sum(m.retired[b, y] for b in m.if_retirable_asset[a])
    of_cost = m.fixed_om_share[a, y] * (m.overnight_cost_existing[a, y] * kept + built)
    return m.fixed_om[a, y] * m.capacity[a, y] + of_cost


def energy_fixed_om_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Fixed operation and maintenance of energy capacity.

    .. math:: \phi_{a,y} \left(\bar c^E_{a,y} E^E_{a,y} + \sum_{v \in V_{a,y}} c^E_{a,v} N^E_{a,v}\right)

    φ [1/year] share, c^E [CNY/MWh] overnight cost in the year of building, c̄^E the mean of those of the plants
    there, E^E and N^E [MWh] as in `energy_balance`.
    """
    built = sum(m.overnight_cost_energy[a, v] * m.new_energy[a, v] for v in m.vintages[a, y])
    kept = m.overnight_cost_energy_existing[a, y] * m.existing_energy[a, y]
    return m.fixed_om_share[a, y] * (kept + built)


def capacity_income(m: Any, a: Any, y: Any) -> Any:
    r"""Payment for capacity that is there, from those outside who share in its cost: :math:`-p_{a,y} K_{a,y}`.

    p [CNY/MW/year], K [MW] capacity. An income of the system as sales are.
    """
    return -m.capacity_payment[a, y] * m.capacity[a, y]
