"""Storage: power and energy of their own, losses in, out and standing.

Each period of the steps begins with what it ends with (cyclic), or with a given energy.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.reservoir import inflow_level
from energy_model.formulation.system import if_member, place_of
from energy_model.formulation.terms import BalanceTerm, Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare charging, discharging and the state of charge, and push the flows into the balance."""
    _sets(m)
    m.charge = pyo.Var(m.storage, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] taken in")
    m.discharge = pyo.Var(m.storage, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] given out")
    m.state_of_charge = pyo.Var(
        m.storage, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MWh] at the end of the step"
    )
    m.standing_lost = pyo.Var(
        m.storage_with_loss,
        m.step,
        dense=False,
        within=pyo.NonNegativeReals,
        doc="[MW] standing loss, mean over the step",
    )
    m.storage_power = pyo.Constraint(m.one_converter, m.step, rule=storage_power, doc="[MW]")
    m.charging_power = pyo.Constraint(m.two_converters, m.step, rule=charging_power, doc="[MW]")
    m.discharging_power = pyo.Constraint(m.two_converters, m.step, rule=discharging_power, doc="[MW]")
    m.storage_energy = pyo.Constraint(m.storage, m.step, rule=storage_energy, doc="[MWh]")
    m.storage_balance = pyo.Constraint(m.storage, m.step, rule=storage_balance, doc="[MWh]")
    m.standing_loss_least = pyo.Constraint(m.storage_with_loss, m.step, rule=standing_loss_least, doc="[MWh]")
    m.standing_loss_most = pyo.Constraint(m.storage_with_loss, m.step, rule=standing_loss_most, doc="[MWh]")
    m.charged = pyo.Expression(m.storage, m.year, rule=charged, doc="[MWh]")
    m.discharged = pyo.Expression(m.storage, m.year, rule=discharged, doc="[MWh]")
    m.storage_minimum = pyo.Constraint(m.storage_with_minimum, m.step, rule=storage_minimum, doc="[MWh]")
    m.cycle_limit = pyo.Constraint(m.storage_with_cycle_limit, m.day_end, rule=cycle_limit, doc="[MWh]")
    m.cycling_cost = pyo.Expression(m.storage, m.year, rule=cycling_cost, doc="[CNY/year]")
    terms.balance += [
        BalanceTerm(exchanged, "storage", "storage", place_of),
        BalanceTerm(boiled_off, "boil_off", "boiling", lambda m, a: (m.zone_of[a], m.loss_to[a])),
    ]
    terms.states.append("state_of_charge")
    terms.cost.append(Cost("cycling_cost", "storage", "variable_om"))


def _sets(m: pyo.AbstractModel) -> None:
    m.efficiency_in = pyo.Param(m.asset, doc="[1]")
    m.efficiency_out = pyo.Param(m.asset, doc="[1]")
    m.standing_loss = pyo.Param(m.asset, doc="[1/h]")
    m.storage_with_loss = pyo.Set(
        dimen=1,
        within=m.storage,
        initialize=lambda m: [a for a in m.storage if m.standing_loss[a] > 0],
        doc="storages with a standing loss",
    )
    m.if_storage_with_loss = pyo.Set(m.storage, dimen=1, initialize=if_member("storage_with_loss"))
    m.charge_ratio = pyo.Param(m.asset, doc="[1] largest charging as a share of the capacity")
    m.shares_converter = pyo.Param(m.asset, within=pyo.Any, doc="whether charging and discharging share a converter")
    m.one_converter = pyo.Set(
        dimen=1, within=m.storage, initialize=_one_converter, doc="storages with one for both ways"
    )
    m.two_converters = pyo.Set(
        dimen=1,
        within=m.storage,
        initialize=lambda m: [a for a in m.storage if a not in m.one_converter],
        doc="storages with machines of their own for each way",
    )
    m.initial_energy = pyo.Param(
        m.asset, doc="[MWh] energy in a storage as a period begins; infinite where it is that of its end"
    )
    m.opened = pyo.Set(
        dimen=1,
        within=m.storage,
        initialize=lambda m: [a for a in m.storage if m.initial_energy[a] < float("inf")],
        doc="storages that begin each period with a given energy",
    )
    m.if_opened = pyo.Set(m.storage, dimen=1, initialize=if_member("opened"))
    m.opens_period = pyo.Param(m.step, initialize=_opens_period, doc="[1] 1 at the first step of a period, else 0")
    m.heel = pyo.Param(m.asset, doc="[1] share of the energy capacity that stays")
    m.cycles = pyo.Param(m.asset, doc="[1/year] most full cycles, infinite where there is no limit")
    m.loss_to = pyo.Param(m.asset, within=pyo.Any, doc="carrier into which the standing loss goes; '' if it is lost")
    m.boiling = pyo.Set(
        dimen=1, within=m.storage_with_loss, initialize=lambda m: [a for a in m.storage_with_loss if m.loss_to[a]]
    )
    m.storage_with_minimum = pyo.Set(
        dimen=1, within=m.storage, initialize=lambda m: [a for a in m.storage if m.heel[a] > 0]
    )
    m.storage_with_cycle_limit = pyo.Set(
        dimen=1, within=m.storage, initialize=lambda m: [a for a in m.storage if m.cycles[a] < float("inf")]
    )


