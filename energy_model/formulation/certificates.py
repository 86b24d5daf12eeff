"""Green certificates: one for each MWh of certified power, sold once or kept, and what a park may count as its own.

A park counts what its traced lines deliver, but for what it sells the certificate of: who buys the certificate counts
that MWh. Of energy under a contract for difference those who pay it have the certificate: it is neither kept nor sold.
Where a certificate lies is decided step by step: no MWh is both sold and counted in any block of time.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import cached, if_member
from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare certificates issued, kept and sold, what selling them earns, and the green power that parks may count."""
    m.certificates = pyo.Param(m.asset, doc="[1] green certificates per MWh of output or flow")
    m.certificate_price = pyo.Param(m.year, doc="[CNY/MWh]")
    m.traced_zone = pyo.Param(m.asset, within=pyo.Any, doc="park whose green power a link delivers; '' for none")
    m.traced_by = pyo.Set(m.zone, dimen=1, initialize=_traced_by, doc="links that deliver the green power of a park")
    m.matched_zone = pyo.Set(
        dimen=1,
        within=m.zone,
        initialize=lambda m: [z for z in m.zone if len(m.traced_by[z])],
        doc="parks with links whose green power is counted",
    )
    m.certified = pyo.Set(dimen=1, within=m.asset, initialize=_certified, doc="what certificates are issued for")
    m.claimable_by = pyo.Set(m.zone, dimen=1, initialize=_claimable_by, doc="what of a park could sell certificates")
    m.claimable = pyo.Set(dimen=1, within=m.certified, initialize=_claimable, doc="what could sell or keep them")
    m.if_claimable = pyo.Set(m.certified, dimen=1, initialize=if_member("claimable"))
    m.if_certified_output = pyo.Set(m.certified, dimen=1, initialize=if_member("operated"))
    m.if_certified_link = pyo.Set(m.certified, dimen=1, initialize=if_member("link"))
    m.kept = pyo.Var(
        m.claimable, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] power whose certificate is kept"
    )
    m.certified_power = pyo.Expression(m.claimable, m.step, rule=certified_power, doc="[MW]")
    m.kept_limit = pyo.Constraint(m.claimable, m.step, rule=kept_limit, doc="[MW]")
    m.certificates_issued = pyo.Expression(m.certified, m.year, rule=certificates_issued, doc="[MWh]")
    m.certificates_kept = pyo.Expression(m.certified, m.year, rule=certificates_kept, doc="[MWh]")
    m.certificates_assigned = pyo.Expression(m.certified, m.year, rule=certificates_assigned, doc="[MWh]")
    m.certificates_sold = pyo.Expression(m.certified, m.year, rule=certificates_sold, doc="[MWh]")
    m.certificate_value = pyo.Expression(m.certified, m.year, rule=certificate_value, doc="[CNY/year]")
    m.traced = pyo.Expression(m.matched_zone, m.step, rule=traced, doc="[MW]")
    m.claimed = pyo.Expression(m.matched_zone, m.step, rule=claimed, doc="[MW]")
    terms.cost.append(Cost("certificate_value", "certified", "certificates"))
    terms.costless.append("kept")  # where certificates have no price: none is sold then


def _traced_by(m: Any, z: Any) -> list[Any]:
    return [a for a in m.link if m.traced_zone[a] == z]


def _certified(m: Any) -> list[Any]:
    return [a for a in m.asset if m.certificates[a] > 0 and (a in m.operated or a in m.link)]


def _claimable_by(m: Any, z: Any) -> list[Any]:
    """Traced links of a park, and its plants where these links begin: both could sell what the park counts."""
    links = cached(m, _traced)[z]
    begins = {(m.zone_of[a], m.from_carrier[a]) for a in links}
    return [a for a in m.certified if a in links or (a in m.producer and (m.zone_of[a], m.carrier_of[a]) in begins)]


def _traced(m: Any) -> dict[Any, set[Any]]:
    return {z: set(m.traced_by[z]) for z in m.zone}


def _claimable(m: Any) -> list[Any]:
    return [a for z in m.zone for a in m.claimable_by[z]]


