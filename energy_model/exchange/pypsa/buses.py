"""Buses and carriers: zones, carriers and groups of technologies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.places import ELECTRICITY, BusPlaces
from energy_model.exchange.pypsa.study import OTHER
from energy_model.exchange.study_rows import GREY, StudyRows

BUS = Reading(
    "Bus",
    carried=frozenset({"x", "y", "carrier", "location"}),
    without_effect=frozenset(
        {"v_nom", "type", "unit", "v_mag_pu_set", "v_mag_pu_min", "v_mag_pu_max", "control", "generator", "sub_network"}
    ),
)
CARRIER = Reading(
    "Carrier",
    carried=frozenset({"co2_emissions", "color", "nice_name"}),
    without_effect=frozenset({"max_growth", "max_relative_growth"}),  # limits between investment periods
)
_POWER, _KIND = "#f2b134", "bus"


def add_places(rows: StudyRows, places: BusPlaces, carriers: Mapping[str, Part], *, is_geographic: bool) -> None:
    """Add zones and carriers. is_geographic : x and y are degrees"""
    rows.add("zone_kinds", kind=_KIND, name="Bus", colour="#4a6fa5")
    for zone, bus in places.zones.items():
        latitude, longitude = _position(bus) if is_geographic else (0.0, 0.0)
        rows.add(
            "zones",
            zone=zone,
            kind=_KIND,
            latitude=latitude,
            longitude=longitude,
            name=bus.text("location") or bus.name,
        )
    for carrier, bus in places.carriers.items():
        name, is_power = carrier, bus.text("carrier") in ("", "AC", "DC", "low voltage", ELECTRICITY)
        own = carriers.get(bus.text("carrier"))
        colour = _POWER if is_power else _colour(own)
        cells = {"pool": places.pools[carrier]} if carrier in places.pools else {}
        role = {"role": ELECTRICITY} if is_power else {}
        rows.add("carriers", carrier=carrier, name=name, colour=colour, **cells, **role)


def add_groups(rows: StudyRows, carriers: Sequence[Part], used: Sequence[str]) -> dict[str, str]:
    """Add a group of technologies for each carrier that components have; give them by carrier."""
    known, groups = {carrier.name: carrier for carrier in carriers}, {}
    rows.key("groups", OTHER)
    rows.add("groups", group=OTHER, name="Other", colour=GREY)
    for carrier in dict.fromkeys(name for name in used if name):
        groups[carrier] = rows.key("groups", carrier)
        own = known.get(carrier)
        shown = own.text("nice_name") if own is not None else ""
        rows.add("groups", group=groups[carrier], name=shown or carrier, colour=_colour(own))
    return groups


def refuse_limits(network: Any, ledger: Ledger) -> None:
    """Enter limits of capacity by bus and carrier, which PyPSA reads from columns of its buses."""
    columns = [name for name in network.c["Bus"].static.columns if str(name).startswith(("nom_min_", "nom_max_"))]
    for column in columns:
        values = network.c["Bus"].static[column]
        ledger.refuse("Bus", column, values.index[values.notna()])


def _position(bus: Part) -> tuple[float, float]:
    """Latitude and longitude; 0 where a bus has none."""
    x, y = (np.nan_to_num(bus.number(name)) for name in ("x", "y"))
    return (float(y), float(x)) if abs(x) <= 180 and abs(y) <= 90 else (0.0, 0.0)


def _colour(carrier: Part | None) -> str:
    """Colour of a carrier as #rrggbb."""
    from matplotlib.colors import is_color_like, to_hex  # comes with PyPSA

    given = "" if carrier is None else carrier.text("color")
    return str(to_hex(given)) if given and is_color_like(given) else GREY
