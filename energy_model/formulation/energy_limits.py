"""Limits of what a plant gives over a year or a month: permits, full-load hours, water of a season, contracts."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare least and largest outputs of years and months, where plants have some."""
    m.least_energy = pyo.Param(m.asset, m.year, default=0.0, doc="[MWh] least output of a year")
    m.most_energy = pyo.Param(
        m.asset, m.year, default=float("inf"), doc="[MWh] largest output of a year, infinite where there is no limit"
    )
    m.least_month_energy = pyo.Param(m.asset, m.month, default=0.0, doc="[MWh] least output of a month")
    m.most_month_energy = pyo.Param(
        m.asset, m.month, default=float("inf"), doc="[MWh] largest output of a month, infinite where there is no limit"
    )
    m.least_year = pyo.Set(dimen=2, initialize=_least("operated", "year", "least_energy"), doc="with a least output")
    m.most_year = pyo.Set(dimen=2, initialize=_most("operated", "year", "most_energy"), doc="with a largest output")
    m.least_month = pyo.Set(
        dimen=2, initialize=_least("producer", "month", "least_month_energy"), doc="with a least output"
    )
    m.most_month = pyo.Set(
        dimen=2, initialize=_most("producer", "month", "most_month_energy"), doc="with a largest output"
    )
    m.year_energy_least = pyo.Constraint(m.least_year, rule=year_energy_least, doc="[MWh]")
    m.year_energy_most = pyo.Constraint(m.most_year, rule=year_energy_most, doc="[MWh]")
    m.month_energy_least = pyo.Constraint(m.least_month, rule=month_energy_least, doc="[MWh]")
    m.month_energy_most = pyo.Constraint(m.most_month, rule=month_energy_most, doc="[MWh]")


def _least(plants: str, time: str, limit: str) -> Any:
    """Rule of a set of pairs: plants, and years or months, with a least output."""
    return lambda m: [(a, t) for a in getattr(m, plants) for t in _with_steps(m, time) if getattr(m, limit)[a, t] > 0]


def _most(plants: str, time: str, limit: str) -> Any:
    """The same of a largest output."""
    return lambda m: [
        (a, t) for a in getattr(m, plants) for t in _with_steps(m, time) if getattr(m, limit)[a, t] < float("inf")
    ]


def _with_steps(m: Any, time: str) -> list[Any]:
    """Years, or months of which there are steps: a table of a few days has none of most."""
    return list(m.year) if time == "year" else [k for k in m.month if len(m.steps_of_month[k])]


def year_energy_least(m: Any, a: Any, y: Any) -> Any:
    r"""Least output of a year: :math:`G_{a,y} \ge \underline{G}_{a,y}` [MWh].

    G [MWh] output over the year (`generation`). Means over segments add up to the same.
    """
    return m.generation[a, y] >= m.least_energy[a, y]


def year_energy_most(m: Any, a: Any, y: Any) -> Any:
    r"""Largest output of a year: :math:`G_{a,y} \le \overline{G}_{a,y}` [MWh].

    G [MWh] output over the year (`generation`).
    """
    return m.generation[a, y] <= m.most_energy[a, y]


def month_energy_least(m: Any, a: Any, k: Any) -> Any:
    r"""Least output of a month.

    .. math:: \sum_{s \in k} w_s g_{a,s} \ge n_k \underline{G}_{a,k}

    w [h] weight of the step, g [MW] output, G [MWh], n [1] months that the month stands for: 1 in a whole year. No
    segment reaches over the end of a month, and its mean adds up to the same.
    """
    return sum(m.weight[s] * m.dispatch[a, s] for s in m.steps_of_month[k]) >= (
        m.months_meant[k] * m.least_month_energy[a, k]
    )


def month_energy_most(m: Any, a: Any, k: Any) -> Any:
    r"""Largest output of a month: :math:`\sum_{s \in k} w_s g_{a,s} \le n_k \overline{G}_{a,k}` [MWh].

    w [h] weight, g [MW] output, G [MWh], n [1] months that the month stands for.
    """
    return sum(m.weight[s] * m.dispatch[a, s] for s in m.steps_of_month[k]) <= (
        m.months_meant[k] * m.most_month_energy[a, k]
    )