def _one_converter(m: Any) -> list[Any]:
    return [a for a in m.storage if m.shares_converter[a] and m.charge_ratio[a] > 0]


def _opens_period(m: Any, s: Any) -> float:
    return float(m.previous[s] >= s)


def storage_power(m: Any, a: Any, s: Any) -> Any:
    r"""One converter serves both directions: the time it charges it cannot discharge.

    .. math:: h^+_{a,s} / \chi_a + h^-_{a,s} \le \alpha_{a,s} K_{a,y(s)}

    h+ [MW] charging, h- [MW] discharging, K [MW] capacity, χ [1] largest charging as a share of it, α [1] availability
    (vehicles plugged in). This is the convex hull of "either the one or the other".
    """
    return m.charge[a, s] / m.charge_ratio[a] + m.discharge[a, s] <= available_power(m, a, s)


def charging_power(m: Any, a: Any, s: Any) -> Any:
    r"""Charging within the limit of its own machines: pumps beside turbines, an electrolyser beside a fuel cell.

    .. math:: h^+_{a,s} \le \chi_a \alpha_{a,s} K_{a,y(s)}

    h+ [MW] charging, χ [1] largest charging as a share of the capacity K [MW], α [1] availability.
    """
    return m.charge[a, s] <= m.charge_ratio[a] * available_power(m, a, s)


def discharging_power(m: Any, a: Any, s: Any) -> Any:
    r"""Discharging within the limit of its own machines: :math:`h^-_{a,s} \le \alpha_{a,s} K_{a,y(s)}` [MW].

    h- [MW] discharging, α [1] availability, K [MW] capacity.
    """
    return m.discharge[a, s] <= available_power(m, a, s)


def available_power(m: Any, a: Any, s: Any) -> Any:
    r"""Capacity that is there: :math:`\alpha_{a,s} K_{a,y(s)}` [MW], α [1] availability, K [MW] capacity."""
    return m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]]


def storage_energy(m: Any, a: Any, s: Any) -> Any:
    r"""State of charge within the energy capacity.

    .. math:: q_{a,s} \le K^E_{a,y(s)}

    q [MWh] state of charge at the end of the step.
    """
    return m.state_of_charge[a, s] <= m.energy_capacity[a, m.year_of[s]]


def storage_minimum(m: Any, a: Any, s: Any) -> Any:
    r"""What must stay in a storage: the heel that keeps a tank cold.

    .. math:: q_{a,s} \ge \kappa_a K^E_{a,y(s)}

    q [MWh] state of charge, κ [1] heel, K^E [MWh] energy capacity.
    """
    return m.state_of_charge[a, s] >= m.heel[a] * m.energy_capacity[a, m.year_of[s]]


def cycle_limit(m: Any, a: Any, s: Any) -> Any:
    r"""Full cycles in a day: a year's worth spread evenly, so that a battery lives as long as it is paid off.

    .. math:: \sum_{t \in d(s)} \tau_t h^-_{a,t} \le N_a \frac{\sum_{t \in d(s)} \tau_t}{8760} K^E_{a,y(s)}

    h- [MW] discharging, τ [h] length, N [1/year] cycles, K^E [MWh] energy capacity; d(s) the steps of the day that ends
    with s. Of segments that end within a day the days are taken together, as the sum of their rows.
    """
    hours = sum(m.step_length[t] for t in m.steps_of_day[s])
    discharged = sum(m.step_length[t] * m.discharge[a, t] for t in m.steps_of_day[s])
    return discharged <= m.cycles[a] / 8760 * hours * m.energy_capacity[a, m.year_of[s]]


def energy_before(m: Any, a: Any, s: Any) -> Any:
    r"""State of charge as a step begins: :math:`q^-_{a,s} = q_{a,s-1} + o_s \left(q^0_a - q_{a,s-1}\right)` [MWh].

    q [MWh] state of charge at the end of a step; of storages with a given initial energy q0 [MWh] o [1] is 1 at the
    first step of a period and else 0. Other storages have no such part: the first step of a period (the year, a typical
    day) follows its last. The first segment of a period begins as its first hour does, so that this holds for both.
    """
    replaced = sum(
        m.opens_period[s] * (m.initial_energy[b] - m.state_of_charge[b, m.previous[s]]) for b in m.if_opened[a]
    )
    return m.state_of_charge[a, m.previous[s]] + replaced


