"""CO2 of what is burnt in the city and of power that is bought, and what the burnt part costs."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare emissions of converters and of purchases, and the cost of the former at the CO2 price."""
    m.emission_factor = pyo.Param(m.carrier, doc="[t/MWh] CO2 of a burnt carrier")
    m.market_emission = pyo.Param(m.market, doc="[t/MWh] CO2 counted for what is bought")
    m.co2_price = pyo.Param(m.year, doc="[CNY/t]")
    m.combustion_emissions = pyo.Expression(m.converter, m.year, rule=combustion_emissions)
    m.purchase_emissions = pyo.Expression(m.market, m.year, rule=purchase_emissions)
    m.emission_cost = pyo.Expression(m.converter, m.year, rule=emission_cost)
    terms.cost.append(Cost("emission_cost", "converter", "co2"))


def combustion_emissions(m: Any, a: Any, y: Any) -> Any:
    r"""Carbon that goes in less carbon that comes out.

    .. math:: -\sum_{p \in P_a} \epsilon_{c(p)} \, \eta_p \sum_{s \in y} w_s \, g_{a,s}

    ε [t/MWh] emission factor of the port's carrier, η [MWh/MWh] negative for inputs; the result is in t.
    """
    return sum(
        -m.emission_factor[m.port_carrier[p]] * m.port_coefficient[p] * m.generation[a, y] for p in m.ports_of[a]
    )


def purchase_emissions(m: Any, k: Any, y: Any) -> Any:
    r"""CO2 counted for what is bought: :math:`e_k \sum_{s \in y} w_s t_{k,s}` [t], e [t/MWh] (zero for fuels)."""
    return m.market_emission[k] * m.traded[k, y]


def emission_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Burnt CO2 at its price. The price of bought power already holds that of its producers.

    .. math:: \pi_y \, \text{CO2}_{a,y}

    π [CNY/t].
    """
    return m.co2_price[y] * m.combustion_emissions[a, y]
