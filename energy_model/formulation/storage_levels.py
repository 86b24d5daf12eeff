"""Energy in a storage: limits by hour and as each period of the steps ends; what it can give besides what it takes."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare limits of what is in a storage, and what comes from outside the balances."""
    _by_hour(m)
    m.final_energy_min = pyo.Param(m.asset, doc="[MWh] least energy in a storage as a period ends")
    m.final_energy_max = pyo.Param(m.asset, doc="[MWh] most energy in it as a period ends, infinite where any may be")
    m.period_end = pyo.Set(dimen=1, within=m.step, initialize=_last_steps, doc="last steps of periods")
    m.kept_storage = pyo.Set(
        dimen=1, within=m.storage, initialize=lambda m: [a for a in m.storage if m.final_energy_min[a] > 0]
    )
    m.emptied_storage = pyo.Set(
        dimen=1, within=m.storage, initialize=lambda m: [a for a in m.storage if m.final_energy_max[a] < float("inf")]
    )
    m.final_least = pyo.Constraint(m.kept_storage, m.period_end, rule=final_least, doc="[MWh]")
    m.final_most = pyo.Constraint(m.emptied_storage, m.period_end, rule=final_most, doc="[MWh]")
    m.initial_fits = pyo.Constraint(m.opened, m.year, rule=initial_fits, doc="[MWh]")
    m.final_fits = pyo.Constraint(m.kept_storage, m.year, rule=final_fits, doc="[MWh]")
    m.fed_storage = pyo.Set(
        dimen=1, within=m.storage, initialize=_fed, doc="storages with inflow or a given initial energy"
    )
    m.ends_of = pyo.Set(m.year, dimen=1, initialize=_ends_of, doc="last steps of the periods of a year")
    m.fed_energy = pyo.Expression(m.fed_storage, m.year, rule=fed_energy, doc="[MWh]")


def _by_hour(m: pyo.AbstractModel) -> None:
    m.least_level_of = pyo.Param(m.asset, within=pyo.Any, doc="profile of the least energy in a storage; '' for none")
    m.most_level_of = pyo.Param(m.asset, within=pyo.Any, doc="profile of the most energy in a storage; '' for none")
    m.least_level_share = pyo.Param(m.asset, doc="[1] 1 where it is a share of the energy capacity, 0 where it is MWh")
    m.most_level_share = pyo.Param(m.asset, doc="[1] 1 where it is a share of the energy capacity, 0 where it is MWh")
    m.filled_storage = pyo.Set(
        dimen=1,
        within=m.storage,
        initialize=lambda m: [a for a in m.storage if m.least_level_of[a]],
        doc="storages with a least energy by hour",
    )
    m.drawn_storage = pyo.Set(
        dimen=1,
        within=m.storage,
        initialize=lambda m: [a for a in m.storage if m.most_level_of[a]],
        doc="storages with a most energy by hour",
    )
    m.contents_least = pyo.Constraint(m.filled_storage, m.step, rule=contents_least, doc="[MWh]")
    m.contents_most = pyo.Constraint(m.drawn_storage, m.step, rule=contents_most, doc="[MWh]")


def contents_least(m: Any, a: Any, s: Any) -> Any:
    r"""Least energy by hour: water that a lake keeps for summer, heat that must be there in the morning.

    .. math:: q_{a,s} \ge \underline\mu_{a,s} \left(\epsilon_a K^E_{a,y(s)} + 1 - \epsilon_a\right)

    q [MWh] state of charge at the end of the step, μ [1] profile, ε [1] 1 where it is a share of the energy capacity
    K^E [MWh] and 0 where it is MWh. Of a segment the last step counts, at whose end q is.
    """
    return m.state_of_charge[a, s] >= m.profile_value[m.least_level_of[a], s] * (
        m.least_level_share[a] * m.energy_capacity[a, m.year_of[s]] + 1 - m.least_level_share[a]
    )


def contents_most(m: Any, a: Any, s: Any) -> Any:
    r"""Most energy by hour: room that a lake keeps for a flood.

    .. math:: q_{a,s} \le \overline\mu_{a,s} \left(\epsilon_a K^E_{a,y(s)} + 1 - \epsilon_a\right)

    Symbols as in `contents_least`; all terms in MWh.
    """
    return m.state_of_charge[a, s] <= m.profile_value[m.most_level_of[a], s] * (
        m.most_level_share[a] * m.energy_capacity[a, m.year_of[s]] + 1 - m.most_level_share[a]
    )


def _fed(m: Any) -> list[Any]:
    return [a for a in m.storage if a in m.opened or a in m.reservoir]


def _ends_of(m: Any, y: Any) -> list[Any]:
    return [s for s in m.period_end if m.year_of[s] == y]


def _last_steps(m: Any) -> list[Any]:
    return [m.previous[s] for s in m.step if m.opens_period[s] > 0]


def final_least(m: Any, a: Any, s: Any) -> Any:
    r"""A period ends with a given energy at least: :math:`q_{a,s} \ge \underline{q}_a` [MWh].

    q [MWh] state of charge at the end of the period's last step, or of its last segment, which ends with it.
    """
    return m.state_of_charge[a, s] >= m.final_energy_min[a]


def final_most(m: Any, a: Any, s: Any) -> Any:
    r"""A period ends with a given energy at most: :math:`q_{a,s} \le \overline{q}_a` [MWh].

    q [MWh] state of charge at the end of the period's last step. Where it is the least as well, the end is given.
    """
    return m.state_of_charge[a, s] <= m.final_energy_max[a]


def initial_fits(m: Any, a: Any, y: Any) -> Any:
    r"""A storage can hold what it begins with: :math:`K^E_{a,y} \ge q^0_a` [MWh].

    K^E [MWh] energy capacity, q0 [MWh] initial energy. Without it a plan could build too little for its first step.
    """
    return m.energy_capacity[a, y] >= m.initial_energy[a]


def final_fits(m: Any, a: Any, y: Any) -> Any:
    r"""And what it has to end with: :math:`K^E_{a,y} \ge \underline{q}_a` [MWh].

    K^E [MWh] energy capacity, q [MWh] least energy at the end. The limits of its steps say so too; here a search that
    decides sizes before it dispatches can see it.
    """
    return m.energy_capacity[a, y] >= m.final_energy_min[a]


def fed_energy(m: Any, a: Any, y: Any) -> Any:
    r"""What a storage can give over a year besides what it takes from the balances: inflow, and what it began with.

    .. math:: \eta^-_a \left(I_{a,y} + \sum_{s \in E_y} n_s \left(q^0_a - q_{a,s}\right)\right)

    η- [1] efficiency out, I [MWh] inflow that stays (of reservoirs), E the last steps of the periods of the year, n [1]
    how often a period occurs, q0 [MWh] what it begins with (where that is given), q [MWh] what it ends with. In MWh of
    what is given; below zero where it ends with more than it began with.
    """
    kept = sum(m.inflow_energy[b, y] for b in m.if_reservoir[a])
    drawn = sum(
        m.weight[s] / m.step_length[s] * (m.initial_energy[b] - m.state_of_charge[b, s])
        for b in m.if_opened[a]
        for s in m.ends_of[y]
    )
    return m.efficiency_out[a] * (kept + drawn)
