"""Trade with the outside: fuels and power bought or sold at a price by hour or by year, within limits.

A price may answer to the quantity: the more is bought in an hour the dearer, the more is sold the cheaper the next MWh.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import balanced, if_member
from energy_model.formulation.terms import BalanceTerm, Cost, Terms

PRICE_BLOCKS = 3
"""Equal parts of the capacity, each at its own price, that stand for a price that moves evenly with the quantity."""


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the trades, their yearly limits and cost, and push them into the balance."""
    m.market_zone = pyo.Param(m.market, within=pyo.Any, doc="zone of a trade")
    m.market_carrier = pyo.Param(m.market, within=pyo.Any, doc="carrier traded")
    m.market_profile = pyo.Param(m.market, within=pyo.Any, doc="profile of the price")
    m.market_sign = pyo.Param(m.market, doc="[1] +1 bought, -1 sold")
    m.market_price = pyo.Param(m.market, m.year, doc="[CNY/MWh] times the profile")
    m.market_charge = pyo.Param(m.market, m.year, doc="[CNY/MWh] paid in either direction, the same in all hours")
    m.market_impact = pyo.Param(m.market, m.year, doc="[CNY/MWh] that the price has moved when all capacity is traded")
    m.market_capacity = pyo.Param(m.market, m.year, doc="[MW]")
    m.market_energy = pyo.Param(m.market, m.year, doc="[MWh/year], infinite where there is no limit")
    m.market_least = pyo.Param(m.market, m.year, doc="[MWh/year] paid for whether it is taken or not")
    m.year_limit = pyo.Param(m.market, m.year, doc="[MWh/year] the smaller of this and all hours at full trade")
    hourly, yearly = (balanced("market", yearly=flag) for flag in (False, True))
    m.hourly_market = pyo.Set(dimen=1, within=m.market, initialize=hourly, doc="trades balanced step by step")
    m.yearly_market = pyo.Set(dimen=1, within=m.market, initialize=yearly, doc="trades balanced over the year")
    m.if_hourly_market = pyo.Set(m.market, dimen=1, initialize=if_member("hourly_market"))
    m.if_yearly_market = pyo.Set(m.market, dimen=1, initialize=if_member("yearly_market"))
    m.limited_trade = pyo.Set(dimen=2, initialize=_limited, doc="hourly markets and years with a yearly limit")
    m.answering_market = pyo.Set(dimen=1, within=m.hourly_market, initialize=_answering, doc="with a price that moves")
    m.if_answering_market = pyo.Set(m.market, dimen=1, initialize=if_member("answering_market"))
    m.price_block = pyo.Set(dimen=1, initialize=list(range(1, PRICE_BLOCKS + 1)), doc="blocks of a price that moves")
    m.block_depth = pyo.Param(m.price_block, initialize=_depth, doc="[1] middle of a block as a share of the capacity")
    m.take_or_pay = pyo.Set(dimen=1, within=m.market, initialize=_take_or_pay, doc="paid for, taken or not")
    m.trade = pyo.Var(m.hourly_market, m.step, dense=False, bounds=trade_bounds, doc="[MW] bought or sold")
    m.year_trade = pyo.Var(
        m.yearly_market, m.year, dense=False, bounds=year_trade_bounds, doc="[MWh] bought or sold in a year"
    )
    blocks = (m.answering_market, m.price_block, m.step)
    m.block_trade = pyo.Var(*blocks, dense=False, bounds=block_bounds, doc="[MW] traded in a price block")
    m.untaken = pyo.Var(m.take_or_pay, m.year, dense=False, bounds=untaken_bounds, doc="[MWh] paid, not taken")
    m.blocks_traded = pyo.Constraint(m.answering_market, m.step, rule=blocks_traded, doc="[MW]")
    m.trade_limit = pyo.Constraint(m.limited_trade, rule=trade_limit, doc="[MWh]")
    m.traded = pyo.Expression(m.market, m.year, rule=traded, doc="[MWh]")
    m.trade_least = pyo.Constraint(m.take_or_pay, m.year, rule=trade_least, doc="[MWh]")
    m.trade_cost = pyo.Expression(m.market, m.year, rule=trade_cost, doc="[CNY/year]")
    m.impact_cost = pyo.Expression(m.answering_market, m.year, rule=impact_cost, doc="[CNY/year]")
    m.untaken_cost = pyo.Expression(m.take_or_pay, m.year, rule=untaken_cost, doc="[CNY/year]")
    terms.balance.append(BalanceTerm(bought, "trade", "hourly_market", _place, of="market"))
    terms.yearly_balance.append(BalanceTerm(bought_in_year, "trade", "yearly_market", _place, of="market"))
    terms.cost += [
        Cost("trade_cost", "market", "trade"),
        Cost("impact_cost", "answering_market", "trade"),
        Cost("untaken_cost", "take_or_pay", "trade"),
    ]


