"""Loads: demands. What a load gives back in some hours is a supply that has to be taken."""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.study import StudyOfNetwork
from energy_model.exchange.study_rows import Floats

READING = Reading(
    "Load",
    carried=frozenset({"bus", "p_set", "sign", "active"}),
    without_effect=frozenset({"carrier", "type", "q_set"}),
)


def used(part: Part) -> Floats:
    """Power that a load takes from its bus [MW]. shape: (snapshot,)"""
    taken: Floats = -part.number("sign") * np.nan_to_num(part.values("p_set"))
    return taken


def add(study: StudyOfNetwork, part: Part, unserved_cost: float) -> None:
    """Add a load. unserved_cost : value of lost load [money/MWh], which PyPSA does not have."""
    taken = used(part)
    if (taken > 0).any():
        _demand(study, part, np.maximum(taken, 0.0), unserved_cost)
    if (taken < 0).any():
        _supply(study, part, np.maximum(-taken, 0.0))


def _demand(study: StudyOfNetwork, part: Part, power: Floats, unserved_cost: float) -> None:
    rows, place, weight = study.rows, study.places.of[part.text("bus")], study.steps.objective
    demand = rows.key("demands", part.name)
    mean = float(power @ weight / weight.sum())
    rows.add(
        "demands",
        demand=demand,
        zone=place.zone,
        carrier=place.carrier,
        profile=rows.profile(f"{demand}_load", "demand", power / mean),
        unserved_cost=unserved_cost,
        name=part.name,
        note="unserved_cost is not of the network: a value above all of its costs",
    )
    rows.add("demand_data", demand=demand, year=study.steps.year, energy=mean * study.steps.hours)


def _supply(study: StudyOfNetwork, part: Part, power: Floats) -> None:
    rows, place = study.rows, study.places.of[part.text("bus")]
    asset, most = study.asset("Load", part), float(power.max())
    profile = rows.profile(f"{asset}_given", "availability", power / most)
    rows.technology(asset, "supply", place.carrier, study.group(part), part.name, {})
    rows.add(
        "assets",
        asset=asset,
        technology=asset,
        zone=place.zone,
        availability=profile,
        least_output=profile,
        name=part.name,
    )
    study.exists("Load", part, asset, "p_set", most)
