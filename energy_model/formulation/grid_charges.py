"""Grid charges: what the users behind a line pay for the grid by energy, by the month's peak and by capacity.

They are payments to the owner of the grid and to public funds, who stand outside the system: with them the objective is
what users and operators pay, without them (the setting `grid_charges` at 0) what the system uses up. They steer as
tariffs do, towards own use, storage behind the meter and flexible demand. Results tell them apart from all other costs.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.terms import Cost, Terms

MONTHS_PER_YEAR = 12


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the monthly peaks of lines with a demand charge, and what all lines pay."""
    m.energy_charge = pyo.Param(m.asset, m.year, doc="[CNY/MWh] sent from begin to end")
    m.demand_charge = pyo.Param(m.asset, m.year, doc="[CNY/MW/year] of the months' peaks, a twelfth each")
    m.capacity_charge = pyo.Param(m.asset, m.year, doc="[CNY/MW/year] of capacity")
    m.metered = pyo.Set(dimen=1, within=m.link, initialize=_metered, doc="lines with a demand charge")
    m.month_peak = pyo.Var(
        m.metered, m.month, dense=False, within=pyo.NonNegativeReals, doc="[MW] most sent in an hour of a month"
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


def peak_sent(m: Any, a: Any, s: Any) -> Any:
    r"""The peak of a month is no lower than what is sent in any of its hours.

    .. math:: f^+_{a,s} \le \hat{f}_{a,k(s)}

    f+ [MW] sent from begin to end, f̂ [MW] peak of the month k of the step. The mean of a segment is no higher than the
    highest of its hours, which are of one month.
    """
    return m.flow[a, s] <= m.month_peak[a, m.month_of[s]]


def energy_charges(m: Any, a: Any, y: Any) -> Any:
    r"""Charges on energy.

    .. math:: c^E_{a,y} \sum_{s \in y} w_s f^+_{a,s}

    c^E [CNY/MWh]: transmission and distribution, system operation, funds; f+ [MW] sent from begin to end.
    """
    return m.energy_charge[a, y] * m.sent[a, y]


def demand_charges(m: Any, a: Any, y: Any) -> Any:
    r"""Charges on the peaks of the months.

    .. math:: \frac{c^D_{a,y}}{12} \sum_{k \in y} \hat{f}_{a,k}

    c^D [CNY/MW/year]: twelve times the charge of a month, f̂ [MW] peak of a month.
    """
    return m.demand_charge[a, y] / MONTHS_PER_YEAR * sum(m.month_peak[a, k] for k in m.months_of[y])


def capacity_charges(m: Any, a: Any, y: Any) -> Any:
    r"""Charges on capacity, used or not: :math:`c^K_{a,y} K_{a,y}` [CNY/year], c^K [CNY/MW/year], K [MW]."""
    return m.capacity_charge[a, y] * m.capacity[a, y]
