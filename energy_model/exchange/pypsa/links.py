"""Links: lines of a study where they carry one carrier from place to place, conversions where they do anything else."""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.costs import CAPITAL, capacity_cost
from energy_model.exchange.pypsa.generators import REASONS, SWITCHED, dispatch_profiles, marginal_cost
from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.ports import add_ports, ends, measure
from energy_model.exchange.pypsa.study import StudyOfNetwork

_PER_UNIT = ("variable_om", "overnight_cost", "fixed_om")  # of a unit of capacity or output
LEAST_EFFICIENCY = 0.1  # a line of a study loses at most 0.9
READING = Reading(
    "Link",
    carried=CAPITAL
    | {"bus0", "bus1", "carrier", "p_nom", "p_nom_extendable", "p_nom_min", "p_nom_max", "p_nom_set", "active"}
    | {"p_min_pu", "p_max_pu", "marginal_cost", "efficiency", "delay", "cyclic_delay"},
    without_effect=frozenset({"type", "build_year", "length", "terrain_factor"}),
    switched=SWITCHED,
    reasons=REASONS,
)
PROCESS = Reading(
    "Process",
    carried=(READING.carried - {"efficiency", "delay", "cyclic_delay"}) | {"rate0", "rate1"},
    without_effect=READING.without_effect,
    switched=SWITCHED,
    reasons=REASONS,
)
COMPONENT = READING.component


def both_ways(part: Part) -> bool:
    """Whether a link sends back too."""
    return bool((part.values("p_min_pu") < 0).any())


def is_line(part: Part) -> bool:
    """Whether a link has one outlet, a constant efficiency of a line, and no least flow."""
    efficiency = part.number("efficiency")
    steady = not part.changes("efficiency") and LEAST_EFFICIENCY <= efficiency <= 1
    return len(ends(part)) == 2 and steady and not (part.values("p_min_pu") > 0).any()


def add(study: StudyOfNetwork, part: Part) -> None:
    """Add a link."""
    _refuse_delays(study, COMPONENT, part)
    places = [study.places.of[bus] for bus in ends(part)]
    if is_line(part) and (both_ways(part) or places[0].carrier == places[1].carrier):
        _line(study, part)
    else:
        add_conversion(study, part, COMPONENT)


def _numbers(study: StudyOfNetwork, part: Part, cost: float) -> dict[str, tuple[str, float]]:
    capital = capacity_cost(part, study.steps.hours)
    study.count_costs(float(np.abs(part.values("marginal_cost")).max()), capital.yearly)
    return {"variable_om": ("marginal_cost", cost)} | {
        name: ("capital_cost", value) for name, value in capital.numbers().items()
    }


def _line(study: StudyOfNetwork, part: Part) -> None:
    asset, rows = study.asset(COMPONENT, part), study.rows
    begin, end = (study.places.of[bus] for bus in ends(part))
    cost, cells = marginal_cost(study, part, asset)
    efficiency = part.number("efficiency")
    if both_ways(part):
        # PyPSA counts what flows back as a negative flow: it would pay for it, and get more than was sent
        if cost != 0:
            study.ledger.refuse(COMPONENT, "marginal_cost", [part.name], "both_ways")
        if efficiency != 1:
            study.ledger.refuse(COMPONENT, "efficiency", [part.name], "both_ways")
        cost, cells, efficiency = 0.0, {}, 1.0
    numbers = study.in_range(COMPONENT, part, _numbers(study, part, cost)) | {"loss": 1 - efficiency}
    rows.technology(asset, "transmission", begin.carrier, study.group(part), part.name, numbers)
    rows.add(
        "links",
        link=asset,
        technology=asset,
        from_zone=begin.zone,
        to_zone=end.zone,
        from_carrier=begin.carrier,
        to_carrier=end.carrier,
        **_ways(study, part, asset),
        **cells,
        name=part.name,
    )
    study.capacity(COMPONENT, part, asset, "p_nom")


def _ways(study: StudyOfNetwork, part: Part, asset: str) -> dict[str, str]:
    """Cells of a line that say what may be sent each way."""
    most, back = part.values("p_max_pu"), -np.minimum(part.values("p_min_pu"), 0.0)
    for attribute, values in (("p_max_pu", most), ("p_min_pu", back)):
        if (values < 0).any() or (values > 1).any():
            study.ledger.refuse(COMPONENT, attribute, [part.name], "negative" if (values < 0).any() else "above_one")
    most, back = np.clip(most, 0.0, 1.0), np.clip(back, 0.0, 1.0)
    cells = {"availability": study.rows.profile(f"{asset}_most", "availability", most)}
    if not both_ways(part):
        return cells | {"bidirectional": "no"}
    cells |= {"bidirectional": "yes", "shared": "no"}
    return cells | {"availability_back": study.rows.profile(f"{asset}_back", "availability", back)}


def add_conversion(study: StudyOfNetwork, part: Part, component: str) -> None:
    """Add a link or a process as a conversion."""
    _refuse_delays(study, component, part)
    asset, rows = study.asset(component, part), study.rows
    if both_ways(part):
        study.ledger.refuse(component, "p_min_pu", [part.name], "conversion_both_ways")
    cost, cells = marginal_cost(study, part, asset)
    profiles = {} if both_ways(part) else dispatch_profiles(study, component, part, asset)
    own = measure(study, part)
    if own is None:
        study.ledger.refuse(component, "rate0", [part.name], "by_step")
        return
    if not add_ports(study, component, part, asset, own):
        return
    numbers = {
        parameter: (attribute, value / own.size if parameter in _PER_UNIT else value)
        for parameter, (attribute, value) in _numbers(study, part, cost).items()
    }
    carrier = study.places.of[own.bus].carrier
    kept = study.in_range(component, part, numbers)
    rows.technology(asset, "conversion", carrier, study.group(part), part.name, kept)
    zone = study.places.of[study.places.site(ends(part))].zone
    rows.add("assets", asset=asset, technology=asset, zone=zone, name=part.name, **profiles, **cells)
    study.capacity(component, part, asset, "p_nom", unit=own.size)


def _refuse_delays(study: StudyOfNetwork, component: str, part: Part) -> None:
    for attribute, value in part.static.items():
        if attribute.startswith("delay") and value:
            study.ledger.refuse(component, attribute, [part.name], "delay")
