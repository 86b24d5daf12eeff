"""Buses as places of a study: each is a carrier in a zone, and no two are the same.

Buses of one location share a zone. So do buses of unlike carriers that a conversion joins, where locations say nothing
against it. A bus that conversions of other zones reach besides becomes a carrier of its own that all zones share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from energy_model.exchange.pypsa.parts import Part
from energy_model.exchange.study_rows import StudyRows

ELECTRICITY = "electricity"
_POWER = ("AC", "DC", "low voltage", ELECTRICITY)  # carriers of buses that are electricity


@dataclass(frozen=True)
class BusPlace:
    """Zone and carrier of a bus."""

    zone: str
    carrier: str


@dataclass
class Joined:
    """Sets of names that belong together, each with the first of its names as its head; a name alone is its own."""

    sets: dict[str, list[str]] = field(default_factory=dict)

    def members(self, name: str) -> list[str]:
        """Names of the set that a name is in."""
        return self.sets.setdefault(name, [name])

    def head(self, name: str) -> str:
        """First name of the set that a name is in."""
        return self.members(name)[0]

    def join(self, one: str, other: str) -> None:
        """Make one set of two."""
        first, second = self.members(one), self.members(other)
        if first is not second:
            first += second
            self.sets.update(dict.fromkeys(second, first))


@dataclass
class BusPlaces:
    """Where each bus lies.

    of : bus -> place; rigid : buses at which something that runs both ways begins or ends
    zones, carriers : bus that each zone and carrier is named after; pools : carrier -> zone in which all share it
    """

    of: dict[str, BusPlace]
    rigid: frozenset[str]
    zones: dict[str, Part]
    carriers: dict[str, Part]
    pools: dict[str, str]

    def site(self, ends: Sequence[str]) -> str:
        """Bus in whose zone a conversion with these ends stands: the first that others cannot be told from afar."""
        return next((bus for bus in ends if bus in self.rigid), ends[0])

    def reaches(self, ends: Sequence[str]) -> list[str]:
        """Ends of a conversion that lie in another zone than it does, and are not shared by all zones."""
        zone = self.of[self.site(ends)].zone
        return [b for b in ends if self.of[b].zone != zone and self.of[b].carrier not in self.pools]


def placed(
    buses: Sequence[Part], both_ways: Iterable[tuple[str, str]], conversions: Sequence[Sequence[str]], rows: StudyRows
) -> BusPlaces:
    """Places of all buses. both_ways : ends of what runs both ways; conversions : the ends of each, its inlet first."""
    known, alike, rigid = {bus.name: bus for bus in buses}, Joined(), set()
    for one, other in both_ways:
        alike.join(_carrier(known[one]), _carrier(known[other]))
        rigid |= {one, other}
    carrier = {name: alike.head(_carrier(bus)) for name, bus in known.items()}
    zone = _zones(buses, carrier)
    for ends in conversions:
        _draw_together(ends, zone, carrier, known)
    found = BusPlaces({}, frozenset(rigid), {}, {}, {})
    far = {
        bus
        for ends in conversions
        for bus in ends
        if zone.head(bus) != zone.head(found.site(ends)) and bus not in found.rigid
    }
    _name(buses, zone, carrier, far, found, rows)
    return found


def _carrier(bus: Part) -> str:
    given = bus.text("carrier") or ELECTRICITY
    return ELECTRICITY if given in _POWER else given


def _zones(buses: Sequence[Part], carrier: dict[str, str]) -> Joined:
    """Buses of one location together, as far as their carriers differ."""
    zone = Joined()
    first: dict[str, str] = {}
    for bus in buses:
        if location := bus.text("location"):
            head = first.setdefault(location, bus.name)
            if carrier[bus.name] not in {carrier[other] for other in zone.members(head)}:
                zone.join(head, bus.name)
    return zone


def _draw_together(ends: Sequence[str], zone: Joined, carrier: dict[str, str], known: dict[str, Part]) -> None:
    """Let the ends of a conversion share a zone where their carriers differ and their locations do not."""
    for bus in ends[1:]:
        one, other = zone.members(ends[0]), zone.members(bus)
        if one is other or {carrier[b] for b in one} & {carrier[b] for b in other}:
            continue
        if len({known[b].text("location") for b in (*one, *other)}) == 1:
            zone.join(ends[0], bus)


def _name(
    buses: Sequence[Part], zone: Joined, carrier: dict[str, str], far: set[str], found: BusPlaces, rows: StudyRows
) -> None:
    """Give zones and carriers their names."""
    zones: dict[str, str] = {}
    carriers: dict[str, str] = {}
    for bus in buses:
        head = zone.head(bus.name)
        if head not in zones:
            zones[head] = rows.key("zones", bus.text("location") or head)
            found.zones[zones[head]] = bus
        own = bus.name if bus.name in far else carrier[bus.name]
        identity = f"bus {own}" if bus.name in far else own
        if identity not in carriers:
            carriers[identity] = rows.key("carriers", re.sub(r"^$", ELECTRICITY, own))
            found.carriers[carriers[identity]] = bus
        if bus.name in far:
            found.pools[carriers[identity]] = zones[head]
        found.of[bus.name] = BusPlace(zones[head], carriers[identity])
