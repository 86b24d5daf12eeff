"""Matching: how much of what a park uses is covered by green power traced to it, over a year, a month or an hour.

Traced green power is what the park's own lines deliver, to its users or to the grid; the park counts what it does not
sell the certificate of (certificates.py). What is matched is limited by this and by the park's use in each block of
time. The shorter the block, the less can be matched: matches of the hours of a month are one of the month, and those of
the months of a year one of the year.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member
from energy_model.formulation.terms import Terms

BLOCKS = {"year": "annual", "month": "monthly", "hour": "hourly"}


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what is matched, in the blocks of time that the setting `matching` asks for. It costs nothing."""
    m.matching = pyo.Param(m.zone, within=pyo.Any, doc="annual, monthly or hourly")
    m.user = pyo.Set(m.zone, dimen=1, initialize=_users, doc="demands of a park in the carrier that its lines deliver")
    m.shifting_user = pyo.Set(m.zone, dimen=1, initialize=lambda m, z: [d for d in m.user[z] if d in m.shiftable])
    m.using_port = pyo.Set(m.zone, dimen=1, initialize=_using("steady_port"), doc="inputs of that carrier")
    m.varying_using_port = pyo.Set(m.zone, dimen=1, initialize=_using("varying_port"))
    m.idling_using_port = pyo.Set(m.zone, dimen=1, initialize=_using("idling_port"))
    m.process_using_port = pyo.Set(m.zone, dimen=1, initialize=_using("process_port"))
    for block in BLOCKS:
        parks = pyo.Set(dimen=1, within=m.zone, initialize=_in_blocks(block), doc=f"parks matched by the {block}")
        m.add_component(f"zone_by_{block}", parks)
        m.add_component(f"if_zone_by_{block}", pyo.Set(m.zone, dimen=1, initialize=if_member(f"zone_by_{block}")))
    m.park_use = pyo.Expression(m.matched_zone, m.step, rule=park_use, doc="[MW]")
    of_year, of_month, of_hour = (m.zone_by_year, m.year), (m.zone_by_month, m.month), (m.zone_by_hour, m.step)
    m.matched_in_year = pyo.Var(*of_year, dense=False, within=pyo.NonNegativeReals, doc="[MWh] matched over a year")
    m.matched_in_month = pyo.Var(*of_month, dense=False, within=pyo.NonNegativeReals, doc="[MWh] matched in a month")
    m.matched = pyo.Var(*of_hour, dense=False, within=pyo.NonNegativeReals, doc="[MW] matched in an hour")
    m.matched_traced_year = pyo.Constraint(*of_year, rule=matched_traced_year, doc="[MWh]")
    m.matched_used_year = pyo.Constraint(*of_year, rule=matched_used_year, doc="[MWh]")
    m.matched_traced_month = pyo.Constraint(*of_month, rule=matched_traced_month, doc="[MWh]")
    m.matched_used_month = pyo.Constraint(*of_month, rule=matched_used_month, doc="[MWh]")
    m.matched_traced = pyo.Constraint(*of_hour, rule=matched_traced, doc="[MW]")
    m.matched_used = pyo.Constraint(*of_hour, rule=matched_used, doc="[MW]")
    m.matched_energy = pyo.Expression(m.zone, m.year, rule=matched_energy, doc="[MWh]")
    terms.costless += ["matched_in_year", "matched_in_month", "matched"]


def _carriers(m: Any, z: Any) -> set[Any]:
    return {m.to_carrier[a] for a in m.traced_by[z]}


def _users(m: Any, z: Any) -> list[Any]:
    carriers = _carriers(m, z)
    return [d for d in m.hourly_demand if m.demand_zone[d] == z and m.demand_carrier[d] in carriers]


def _using(ports: str) -> Any:
    def members(m: Any, z: Any) -> list[Any]:
        carriers = _carriers(m, z)
        own = [p for p in getattr(m, ports) if m.port_zone[p] == z and m.port_carrier[p] in carriers]
        return [p for p in own if m.port_coefficient[p] < 0]

    return members


def _in_blocks(block: str) -> Any:
    return lambda m: [z for z in m.matched_zone if m.matching[z] == BLOCKS[block]]


