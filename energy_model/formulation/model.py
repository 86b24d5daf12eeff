"""The table of contents of the mathematics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyomo.core as pyo

from energy_model.formulation import (
    balance,
    capacity,
    capacity_cost,
    certificate_purchases,
    certificates,
    commitment,
    contracts,
    conversion,
    cost,
    cost_by_hour,
    demand,
    emissions,
    energy_limits,
    grid_charges,
    loads,
    matching,
    metrics,
    online,
    process,
    reserve,
    reservoir,
    retrofit,
    shifting,
    storage,
    storage_levels,
    supply,
    system,
    targets,
    tied_capacity,
    trade,
    transmission,
    voltage,
)
from energy_model.formulation.terms import Terms

Extend = Callable[[pyo.AbstractModel, Terms], Any]

# what assets, trade and demand do, in the order of declaration: a new behaviour is a file and a line here
BEHAVIOURS: tuple[Any, ...] = (
    tied_capacity,  # one asset's to another's
    process,  # conversions of sectors, by year
    supply,  # what wind, sun and rivers give
    retrofit,  # paying for a lower minimum load
    online,  # units of thermal plants that run, and their starts, relaxed
    commitment,  # their minimum load, ramps of all
    conversion,  # any carriers in, any out
    reservoir,  # what flows into storages by itself
    storage,  # power and energy
    storage_levels,  # what is in them as a period ends
    transmission,  # lines and pipes between zones and carriers
    voltage,  # how power divides in a meshed network
    cost_by_hour,  # variable costs with a profile
    trade,  # fuels and power bought and sold outside
    demand,  # fixed, interruptible, unserved
    shifting,  # put off and brought forward within the day
    energy_limits,  # of years and months
    reserve,  # kept by what runs and by storages
    grid_charges,  # what users behind a line pay by energy, monthly peak and capacity
    contracts,  # what a price mechanism pays on top of the market
)


def build(extend: Extend | None = None) -> pyo.AbstractModel:
    """The energy system as an abstract Pyomo model, to be compiled or instantiated with a dataset.

    A plan chooses capacities and, for every step, what each asset does, so that every carrier is balanced in every
    zone, at least cost. `extend` declares what a user adds: it is called when all is declared but the objective, which
    holds the costs that it pushes.
    """
    m = pyo.AbstractModel(name="energy system")
    terms = Terms()

    system.add(m)  # zones, carriers, assets, years, steps
    capacity.add(m)  # existing + new - retired
    capacity_cost.add(m, terms)  # annuities and fixed costs

    for behaviour in BEHAVIOURS:
        behaviour.add(m, terms)

    balance.add(m, terms)  # every carrier, every zone, every step or year
    emissions.add(m, terms)  # CO2 of what is burnt and bought, allowances
    certificates.add(m, terms)  # one a MWh, kept or sold
    matching.add(m, terms)  # use and green power of parks, block of time by block of time
    certificate_purchases.add(m, terms)  # for the rest of what parks use
    loads.add(m, terms)  # what is asked for and taken, in the highest hour and on calm days
    metrics.add(m)  # what targets are measured by
    targets.add(m, terms)  # checked, or enforced at a price
    loads.add_limit(m)  # where an enforced target reads a peak
    if extend is not None:
        extend(m, terms)
    cost.add(m, terms)  # the objective
    m.state_variables = tuple(terms.states)  # hold the value at the end of a step, not its mean
    m.costless_variables = tuple(terms.costless)  # cost nothing and are maximised after the solve
    m.highest_variables = dict(terms.highest)  # by the expression whose highest hour they are given after the solve
    return m