def storage_balance(m: Any, a: Any, s: Any) -> Any:
    r"""State of charge from step to step.

    .. math:: q_{a,s} = q^-_{a,s} + \tau_s \left(\eta^+_a h^+_{a,s} - h^-_{a,s} / \eta^-_a
        + \bar\imath_a \phi_{a,s} - \varsigma_{a,s} - L_{a,s}\right)

    q [MWh] state of charge, q^- as the step begins: that of the step before (before the first step of a period, the
    year or a typical day, its last) or, at the first step of a period, the initial energy where it is given; τ [h]
    length, η+ and η- [1] efficiencies in and out, h [MW] charging and discharging, i with a bar [MW] and φ [1] inflow
    and its hourly factor, ς [MW] spilled of it (of reservoirs), L [MW] standing loss (of storages that have one).
    """
    kept = sum(inflow_level(m, b, s) - m.spilled[b, s] for b in m.if_reservoir[a])
    lost = sum(m.standing_lost[b, s] for b in m.if_storage_with_loss[a])
    return m.state_of_charge[a, s] == energy_before(m, a, s) + m.step_length[s] * (
        m.efficiency_in[a] * m.charge[a, s] - m.discharge[a, s] / m.efficiency_out[a] + kept - lost
    )


def lost_within(m: Any, a: Any, hours: Any) -> Any:
    r"""Share of a state that is lost within some hours: :math:`1 - (1 - \lambda_a)^{\tau}` [1], λ [1/h] rate, τ [h]."""
    return 1 - (1 - m.standing_loss[a]) ** hours


def standing_loss_least(m: Any, a: Any, s: Any) -> Any:
    r"""A step loses what its length takes from what it begins with; later ones of a segment lose something or nothing.

    .. math:: \tau_s L_{a,s} \ge \left(1 - (1 - \lambda_a)^{\tau'_s}\right) q^-_{a,s}

    L [MW] mean standing loss, λ [1/h] rate, q^- [MWh] state of charge as the step begins, τ [h] length, τ' [h] that of
    the first of the study's steps in a segment, of a step its own: 1 of hours, so that the factor is λ. Exact for a
    step, together with `standing_loss_most`. A relaxation for a segment: step after step it loses a share of q^- and of
    the states at the ends of its steps but the last, and none of these is negative.
    """
    lost = lost_within(m, a, m.first_length[s]) * energy_before(m, a, s)
    return m.step_length[s] * m.standing_lost[a, s] >= lost


def standing_loss_most(m: Any, a: Any, s: Any) -> Any:
    r"""Later steps of a segment begin with a full storage at most, so that losing is no way to waste more.

    .. math:: \tau_s L_{a,s} \le \left(1 - (1 - \lambda_a)^{\tau'_s}\right) q^-_{a,s}
        + \frac{\tau_s - \tau'_s}{\tau''_s} \left(1 - (1 - \lambda_a)^{\tau''_s}\right) K^E_{a,y(s)}

    L [MW] mean standing loss, λ [1/h] rate, q^- [MWh] state of charge as the step begins, K^E [MWh] energy capacity, τ
    [h] length, τ' [h] of the first step in a segment, τ'' [h] of the later ones, a mean. For one step the two limits
    are equal; for a segment this one is a relaxation, as no step within it begins with more, and steps of unequal
    length lose no more together than as many of their mean.
    """
    first = lost_within(m, a, m.first_length[s]) * energy_before(m, a, s)
    later = (m.step_length[s] - m.first_length[s]) / m.later_length[s] * lost_within(m, a, m.later_length[s])
    return m.step_length[s] * m.standing_lost[a, s] <= first + later * m.energy_capacity[a, m.year_of[s]]


def exchanged(m: Any, a: Any, s: Any) -> Any:
    r"""What a storage gives less what it takes: :math:`h^-_{a,s} - h^+_{a,s}` [MW]."""
    return m.discharge[a, s] - m.charge[a, s]


def boiled_off(m: Any, a: Any, s: Any) -> Any:
    r"""Standing loss that another carrier takes up, boil-off gas: :math:`L_{a,s}` [MW]."""
    return m.standing_lost[a, s]


def charged(m: Any, a: Any, y: Any) -> Any:
    r"""Energy taken in over a year: :math:`\sum_{s \in y} w_s h^+_{a,s}` [MWh]."""
    return sum(m.weight[s] * m.charge[a, s] for s in m.steps_of[y])


def discharged(m: Any, a: Any, y: Any) -> Any:
    r"""Energy given out over a year: :math:`\sum_{s \in y} w_s h^-_{a,s}` [MWh]."""
    return sum(m.weight[s] * m.discharge[a, s] for s in m.steps_of[y])


def cycling_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Cost of throughput, so that cycling is never free.

    .. math:: v_a \sum_{s \in y} w_s h^-_{a,s}

    v [CNY/MWh] discharged.
    """
    return m.variable_om[a] * m.discharged[a, y]
