"""Storage units: storage of a fixed duration, with limits each way, inflow and a level to begin with."""

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
    | {"efficiency_store", "efficiency_dispatch", "standing_loss", "inflow", "state_of_charge_initial"},
    without_effect=frozenset({"control", "type", "q_set", "build_year"}),
    switched={
        **dict.fromkeys(("state_of_charge_initial_per_period", "cyclic_state_of_charge_per_period"), ("active", False)),
    },
    reasons={
        **REASONS,
        **dict.fromkeys(("p_dispatch_set", "p_store_set", "state_of_charge_set"), "set_points"),
        "spill_cost": "spill",
    },
)
COMPONENT = READING.component


def add(study: StudyOfNetwork, part: Part) -> None:
    """Add a storage unit."""
    asset, place, rows = study.asset(COMPONENT, part), study.places.of[part.text("bus")], study.rows
    capital, hours = capacity_cost(part, study.steps.hours), part.number("max_hours")
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
    ratio, available = _ways(study, part)
    numbers["charge_ratio"] = ratio
    rows.technology(asset, "storage", place.carrier, study.group(part), part.name, numbers, shared_converter="no")
    cells = {"availability": rows.profile(f"{asset}_most", "availability", available)} | _inflow(study, part, asset)
    if not part.flag("cyclic_state_of_charge"):
        cells["initial_energy"] = first_level(study, part, part.number("state_of_charge_initial"))
    rows.add("assets", asset=asset, technology=asset, zone=place.zone, name=part.name, **cells)
    study.capacity(COMPONENT, part, asset, "p_nom", hours)


def without_circles(study: StudyOfNetwork, cost: float, efficiency: float) -> float:
    """Cost of throughput [money/MWh]: a token where a storage neither costs nor loses anything."""
    if cost != 0 or efficiency < 1 - 1e-6:
        return cost
    study.ledger.note(f"Storage that neither costs nor loses anything costs {TOKEN_COST:g} a MWh.")
    return TOKEN_COST


def first_level(study: StudyOfNetwork, part: Part, level: float) -> float:
    """Level before the first step [MWh]: after its standing loss, which PyPSA does not count there, it is `level`."""
    kept: float = (1 - part.number("standing_loss")) ** float(study.steps.length[0])
    return level / kept


def _inflow(study: StudyOfNetwork, part: Part, asset: str) -> dict[str, str | float]:
    """Cells of the table assets for what flows in."""
    values = part.values("inflow")
    if (values < 0).any():
        study.ledger.refuse(COMPONENT, "inflow", [part.name], "negative")
    if not (values > 0).any():
        return {}
    profile = study.rows.profile(f"{asset}_inflow", "factor", np.maximum(values, 0.0))
    return {"inflow": 1.0, "inflow_profile": profile}


def _ways(study: StudyOfNetwork, part: Part) -> tuple[float, Floats]:
    """Largest charging as a share of discharging, and the share of the capacity that is there by snapshot."""
    out, taken = part.values("p_max_pu"), -part.values("p_min_pu")
    for attribute, values in (("p_max_pu", out), ("p_min_pu", taken)):
        if (values < 0).any() or (attribute == "p_max_pu" and (values > 1).any()):
            study.ledger.refuse(COMPONENT, attribute, [part.name], "negative" if (values < 0).any() else "above_one")
    out, taken = np.clip(out, 0.0, 1.0), np.maximum(taken, 0.0)
    at = int(out.argmax())
    ratio = float(taken[at] / out[at]) if out[at] > 0 else 0.0
    if not np.allclose(taken, ratio * out, rtol=1e-12, atol=1e-12):
        study.ledger.refuse(COMPONENT, "p_min_pu", [part.name], "separate_limits")
    return ratio, out
