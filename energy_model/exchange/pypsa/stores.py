"""Stores: storage whose power is not limited.

A store has an energy capacity E. As storage of the study it has the power to move all of it in the shortest step, so
that capacity [MW] is E over that step's length and its duration is fixed. Of one that has no largest energy the
duration is free: its power, and not its energy, meets the largest number of the tables.
"""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.costs import CAPITAL, capacity_cost
from energy_model.exchange.pypsa.generators import REASONS
from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.storage_units import first_level, without_circles
from energy_model.exchange.pypsa.study import LARGEST, StudyOfNetwork

READING = Reading(
    "Store",
    carried=CAPITAL
    | {"bus", "carrier", "e_nom", "e_nom_extendable", "e_nom_min", "e_nom_max", "e_nom_set", "active"}
    | {"e_min_pu", "e_max_pu", "e_cyclic", "e_initial", "standing_loss"},
    without_effect=frozenset({"type", "q_set", "build_year"}),
    switched={
        **dict.fromkeys(("e_initial_per_period", "e_cyclic_per_period"), ("active", False)),
    },
    reasons={**REASONS, "e_nom_mod": "integer", "e_set": "set_points"},
)
COMPONENT = READING.component
_LONGEST = 1e4  # h, the longest duration that a table can say


def add(study: StudyOfNetwork, part: Part) -> None:
    """Add a store."""
    asset, place, rows = study.asset(COMPONENT, part), study.places.of[part.text("bus")], study.rows
    capital, hours = capacity_cost(part, study.steps.hours, in_one=True), study.steps.length.min()
    shortest, longest = _durations(part, float(hours))
    least = part.number("e_min_pu")
    for attribute, wanted in (("e_min_pu", 0 <= least <= 1), ("e_max_pu", part.number("e_max_pu") == 1.0)):
        if part.changes(attribute) or not wanted:
            study.ledger.refuse(COMPONENT, attribute, [part.name], "by_step" if part.changes(attribute) else "range")
    if part.changes("standing_loss"):
        study.ledger.refuse(COMPONENT, "standing_loss", [part.name], "by_step")
    study.count_costs(0.0, capital.yearly)
    numbers = study.in_range(
        COMPONENT,
        part,
        {name: ("capital_cost", value) for name, value in capital.numbers("overnight_cost_energy").items()}
        | {
            "standing_loss": ("standing_loss", part.number("standing_loss")),
            "heel": ("e_min_pu", min(max(least, 0.0), 1.0)),
        },
    )
    numbers |= {"variable_om": without_circles(study, 0.0, 1.0), "duration_min": shortest, "duration_max": longest}
    rows.technology(asset, "storage", place.carrier, study.group(part), part.name, numbers)
    level = {} if part.flag("e_cyclic") else {"initial_energy": first_level(study, part, part.number("e_initial"))}
    rows.add("assets", asset=asset, technology=asset, zone=place.zone, name=part.name, **level)
    study.capacity(COMPONENT, part, asset, "e_nom", shortest, unit=1 / shortest)


def _durations(part: Part, step: float) -> tuple[float, float]:
    """Least and largest duration [h]. step : length of the shortest step [h]."""
    extendable = part.flag("e_nom_extendable")
    sizes = [part.number(name) for name in (("e_nom_min", "e_nom_max") if extendable else ("e_nom",))]
    if not all(np.isfinite(size) for size in sizes):
        return step, _LONGEST
    fixed = min(max(step, max(sizes) / LARGEST), _LONGEST)
    return fixed, fixed
