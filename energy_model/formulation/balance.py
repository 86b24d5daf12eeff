"""The balance: in every zone, for every carrier, in every step."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the balance of all pushed terms at every node: a zone with a carrier that something there touches."""
    m.node = pyo.Set(dimen=2, initialize=_nodes, doc="(zone, carrier) pairs in use")

    def balance(m: Any, z: Any, c: Any, s: Any) -> Any:
        r"""What is supplied, converted, withdrawn, brought and bought equals what is used. Its dual is the price.

        .. math:: \text{supply}_{z,c,s} + \text{conversion}_{z,c,s} + \text{storage}_{z,c,s}
                  + \text{transmission}_{z,c,s} + \text{trade}_{z,c,s} - \text{demand}_{z,c,s} = 0

        All terms in MW; what takes from the node is negative.
        """
        return sum(term(m, z, c, s) for term in terms.balance) == 0

    m.balance = pyo.Constraint(m.node, m.step, rule=balance)
    m.balance_terms = tuple(terms.balance)


def _nodes(m: Any) -> list[Any]:
    touching = (m.supply_at, m.ports_at, m.storage_at, m.begins_at, m.ends_at, m.markets_at, m.demands_at)
    return [(z, c) for z in m.zone for c in m.carrier if any(len(members[z, c]) for members in touching)]
