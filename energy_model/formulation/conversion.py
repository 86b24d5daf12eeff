"""Conversion: one activity drives the flows of any carriers in and any carriers out, in fixed ratios."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.system import at_node
from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the ports of the converters and push their flows into the balance. Limits: see supply and commitment."""
    m.port_asset = pyo.Param(m.port, within=pyo.Any)
    m.port_carrier = pyo.Param(m.port, within=pyo.Any)
    m.port_coefficient = pyo.Param(m.port, doc="[MWh/MWh] flow per activity: positive out, negative in")
    m.ports_at = pyo.Set(
        m.zone,
        m.carrier,
        dimen=1,
        initialize=at_node(lambda m, p, z, c: m.zone_of[m.port_asset[p]] == z and m.port_carrier[p] == c, "port"),
    )
    m.ports_of = pyo.Set(m.asset, dimen=1, initialize=lambda m, a: [p for p in m.port if m.port_asset[p] == a])
    terms.balance.append(converted)


def converted(m: Any, z: Any, c: Any, s: Any) -> Any:
    r"""Flows of the converters of a zone: :math:`\sum_{p \in P_{z,c}} \eta_p \, g_{a(p),s}` [MW].

    η [MWh/MWh] is positive for what comes out and negative for what goes in.
    """
    return sum(m.port_coefficient[p] * m.dispatch[m.port_asset[p], s] for p in m.ports_at[z, c])
