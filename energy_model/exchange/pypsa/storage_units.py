"""Storage units: storage of a fixed duration, cyclic over the snapshots."""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.costs import CAPITAL, capacity_cost
from energy_model.exchange.pypsa.generators import REASONS
from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.study import StudyOfNetwork
from energy_model.exchange.study_rows import Floats

# cost of a MWh through a storage that loses nothing and costs nothing: it would go round in circles
TOKEN_COST = 1e-6
READING = Reading(
    "StorageUnit",
    carried=CAPITAL
    | {"bus", "carrier", "p_nom", "p_nom_extendable", "p_nom_min", "p_nom_max", "p_nom_set", "active"}
    | {"p_min_pu", "p_max_pu", "marginal_cost", "max_hours", "cyclic_state_of_charge"}
    | {"efficiency_store", "efficiency_dispatch", "standing_loss"},
    without_effect=frozenset({"control", "type", "q_set", "build_year"}),
    switched={
        "state_of_charge_initial": ("cyclic_state_of_charge", False),
        **dict.fromkeys(("state_of_charge_initial_per_period", "cyclic_state_of_charge_per_period"), ("active", False)),
    },
    reasons={
        **REASONS,
        **dict.fromkeys(("p_dispatch_set", "p_store_set", "state_of_charge_set"), "set_points"),
        **dict.fromkeys(("inflow", "spill_cost"), "inflow"),
        "state_of_charge_initial": "initial_level",
    },
)
COMPONENT = READING.component


def add(study: StudyOfNetwork, part: Part) -> None:
    """Add a storage unit."""
    asset, place, rows = study.asset(COMPONENT, part), study.places.of[part.text("bus")], study.rows
    capital, hours = capacity_cost(part, study.steps.hours), part.number("max_hours")
    if not part.flag("cyclic_state_of_charge"):
        study.ledger.refuse(COMPONENT, "cyclic_state_of_charge", [part.name], "initial_level")
    for attribute in ("efficiency_store", "efficiency_dispatch", "standing_loss", "marginal_cost"):
        if part.changes(attribute):
            study.ledger.refuse(COMPONENT, attribute, [part.name], "by_step")
    cost = part.number("marginal_cost")
    efficiencies = part.number("efficiency_store"), part.number("efficiency_dispatch")
    study.count_costs(cost, capital.yearly)
    numbers = study.in_range(
        COMPONENT,
        part,
        {name: ("capital_cost", value) for name, value in capital.numbers().items()}
        | {
            "variable_om": ("marginal_cost", without_circles(study, cost, efficiencies[0] * efficiencies[1])),
            "efficiency_in": ("efficiency_store", efficiencies[0]),
            "efficiency_out": ("efficiency_dispatch", efficiencies[1]),
            "standing_loss": ("standing_loss", part.number("standing_loss")),
            "duration_min": ("max_hours", hours),
            "duration_max": ("max_hours", hours),
        },
    )
    if numbers["variable_om"] < 0:
        study.ledger.refuse(COMPONENT, "marginal_cost", [part.name], "negative")
        numbers["variable_om"] = TOKEN_COST
    rows.technology(asset, "storage", place.carrier, study.group(part), part.name, numbers)
    availability = rows.profile(f"{asset}_most", "availability", _availability(study, part))
    rows.add("assets", asset=asset, technology=asset, zone=place.zone, availability=availability, name=part.name)
    study.capacity(COMPONENT, part, asset, "p_nom", hours)


def without_circles(study: StudyOfNetwork, cost: float, efficiency: float) -> float:
    """Cost of throughput [money/MWh]: a token where a storage neither costs nor loses anything."""
    if cost != 0 or efficiency < 1 - 1e-6:
        return cost
    study.ledger.note(f"Storage that neither costs nor loses anything costs {TOKEN_COST:g} a MWh.")
    return TOKEN_COST


def _availability(study: StudyOfNetwork, part: Part) -> Floats:
    """Share of the power that is there, the same in both directions. shape: (snapshot,)"""
    out, taken = part.values("p_max_pu"), -part.values("p_min_pu")
    if not np.array_equal(out, taken):
        study.ledger.refuse(COMPONENT, "p_min_pu", [part.name], "separate_limits")
    if (out < 0).any() or (out > 1).any():
        study.ledger.refuse(COMPONENT, "p_max_pu", [part.name], "negative" if (out < 0).any() else "above_one")
    return np.clip(out, 0.0, 1.0)
