"""Certificates that a park buys outside for the rest of its use: on paper only, an account apart from what is matched.

What is bought changes neither flows nor CO2, and it is no part of what a park matches or counts as its own: metrics
that want it add it up themselves.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member
from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what parks buy, at most for what they use and do not match, and what it costs."""
    m.certificate_purchase_price = pyo.Param(m.year, doc="[CNY/MWh] 0: none can be bought")
    m.certificates_on_offer = pyo.Param(m.year, doc="[MWh/year] infinite or 0")
    m.certificate_buyer = pyo.Set(dimen=1, within=m.zone, initialize=_buyers, doc="parks that may buy certificates")
    m.certificate_purchase = pyo.Set(dimen=2, initialize=_purchases, doc="parks and years with certificates on offer")
    m.if_certificate_buyer = pyo.Set(m.zone, dimen=1, initialize=if_member("certificate_buyer"))
    m.bought_certificates = pyo.Var(
        m.certificate_buyer, m.year, dense=False, bounds=bought_bounds, doc="[MWh] certificates bought outside"
    )
    m.bought_limit = pyo.Constraint(m.certificate_purchase, rule=bought_limit, doc="[MWh]")
    m.certificates_bought = pyo.Expression(m.zone, m.year, rule=certificates_bought, doc="[MWh]")
    m.certificate_purchase_cost = pyo.Expression(
        m.certificate_buyer, m.year, rule=certificate_purchase_cost, doc="[CNY/year]"
    )
    terms.cost.append(Cost("certificate_purchase_cost", "certificate_buyer", "certificates_bought"))


def _buyers(m: Any) -> list[Any]:
    return list(m.matched_zone) if any(m.certificate_purchase_price[y] > 0 for y in m.year) else []


def _purchases(m: Any) -> list[Any]:
    return [(z, y) for z in _buyers(m) for y in m.year if m.certificate_purchase_price[y] > 0]


def bought_bounds(m: Any, z: Any, y: Any) -> Any:
    r"""Nothing is bought in a year in which nothing is on offer: :math:`0 \le B_{z,y} \le \overline{B}_y` [MWh]."""
    return 0, m.certificates_on_offer[y]


def bought_limit(m: Any, z: Any, y: Any) -> Any:
    r"""Certificates are bought for the rest only: what is used and not matched.

    .. math:: B_{z,y} + M_{z,y} \le \sum_{s \in y} w_s U_{z,s}

    B [MWh] certificates bought, M [MWh] matched, U [MW] use, w [h] weight.
    """
    used = sum(m.weight[s] * m.park_use[z, s] for s in m.steps_of[y])
    return m.bought_certificates[z, y] + m.matched_energy[z, y] <= used


def certificates_bought(m: Any, z: Any, y: Any) -> Any:
    r"""Certificates that a park buys: :math:`B_{z,y}` [MWh], none where it has no lines that are traced."""
    return sum(m.bought_certificates[b, y] for b in m.if_certificate_buyer[z])


def certificate_purchase_cost(m: Any, z: Any, y: Any) -> Any:
    r"""What they cost: :math:`\gamma^B_y B_{z,y}` [CNY/year], γ^B [CNY/MWh] price of a certificate that is bought."""
    return m.certificate_purchase_price[y] * m.bought_certificates[z, y]