def certified_power(m: Any, a: Any, s: Any) -> Any:
    r"""Power for which a link or a plant of a park is given certificates: :math:`P_{a,s} = f^+_{a,s}` or
    :math:`g_{a,s}` [MW].

    f+ [MW] sent, g [MW] output.
    """
    sent = sum(m.flow[b, s] for b in m.if_certified_link[a])
    return sent + sum(m.dispatch[b, s] for b in m.if_certified_output[a])


def kept_limit(m: Any, a: Any, s: Any) -> Any:
    r"""No certificate is kept that is not issued to the park: :math:`k_{a,s} \le (1 - \chi_{a,y(s)}) P_{a,s}` [MW].

    k [MW] power whose certificate is kept, P [MW] certified power, χ [1] share under contract.
    """
    return m.kept[a, s] <= (1 - m.contract_share[a, m.year_of[s]]) * m.certified_power[a, s]


def certificates_issued(m: Any, a: Any, y: Any) -> Any:
    r"""Certificates issued over a year, for the output of a plant or what a link sends.

    .. math:: \kappa_a G_{a,y} \quad \text{or} \quad \kappa_a \sum_{s \in y} w_s f^+_{a,s}

    κ [1] certificates per MWh, G [MWh] output, f+ [MW] sent, w [h] weight. A certificate is of one MWh.
    """
    output = sum(m.generation[b, y] for b in m.if_certified_output[a])
    return m.certificates[a] * (output + sum(m.sent[b, y] for b in m.if_certified_link[a]))


def certificates_kept(m: Any, a: Any, y: Any) -> Any:
    r"""Certificates that a park keeps, to count the power as its own.

    .. math:: \kappa_a \sum_{s \in y} w_s k_{a,s}

    κ [1] certificates per MWh, k [MW] power whose certificate is kept, w [h] weight; the result is in MWh.
    """
    return m.certificates[a] * sum(m.weight[s] * m.kept[b, s] for b in m.if_claimable[a] for s in m.steps_of[y])


def certificates_sold(m: Any, a: Any, y: Any) -> Any:
    r"""Certificates sold, the rest: :math:`I_{a,y} - B_{a,y} - A_{a,y}` [MWh].

    I, B, A [MWh] issued, kept, and assigned to those who pay the contracts.
    """
    return m.certificates_issued[a, y] - m.certificates_kept[a, y] - m.certificates_assigned[a, y]


def certificates_assigned(m: Any, a: Any, y: Any) -> Any:
    r"""Certificates of energy under contract, for those who pay for it: :math:`\chi_{a,y} I_{a,y}` [MWh].

    χ [1] share under contract, I [MWh] issued.
    """
    return m.contract_share[a, y] * m.certificates_issued[a, y]


def certificate_value(m: Any, a: Any, y: Any) -> Any:
    r"""Income from green certificates that are sold: :math:`-\gamma_y S_{a,y}` [CNY].

    γ [CNY/MWh] price of a certificate, S [MWh] certificates sold.
    """
    return -m.certificate_price[y] * m.certificates_sold[a, y]


def traced(m: Any, z: Any, s: Any) -> Any:
    r"""Green power that a park's lines deliver: :math:`\sum_{a \in T_z} (1 - \ell_a) f^+_{a,s}` [MW].

    ℓ [1] loss, f+ [MW] sent.
    """
    return sum((1 - m.loss[a]) * m.flow[a, s] for a in m.traced_by[z])


def claimed(m: Any, z: Any, s: Any) -> Any:
    r"""Of this, what the park may count: a certificate that is sold takes its MWh away.

    .. math:: T_{z,s} - \sum_{a \in A_z} (1 - \ell_a) \kappa_a \left(P_{a,s} - k_{a,s}\right)

    T [MW] delivered by its lines; A the lines and plants of the park that could sell certificates, κ [1] certificates
    per MWh, P [MW] their power, k [MW] the part whose certificate is kept, ℓ [1] loss (of plants none).
    """
    sold = sum(
        (1 - m.loss[a]) * m.certificates[a] * (m.certified_power[a, s] - m.kept[a, s]) for a in m.claimable_by[z]
    )
    return m.traced[z, s] - sold