def park_use(m: Any, z: Any, s: Any) -> Any:
    r"""What a park uses of the carrier that its lines deliver: demands served, at the hours to which flexible ones were
    shifted, and what converters and processes take.

    .. math:: \sum_{d} (d^s_{d,s} + b_{d,s}) - \sum_{p} \eta_p \left((1-\nu_p) g_{a(p),s} + \nu_p u_{a(p),s}\right)
              - \sum_{p} \eta_p \phi_{a(p),s} l_{a(p),y(s)}

    d [MW] served, b [MW] brought by shifting, η [MWh/MWh] negative for inputs (times its factor where the ratio of a
    port changes by hour), ν [1] no-load share, g [MW] output, u [MW] online, φ [1] shape, l [MW] level of processes.
    """
    converted = sum(
        (1 - m.port_no_load[p]) * m.port_coefficient[p] * m.dispatch[m.port_asset[p], s] for p in m.using_port[z]
    )
    varied = sum(m.port_coefficient[p] * m.varying_activity[p, s] for p in m.varying_using_port[z])
    idled = sum(
        m.port_no_load[p] * m.port_coefficient[p] * m.online[m.port_asset[p], s] for p in m.idling_using_port[z]
    )
    processed = sum(
        m.port_coefficient[p] * m.profile_value[m.shape_of[m.port_asset[p]], s] * m.level[m.port_asset[p], m.year_of[s]]
        for p in m.process_using_port[z]
    )
    brought = sum(m.shifted_in[d, s] for d in m.shifting_user[z])
    return sum(m.served[d, s] for d in m.user[z]) + brought - converted - varied - idled - processed


def matched_traced_year(m: Any, z: Any, y: Any) -> Any:
    r"""Over a year no more is matched than may be counted.

    .. math:: M_{z,y} \le \sum_{s \in y} w_s C_{z,s}

    M [MWh] matched, C [MW] green power that the park may count, w [h] weight.
    """
    return m.matched_in_year[z, y] <= sum(m.weight[s] * m.claimed[z, s] for s in m.steps_of[y])


def matched_used_year(m: Any, z: Any, y: Any) -> Any:
    r"""Over a year no more is matched than is used.

    .. math:: M_{z,y} \le \sum_{s \in y} w_s U_{z,s}

    M [MWh] matched, U [MW] use, w [h] weight.
    """
    return m.matched_in_year[z, y] <= sum(m.weight[s] * m.park_use[z, s] for s in m.steps_of[y])


def matched_traced_month(m: Any, z: Any, k: Any) -> Any:
    r"""In a month no more is matched than may be counted: :math:`M_{z,k} \le \sum_{s \in k} w_s C_{z,s}` [MWh]."""
    return m.matched_in_month[z, k] <= sum(m.weight[s] * m.claimed[z, s] for s in m.steps_of_month[k])


def matched_used_month(m: Any, z: Any, k: Any) -> Any:
    r"""In a month no more is matched than is used: :math:`M_{z,k} \le \sum_{s \in k} w_s U_{z,s}` [MWh]."""
    return m.matched_in_month[z, k] <= sum(m.weight[s] * m.park_use[z, s] for s in m.steps_of_month[k])


def matched_traced(m: Any, z: Any, s: Any) -> Any:
    r"""In an hour no more is matched than may be counted: :math:`m_{z,s} \le C_{z,s}` [MW].

    Of a segment the mean of what is matched hour by hour keeps within both means.
    """
    return m.matched[z, s] <= m.claimed[z, s]


def matched_used(m: Any, z: Any, s: Any) -> Any:
    r"""In an hour no more is matched than is used: :math:`m_{z,s} \le U_{z,s}` [MW]."""
    return m.matched[z, s] <= m.park_use[z, s]


def matched_energy(m: Any, z: Any, y: Any) -> Any:
    r"""What is matched of a year, in blocks of the setting: :math:`M_{z,y}`, :math:`\sum_k M_{z,k}`,
    :math:`\sum_s w_s m_{z,s}` [MWh].
    """
    return (
        sum(m.matched_in_year[b, y] for b in m.if_zone_by_year[z])
        + sum(m.matched_in_month[b, k] for b in m.if_zone_by_month[z] for k in m.months_of[y])
        + sum(m.weight[s] * m.matched[b, s] for b in m.if_zone_by_hour[z] for s in m.steps_of[y])
    )
