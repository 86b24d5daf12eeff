"""The objective: the sum of all named costs over items and years."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the objective. It is the sum of the same expressions that reports show, and nothing else."""
    m.year_weight = pyo.Param(m.year, doc="[year] years that a model year stands for, discounted")
    costs = tuple(terms.cost)

    def total_cost(m: Any) -> Any:
        r"""Discounted cost of all years.

        .. math:: \min \sum_{y} \omega_y \sum_{k} \sum_{i} C^k_{i,y}

        ω [year] weight of the year, C [CNY/year] cost of kind k of item i.
        """
        return sum(
            sum(m.year_weight[y] * getattr(m, cost.name)[i, y] for i in getattr(m, cost.over) for y in m.year)
            for cost in costs
        )

    m.total_cost = pyo.Objective(rule=total_cost, sense=pyo.minimize)
    m.cost_terms = costs
