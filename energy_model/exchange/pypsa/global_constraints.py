"""Global constraints: metrics with targets that no plan may miss."""

from __future__ import annotations

import re

from energy_model.exchange.pypsa.costs import capacity_cost
from energy_model.exchange.pypsa.parts import Part, Reading
from energy_model.exchange.pypsa.study import StudyOfNetwork
from energy_model.exchange.study_rows import Cells

READING = Reading(
    "GlobalConstraint",
    carried=frozenset({"type", "carrier_attribute", "sense", "constant", "bus", "investment_period"}),
)
COMPONENT = READING.component
_SENSES = {"<=": ("at_most",), ">=": ("at_least",), "==": ("at_most", "at_least")}
_NOMINAL = {
    "Generator": "p_nom",
    "Link": "p_nom",
    "Line": "s_nom",
    "StorageUnit": "p_nom",
    "Store": "e_nom",
    "Transformer": "s_nom",
}
CO2 = "co2_emissions"


def add(study: StudyOfNetwork, part: Part, parts: dict[str, list[Part]]) -> None:
    """Add a global constraint. parts : components of the network by kind"""
    terms, unit = _terms(study, part, parts)
    senses = _SENSES.get(part.text("sense"), ())
    if not senses:
        study.ledger.refuse(COMPONENT, "sense", [part.name], "sense")
    if not terms or not senses:
        return
    rows, metric = study.rows, study.rows.key("metrics", part.name)
    rows.add("metrics", metric=metric, unit=unit, name=part.name)
    for term in terms:
        rows.add("metric_terms", metric=metric, **term)
    for sense in senses:
        rows.add(
            "targets",
            target=metric if len(senses) == 1 else f"{metric}_{sense}",
            metric=metric,
            year=study.steps.year,
            sense=sense,
            value=part.number("constant"),
            unit=unit,
            mode="hard",
            origin="study",
            clause="none",
            name=part.name,
            basis=f"Global constraint of PyPSA of the type {part.text('type')}.",
        )


def _terms(study: StudyOfNetwork, part: Part, parts: dict[str, list[Part]]) -> tuple[list[Cells], str]:
    """Terms of the metric and its unit; none where the constraint is of a type or attribute that is not carried."""
    kind, attribute = part.text("type"), part.text("carrier_attribute")
    carriers = [word.strip() for word in re.sub(r"[\[\]()]", "", attribute).split(",")]
    match kind:
        case "primary_energy" if attribute == CO2:
            return _emissions(study, part, parts), "t"
        case "operational_limit":
            return _generation(study, part, parts, attribute), "MWh"
        case "tech_capacity_expansion_limit":
            return _capacity(study, part, parts, [attribute], tuple(_NOMINAL), "1"), "MW"
        case "transmission_volume_expansion_limit":
            return _capacity(study, part, parts, carriers, ("Line", "Link"), "length"), "MW"
        case "transmission_expansion_cost_limit":
            return _capacity(study, part, parts, carriers, ("Line", "Link"), "cost"), "MW"
    study.ledger.refuse(COMPONENT, "type" if kind != "primary_energy" else "carrier_attribute", [part.name], "type")
    return [], ""


def _emissions(study: StudyOfNetwork, part: Part, parts: dict[str, list[Part]]) -> list[Cells]:
    """All CO2 that is burnt; contents of storage that begins or ends with some are not counted."""
    for kind, cyclic in (("StorageUnit", "cyclic_state_of_charge"), ("Store", "e_cyclic")):
        emitting = [p.name for p in parts[kind] if study.emissions.get(p.text("carrier")) and not p.flag(cyclic)]
        study.ledger.refuse(kind, cyclic, emitting, "storage_emissions")
    return _of_limits(study, part, [{"quantity": "emissions"}])


def _generation(study: StudyOfNetwork, part: Part, parts: dict[str, list[Part]], carrier: str) -> list[Cells]:
    own = [p for p in parts["Generator"] if p.text("carrier") == carrier]
    for kind, cyclic in (("StorageUnit", "cyclic_state_of_charge"), ("Store", "e_cyclic")):
        emptied = [p.name for p in parts[kind] if p.text("carrier") == carrier and not p.flag(cyclic)]
        study.ledger.refuse(kind, cyclic, emptied, "storage_emissions")
    terms = [{"quantity": "generation", "asset": study.assets["Generator", p.name]} for p in own]
    return _of_limits(study, part, terms)


def _of_limits(study: StudyOfNetwork, part: Part, terms: list[Cells]) -> list[Cells]:
    """Terms with the weight that an hour has in limits beside that in costs."""
    weight = study.steps.of_limits
    if weight is None:
        study.ledger.refuse("Network", "snapshot_weightings.generators", [part.name], "weights")
        return []
    return [term if weight == 1.0 else term | {"coefficient": repr(weight)} for term in terms]


def _capacity(
    study: StudyOfNetwork,
    part: Part,
    parts: dict[str, list[Part]],
    carriers: list[str],
    kinds: tuple[str, ...],
    of: str,
) -> list[Cells]:
    """Capacity of what may be built of some carriers, each times 1, its length or its cost."""
    terms: list[Cells] = []
    for kind in kinds:
        for own in parts[kind]:
            is_there = (kind, own.name) in study.assets and own.flag(f"{_NOMINAL[kind]}_extendable")
            bus = own.text("bus") or own.text("bus0")
            if not is_there or own.text("carrier") not in carriers or part.text("bus") not in ("", bus):
                continue
            cost = capacity_cost(own, study.steps.hours)
            factor = {"1": 1.0, "length": own.number("length"), "cost": cost.yearly}[of]
            if kind == "Store":
                study.ledger.refuse(COMPONENT, "carrier_attribute", [part.name], "store_capacity")
                continue
            terms.append(
                {"quantity": "capacity", "asset": study.assets[kind, own.name], "coefficient": repr(float(factor))}
            )
    return terms
