"""Ends of links and processes as ports of conversions, whose capacity is measured in one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from energy_model.dataset.assembly.roles import role_by_name
from energy_model.dataset.checks.conservation import CARRYING
from energy_model.exchange.pypsa.parts import Part
from energy_model.exchange.pypsa.places import ELECTRICITY
from energy_model.exchange.pypsa.study import LARGEST, StudyOfNetwork
from energy_model.exchange.study_rows import GREY, Cells, Floats

_UNIT = "MWh/MWh"
_MOST = 1000.0  # largest ratio of a port
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Measure:
    """The port in which the capacity of a conversion is measured: its bus, and MW of it for one of the network's."""

    bus: str
    size: float


def flows(part: Part) -> dict[str, tuple[str, Floats]]:
    """Flow to the bus of each end for one unit of dispatch, by the attribute that says so.

    Values: bus, and numbers by snapshot, below zero for what is taken. Of links one unit is what the first bus gives.
    """
    found: dict[str, tuple[str, Floats]] = {}
    names = sorted(name for name in part.static if re.fullmatch(r"bus\d+", name) and part.text(name))
    for name in names:
        number = name.removeprefix("bus")
        if "rate0" in part.static:
            attribute = f"rate{number}"
            values = part.values(attribute)
        elif number == "0":
            attribute, values = "bus0", np.full(part.snapshots, -1.0)
        else:
            attribute = "efficiency" if number == "1" else f"efficiency{number}"
            values = part.values(attribute)
        found[attribute] = part.text(name), values
    return found


def ends(part: Part) -> list[str]:
    """Buses of a link or process, its first one first."""
    return [bus for bus, _ in flows(part).values()]


def measure(study: StudyOfNetwork, part: Part) -> Measure | None:
    """The first end whose flow is one in all snapshots, else the first that does not change; None if all do."""
    far = study.places.reaches(ends(part))
    near = [(bus, values) for bus, values in flows(part).values() if bus not in far]
    steady = [(bus, abs(float(values[0]))) for bus, values in near if np.ptp(values) == 0 and values[0] != 0]
    found = next(((bus, size) for bus, size in steady if size == 1.0), steady[0] if steady else None)
    return None if found is None else Measure(*found)


def add_ports(study: StudyOfNetwork, component: str, part: Part, asset: str, own: Measure) -> bool:
    """Add the ports of a conversion. False where it would make energy of nothing: then nothing is added."""
    rows, zone = study.rows, study.places.of[study.places.site(ends(part))].zone
    far = study.places.reaches(ends(part))
    found: list[Cells] = []
    given = taken = 0.0
    for attribute, (bus, values) in flows(part).items():
        if (values < 0).any() and (values > 0).any():
            study.ledger.refuse(component, attribute, [part.name], "sense")
            continue
        if not values.any():
            continue
        direction = "out" if (values > 0).any() else "in"
        ratio = abs(values) / own.size
        if ratio.max() > _MOST:
            study.ledger.refuse(component, attribute, [part.name], "range")
            continue
        carrier = study.places.of[bus].carrier
        taken += float(ratio[0]) if direction == "in" else 0.0
        given += float(ratio[0]) if direction == "out" and _carries(carrier) else 0.0
        if bus in far:
            carrier = _led_away(study, f"{asset}_{attribute}", bus, zone, direction)
        cells: dict[str, str | float] = {"value": float(ratio[0])}
        if np.ptp(ratio) != 0:
            cells = {"value": 1.0, "profile": rows.profile(f"{asset}_{attribute}", "factor", ratio)}
        found.append({"carrier": carrier, "direction": direction} | {k: _text(v) for k, v in cells.items()})
    if given > taken * (1 + _ROUNDING):
        study.ledger.refuse(component, "efficiency" if component == "Link" else "rate1", [part.name], "gain")
        return False
    for port in found:
        rows.add("ports", technology=asset, unit=_UNIT, **port)
    return True


def _led_away(study: StudyOfNetwork, name: str, bus: str, zone: str, direction: str) -> str:
    """Carrier of an end in another zone than its conversion, joined with its bus by a link without cost or limit."""
    rows, place = study.rows, study.places.of[bus]
    carrier, link = rows.key("carriers", name), rows.key("assets", f"{name}_end")
    rows.add("carriers", carrier=carrier, name=carrier, colour=GREY)
    rows.technology(link, "transmission", carrier, "other", link, {})
    here, there = (zone, carrier), (place.zone, place.carrier)
    begin, end = (here, there) if direction == "out" else (there, here)
    cells = {"from_zone": begin[0], "from_carrier": begin[1], "to_zone": end[0], "to_carrier": end[1]}
    rows.add("links", link=link, technology=link, bidirectional="no", name=link, **cells)
    start, size = float(study.steps.year - 1), LARGEST
    rows.add("plants", plant=link, asset=link, capacity=size, start=start, end="never", status="operating", name=link)
    return carrier


def _carries(carrier: str) -> bool:
    """Whether a carrier does work or burns, of which no conversion may give more than it takes."""
    return carrier == ELECTRICITY or role_by_name(carrier) in CARRYING


def _text(cell: str | float) -> str:
    return cell if isinstance(cell, str) else repr(cell)
