"""Processes: conversions that run all year in a fixed shape; how much of each runs is chosen by year, not by hour.

Furnaces, lorries, boilers of households: what stands for a whole sector costs one variable a year.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import BalanceTerm, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare levels and their limits and push their flows into the balances. Costs of output: see supply."""
    m.port_asset = pyo.Param(m.port, within=pyo.Any, doc="asset of a port")
    m.port_carrier = pyo.Param(m.port, within=pyo.Any, doc="carrier that flows through a port")
    m.port_zone = pyo.Param(m.port, within=pyo.Any, doc="zone of the flow: that of the asset, or another")
    m.port_coefficient = pyo.Param(m.port, doc="[MWh/MWh] flow per activity: positive out, negative in")
    m.shape_of = pyo.Param(m.asset, within=pyo.Any, doc="profile of the flows of a process")
    m.must_run = pyo.Param(m.asset, doc="[1] of what is available")
    m.process_port = pyo.Set(
        dimen=1, within=m.port, initialize=lambda m: [p for p in m.port if m.port_asset[p] in m.process]
    )
    m.hourly_process_port = pyo.Set(dimen=1, within=m.port, initialize=_balanced(yearly=False))
    m.yearly_process_port = pyo.Set(dimen=1, within=m.port, initialize=_balanced(yearly=True))
    m.running_process = pyo.Set(
        dimen=1, within=m.process, initialize=lambda m: [a for a in m.process if m.must_run[a] > 0]
    )
    m.level = pyo.Var(
        m.process, m.year, dense=False, within=pyo.NonNegativeReals, doc="[MW] output of a process, mean over the year"
    )
    m.level_limit = pyo.Constraint(m.process, m.year, rule=level_limit, doc="[MW]")
    m.level_least = pyo.Constraint(m.running_process, m.year, rule=level_least, doc="[MW]")
    m.process_output = pyo.Expression(m.process, m.step, rule=process_output, doc="[MW]")
    terms.balance.append(BalanceTerm(processed, "process", "hourly_process_port", place_of_port, owner=asset_of_port))
    terms.yearly_balance.append(
        BalanceTerm(processed_in_year, "process", "yearly_process_port", place_of_port, owner=asset_of_port)
    )


def place_of_port(m: Any, p: Any) -> tuple[Any, Any]:
    """Zone and carrier of a port."""
    return m.port_zone[p], m.port_carrier[p]


def asset_of_port(m: Any, p: Any) -> Any:
    """Asset of a port."""
    return m.port_asset[p]


def _balanced(yearly: bool) -> Any:
    return lambda m: [p for p in m.process_port if bool(m.yearly[m.port_carrier[p]]) == yearly]


def level_limit(m: Any, a: Any, y: Any) -> Any:
    r"""A process runs within its capacity.

    .. math:: l_{a,y} \le K_{a,y}

    l [MW] level, K [MW] capacity, both mean output over the year.
    """
    return m.level[a, y] <= m.capacity[a, y]


def level_least(m: Any, a: Any, y: Any) -> Any:
    r"""What must run of a process.

    .. math:: l_{a,y} \ge \beta_a K_{a,y}

    l [MW] level, β [1] share that must run, K [MW] capacity.
    """
    return m.level[a, y] >= m.must_run[a] * m.capacity[a, y]


def process_output(m: Any, a: Any, s: Any) -> Any:
    r"""Output of a process in an hour: :math:`\phi_{a,s} l_{a,y(s)}` [MW], φ [1] shape of mean 1, l [MW] level."""
    return m.profile_value[m.shape_of[a], s] * m.level[a, m.year_of[s]]


def processed(m: Any, p: Any, s: Any) -> Any:
    r"""Flow through a port of a process in an hour: :math:`\eta_p \phi_{a(p),s} l_{a(p),y(s)}` [MW].

    η [MWh/MWh] positive for what comes out, φ [1] shape of mean 1, l [MW] level.
    """
    return m.port_coefficient[p] * m.process_output[m.port_asset[p], s]


def processed_in_year(m: Any, p: Any, y: Any) -> Any:
    r"""Flow through a port of a process over a year: :math:`H_y \eta_p \, l_{a(p),y}` [MWh].

    H [h] hours of the year, η [MWh/MWh] positive for what comes out, l [MW] level.
    """
    return m.port_coefficient[p] * m.hours_of[y] * m.level[m.port_asset[p], y]
