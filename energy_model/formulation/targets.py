"""Targets: what a metric must reach, as one linear form, checked always and enforced where a scenario asks for it.

An enforced target is elastic: what is missing has a price, so that a plan that cannot meet it is found all the same and
says by how much it misses. A hard one may miss nothing: where it cannot be met there is no plan.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the margin of every row, the rows of enforced targets, and what missing them costs."""
    m.target = pyo.Set(dimen=1, doc="targets, one for each year that they hold in")
    m.target_row = pyo.Set(dimen=1, doc="comparisons of the targets")
    m.row_target = pyo.Param(m.target_row, within=pyo.Any, doc="target of a row")
    m.row_metric = pyo.Param(m.target_row, within=pyo.Any, doc="metric of a row")
    m.row_year = pyo.Param(m.target_row, doc="year of the metric")
    m.row_reference = pyo.Param(m.target_row, within=pyo.Any, doc="metric that is compared with")
    m.row_reference_year = pyo.Param(m.target_row, doc="year of what it is compared with")
    m.row_factor = pyo.Param(m.target_row, doc="[1] of the reference")
    m.row_constant = pyo.Param(m.target_row, doc="[unit of the metric]")
    m.row_sign = pyo.Param(m.target_row, doc="[1] 1 for at least, -1 for at most")
    m.target_mode = pyo.Param(m.target, within=pyo.Any, doc="check or enforce")
    m.target_penalty = pyo.Param(m.target, doc="[CNY per unit of the metric]")
    m.target_most_missed = pyo.Param(m.target, doc="[unit of the metric] 0 where it is hard, else infinite")
    m.enforced_row = pyo.Set(
        dimen=1,
        within=m.target_row,
        initialize=lambda m: [r for r in m.target_row if _is_enforced(m, m.row_target[r])],
        doc="rows of targets that are enforced",
    )
    m.enforced = pyo.Set(dimen=1, within=m.target, initialize=_enforced, doc="targets with rows that are enforced")
    m.relaxed_with = pyo.Param(
        m.enforced_row, within=pyo.Any, initialize=_relaxed_with, doc="first row of the same target and year"
    )
    m.relaxed_row = pyo.Set(dimen=1, within=m.enforced_row, initialize=_relaxed_rows, doc="first rows, one a year")
    m.relaxed_rows_of = pyo.Set(m.enforced, dimen=1, initialize=_relaxed_rows_of)
    m.relaxed_rows_in = pyo.Set(m.enforced, m.year, dimen=1, initialize=_relaxed_rows_in)
    m.target_margin = pyo.Expression(m.target_row, rule=target_margin, doc="[unit of the metric]")
    m.row_relaxation = pyo.Var(
        m.relaxed_row, dense=False, bounds=relaxation_bounds, doc="[unit of the metric] what a year of it lacks"
    )
    m.relaxation = pyo.Expression(m.enforced, rule=relaxation, doc="[unit of the metric]")
    m.target_limit = pyo.Constraint(m.enforced_row, rule=target_limit, doc="[unit of the metric]")
    m.relaxation_cost = pyo.Expression(m.enforced, m.year, rule=relaxation_cost, doc="[CNY/year]")
    terms.cost.append(Cost("relaxation_cost", "enforced", "relaxation"))


def _is_enforced(m: Any, t: Any) -> bool:
    return bool(m.target_mode[t] == "enforce")


def _enforced(m: Any) -> list[Any]:
    with_rows = {m.row_target[r] for r in m.enforced_row}
    return [t for t in m.target if t in with_rows]


def _relaxed_with(m: Any, r: Any) -> Any:
    own = m.row_target[r], m.row_year[r]
    return next(other for other in m.enforced_row if (m.row_target[other], m.row_year[other]) == own)


def _relaxed_rows(m: Any) -> list[Any]:
    return [r for r in m.enforced_row if m.relaxed_with[r] == r]


def _relaxed_rows_of(m: Any, t: Any) -> list[Any]:
    return [r for r in m.relaxed_row if m.row_target[r] == t]


def _relaxed_rows_in(m: Any, t: Any, y: Any) -> list[Any]:
    return [r for r in m.relaxed_rows_of[t] if m.row_year[r] == y]


def target_margin(m: Any, r: Any) -> Any:
    r"""What a row has to spare; below zero it is missed.

    .. math:: \sigma_r \left(V_{k(r),y(r)} - f_r V_{o(r),y'(r)} - c_r\right)

    V value of a metric [its unit: MW, MWh, t], k the target's metric, o and y' what it is compared with (another
    metric; itself in the base year or in the model year before), f [1] share or change, c [unit] number, σ [1] 1 for
    at least and -1 for at most.
    """
    compared = m.row_factor[r] * m.metric_value[m.row_reference[r], m.row_reference_year[r]]
    return m.row_sign[r] * (m.metric_value[m.row_metric[r], m.row_year[r]] - compared - m.row_constant[r])


def relaxation_bounds(m: Any, r: Any) -> Any:
    r"""No plan misses a hard target, an elastic one where it pays: :math:`0 \le x_{t(r),y(r)} \le \overline{x}_t`.

    x [1] of the unit of its metric, by how much it is missed in a year; x̄ nothing where it is hard, else without end.
    """
    return 0, m.target_most_missed[m.row_target[r]]


def target_limit(m: Any, r: Any) -> Any:
    r"""An enforced target holds but for what is paid for. Its dual is the target's shadow price.

    .. math:: \sigma_r \left(V_{k,y} - f_r V_{o,y'} - c_r\right) + x_{t(r),y(r)} \ge 0

    x by how much the target is missed in a year, in the unit of its metric: [MW], [MWh] or [t]; the rest as in
    `target_margin`. Each year of a peak has its own: what one year lacks does not free the others.
    """
    return m.target_margin[r] + m.row_relaxation[m.relaxed_with[r]] >= 0


def relaxation(m: Any, t: Any) -> Any:
    r"""By how much an enforced target is missed, added up over its years: :math:`\sum_{y} x_{t,y}`.

    x by how much it is missed in a year, in the unit of its metric: [MW], [MWh] or [t]; only peaks have several.
    """
    return sum(m.row_relaxation[r] for r in m.relaxed_rows_of[t])


def relaxation_cost(m: Any, t: Any, y: Any) -> Any:
    r"""What missing an enforced target costs in a year: :math:`\rho_t x_{t,y}` [CNY], ρ [CNY per its unit]."""
    return sum(m.target_penalty[t] * m.row_relaxation[r] for r in m.relaxed_rows_in[t, y])
