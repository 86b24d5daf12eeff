"""Shiftable demand: part of a load is put off or shifted_in forward and made up for within a block of the day."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.demand import demand_level, place_of_demand
from energy_model.formulation.system import cached
from energy_model.formulation.terms import BalanceTerm, Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what is put off and brought back, its limits by hour and month, and its payment."""
    m.shift_up = pyo.Param(m.demand, doc="[1] of the mean demand")
    m.shift_profile = pyo.Param(m.demand, within=pyo.Any, doc="profile of shift_up")
    m.shift_open = pyo.Param(m.demand, within=pyo.Any, doc="profile: 0 at the last hour of a block, else 1")
    m.shift_energy = pyo.Param(m.demand, m.year, doc="[MWh] more than can be out of place at any time")
    m.shift_cost = pyo.Param(m.demand, doc="[CNY/MWh] put off")
    m.shift_hours = pyo.Param(m.demand, doc="[h] of full shifting in a month, infinite where there is no limit")
    m.month = pyo.Set(dimen=1, doc="months of all years")
    m.month_of = pyo.Param(m.step, doc="month of a step")
    m.year_of_month = pyo.Param(m.month, doc="year of a month")
    m.months_meant = pyo.Param(m.month, default=1.0, doc="[1] months that a month stands for: 1 in a whole year")
    m.steps_of_month = pyo.Set(m.month, dimen=1, initialize=_steps_of_month)
    m.months_of = pyo.Set(m.year, dimen=1, initialize=_months_of, doc="months of a year")
    m.called = pyo.Set(dimen=2, initialize=_called, doc="shiftable demands with a monthly limit, and months")
    m.shifted_in = pyo.Var(m.shiftable, m.step, dense=False, bounds=shifted_in_bounds, doc="[MW] added by shifting")
    m.shifted = pyo.Var(
        m.shiftable, m.step, dense=False, bounds=shifted_bounds, doc="[MWh] put off and not yet made up for"
    )
    m.shift_balance = pyo.Constraint(m.shiftable, m.step, rule=shift_balance, doc="[MWh]")
    m.shift_room = pyo.Constraint(m.shiftable, m.step, rule=shift_room, doc="[MW]")
    m.shift_limit = pyo.Constraint(m.called, rule=shift_limit, doc="[MWh]")
    m.shifted_energy = pyo.Expression(m.shiftable, m.year, rule=shifted_energy, doc="[MWh]")
    m.shifting_cost = pyo.Expression(m.shiftable, m.year, rule=shifting_cost, doc="[CNY/year]")
    terms.balance.append(BalanceTerm(shifted_load, "shifting", "shiftable", place_of_demand, of="demand"))
    terms.states.append("shifted")
    terms.cost.append(Cost("shifting_cost", "shiftable", "flexibility"))


def _steps_of_month(m: Any, k: Any) -> list[Any]:
    return cached(m, _by_month).get(k, [])


def _months_of(m: Any, y: Any) -> list[Any]:
    return [k for k in m.month if m.year_of_month[k] == y]


def _by_month(m: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for s in m.step:
        found.setdefault(m.month_of[s], []).append(s)
    return found


def _called(m: Any) -> list[Any]:
    return [(d, k) for d in m.shiftable if m.shift_hours[d] < float("inf") for k in m.month]


def shifted_in_bounds(m: Any, d: Any, s: Any) -> Any:
    r"""Most that shifting may add.

    .. math:: 0 \le b_{d,s} \le \omega_d \chi_{d,s} \bar{D}_{d,y(s)}

    b [MW] added, ω [1] share of the mean demand, χ [1] hourly factor (vehicles plugged in), D [MW] mean demand.
    """
    return 0, m.shift_up[d] * m.profile_value[m.shift_profile[d], s] * m.demand_mean[d, m.year_of[s]]


def shifted_bounds(m: Any, d: Any, s: Any) -> Any:
    r"""At the end of each block of the day all is made up for; within it more or less than demanded is used by now.

    .. math:: -o_{d,s} Q_{d,y(s)} \le q_{d,s} \le o_{d,s} Q_{d,y(s)}

    q [MWh] put off, o [1] 0 at the last hour of a block and 1 else, Q [MWh] more than is ever reached. A segment ends
    within a block or with it; blocks that end inside it are no limit on means.
    """
    reach = m.profile_value[m.shift_open[d], s] * m.shift_energy[d, m.year_of[s]]
    return -reach, reach


def shift_balance(m: Any, d: Any, s: Any) -> Any:
    r"""What is put off adds up until it is brought back; what is brought forward is put off later.

    .. math:: q_{d,s} = q_{d,s-1} + \tau_s (p_{d,s} - b_{d,s})

    q [MWh] put off, τ [h] length, p [MW] put off in the step, b [MW] added.
    """
    change = m.step_length[s] * (m.shifted_out[d, s] - m.shifted_in[d, s])
    return m.shifted[d, s] == m.shifted[d, m.previous[s]] + change


def shift_room(m: Any, d: Any, s: Any) -> Any:
    r"""What is put off cannot be unserved too.

    .. math:: p_{d,s} + u_{d,s} \le (1 - \iota_d) D_{d,s}

    p [MW] put off, u [MW] unserved, ι [1] interruptible share, D [MW] demand.
    """
    return m.shifted_out[d, s] + m.unserved[d, s] <= (1 - m.interruptible_share[d]) * demand_level(m, d, s)


def shift_limit(m: Any, d: Any, k: Any) -> Any:
    r"""Calls in a month: so many hours of full shifting.

    .. math:: \sum_{s \in k} w_s p_{d,s} \le n_k C_d \, \sigma_d \bar{D}_{d,y(k)}

    C [h] hours of full shifting, σ [1] shiftable share, D [MW] mean demand, p [MW] put off, w [h] weight, n [1] months
    that the month stands for: 1 in a whole year.
    """
    full = m.months_meant[k] * m.shift_share[d] * m.demand_mean[d, m.year_of_month[k]]
    return sum(m.weight[s] * m.shifted_out[d, s] for s in m.steps_of_month[k]) <= m.shift_hours[d] * full


def shifted_load(m: Any, d: Any, s: Any) -> Any:
    r"""What shifting takes off the use of a node in a step, or adds to it: :math:`p_{d,s} - b_{d,s}` [MW].

    p [MW] put off, b [MW] added.
    """
    return m.shifted_out[d, s] - m.shifted_in[d, s]


def shifted_energy(m: Any, d: Any, y: Any) -> Any:
    r"""Energy put off over a year: :math:`\sum_{s \in y} w_s p_{d,s}` [MWh]."""
    return sum(m.weight[s] * m.shifted_out[d, s] for s in m.steps_of[y])


def shifting_cost(m: Any, d: Any, y: Any) -> Any:
    r"""Payments for what is put off: :math:`c^p_d \sum_{s \in y} w_s p_{d,s}` [CNY]."""
    return m.shift_cost[d] * m.shifted_energy[d, y]