def _limited(m: Any) -> list[Any]:
    return [(k, y) for k in m.hourly_market for y in m.year if m.market_energy[k, y] < float("inf")]


def _answering(m: Any) -> list[Any]:
    return [k for k in m.hourly_market if any(m.market_impact[k, y] > 0 for y in m.year)]


def _take_or_pay(m: Any) -> list[Any]:
    return [k for k in m.market if any(m.market_least[k, y] > 0 for y in m.year)]


def _depth(m: Any, n: Any) -> float:
    return (float(n) - 0.5) / PRICE_BLOCKS


def _place(m: Any, k: Any) -> tuple[Any, Any]:
    return m.market_zone[k], m.market_carrier[k]


def trade_bounds(m: Any, k: Any, s: Any) -> Any:
    r"""Largest trade in an hour.

    .. math:: 0 \le t_{k,s} \le T_{k,y(s)}

    t, T [MW].
    """
    return 0, m.market_capacity[k, m.year_of[s]]


def block_bounds(m: Any, k: Any, n: Any, s: Any) -> Any:
    r"""Largest trade in one of the N price blocks: :math:`0 \le b_{k,n,s} \le T_{k,y(s)} / N` [MW]."""
    return 0, m.market_capacity[k, m.year_of[s]] / PRICE_BLOCKS


def blocks_traded(m: Any, k: Any, s: Any) -> Any:
    r"""Trade is what the price blocks trade.

    .. math:: t_{k,s} = \sum_n b_{k,n,s}

    t, b [MW]. The blocks are used one after the other, as each costs more than the one before.
    """
    return m.trade[k, s] == sum(m.block_trade[k, n, s] for n in m.price_block)


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


def untaken_bounds(m: Any, k: Any, y: Any) -> Any:
    r"""No more can be left than has to be paid for: :math:`0 \le U_{k,y} \le \underline{W}_{k,y}` [MWh/year]."""
    return 0, m.market_least[k, y]


def trade_least(m: Any, k: Any, y: Any) -> Any:
    r"""Take or pay: of the least amount of a year, what is not taken is paid for.

    .. math:: \sum_{s \in y} w_s t_{k,s} + U_{k,y} \ge \underline{W}_{k,y}

    W [MWh/year] least amount, U [MWh] not taken; of yearly carriers T [MWh] stands for the sum.
    """
    return m.traded[k, y] + m.untaken[k, y] >= m.market_least[k, y]


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
    r"""Cost of what is bought, less the revenue of what is sold, and charges on both.

    .. math:: \sum_{s \in y} w_s \left(\sigma_k \, p_{k,y} \, \phi_{k,s} + c_{k,y}\right) t_{k,s}
              + \left(\sigma_k \, p_{k,y} + c_{k,y}\right) T_{k,y}

    p [CNY/MWh] price, φ [1] hourly factor, c [CNY/MWh] charge, σ = +1 bought or -1 sold, t [MW] by hour, T [MWh] of
    yearly carriers. A purchase and a sale of the same p and φ differ by their charges in every hour, negative prices
    among them. No relaxation for a segment in which φ changes: the mean of the product φ t is not the product of the
    means.
    """
    by_hour = sum(
        m.weight[s] * m.profile_value[m.market_profile[n], s] * m.trade[n, s]
        for n in m.if_hourly_market[k]
        for s in m.steps_of[y]
    )
    by_year = sum(m.year_trade[n, y] for n in m.if_yearly_market[k])
    return m.market_sign[k] * m.market_price[k, y] * (by_hour + by_year) + m.market_charge[k, y] * m.traded[k, y]


def impact_cost(m: Any, k: Any, y: Any) -> Any:
    r"""What the price moves against the trader: a purchase gets dearer and a sale earns less, block by block.

    .. math:: r_{k,y} \sum_{s \in y} w_s \sum_n \frac{n - 1/2}{N} b_{k,n,s}

    r [CNY/MWh] by which the price has moved when the whole capacity is traded, N blocks, b [MW]. Each MWh is paid at
    the price of its own block: the area under the supply curve, as if the outside were dispatched too. Convex
    and the same in all hours: means over a segment fill the blocks from the first on at no higher cost.
    """
    return m.market_impact[k, y] * sum(
        m.weight[s] * m.block_depth[n] * m.block_trade[k, n, s] for s in m.steps_of[y] for n in m.price_block
    )


def untaken_cost(m: Any, k: Any, y: Any) -> Any:
    r"""What is paid for and not taken costs its mean price: :math:`(p_{k,y} + c_{k,y}) U_{k,y}` [CNY/year]."""
    return (m.market_price[k, y] + m.market_charge[k, y]) * m.untaken[k, y]
