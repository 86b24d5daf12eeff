"""Reservoirs: storages into which energy flows by itself, as water into a lake; what is too much is spilled."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member
from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare what is spilled of the inflow; the balance of the storage takes up the rest."""
    m.inflow = pyo.Param(m.asset, doc="[MW] inflow where its profile is 1")
    m.inflow_profile_of = pyo.Param(m.asset, within=pyo.Any, doc="hourly factor of the inflow")
    m.reservoir = pyo.Set(
        dimen=1,
        within=m.storage,
        initialize=lambda m: [a for a in m.storage if m.inflow[a] > 0],
        doc="storages with inflow",
    )
    m.if_reservoir = pyo.Set(m.storage, dimen=1, initialize=if_member("reservoir"))
    m.spilled = pyo.Var(m.reservoir, m.step, dense=False, bounds=spilled_bounds, doc="[MW] spilled of the inflow")
    m.spilled_energy = pyo.Expression(m.reservoir, m.year, rule=spilled_energy, doc="[MWh]")
    m.inflow_energy = pyo.Expression(m.reservoir, m.year, rule=inflow_energy, doc="[MWh]")


def inflow_level(m: Any, a: Any, s: Any) -> Any:
    r"""Inflow of a step: :math:`\bar\imath_a \phi_{a,s}` [MW] of what is in the storage.

    i with a bar [MW] inflow where its hourly factor φ [1] is 1.
    """
    return m.inflow[a] * m.profile_value[m.inflow_profile_of[a], s]


def spilled_bounds(m: Any, a: Any, s: Any) -> Any:
    r"""No more is spilled than flows in: :math:`0 \le \varsigma_{a,s} \le \bar\imath_a \phi_{a,s}` [MW].

    ς [MW] spilled, i with a bar [MW] and φ [1] inflow and its hourly factor. Of a segment both are means of its hours.
    """
    return 0, inflow_level(m, a, s)


def spilled_energy(m: Any, a: Any, y: Any) -> Any:
    r"""What is spilled in a year: :math:`\sum_{s \in y} w_s \varsigma_{a,s}` [MWh], w [h] weight, ς [MW] spilled."""
    return sum(m.weight[s] * m.spilled[a, s] for s in m.steps_of[y])


def inflow_energy(m: Any, a: Any, y: Any) -> Any:
    r"""What flows in and stays in a year.

    .. math:: \sum_{s \in y} w_s \left(\bar\imath_a \phi_{a,s} - \varsigma_{a,s}\right)

    w [h] weight, i with a bar [MW] and φ [1] inflow and its factor, ς [MW] spilled. In MWh of what is in the storage.
    """
    return sum(m.weight[s] * (inflow_level(m, a, s) - m.spilled[a, s]) for s in m.steps_of[y])
