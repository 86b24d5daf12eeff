"""Conversion: one activity drives the flows of any carriers in and any carriers out, in fixed ratios.

Of plants with unit commitment part of a flow may follow what is online instead: fuel at no load.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.process import asset_of_port, place_of_port
from energy_model.formulation.system import if_member
from energy_model.formulation.terms import BalanceTerm, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the ports of the converters and push their flows into the balance. Limits: see supply and commitment."""
    m.port_no_load = pyo.Param(m.port, doc="[1] share of the flow at full load that follows what is online")
    m.hourly_port = pyo.Set(
        dimen=1, within=m.port, initialize=lambda m: [p for p in m.port if m.port_asset[p] in m.converter]
    )
    m.port_profile = pyo.Param(m.port, within=pyo.Any, doc="hourly factor of the flow; 'always': the same")
    m.varying_port = pyo.Set(
        dimen=1,
        within=m.hourly_port,
        initialize=lambda m: [p for p in m.hourly_port if m.port_profile[p] != "always"],
        doc="ports with an hourly factor",
    )
    m.steady_port = pyo.Set(
        dimen=1, within=m.hourly_port, initialize=lambda m: [p for p in m.hourly_port if m.port_profile[p] == "always"]
    )
    m.if_varying_port = pyo.Set(m.port, dimen=1, initialize=if_member("varying_port"))
    m.idling_port = pyo.Set(dimen=1, within=m.port, initialize=_idling)
    m.if_idling_port = pyo.Set(m.port, dimen=1, initialize=if_member("idling_port"))
    m.ports_of = pyo.Set(m.asset, dimen=1, initialize=_ports_of)
    m.port_energy = pyo.Expression(m.port, m.year, rule=port_energy, doc="[MWh]")
    m.varying_activity = pyo.Expression(m.varying_port, m.step, rule=varying_activity, doc="[MW]")
    terms.balance += [
        BalanceTerm(converted, "conversion", "steady_port", place_of_port, owner=asset_of_port),
        BalanceTerm(varied, "conversion", "varying_port", place_of_port, owner=asset_of_port),
        BalanceTerm(idled, "conversion", "idling_port", place_of_port, owner=asset_of_port),
    ]


def _idling(m: Any) -> list[Any]:
    return [p for p in m.hourly_port if m.port_no_load[p] > 0 and m.port_asset[p] in m.committed]


def _ports_of(m: Any, a: Any) -> list[Any]:
    return [p for p in m.port if m.port_asset[p] == a]


def converted(m: Any, p: Any, s: Any) -> Any:
    r"""Flow through a port that follows output: :math:`(1 - \nu_p) \eta_p \, g_{a(p),s}` [MW].

    η [MWh/MWh] flow per output at full load, positive for what comes out and negative for what goes in; ν [1] share
    that follows what is online instead.
    """
    return (1 - m.port_no_load[p]) * m.port_coefficient[p] * m.dispatch[m.port_asset[p], s]


def varying_activity(m: Any, p: Any, s: Any) -> Any:
    r"""Activity times the hourly factor of a port: :math:`\phi_{p,s} \, g_{a(p),s}` [MW].

    φ [1] factor, g [MW] output. No relaxation for a segment in which φ changes, as with prices.
    """
    return m.profile_value[m.port_profile[p], s] * m.dispatch[m.port_asset[p], s]


def varied(m: Any, p: Any, s: Any) -> Any:
    r"""Flow through a port whose ratio changes by hour: :math:`\eta_p \phi_{p,s} \, g_{a(p),s}` [MW].

    η [MWh/MWh] flow per output where the factor φ [1] is 1, positive for what comes out and negative for what goes in:
    the power of a heat pump, which draws more on cold days.
    """
    return m.port_coefficient[p] * m.varying_activity[p, s]


def idled(m: Any, p: Any, s: Any) -> Any:
    r"""Flow through a port that follows what is online: :math:`\nu_p \eta_p \, u_{a(p),s}` [MW].

    ν [1] share of the flow at full load, η [MWh/MWh], u [MW] online. At part load more fuel goes into a MWh.
    """
    return m.port_no_load[p] * m.port_coefficient[p] * m.online[m.port_asset[p], s]


def port_energy(m: Any, p: Any, y: Any) -> Any:
    r"""What flows through a port over a year, positive out and negative in.

    .. math:: (1 - \nu_p) \eta_p G_{a(p),y} + \nu_p \eta_p \sum_{s \in y} w_s u_{a(p),s}
              + \eta_p \sum_{s \in y} w_s (\phi_{p,s} - 1) g_{a(p),s}

    η [MWh/MWh], ν [1] no-load share, G [MWh] output of the year, u [MW] online, w [h] weight; the last sum for ports
    with a factor φ [1] only, g [MW] output.
    """
    idling = sum(
        m.port_no_load[q] * m.port_coefficient[q] * m.weight[s] * m.online[m.port_asset[q], s]
        for q in m.if_idling_port[p]
        for s in m.steps_of[y]
    )
    varying = sum(
        m.port_coefficient[q]
        * m.weight[s]
        * (m.profile_value[m.port_profile[q], s] - 1)
        * m.dispatch[m.port_asset[q], s]
        for q in m.if_varying_port[p]
        for s in m.steps_of[y]
    )
    return (1 - m.port_no_load[p]) * m.port_coefficient[p] * m.generation[m.port_asset[p], y] + idling + varying
