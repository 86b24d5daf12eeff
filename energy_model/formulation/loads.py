"""Loads that security is measured by: the highest hour of a year, and the mean of its calmest days.

Demands count before anything is put off or interrupted, converters and processes with what they do take: an electrified
process is a load like any other. What stops at the peak (electrolysis) has a share of 0, and what storages charge is a
choice of dispatch too. Each peak is of a selection of demands and ports: all electricity, or that of one zone.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.demand import demand_level
from energy_model.formulation.system import counting, if_member
from energy_model.formulation.terms import Terms

_PORTS = ("steady_port", "varying_port", "idling_port", "hourly_process_port")


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the loads, their peaks, and what ports take on calm days."""
    m.peak = pyo.Set(dimen=1, doc="selections of loads whose peak is asked for")
    m.in_peak_demand = pyo.Param(m.peak, m.demand, default=0.0, doc="[1] 1 where the demand is part of the load")
    m.in_peak_port = pyo.Param(m.peak, m.port, default=0.0, doc="[1] 1 where what the port takes is part of the load")
    m.demand_peak = pyo.Param(m.peak, m.year, doc="[MW] highest hour of the demands alone")
    m.firm_load = pyo.Param(m.asset, doc="[1] share of what a conversion or process takes that is part of a load")
    m.calm_share = pyo.Param(m.step, doc="[1] of the hours of the calmest days of its year")
    m.calm_steps = pyo.Set(m.year, dimen=1, initialize=_calm_steps, doc="steps that are an hour of the calmest days")
    m.peak_demands = pyo.Set(m.peak, dimen=1, initialize=counting("in_peak_demand"))
    for ports in _PORTS:
        m.add_component(f"peak_{ports}", pyo.Set(m.peak, dimen=1, initialize=_among(ports)))
    for ports in ("steady_port", "hourly_process_port"):
        m.add_component(f"if_{ports}", pyo.Set(m.port, dimen=1, initialize=if_member(ports)))
    m.total_load = pyo.Expression(m.peak, m.step, rule=total_load, doc="[MW]")
    m.peak_load = pyo.Var(m.peak, m.year, dense=False, bounds=peak_load_bounds, doc="[MW] highest load of a year")
    m.calm_input = pyo.Expression(m.port, m.year, rule=calm_input, doc="[MW]")
    terms.highest["peak_load"] = "total_load"


def add_limit(m: pyo.AbstractModel) -> None:
    """Declare the rows of the peaks that enforced targets read. Of the others the results give the highest hour."""
    m.enforced_peak = pyo.Set(dimen=1, within=m.peak, initialize=_enforced)
    m.peak_limit = pyo.Constraint(m.enforced_peak, m.step, rule=peak_limit, doc="[MW]")


def _among(ports: str) -> Any:
    chosen = counting("in_peak_port")
    return lambda m, k: [p for p in chosen(m, k) if p in getattr(m, ports)]


def _calm_steps(m: Any, y: Any) -> list[Any]:
    return [s for s in m.steps_of[y] if m.calm_share[s] > 0 and m.merged[s] == 0]


def _enforced(m: Any) -> list[Any]:
    metrics = {k for r in m.enforced_row for k in (m.row_metric[r], m.row_reference[r])}
    read = {i for k in metrics for i in m.metric_peak_demand_items[k]}
    return [i for i in m.peak if i in read]


def total_load(m: Any, k: Any, s: Any) -> Any:
    r"""Load of a selection: its demands and what its converters and processes take.

    .. math:: L_{k,s} = \sum_{d \in k} D_{d,s} - \sum_{p \in k} f_{a(p)} x_{p,s}

    D [MW] demand before any of it is put off, interrupted or unserved, f [1] share that is part of the load, x [MW]
    flow through a port, negative for inputs.
    """
    demanded = sum(demand_level(m, d, s) for d in m.peak_demands[k])
    converted = sum(m.firm_load[m.port_asset[p]] * m.converted[p, s] for p in m.peak_steady_port[k])
    varied = sum(m.firm_load[m.port_asset[p]] * m.varied[p, s] for p in m.peak_varying_port[k])
    idled = sum(m.firm_load[m.port_asset[p]] * m.idled[p, s] for p in m.peak_idling_port[k])
    processed = sum(m.firm_load[m.port_asset[p]] * m.processed[p, s] for p in m.peak_hourly_process_port[k])
    return demanded - converted - varied - idled - processed


def peak_load_bounds(m: Any, k: Any, y: Any) -> Any:
    r"""A peak is no lower than that of its demands alone: :math:`P_{k,y} \ge \max_{s \in y} \sum_{d \in k} D_{d,s}`.

    P [MW] peak, D [MW] demand. Of segments, whose means are lower, it keeps the highest hour.
    """
    return m.demand_peak[k, y], None


def peak_limit(m: Any, k: Any, s: Any) -> Any:
    r"""No hour's load is above the peak: :math:`L_{k,s} \le P_{k,y(s)}` [MW].

    L [MW] load, P [MW] peak. An enforced target asks for a low peak, which the highest hour holds up. Of a segment the
    mean of its hours keeps within their highest.
    """
    return m.total_load[k, s] <= m.peak_load[k, m.year_of[s]]


def calm_input(m: Any, p: Any, y: Any) -> Any:
    r"""Load of a port in the calmest days, a mean: :math:`-f_{a(p)} \sum_{s \in C_y} c_s x_{p,s}` [MW].

    f [1] share that is part of the load, x [MW] flow through the port, negative for inputs, c [1] share of the step in
    those hours, C the steps that are an hour. What is merged into segments is left out: targets ask for a low load, so
    that this is a relaxation.
    """
    return -m.firm_load[m.port_asset[p]] * sum(
        m.calm_share[s]
        * (
            sum(m.converted[q, s] for q in m.if_steady_port[p])
            + sum(m.varied[q, s] for q in m.if_varying_port[p])
            + sum(m.idled[q, s] for q in m.if_idling_port[p])
            + sum(m.processed[q, s] for q in m.if_hourly_process_port[p])
        )
        for s in m.calm_steps[y]
    )
