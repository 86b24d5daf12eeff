"""Sets of the system and the maps between them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import pyomo.core as pyo

T = TypeVar("T")


def add(m: pyo.AbstractModel) -> None:
    """Declare zones, carriers, assets, demands, markets, years and steps.

    A step is an hour, or as long as the study has it, or a segment of contiguous steps: `year_of`, `step_length` [h],
    `weight` [h], the hours of the year that it stands for, `previous` (cyclic within its period: the year, or a typical
    day that occurs weight / step_length times) and `spacing` [h], the distance of its centre from that of the previous
    step. Hourly numbers of a segment are means over its hours. The rules are exact for steps and relaxations for
    segments: what can be done step by step is, as means and at no higher cost, a solution for the segments, so that
    their optimum is a lower bound. This holds where a number that changes from hour to hour and multiplies a variable
    that does too is the same over a segment: the factor of prices (`trade_cost`), of variable costs and of ports.
    """
    m.zone = pyo.Set(dimen=1, doc="places with a balance of their own")
    m.carrier = pyo.Set(dimen=1, doc="energy carriers")
    m.asset = pyo.Set(dimen=1, doc="plants, storages and lines")
    m.demand = pyo.Set(dimen=1, doc="demands")
    m.market = pyo.Set(dimen=1, doc="trades with the outside")
    m.port = pyo.Set(dimen=1, doc="flows of a carrier into or out of a conversion")
    m.profile = pyo.Set(dimen=1, doc="hourly series")
    m.year = pyo.Set(dimen=1, doc="model years")
    m.step = pyo.Set(dimen=1, doc="steps of all years")
    _time(m)
    m.yearly = pyo.Param(m.carrier, within=pyo.Any, doc="whether a carrier is balanced over the year, not hour by hour")
    m.pool = pyo.Param(m.carrier, within=pyo.Any, doc="zone whose balance all zones share; '' where each has its own")

    m.behaviour = pyo.Param(
        m.asset, within=pyo.Any, doc="what an asset does: supply, conversion, storage, transmission or process"
    )
    m.zone_of = pyo.Param(m.asset, within=pyo.Any, doc="zone of an asset; of a link, where it begins")
    m.carrier_of = pyo.Param(m.asset, within=pyo.Any, doc="carrier in which capacity is measured")
    m.availability_of = pyo.Param(m.asset, within=pyo.Any, doc="profile that limits an asset")
    m.supply = _assets(m, "supply")
    m.converter = _assets(m, "conversion")
    m.storage = _assets(m, "storage")
    m.link = _assets(m, "transmission")
    m.process = _assets(m, "process")
    m.producer = pyo.Set(dimen=1, within=m.asset, initialize=_producers, doc="supply and conversion")
    m.operated = pyo.Set(dimen=1, within=m.asset, initialize=_operated, doc="supply, conversion and processes")


def _time(m: pyo.AbstractModel) -> None:
    """Declare what steps stand for and which follow each other, days, and profiles."""
    m.year_of = pyo.Param(m.step, doc="year of a step")
    m.weight = pyo.Param(m.step, doc="[h] hours of the year that a step stands for")
    m.step_length = pyo.Param(m.step, doc="[h] length of a step")
    m.first_length = pyo.Param(m.step, doc="[h] length of the first step of a segment; of a step, its own")
    m.later_length = pyo.Param(m.step, doc="[h] mean length of the later ones; of a step, its own")
    m.previous = pyo.Param(m.step, doc="the step before, cyclic within the period")
    m.spacing = pyo.Param(m.step, doc="[h] distance from the centre of the previous step")
    m.merged = pyo.Param(m.step, doc="[1] 1 where the step or the one before is a segment of several steps, else 0")
    m.single_step = pyo.Set(dimen=1, initialize=_single_steps, doc="steps that are an hour and follow an hour")
    m.closes_day = pyo.Param(m.step, doc="[1] 1 where a day ends with the step, else 0")
    m.day_end = pyo.Set(
        dimen=1, initialize=lambda m: [s for s in m.step if m.closes_day[s] > 0], doc="last steps of days"
    )
    m.steps_of_day = pyo.Set(m.day_end, dimen=1, initialize=_steps_of_day, doc="steps of the day that ends here")
    m.steps_of = pyo.Set(m.year, dimen=1, initialize=_steps_of, doc="steps of a year")
    m.profile_value = pyo.Param(m.profile, m.step, doc="[1] availability, demand shape or price factor")
    m.hours_of = pyo.Param(m.year, doc="[h] hours of a model year")


def cached(m: Any, make: Callable[..., T], *of: Hashable) -> T:
    """Result of `make(m, *of)`, worked out once for a model: rules ask for each of many members."""
    known: dict[Any, Any] = m.__dict__.setdefault("_made_once", {})
    if (make, *of) not in known:
        known[make, *of] = make(m, *of)
    found: T = known[make, *of]
    return found


def at_node(node_of: Callable[[Any, Any], tuple[Any, Any]], of: str) -> Callable[[Any, Any, Any], list[Any]]:
    """Rule of an indexed set: the members of the set `of` whose (zone, carrier) is the index, pools counted once."""

    def members(m: Any, z: Any, c: Any) -> list[Any]:
        return cached(m, _members, node_of, of).get((z, c), [])

    return members


def _members(m: Any, node_of: Callable[[Any, Any], tuple[Any, Any]], of: str) -> dict[tuple[Any, Any], list[Any]]:
    """Members of a set by node."""
    found: dict[tuple[Any, Any], list[Any]] = {}
    for member in getattr(m, of):
        zone, carrier = node_of(m, member)
        found.setdefault((m.pool[carrier] or zone, carrier), []).append(member)
    return found


def if_member(of: str) -> Callable[[Any, Any], list[Any]]:
    """Rule of a set over things, named `if_` and the set: a thing itself where it is in the set `of`, else nothing.

    A sum over it is a term that only members have: rules are read as templates and hold no `if`.
    """

    def members(m: Any, thing: Any) -> list[Any]:
        return [thing] if thing in getattr(m, of) else []

    return members


def counting(coefficients: str) -> Callable[[Any, Any], list[Any]]:
    """Rule of an indexed set: the items with an entry that is not zero in the parameter (index, item)."""

    def items(m: Any, k: Any) -> list[Any]:
        return cached(m, _entries, coefficients).get(k, [])

    return items


def _entries(m: Any, coefficients: str) -> dict[Any, list[Any]]:
    """Items by index, read off the entries that are not zero: most are."""
    found: dict[Any, list[Any]] = {}
    for k, i in getattr(m, coefficients).sparse_keys():
        found.setdefault(k, []).append(i)
    return found


def balanced(of: str, yearly: bool) -> Callable[[Any], list[Any]]:
    """Rule of a set: the demands or markets (`of`) whose carrier is balanced over the year, or else hour by hour."""

    def members(m: Any) -> list[Any]:
        carrier = getattr(m, f"{of}_carrier")
        return [i for i in getattr(m, of) if bool(m.yearly[carrier[i]]) == yearly]

    return members


def place_of(m: Any, a: Any) -> tuple[Any, Any]:
    """Zone and carrier of an asset; of a link, where it begins."""
    return m.zone_of[a], m.carrier_of[a]


def _assets(m: pyo.AbstractModel, behaviour: str) -> pyo.Set:
    return pyo.Set(
        dimen=1,
        within=m.asset,
        initialize=lambda m: [a for a in m.asset if m.behaviour[a] == behaviour],
        doc=f"assets whose behaviour is {behaviour}",
    )


def _producers(m: Any) -> list[Any]:
    return [a for a in m.asset if m.behaviour[a] in ("supply", "conversion")]


def _operated(m: Any) -> list[Any]:
    return [a for a in m.asset if m.behaviour[a] in ("supply", "conversion", "process")]


def _single_steps(m: Any) -> list[Any]:
    return [s for s in m.step if m.merged[s] == 0]


def _steps_of_day(m: Any, s: Any) -> list[Any]:
    return cached(m, _days)[s]


def _days(m: Any) -> dict[Any, list[Any]]:
    """Steps by the last step of their day."""
    found: dict[Any, list[Any]] = {}
    day: list[Any] = []
    for s in m.step:
        day.append(s)
        if m.closes_day[s] > 0:
            found[s], day = day, []
    return found


def _steps_of(m: Any, y: Any) -> list[Any]:
    return [s for s in m.step if m.year_of[s] == y]
