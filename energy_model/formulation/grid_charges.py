"""Grid charges: what the users behind a line pay for the grid by energy, by the month's peak and by capacity.

They are payments to the owner of the grid and to public funds, who stand outside the system: with them the objective is
what users and operators pay, without them (the setting `grid_charges` at 0) what the system uses up. They steer as
tariffs do, towards own use, storage behind the meter and flexible demand. Results tell them apart from all other costs.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.demand import place_of_demand, unserved_bounds
from energy_model.formulation.terms import Cost, Terms

MONTHS_PER_YEAR = 12
ABOVE_PEAK = 2  # times the charge of a month, for each hour above the peak: dearer than the higher peak


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the monthly peaks of lines with a demand charge, and what all lines pay."""
    m.energy_charge = pyo.Param(m.asset, m.year, doc="[CNY/MWh] sent from begin to end")
    m.demand_charge = pyo.Param(m.asset, m.year, doc="[CNY/MW/year] of the months' peaks, a twelfth each")
    m.capacity_charge = pyo.Param(m.asset, m.year, doc="[CNY/MW/year] of capacity")
    m.metered = pyo.Set(dimen=1, within=m.link, initialize=_metered, doc="lines with a demand charge")
    m.demand_behind = pyo.Set(m.metered, initialize=demand_behind, doc="demand by hour where the line ends")
    m.month_peak = pyo.Var(
        m.metered, m.month, dense=False, bounds=month_peak_bounds, doc="[MW] most sent in an hour of a month"
    )
    m.above_peak = pyo.Var(
        m.metered, m.step, dense=False, bounds=above_peak_bounds, doc="[MW] sent above the peak that is paid for"
    )
    m.peak_sent = pyo.Constraint(m.metered, m.step, rule=peak_sent, doc="[MW]")
    m.energy_charges = pyo.Expression(m.link, m.year, rule=energy_charges, doc="[CNY/year]")
    m.demand_charges = pyo.Expression(m.metered, m.year, rule=demand_charges, doc="[CNY/year]")
    m.capacity_charges = pyo.Expression(m.link, m.year, rule=capacity_charges, doc="[CNY/year]")
    terms.cost += [
        Cost("energy_charges", "link", "grid_charges"),
        Cost("demand_charges", "metered", "grid_charges"),
        Cost("capacity_charges", "link", "grid_charges"),
    ]


def _metered(m: Any) -> list[Any]:
    return [a for a in m.link if any(m.demand_charge[a, y] > 0 for y in m.year)]


def demand_behind(m: Any, a: Any) -> list[Any]:
    """Demand by hour at the place where a line ends."""
    return [d for d in m.hourly_demand if place_of_demand(m, d) == (m.to_zone[a], m.to_carrier[a])]


def month_peak_bounds(m: Any, a: Any, k: Any) -> Any:
    r"""No peak is higher than the line may ever be, and as much again that is not served.

    .. math:: 0 \le \hat{f}_{a,k} \le 2 \overline{K}_{a,y(k)}

    K [MW] capacity at most.
    """
    return 0, 2 * m.maximum_capacity[a, m.year_of_month[k]]


def above_peak_bounds(m: Any, a: Any, s: Any) -> Any:
    r"""No more is above the peak than the line may ever send, and demand be not served.

    .. math:: 0 \le h_{a,s} \le \overline{K}_{a,y(s)} + \sum_{d \in a} \overline{u}_{d,s}

    K [MW] capacity at most, u [MW] not served at most.
    """
    lost = sum(unserved_bounds(m, d, s)[1] for d in m.demand_behind[a])
    return 0, m.maximum_capacity[a, m.year_of[s]] + lost


def peak_sent(m: Any, a: Any, s: Any) -> Any:
    r"""The peak paid for in a month is what is asked of the line in any hour; what is above it is paid double.

    .. math:: f^+_{a,s} + \sum_{d \in a} u_{d,s} \le \hat{f}_{a,k(s)} + h_{a,s}

    f+ [MW] sent from begin to end, u [MW] demand where the line ends that is not served: nobody is left without power
    to save on a charge, which interruptible demand may. f̂ [MW] peak of the month k of the step, h [MW] above it. A
    higher peak is always cheaper than h, which is 0 at an optimum: it lets the search send what is needed while it
    looks for the peak. The mean of a segment is no higher than the highest of its hours, which are of one month.
    """
    lost = sum(m.unserved[d, s] for d in m.demand_behind[a])
    return m.flow[a, s] + lost <= m.month_peak[a, m.month_of[s]] + m.above_peak[a, s]


def energy_charges(m: Any, a: Any, y: Any) -> Any:
    r"""Charges on energy.

    .. math:: c^E_{a,y} \sum_{s \in y} w_s f^+_{a,s}

    c^E [CNY/MWh]: transmission and distribution, system operation, funds; f+ [MW] sent from begin to end.
    """
    return m.energy_charge[a, y] * m.sent[a, y]


def demand_charges(m: Any, a: Any, y: Any) -> Any:
    r"""Charges on the peaks of the months.

    .. math:: \frac{c^D_{a,y}}{12} \sum_{k \in y} n_k \left(\hat{f}_{a,k} + 2 \sum_{s \in k} h_{a,s}\right)

    c^D [CNY/MW/year]: twelve times the charge of a month, f̂ [MW] peak of a month, h [MW] above it, in each step, n [1]
    months that the month stands for: 1 in a whole year.
    """
    above = ABOVE_PEAK * sum(m.months_meant[m.month_of[s]] * m.above_peak[a, s] for s in m.steps_of[y])
    peaks = sum(m.months_meant[k] * m.month_peak[a, k] for k in m.months_of[y])
    return m.demand_charge[a, y] / MONTHS_PER_YEAR * (peaks + above)


def capacity_charges(m: Any, a: Any, y: Any) -> Any:
    r"""Charges on capacity, used or not: :math:`c^K_{a,y} K_{a,y}` [CNY/year], c^K [CNY/MW/year], K [MW]."""
    return m.capacity_charge[a, y] * m.capacity[a, y]
