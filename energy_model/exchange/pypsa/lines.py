"""Lines and transformers: links both ways without loss; around their loops Kirchhoff's voltage law holds."""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.costs import CAPITAL, capacity_cost
from energy_model.exchange.pypsa.generators import REASONS
from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.study import StudyOfNetwork

_CARRIED = CAPITAL | {"bus0", "bus1", "carrier", "s_nom", "s_nom_extendable", "s_nom_min", "s_nom_max", "s_nom_set"}
_IMPEDANCE = {"x", "r", "type", "num_parallel", "length"}
_REASONS = {**REASONS, "s_nom_mod": "integer"}
LINE = Reading(
    "Line",
    carried=_CARRIED | _IMPEDANCE | {"active", "s_max_pu"},
    without_effect=frozenset({"g", "b", "build_year", "terrain_factor", "v_ang_min"}),
    reasons=_REASONS,
)
TRANSFORMER = Reading(
    "Transformer",
    carried=_CARRIED | _IMPEDANCE | {"active", "s_max_pu", "tap_ratio", "tap_side", "tap_position", "model"},
    without_effect=frozenset({"g", "b", "build_year"}),
    reasons=_REASONS,
)


def add(study: StudyOfNetwork, part: Part, component: str, reactance: float) -> None:
    """Add a line or transformer. reactance : in the sub-network's per unit, 0 where nothing loops through it."""
    asset, rows = study.asset(component, part), study.rows
    begin, end = (study.places.of[part.text(bus)] for bus in ("bus0", "bus1"))
    most = part.values("s_max_pu")
    if (most < 0).any() or (most > 1).any():
        study.ledger.refuse(component, "s_max_pu", [part.name], "negative" if (most < 0).any() else "above_one")
    availability = rows.profile(f"{asset}_most", "availability", np.clip(most, 0.0, 1.0))
    capital = capacity_cost(part, study.steps.hours)
    study.count_costs(0.0, capital.yearly)
    costs = {name: ("capital_cost", value) for name, value in capital.numbers().items()}
    numbers = study.in_range(component, part, costs)
    rows.technology(asset, "transmission", begin.carrier, study.group(part), part.name, numbers)
    rows.add(
        "links",
        link=asset,
        technology=asset,
        from_zone=begin.zone,
        to_zone=end.zone,
        bidirectional="yes",
        shared="no",
        availability=availability,
        reactance=reactance,
        name=part.name,
    )
    study.capacity(component, part, asset, "s_nom")
