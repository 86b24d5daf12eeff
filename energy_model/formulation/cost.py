"""The objective: the sum of all named costs over items and years."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the objective. It is the sum of the same expressions that reports show, and nothing else."""
    m.year_weight = pyo.Param(m.year, doc="[year] years that a model year stands for, discounted to the base year")
    costs = tuple(terms.cost)

    def total_cost(m: Any) -> Any:
        r"""Net present cost: the yearly costs of the horizon, discounted to the base year.

        .. math:: \min \sum_{y} \omega_y \sum_{k} \sum_{i} C^k_{i,y}, \quad
                  \omega_y = \sum_{t} \lambda_y(t) (1 + d)^{-(t - t_0)}

        C [CNY/year] cost of kind k of item i, ω [year] weight of a model year: each year t from the first model year
        to the last costs what lies on the line between its neighbouring model years, in shares λ, and is discounted
        with the real rate d [1/year] to the base year t0.
        """
        return sum(
            sum(m.year_weight[y] * getattr(m, cost.name)[i, y] for i in getattr(m, cost.over) for y in m.year)
            for cost in costs
        )

    m.total_cost = pyo.Objective(rule=total_cost, sense=pyo.minimize, doc="[CNY]")
    m.cost_terms = costs
