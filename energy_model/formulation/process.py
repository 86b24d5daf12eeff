"""Processes: conversions that run all year in a fixed shape; how much of each runs is chosen by year, not by hour.

Furnaces, lorries, boilers of households: what stands for a whole sector costs one variable a year.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.system import at_node
from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare levels and their limits and push their flows into the balances. Costs of output: see supply."""
    m.port_asset = pyo.Param(m.port, within=pyo.Any)
    m.port_carrier = pyo.Param(m.port, within=pyo.Any)
    m.port_coefficient = pyo.Param(m.port, doc="[MWh/MWh] flow per activity: positive out, negative in")
    m.shape_of = pyo.Param(m.asset, within=pyo.Any, doc="profile of the flows of a process")
    m.must_run = pyo.Param(m.asset, doc="[1] of what is available")
    m.process_port = pyo.Set(
        dimen=1, within=m.port, initialize=lambda m: [p for p in m.port if m.port_asset[p] in m.process]
    )
    m.process_ports_at = pyo.Set(m.zone, m.carrier, dimen=1, initialize=at_node(place_of_port, "process_port"))
    m.running_process = pyo.Set(
        dimen=1, within=m.process, initialize=lambda m: [a for a in m.process if m.must_run[a] > 0]
    )
    m.level = pyo.Var(
        m.process, m.year, dense=False, within=pyo.NonNegativeReals, doc="[MW] output of a process, mean over the year"
    )
    m.level_limit = pyo.Constraint(m.process, m.year, rule=level_limit, doc="[MW]")
    m.level_least = pyo.Constraint(m.running_process, m.year, rule=level_least, doc="[MW]")
    terms.balance.append(processed)
    terms.yearly_balance.append(processed_in_year)


def place_of_port(m: Any, p: Any) -> tuple[Any, Any]:
    """Zone and carrier of a port."""
    return m.zone_of[m.port_asset[p]], m.port_carrier[p]


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


def processed(m: Any, z: Any, c: Any, s: Any) -> Any:
    r"""Flows of processes in an hour: :math:`\sum_{p \in P_{z,c}} \eta_p \phi_{a(p),s} l_{a(p),y(s)}` [MW].

    η [MWh/MWh] positive for what comes out, φ [1] shape of mean 1, l [MW] level.
    """
    return sum(
        m.port_coefficient[p] * m.profile_value[m.shape_of[m.port_asset[p]], s] * m.level[m.port_asset[p], m.year_of[s]]
        for p in m.process_ports_at[z, c]
    )


def processed_in_year(m: Any, z: Any, c: Any, y: Any) -> Any:
    r"""Flows of processes over a year: :math:`H_y \sum_{p \in P_{z,c}} \eta_p \, l_{a(p),y}` [MWh].

    H [h] hours of the year, η [MWh/MWh] positive for what comes out, l [MW] level.
    """
    return sum(m.port_coefficient[p] * m.hours_of[y] * m.level[m.port_asset[p], y] for p in m.process_ports_at[z, c])
