"""Kirchhoff's voltage law: in a meshed network of lines with reactance, power divides by itself (linear load flow)."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import counting
from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the cycles of lines with reactance, and that angles add up to nothing around each."""
    m.cycle = pyo.Set(dimen=1, doc="independent cycles of lines with reactance")
    m.cycle_reactance = pyo.Param(
        m.cycle, m.asset, default=0.0, doc="[1] reactance relative to the cycle's largest, below zero against its sense"
    )
    m.lines_around = pyo.Set(m.cycle, dimen=1, initialize=counting("cycle_reactance"), doc="lines of a cycle")
    m.kirchhoff_voltage = pyo.Constraint(m.cycle, m.step, rule=kirchhoff_voltage, doc="[MW]")


def kirchhoff_voltage(m: Any, c: Any, s: Any) -> Any:
    r"""Around a cycle the differences of voltage angle, reactance times flow, add up to nothing.

    .. math:: \sum_{a \in c} x_{c,a} \left(f^+_{a,s} - f^-_{a,s}\right) = 0

    x [1] reactance relative to the largest of the cycle, below zero for lines that run against its sense, f+ and f-
    [MW] sent forward and back. Small angles, no losses, and the same reactance whatever is built (B. Stott, J. Jardim,
    O. Alsac, DC power flow revisited, IEEE Trans. Power Syst. 24 (2009) 1290). Any basis of cycles says the same.
    Numbers do not change with the hour, so that means over segments keep it.
    """
    return sum(m.cycle_reactance[c, a] * (m.flow[a, s] - m.backflow[a, s]) for a in m.lines_around[c]) == 0
