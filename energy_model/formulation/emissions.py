"""CO2 of what is burnt in the city and of power that is traded, and what it costs."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare emissions of converters and processes and of purchases, and the carbon market."""
    _parameters(m)
    m.combustion_emissions = pyo.Expression(m.burner, m.year, rule=combustion_emissions, doc="[t]")
    m.purchase_emissions = pyo.Expression(m.market, m.year, rule=purchase_emissions, doc="[t]")
    m.passed_on_cost = pyo.Expression(m.market, m.year, rule=passed_on_cost, doc="[CNY/year]")
    m.emission_cost = pyo.Expression(m.trading, m.year, rule=emission_cost, doc="[CNY/year]")
    m.allowance_value = pyo.Expression(m.trading, m.year, rule=allowance_value, doc="[CNY/year]")
    terms.cost += [
        Cost("passed_on_cost", "market", "trade"),
        Cost("emission_cost", "trading", "co2"),
        Cost("allowance_value", "trading", "allowances"),
    ]


def _parameters(m: pyo.AbstractModel) -> None:
    m.emission_factor = pyo.Param(m.carrier, doc="[t/MWh] CO2 of a burnt carrier")
    m.market_emission = pyo.Param(m.market, m.year, doc="[t/MWh] CO2 counted for what is traded")
    m.marginal_emission = pyo.Param(m.market, m.year, doc="[t/MWh] CO2 of the unit outside that sets the price")
    m.marginal_allowance = pyo.Param(m.market, m.year, doc="[t/MWh] its free allowances")
    m.direct_emissions = pyo.Param(m.asset, doc="[t/MWh] CO2 of output that no carrier holds")
    m.co2_price = pyo.Param(m.year, doc="[CNY/t]")
    m.co2_pass_through = pyo.Param(m.year, doc="[1] share of the CO2 price that traded prices follow")
    m.traded_co2_price = pyo.Param(m.year, doc="[CNY/t] that traded prices hold already")
    m.ets = pyo.Param(m.asset, within=pyo.Any, doc="whether an asset's CO2 pays the price")
    m.benchmark = pyo.Param(m.asset, m.year, doc="[t/MWh] free allowances per output")
    m.burner = pyo.Set(
        dimen=1,
        within=m.asset,
        initialize=lambda m: [a for a in m.operated if m.behaviour[a] != "supply"],
        doc="assets whose CO2 is counted",
    )
    m.trading = pyo.Set(
        dimen=1,
        within=m.burner,
        initialize=lambda m: [a for a in m.burner if m.ets[a]],
        doc="assets whose CO2 pays the price",
    )


def combustion_emissions(m: Any, a: Any, y: Any) -> Any:
    r"""Carbon that goes in less carbon that comes out, and what no carrier holds (process emissions).

    .. math:: -\sum_{p \in P_a} \epsilon_{c(p)} X_{p,y} + \delta_a G_{a,y}

    ε [t/MWh] emission factor of the port's carrier, X [MWh] flow through the port, negative for inputs, δ [t/MWh]
    direct emissions, G [MWh] output; the result is in t.
    """
    carried = sum(-m.emission_factor[m.port_carrier[p]] * m.port_energy[p, y] for p in m.ports_of[a])
    return carried + m.direct_emissions[a] * m.generation[a, y]


def purchase_emissions(m: Any, k: Any, y: Any) -> Any:
    r"""CO2 counted for what is bought, taken off for what is sold.

    .. math:: \sigma_k e_{k,y} \sum_{s \in y} w_s t_{k,s}

    In t; e [t/MWh] intensity outside (zero for fuels), σ = +1 bought or -1 sold.
    """
    return m.market_sign[k] * m.market_emission[k, y] * m.traded[k, y]


def passed_on_cost(m: Any, k: Any, y: Any) -> Any:
    r"""Rise of a traded price with that of CO2: what the unit outside that sets the price pays more for a MWh.

    .. math:: \sigma_k \, \psi_y (\pi_y - \pi^0_y) (\mu_{k,y} - a_{k,y}) \sum_{s \in y} w_s t_{k,s}

    ψ [1] share passed on, π [CNY/t] price of CO2, π0 [CNY/t] what the traded price holds already, μ [t/MWh] CO2 of the
    marginal unit, a [t/MWh] its free allowances. A purchase gets dearer, a sale earns more.
    """
    rise = m.co2_pass_through[y] * (m.co2_price[y] - m.traded_co2_price[y])
    return m.market_sign[k] * rise * (m.marginal_emission[k, y] - m.marginal_allowance[k, y]) * m.traded[k, y]


def emission_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Burnt CO2 at its price. That of producers outside is in the price of what is bought (`passed_on_cost`).

    .. math:: \pi_y \, \text{CO2}_{a,y}

    π [CNY/t].
    """
    return m.co2_price[y] * m.combustion_emissions[a, y]


def allowance_value(m: Any, a: Any, y: Any) -> Any:
    r"""Value of free allowances: the national market gives them by output, so that only what is above pays.

    .. math:: -\pi_y \, b_{a,y} \, G_{a,y}

    π [CNY/t], b [t/MWh] benchmark, G [MWh] output. An income of the plant that lowers what its next MWh costs.
    """
    return -m.co2_price[y] * m.benchmark[a, y] * m.generation[a, y]
