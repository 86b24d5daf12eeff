"""The balances: in every zone, for every carrier, in every step; over the year where hours do not matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import at_node
from energy_model.formulation.terms import BalanceTerm, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the balance of all pushed terms at every node: a zone with a carrier that something there touches."""
    _declare(m, terms.balance, m.step, "[MW]")
    _declare(m, terms.yearly_balance, m.year, "[MWh]")
    nodes, year_nodes = _nodes(terms.balance, yearly=False), _nodes(terms.yearly_balance, yearly=True)
    m.node = pyo.Set(dimen=2, initialize=nodes, doc="(zone, carrier) pairs in use, balanced hour by hour")
    m.year_node = pyo.Set(dimen=2, initialize=year_nodes, doc="(zone, carrier) pairs in use, balanced over the year")
    m.disposable = pyo.Param(m.carrier, within=pyo.Any, doc="whether what is not used of a carrier may be lost")
    m.surplus_node = pyo.Set(
        dimen=2,
        within=m.node,
        initialize=lambda m: [(z, c) for z, c in m.node if m.disposable[c]],
        doc="nodes at which what is not used may be lost",
    )
    m.surplus = pyo.Var(
        m.surplus_node, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] lost, as nothing uses it"
    )
    lost = BalanceTerm(surplus_lost, "surplus", "surplus_node", at=lambda m, node: node, of="node")
    _declare(m, [lost], m.step, "[MW]")
    hourly, yearly = (*terms.balance, lost), tuple(terms.yearly_balance)

    def balance(m: Any, z: Any, c: Any, s: Any) -> Any:
        r"""What is supplied, converted, withdrawn, brought and bought equals what is used. Its dual is the price.

        .. math:: \text{supply}_{z,c,s} + \text{conversion}_{z,c,s} + \text{storage}_{z,c,s}
                  + \text{transmission}_{z,c,s} + \text{trade}_{z,c,s} - \text{demand}_{z,c,s} = 0

        All terms in MW; what takes from the node is negative. Each is the sum over the things that are at the node.
        """
        return sum(_at(m, term, z, c, s) for term in hourly) == 0

    def yearly_balance(m: Any, z: Any, c: Any, y: Any) -> Any:
        r"""The same over a year, for carriers that can wait: what processes, trade and demand give and take.

        .. math:: \text{processes}_{z,c,y} + \text{trade}_{z,c,y} - \text{demand}_{z,c,y} = 0

        All terms in MWh.
        """
        return sum(_at(m, term, z, c, y) for term in yearly) == 0

    m.balance = pyo.Constraint(m.node, m.step, rule=balance, doc="[MW]")
    m.yearly_balance = pyo.Constraint(m.year_node, m.year, rule=yearly_balance, doc="[MWh]")
    m.balance_terms, m.yearly_balance_terms = hourly, yearly


def _declare(m: pyo.AbstractModel, terms: Sequence[BalanceTerm], time: pyo.Set, unit: str) -> None:
    """Each term as a named expression over its things, and the things at each node."""
    for term in terms:
        things = getattr(m, term.over)
        m.add_component(term.name, pyo.Expression(things, time, rule=term.rule, doc=unit))
        members = pyo.Set(m.zone, m.carrier, dimen=things.dimen, initialize=at_node(term.at, term.over))
        m.add_component(f"{term.name}_at", members)


def _at(m: Any, term: BalanceTerm, z: Any, c: Any, time: Any) -> Any:
    value, members = getattr(m, term.name), getattr(m, f"{term.name}_at")
    return sum(value[thing, time] for thing in members[z, c])


def _nodes(terms: Sequence[BalanceTerm], yearly: bool) -> Any:
    """Rule of a set: the nodes at which a term has things, of carriers that are balanced so."""
    names = [f"{term.name}_at" for term in terms]

    def nodes(m: Any) -> list[Any]:
        carriers = [c for c in m.carrier if bool(m.yearly[c]) == yearly]
        touching = [getattr(m, name) for name in names]
        return [(z, c) for z in m.zone for c in carriers if any(len(members[z, c]) for members in touching)]

    return nodes


def surplus_lost(m: Any, z: Any, c: Any, s: Any) -> Any:
    r"""What is lost of a carrier of which some may be, taken from the balance: :math:`-o_{z,c,s}` [MW]."""
    return -m.surplus[z, c, s]
