"""The balances: in every zone, for every carrier, in every step; over the year where hours do not matter."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare the balance of all pushed terms at every node: a zone with a carrier that something there touches."""
    m.disposable = pyo.Param(m.carrier, within=pyo.Any, doc="whether what is not used of a carrier may be lost")
    m.node = pyo.Set(dimen=2, initialize=_nodes, doc="(zone, carrier) pairs in use, balanced hour by hour")
    m.year_node = pyo.Set(dimen=2, initialize=_year_nodes, doc="(zone, carrier) pairs in use, balanced over the year")
    m.spilling_node = pyo.Set(
        dimen=2, within=m.node, initialize=lambda m: [(z, c) for z, c in m.node if m.disposable[c]]
    )
    m.spilling_here = pyo.Set(
        m.zone, m.carrier, dimen=1, initialize=lambda m, z, c: [c] if (z, c) in m.spilling_node else []
    )
    m.spilled = pyo.Var(
        m.spilling_node, m.step, dense=False, within=pyo.NonNegativeReals, doc="[MW] lost, as nothing uses it"
    )
    hourly, yearly = (*terms.balance, spilled_away), tuple(terms.yearly_balance)

    def balance(m: Any, z: Any, c: Any, s: Any) -> Any:
        r"""What is supplied, converted, withdrawn, brought and bought equals what is used. Its dual is the price.

        .. math:: \text{supply}_{z,c,s} + \text{conversion}_{z,c,s} + \text{storage}_{z,c,s}
                  + \text{transmission}_{z,c,s} + \text{trade}_{z,c,s} - \text{demand}_{z,c,s} = 0

        All terms in MW; what takes from the node is negative.
        """
        return sum(term(m, z, c, s) for term in hourly) == 0

    def yearly_balance(m: Any, z: Any, c: Any, y: Any) -> Any:
        r"""The same over a year, for carriers that can wait: what processes, trade and demand give and take.

        .. math:: \text{processes}_{z,c,y} + \text{trade}_{z,c,y} - \text{demand}_{z,c,y} = 0

        All terms in MWh.
        """
        return sum(term(m, z, c, y) for term in yearly) == 0

    m.balance = pyo.Constraint(m.node, m.step, rule=balance, doc="[MW]")
    m.yearly_balance = pyo.Constraint(m.year_node, m.year, rule=yearly_balance, doc="[MWh]")
    m.balance_terms = (*hourly, *yearly)


def _nodes(m: Any) -> list[Any]:
    touching = (
        *(m.supply_at, m.ports_at, m.process_ports_at, m.storage_at, m.boiling_at),
        *(m.begins_at, m.ends_at, m.markets_at, m.demands_at),
    )
    return _in_use(m, touching, yearly=False)


def _year_nodes(m: Any) -> list[Any]:
    return _in_use(m, (m.process_ports_at, m.yearly_markets_at, m.yearly_demands_at), yearly=True)


def _in_use(m: Any, touching: tuple[Any, ...], yearly: bool) -> list[Any]:
    carriers = [c for c in m.carrier if bool(m.yearly[c]) == yearly]
    return [(z, c) for z in m.zone for c in carriers if any(len(members[z, c]) for members in touching)]


def spilled_away(m: Any, z: Any, c: Any, s: Any) -> Any:
    r"""What is lost, taken from the balance: :math:`-o_{z,c,s}` [MW], for carriers of which some may be."""
    return -sum(m.spilled[z, d, s] for d in m.spilling_here[z, c])
