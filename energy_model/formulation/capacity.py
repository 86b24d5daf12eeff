"""Capacity of every asset in every year: what exists, what is built and what is retired."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member

# what is built: the total that follows it, by which rows
BUILT = {"new_capacity": ("capacity", "capacity_balance"), "new_energy": ("energy_capacity", "energy_balance")}


def add(m: pyo.AbstractModel) -> None:
    """Declare capacities, their balance and bounds."""
    _parameters(m)
    m.capacity = pyo.Var(
        m.asset, m.year, dense=False, within=pyo.NonNegativeReals, bounds=capacity_bounds, doc="[MW] total capacity"
    )
    m.new_capacity = pyo.Var(
        m.buildable, m.year, dense=False, within=pyo.NonNegativeReals, doc="[MW] capacity built in a year"
    )
    m.retired = pyo.Var(
        m.retirable_asset, m.year, dense=False, bounds=retired_bounds, doc="[MW] existing capacity out of use"
    )
    m.energy_capacity = pyo.Var(m.storage, m.year, dense=False, bounds=energy_bounds, doc="[MWh] total energy capacity")
    m.new_energy = pyo.Var(
        m.buildable_storage, m.year, dense=False, within=pyo.NonNegativeReals, doc="[MWh] energy capacity built"
    )
    m.capacity_balance = pyo.Constraint(m.asset, m.year, rule=capacity_balance, doc="[MW]")
    m.energy_balance = pyo.Constraint(m.storage, m.year, rule=energy_balance, doc="[MWh]")
    m.no_return = pyo.Constraint(m.retirable_asset, m.later_year, rule=no_return, doc="[MW]")
    m.site_limit = pyo.Constraint(m.site, m.year, rule=site_limit, doc="[MW]")
    m.duration_least = pyo.Constraint(m.buildable_storage, m.year, rule=duration_least, doc="[MWh]")
    m.duration_most = pyo.Constraint(m.buildable_storage, m.year, rule=duration_most, doc="[MWh]")


def _parameters(m: pyo.AbstractModel) -> None:
    m.expandable = pyo.Param(m.asset, within=pyo.Any, doc="whether an asset may be built")
    m.retirable = pyo.Param(m.asset, within=pyo.Any, doc="whether existing capacity may be retired for its cost")
    m.existing = pyo.Param(m.asset, m.year, doc="[MW] plants there in a year, operating or committed")
    m.most_retired = pyo.Param(m.asset, m.year, doc="[MW] of these, what may be retired")
    m.arriving = pyo.Param(m.asset, m.year, doc="[MW] of these, what came since the model year before")
    m.previous_year = pyo.Param(m.year, doc="the model year before; of the first, itself")
    m.site = pyo.Set(dimen=1, doc="land, sea or stations that assets share")
    m.site_of = pyo.Param(m.asset, within=pyo.Any, doc="site that an asset uses; '' for none")
    m.site_use = pyo.Param(m.asset, doc="[MW/MW] of the site for one of capacity")
    m.site_maximum = pyo.Param(m.site, m.year, doc="[MW]")
    m.existing_energy = pyo.Param(m.asset, m.year, doc="[MWh] energy capacity of these plants")
    m.minimum_capacity = pyo.Param(m.asset, m.year, doc="[MW]")
    m.maximum_capacity = pyo.Param(m.asset, m.year, doc="[MW]")
    m.minimum_energy = pyo.Param(m.asset, m.year, doc="[MWh] least energy capacity")
    m.maximum_energy = pyo.Param(m.asset, m.year, doc="[MWh] largest one, infinite where there is no limit")
    m.lifetime = pyo.Param(m.asset, doc="[year]")
    m.duration_min = pyo.Param(m.asset, doc="[h]")
    m.duration_max = pyo.Param(m.asset, doc="[h]")
    m.buildable = pyo.Set(
        dimen=1,
        within=m.asset,
        initialize=lambda m: [a for a in m.asset if m.expandable[a]],
        doc="assets that may be built",
    )
    m.buildable_storage = pyo.Set(
        dimen=1,
        within=m.storage,
        initialize=lambda m: [a for a in m.storage if m.expandable[a]],
        doc="storages that may be built",
    )
    m.retirable_asset = pyo.Set(
        dimen=1,
        within=m.asset,
        initialize=lambda m: [a for a in m.asset if m.retirable[a]],
        doc="assets that may be retired",
    )
    m.later_year = pyo.Set(dimen=1, within=m.year, initialize=lambda m: [y for y in m.year if m.previous_year[y] != y])
    m.sharing = pyo.Set(m.site, dimen=1, initialize=lambda m, i: [a for a in m.asset if m.site_of[a] == i])
    m.vintages = pyo.Set(m.asset, m.year, dimen=1, initialize=_vintages, doc="years whose new capacity still stands")
    m.if_retirable_asset = pyo.Set(m.asset, dimen=1, initialize=if_member("retirable_asset"))


def _vintages(m: Any, a: Any, y: Any) -> list[Any]:
    return [v for v in m.year if m.expandable[a] and v <= y < v + m.lifetime[a]]


def capacity_bounds(m: Any, a: Any, y: Any) -> Any:
    r"""Potential and least build.

    .. math:: \underline{K}_{a,y} \le K_{a,y} \le \overline{K}_{a,y}

    K [MW] capacity.
    """
    return m.minimum_capacity[a, y], m.maximum_capacity[a, y]


def energy_bounds(m: Any, a: Any, y: Any) -> Any:
    r"""Potential and least build of the energy of a storage, whatever its power.

    .. math:: \underline{K}^E_{a,y} \le K^E_{a,y} \le \overline{K}^E_{a,y}

    K^E [MWh] energy capacity.
    """
    return m.minimum_energy[a, y], m.maximum_energy[a, y]


def retired_bounds(m: Any, a: Any, y: Any) -> Any:
    r"""No more is retired than exists, and nothing in the base year: its plants are a fact.

    .. math:: 0 \le R_{a,y} \le \overline{R}_{a,y}

    R [MW] retired, at most what exists after the base year.
    """
    return 0, m.most_retired[a, y]


def capacity_balance(m: Any, a: Any, y: Any) -> Any:
    r"""Capacity is what exists and what was built and still stands, less what was retired.

    .. math:: K_{a,y} = E_{a,y} + \sum_{v \in V_{a,y}} N_{a,v} - R_{a,y}

    K [MW] capacity, E [MW] existing, N [MW] new in year v, V the years whose builds still stand, R [MW] retired.
    """
    built = sum(m.new_capacity[a, v] for v in m.vintages[a, y])
    retired = sum(m.retired[b, y] for b in m.if_retirable_asset[a])
    return m.capacity[a, y] == m.existing[a, y] + built - retired


def no_return(m: Any, a: Any, y: Any) -> Any:
    r"""What was retired stays so: no more of what exists is kept than in the model year before and has come since.

    .. math:: E_{a,y} - R_{a,y} \le E_{a,y-1} - R_{a,y-1} + A_{a,y}

    E [MW] existing, R [MW] retired, A [MW] plants that start after the model year y-1 and by y.
    """
    kept_before = m.existing[a, m.previous_year[y]] - m.retired[a, m.previous_year[y]]
    return m.existing[a, y] - m.retired[a, y] <= kept_before + m.arriving[a, y]


def site_limit(m: Any, i: Any, y: Any) -> Any:
    r"""Assets that share a site fit on it: a repowered wind farm stands where the old one was.

    .. math:: \sum_{a \in A_i} \sigma_a K_{a,y} \le \overline{S}_{i,y}

    σ [MW/MW] of the site that a unit of capacity takes, K [MW] capacity, S [MW] size of the site.
    """
    return sum(m.site_use[a] * m.capacity[a, y] for a in m.sharing[i]) <= m.site_maximum[i, y]


def energy_balance(m: Any, a: Any, y: Any) -> Any:
    r"""The same for the energy capacity of a storage.

    .. math:: K^E_{a,y} = E^E_{a,y} + \sum_{v \in V_{a,y}} N^E_{a,v}

    All in MWh.
    """
    return m.energy_capacity[a, y] == m.existing_energy[a, y] + sum(m.new_energy[a, v] for v in m.vintages[a, y])


def duration_least(m: Any, a: Any, y: Any) -> Any:
    r"""Least hours of storage at full power.

    .. math:: K^E_{a,y} \ge \underline{\tau}_a K_{a,y}

    τ [h] duration.
    """
    return m.energy_capacity[a, y] >= m.duration_min[a] * m.capacity[a, y]


def duration_most(m: Any, a: Any, y: Any) -> Any:
    r"""Most hours of storage at full power.

    .. math:: K^E_{a,y} \le \overline{\tau}_a K_{a,y}

    K^E [MWh] energy capacity, τ [h] duration, K [MW] capacity.
    """
    return m.energy_capacity[a, y] <= m.duration_max[a] * m.capacity[a, y]
