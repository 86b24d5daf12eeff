"""Trade with the outside: fuels and power bought or sold at a price by hour or by year, within limits."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.system import balanced, if_member
from energy_model.formulation.terms import BalanceTerm, Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the trades, their yearly limits and cost, and push them into the balance."""
    m.market_zone = pyo.Param(m.market, within=pyo.Any)
    m.market_carrier = pyo.Param(m.market, within=pyo.Any)
    m.market_profile = pyo.Param(m.market, within=pyo.Any, doc="profile of the price")
    m.market_sign = pyo.Param(m.market, doc="[1] +1 bought, -1 sold")
    m.market_price = pyo.Param(m.market, m.year, doc="[CNY/MWh]")
    m.market_capacity = pyo.Param(m.market, m.year, doc="[MW]")
    m.market_energy = pyo.Param(m.market, m.year, doc="[MWh/year], infinite where there is no limit")
    m.year_limit = pyo.Param(m.market, m.year, doc="[MWh/year] the smaller of this and all hours at full trade")
    m.hourly_market = pyo.Set(dimen=1, within=m.market, initialize=balanced("market", yearly=False))
    m.yearly_market = pyo.Set(dimen=1, within=m.market, initialize=balanced("market", yearly=True))
    m.if_hourly_market = pyo.Set(m.market, dimen=1, initialize=if_member("hourly_market"))
    m.if_yearly_market = pyo.Set(m.market, dimen=1, initialize=if_member("yearly_market"))
    m.limited_trade = pyo.Set(dimen=2, initialize=_limited, doc="hourly markets and years with a yearly limit")
    m.trade = pyo.Var(m.hourly_market, m.step, dense=False, bounds=trade_bounds, doc="[MW] bought or sold")
    m.year_trade = pyo.Var(
        m.yearly_market, m.year, dense=False, bounds=year_trade_bounds, doc="[MWh] bought or sold in a year"
    )
    m.trade_limit = pyo.Constraint(m.limited_trade, rule=trade_limit, doc="[MWh]")
    m.traded = pyo.Expression(m.market, m.year, rule=traded, doc="[MWh]")
    m.trade_cost = pyo.Expression(m.market, m.year, rule=trade_cost, doc="[CNY/year]")
    terms.balance.append(BalanceTerm(bought, "trade", "hourly_market", _place, of="market"))
    terms.yearly_balance.append(BalanceTerm(bought_in_year, "trade", "yearly_market", _place, of="market"))
    terms.cost.append(Cost("trade_cost", "market", "trade"))


def _limited(m: Any) -> list[Any]:
    return [(k, y) for k in m.hourly_market for y in m.year if m.market_energy[k, y] < float("inf")]


def _place(m: Any, k: Any) -> tuple[Any, Any]:
    return m.market_zone[k], m.market_carrier[k]


def trade_bounds(m: Any, k: Any, s: Any) -> Any:
    r"""Largest trade in an hour.

    .. math:: 0 \le t_{k,s} \le T_{k,y(s)}

    t, T [MW].
    """
    return 0, m.market_capacity[k, m.year_of[s]]


def year_trade_bounds(m: Any, k: Any, y: Any) -> Any:
    r"""Largest trade of a yearly carrier: what the year's limit and the hours at full trade allow.

    .. math:: 0 \le T_{k,y} \le \min(\overline{W}_{k,y}, H_y \overline{t}_{k,y})

    T, W [MWh] in the year, t [MW], H [h] hours of the year; `year_limit` is the smaller of the two.
    """
    return 0, m.year_limit[k, y]


def trade_limit(m: Any, k: Any, y: Any) -> Any:
    r"""Largest trade in a year.

    .. math:: \sum_{s \in y} w_s t_{k,s} \le \overline{W}_{k,y}

    W [MWh/year].
    """
    return sum(m.weight[s] * m.trade[k, s] for s in m.steps_of[y]) <= m.market_energy[k, y]


def bought(m: Any, k: Any, s: Any) -> Any:
    r"""What is bought, or less what is sold: :math:`\sigma_k t_{k,s}` [MW], σ = +1 or -1."""
    return m.market_sign[k] * m.trade[k, s]


def bought_in_year(m: Any, k: Any, y: Any) -> Any:
    r"""The same for yearly carriers: :math:`\sigma_k T_{k,y}` [MWh]."""
    return m.market_sign[k] * m.year_trade[k, y]


def traded(m: Any, k: Any, y: Any) -> Any:
    r"""Energy traded over a year: :math:`\sum_{s \in y} w_s t_{k,s}` or, of yearly carriers, T [MWh]."""
    by_hour = sum(m.weight[s] * m.trade[n, s] for n in m.if_hourly_market[k] for s in m.steps_of[y])
    return by_hour + sum(m.year_trade[n, y] for n in m.if_yearly_market[k])


def trade_cost(m: Any, k: Any, y: Any) -> Any:
    r"""Cost of what is bought, less the revenue of what is sold.

    .. math:: \sigma_k \, p_{k,y} \left(\sum_{s \in y} w_s \, \phi_{k,s} \, t_{k,s} + T_{k,y}\right)

    p [CNY/MWh] price, φ [1] hourly factor, t [MW] by hour, T [MWh] of yearly carriers. No relaxation for a segment in
    which φ changes: the mean of the product φ t is not the product of the means.
    """
    by_hour = sum(
        m.weight[s] * m.profile_value[m.market_profile[n], s] * m.trade[n, s]
        for n in m.if_hourly_market[k]
        for s in m.steps_of[y]
    )
    by_year = sum(m.year_trade[n, y] for n in m.if_yearly_market[k])
    return m.market_sign[k] * m.market_price[k, y] * (by_hour + by_year)
