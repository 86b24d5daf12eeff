"""Contracts for difference: what a price mechanism pays plants on top of the market, or takes back.

All power is sold at the market; for a share of it the difference between the price of the contract and the mean price
that plants of its kind get in the market outside is settled afterwards. Those who pay (all users of a province) stand
outside the system, but for a small part: the difference is an income, and it steers what is built.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member
from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what is settled for plants, and for lines that bring the power of several to the grid."""
    m.contract_share = pyo.Param(m.asset, m.year, doc="[1] of output or flow under contract")
    m.contract_price = pyo.Param(m.asset, m.year, doc="[CNY/MWh] that the contract guarantees")
    m.contract_reference = pyo.Param(m.asset, m.year, doc="[CNY/MWh] mean price of the kind in the market")
    m.contracted = pyo.Set(dimen=1, within=m.asset, initialize=_contracted, doc="plants and lines under contract")
    m.if_contracted_output = pyo.Set(m.contracted, dimen=1, initialize=if_member("operated"))
    m.if_contracted_link = pyo.Set(m.contracted, dimen=1, initialize=if_member("link"))
    m.contracted_energy = pyo.Expression(m.contracted, m.year, rule=contracted_energy, doc="[MWh]")
    m.contract_settlement = pyo.Expression(m.contracted, m.year, rule=contract_settlement, doc="[CNY/year]")
    terms.cost.append(Cost("contract_settlement", "contracted", "contracts"))


def _contracted(m: Any) -> list[Any]:
    return [a for a in m.asset if (a in m.operated or a in m.link) and any(m.contract_share[a, y] > 0 for y in m.year)]


def contracted_energy(m: Any, a: Any, y: Any) -> Any:
    r"""Energy under contract, of the output of a plant or of what a line sends.

    .. math:: \chi_{a,y} G_{a,y} \quad \text{or} \quad \chi_{a,y} \sum_{s \in y} w_s f^+_{a,s}

    χ [1] share under contract, G [MWh] output, f+ [MW] sent, w [h] weight; the result is in MWh.
    """
    output = sum(m.generation[b, y] for b in m.if_contracted_output[a])
    return m.contract_share[a, y] * (output + sum(m.sent[b, y] for b in m.if_contracted_link[a]))


def contract_settlement(m: Any, a: Any, y: Any) -> Any:
    r"""The difference that is settled, an income where the contract's price is the higher one.

    .. math:: -\left(p^C_{a,y} - \bar{p}_{a,y}\right) Q_{a,y}

    p^C [CNY/MWh] price of the contract, p̄ [CNY/MWh] mean price of the kind in the market outside, Q [MWh] energy under
    contract. Both prices are of the year: the last MWh still earns what it is worth in its hour.
    """
    return -(m.contract_price[a, y] - m.contract_reference[a, y]) * m.contracted_energy[a, y]
