"""Trade with the outside: fuels and power bought or sold at an hourly price, within limits."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.system import at_node
from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the trades, their yearly limits and cost, and push them into the balance."""
    m.market_zone = pyo.Param(m.market, within=pyo.Any)
    m.market_carrier = pyo.Param(m.market, within=pyo.Any)
    m.market_profile = pyo.Param(m.market, within=pyo.Any, doc="profile of the price")
    m.market_sign = pyo.Param(m.market, doc="[1] +1 bought, -1 sold")
    m.market_price = pyo.Param(m.market, m.year, doc="[CNY/MWh]")
    m.market_capacity = pyo.Param(m.market, m.year, doc="[MW]")
    m.market_energy = pyo.Param(m.market, m.year, doc="[MWh/year], infinite where there is no limit")
    m.limited_trade = pyo.Set(dimen=2, initialize=_limited, doc="markets and years with a yearly limit")
    m.markets_at = pyo.Set(
        m.zone,
        m.carrier,
        dimen=1,
        initialize=at_node(lambda m, k, z, c: m.market_zone[k] == z and m.market_carrier[k] == c, "market"),
    )
    m.trade = pyo.Var(m.market, m.step, dense=False, bounds=trade_bounds, doc="[MW] bought or sold")
    m.trade_limit = pyo.Constraint(m.limited_trade, rule=trade_limit)
    m.traded = pyo.Expression(m.market, m.year, rule=traded)
    m.trade_cost = pyo.Expression(m.market, m.year, rule=trade_cost)
    terms.balance.append(bought)
    terms.cost.append(Cost("trade_cost", "market", "trade"))


def _limited(m: Any) -> list[Any]:
    return [(k, y) for k in m.market for y in m.year if m.market_energy[k, y] < float("inf")]


def trade_bounds(m: Any, k: Any, s: Any) -> Any:
    r"""Largest trade in an hour.

    .. math:: 0 \le t_{k,s} \le T_{k,y(s)}

    t, T [MW].
    """
    return 0, m.market_capacity[k, m.year_of[s]]


def trade_limit(m: Any, k: Any, y: Any) -> Any:
    r"""Largest trade in a year.

    .. math:: \sum_{s \in y} w_s t_{k,s} \le \overline{W}_{k,y}

    W [MWh/year].
    """
    return sum(m.weight[s] * m.trade[k, s] for s in m.steps_of[y]) <= m.market_energy[k, y]


def bought(m: Any, z: Any, c: Any, s: Any) -> Any:
    r"""What is bought less what is sold: :math:`\sum_{k \in M_{z,c}} \sigma_k t_{k,s}` [MW], σ = +1 or -1."""
    return sum(m.market_sign[k] * m.trade[k, s] for k in m.markets_at[z, c])


def traded(m: Any, k: Any, y: Any) -> Any:
    r"""Energy traded over a year: :math:`\sum_{s \in y} w_s t_{k,s}` [MWh]."""
    return sum(m.weight[s] * m.trade[k, s] for s in m.steps_of[y])


def trade_cost(m: Any, k: Any, y: Any) -> Any:
    r"""Cost of what is bought, less the revenue of what is sold.

    .. math:: \sigma_k \, p_{k,y} \sum_{s \in y} w_s \, \phi_{k,s} \, t_{k,s}

    p [CNY/MWh] price, φ [1] hourly factor. No relaxation for a segment in which φ changes: the mean of the product φ t
    is not the product of the means.
    """
    return (
        m.market_sign[k]
        * m.market_price[k, y]
        * sum(m.weight[s] * m.profile_value[m.market_profile[k], s] * m.trade[k, s] for s in m.steps_of[y])
    )
