"""Capacities tied to each other: the inverter of a battery that charges and discharges, both directions of a cable."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the ties and that capacities keep to them."""
    m.tie = pyo.Set(dimen=1, doc="pairs of assets with capacities in a fixed ratio")
    m.tied_asset = pyo.Param(m.tie, within=pyo.Any, doc="asset whose capacity follows")
    m.tied_to = pyo.Param(m.tie, within=pyo.Any, doc="asset that it follows")
    m.tie_ratio = pyo.Param(m.tie, doc="[MW/MW] capacity for one of the other")
    m.tied_capacity = pyo.Constraint(m.tie, m.year, rule=tied_capacity, doc="[MW]")


def tied_capacity(m: Any, i: Any, y: Any) -> Any:
    r"""The capacity of an asset is a fixed multiple of another's.

    .. math:: K_{a(i),y} = \rho_i K_{b(i),y}

    K [MW] capacity, a what follows and b what it follows, ρ [MW/MW] ratio. No step has a part in it.
    """
    return m.capacity[m.tied_asset[i], y] == m.tie_ratio[i] * m.capacity[m.tied_to[i], y]
