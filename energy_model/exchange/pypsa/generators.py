"""Generators: supply, or where their carrier emits CO2 conversion of a fuel that is bought for nothing.

Fuel costs are in PyPSA's marginal costs; the fuel is there for its CO2.
"""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.costs import CAPITAL, capacity_cost
from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.study import StudyOfNetwork

COMMITMENT = (
    *("start_up_cost", "shut_down_cost", "stand_by_cost", "min_up_time", "min_down_time"),
    *("up_time_before", "down_time_before", "ramp_limit_start_up", "ramp_limit_shut_down"),
)
MAINTENANCE = ("maintenance_duration", "maintenance_pu", "maintenance_events")
SWITCHED = dict.fromkeys(COMMITMENT, ("committable", True)) | dict.fromkeys(MAINTENANCE, ("maintainable", True))
REASONS = {
    **dict.fromkeys(("committable", "maintainable", "p_nom_mod"), "integer"),
    "marginal_cost_quadratic": "quadratic",
    **dict.fromkeys(("ramp_limit_up", "ramp_limit_down"), "cyclic_ramp"),
    "p_set": "set_points",
    "p_init": "initial_level",
}
READING = Reading(
    "Generator",
    carried=CAPITAL
    | {"bus", "carrier", "p_nom", "p_nom_extendable", "p_nom_min", "p_nom_max", "p_nom_set", "active"}
    | {"p_min_pu", "p_max_pu", "marginal_cost", "efficiency", "e_sum_min", "e_sum_max"},
    without_effect=frozenset({"control", "type", "q_set", "build_year", "weight"}),
    switched=SWITCHED,
    reasons=REASONS,
)
COMPONENT = READING.component


def add(study: StudyOfNetwork, part: Part) -> None:
    """Add a generator."""
    asset, place, rows = study.asset(COMPONENT, part), study.places.of[part.text("bus")], study.rows
    profiles = dispatch_profiles(study, COMPONENT, part, asset)
    cost, cost_profile = marginal_cost(study, part, asset)
    capital = capacity_cost(part, study.steps.hours)
    study.count_costs(float(np.abs(part.values("marginal_cost")).max()), capital.yearly)
    numbers = study.in_range(
        COMPONENT,
        part,
        {"variable_om": ("marginal_cost", cost)}
        | {name: ("capital_cost", value) for name, value in capital.numbers().items()},
    )
    emission = study.emissions.get(part.text("carrier"), 0.0)
    kind = "conversion" if emission and _burns(study, part, asset, place.zone, place.carrier, emission) else "supply"
    rows.technology(asset, kind, place.carrier, study.group(part), part.name, numbers)
    rows.add("assets", asset=asset, technology=asset, zone=place.zone, name=part.name, **profiles, **cost_profile)
    study.capacity(COMPONENT, part, asset, "p_nom")
    _energy_limits(study, part, asset)


def _energy_limits(study: StudyOfNetwork, part: Part, asset: str) -> None:
    """Add least and largest output of the horizon."""
    least, most, weight = part.number("e_sum_min"), part.number("e_sum_max"), study.steps.of_limits
    if least <= 0 and np.isinf(most):
        return
    if weight is None:
        study.ledger.refuse("Network", "snapshot_weightings.generators", [part.name], "weights")
        return
    if most < 0:
        study.ledger.refuse(COMPONENT, "e_sum_max", [part.name], "negative")
        return
    cells = {"maximum": most / weight} if np.isfinite(most) else {}
    study.rows.add("output_limits", asset=asset, minimum=max(least, 0.0) / weight, **cells)


def dispatch_profiles(study: StudyOfNetwork, component: str, part: Part, asset: str) -> dict[str, str]:
    """Profiles of availability and of least output, as cells of the table assets."""
    most, least = part.values("p_max_pu"), part.values("p_min_pu")
    if (most < 0).any() or (most > 1).any():
        study.ledger.refuse(component, "p_max_pu", [part.name], "negative" if (most < 0).any() else "above_one")
        most = np.clip(most, 0.0, 1.0)
    if (least < 0).any() or (least > most).any():
        study.ledger.refuse(component, "p_min_pu", [part.name], "negative" if (least < 0).any() else "above_one")
        least = np.clip(least, 0.0, most)
    cells = {"availability": study.rows.profile(f"{asset}_most", "availability", most)}
    if least.any():
        cells["least_output"] = study.rows.profile(f"{asset}_least", "availability", least)
    return cells


def marginal_cost(study: StudyOfNetwork, part: Part, asset: str) -> tuple[float, dict[str, str]]:
    """Variable cost [money/MWh], and the cell of its hourly factor where it changes."""
    values = part.values("marginal_cost")
    if not part.changes("marginal_cost"):
        return float(values[0]), {}
    return 1.0, {"cost_profile": study.rows.profile(f"{asset}_cost", "factor", values)}


def _burns(study: StudyOfNetwork, part: Part, asset: str, zone: str, carrier: str, emission: float) -> bool:
    """Add ports and the fuel of a generator with CO2; False where they cannot be said."""
    efficiency, rule = part.values("efficiency"), 2.0
    if not 0 <= emission <= rule:
        study.ledger.refuse("Carrier", "co2_emissions", [part.text("carrier")], "range")
        return False
    if (efficiency <= 0).any() or (efficiency > 1).any():
        study.ledger.refuse(COMPONENT, "efficiency", [part.name], "gain")
        return False
    fuel = study.fuel(zone, part.text("carrier"), emission)
    rows = study.rows
    rows.add("ports", technology=asset, carrier=carrier, direction="out", value=1.0, unit="MWh/MWh")
    cells: dict[str, str | float] = {"value": 1 / float(efficiency[0])}
    if part.changes("efficiency"):
        cells = {"value": 1.0, "profile": rows.profile(f"{asset}_fuel", "factor", 1 / efficiency)}
    rows.add("ports", technology=asset, carrier=fuel, direction="in", unit="MWh/MWh", **cells)
    return True
