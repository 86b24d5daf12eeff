"""Spinning reserve: what running plants and storages could give at once beyond what they do, for forecast errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyomo.core as pyo

from energy_model.formulation.demand import demand_level
from energy_model.formulation.system import if_member
from energy_model.formulation.terms import Cost, Terms

ELECTRIC = ("electricity", "green_electricity")  # roles of carriers


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the reserve of all zones together and what a lack of it costs; where no share is asked for it is none."""
    m.role = pyo.Param(m.carrier, within=pyo.Any, doc="role of a carrier in the study")
    m.reserve_load_share = pyo.Param(m.year, doc="[1] of demand that is kept as reserve")
    m.reserve_supply_share = pyo.Param(m.year, doc="[1] of the output of wind and sun that is kept as reserve")
    m.reserve_cost = pyo.Param(m.year, doc="[CNY/MWh] reserve that is not kept")
    m.reserve_step = pyo.Set(dimen=1, within=m.step, initialize=_steps, doc="steps in which reserve is kept")
    m.reserve_area = pyo.Set(dimen=1, initialize=_areas, doc="the one area that keeps a reserve, if any does")
    m.if_reserve_step = pyo.Set(m.step, dimen=1, initialize=if_member("reserve_step"))
    m.reserve_plant = pyo.Set(dimen=1, within=m.committed, initialize=_electric("committed"))
    m.reserve_storage = pyo.Set(dimen=1, within=m.storage, initialize=_electric("storage"))
    m.uncertain = pyo.Set(dimen=1, within=m.supply, initialize=_electric("supply"), doc="wind, sun, rivers")
    m.reserve_demand = pyo.Set(dimen=1, within=m.hourly_demand, initialize=_demands)
    m.reserve_missing = pyo.Var(m.reserve_step, dense=False, bounds=missing_bounds, doc="[MW] not kept")
    m.reserve = pyo.Constraint(m.reserve_step, rule=reserve, doc="[MW]")
    m.reserve_lack_cost = pyo.Expression(m.reserve_area, m.year, rule=reserve_lack_cost, doc="[CNY/year]")
    terms.cost.append(Cost("reserve_lack_cost", "reserve_area", "reserve"))


def _steps(m: Any) -> list[Any]:
    kept = {y for y in m.year if m.reserve_load_share[y] > 0 or m.reserve_supply_share[y] > 0}
    return [s for s in m.step if m.year_of[s] in kept]


def _areas(m: Any) -> list[str]:
    return ["all"] if len(m.reserve_step) else []


def _electric(of: str) -> Callable[[Any], list[Any]]:
    return lambda m: [a for a in getattr(m, of) if m.role[m.carrier_of[a]] in ELECTRIC]


def _demands(m: Any) -> list[Any]:
    return [d for d in m.hourly_demand if m.role[m.demand_carrier[d]] in ELECTRIC]


def wanted(m: Any, s: Any) -> Any:
    r"""Reserve that is wanted: :math:`\rho^d_{y(s)} \sum_d D_{d,s} + \rho^g_{y(s)} \sum_a g_{a,s}` [MW].

    ρ [1] shares of demand D [MW], as asked for, and of the output g [MW] of wind and sun.
    """
    asked = sum(demand_level(m, d, s) for d in m.reserve_demand)
    given = sum(m.dispatch[a, s] for a in m.uncertain)
    return m.reserve_load_share[m.year_of[s]] * asked + m.reserve_supply_share[m.year_of[s]] * given


def missing_bounds(m: Any, s: Any) -> Any:
    r"""No more is missing than is wanted at the most.

    .. math:: 0 \le v_s \le \rho^d_{y(s)} \sum_d D_{d,s} + \rho^g_{y(s)} \sum_a \overline{K}_{a,y(s)}

    v [MW] missing, K [MW] largest capacity of wind and sun, other symbols as in `wanted`.
    """
    asked = sum(demand_level(m, d, s) for d in m.reserve_demand)
    most = sum(m.maximum_capacity[a, m.year_of[s]] for a in m.uncertain)
    return 0, m.reserve_load_share[m.year_of[s]] * asked + m.reserve_supply_share[m.year_of[s]] * most


def reserve(m: Any, s: Any) -> Any:
    r"""What runs and could give more, and what storages could give more, is the reserve that is wanted.

    .. math:: \sum_{a \in P} (u_{a,s} - g_{a,s})
              + \sum_{a \in S} \left(\alpha_{a,s} K_{a,y(s)} - h^-_{a,s} + h^+_{a,s}\right) + v_s \ge w_s

    u [MW] online and g [MW] output of plants with a minimum load, α [1] availability, K [MW] capacity, h- and h+ [MW]
    discharge and charge of storages, v [MW] missing, w [MW] as in `wanted`. Lines and markets give none; how long a
    storage could give it is not asked. Means over segments keep it, as hours do: all terms are linear in them.
    """
    running = sum(m.online[a, s] - m.dispatch[a, s] for a in m.reserve_plant)
    stored = sum(
        m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]] - m.discharge[a, s] + m.charge[a, s]
        for a in m.reserve_storage
    )
    return running + stored + m.reserve_missing[s] >= wanted(m, s)


def reserve_lack_cost(m: Any, r: Any, y: Any) -> Any:
    r"""Cost of reserve that is not kept: :math:`k_y \sum_{s \in y} w_s v_s` [CNY/year].

    k [CNY/MWh], w [h] weight, v [MW] missing.
    """
    return m.reserve_cost[y] * sum(
        m.weight[s] * m.reserve_missing[i] for s in m.steps_of[y] for i in m.if_reserve_step[s]
    )
