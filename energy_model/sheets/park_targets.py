"""Rules for parks, park by park: the limit, the value reached, met or missed."""

from __future__ import annotations

from typing import Any

from energy_model.analysis.verdicts import side, verdict
from energy_model.dataset import units
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, brief
from energy_model.sheets.wording import Labels

_SIGNS = {"at_least": "≥", "at_most": "≤"}
_MARKS = {"met": "✓", "open": "?", "missed": "✗", "unknown": ""}
Target = dict[str, Any]


def target_rows(
    run: RunData, labels: Labels, year: int, park_of: dict[str, str], zones: list[str]
) -> list[tuple[str, str, list[str]]]:
    """Rows of (name, limit, a cell for each park) of the parks' targets in a year; an own limit stands in its cell."""
    rows: dict[str, dict[str, Target]] = {}
    for target in run.summary["targets"]:
        park = park_of.get(target["id"])
        if park in zones and target["year"] == year:
            rows.setdefault(_said(run, target, "park_rule") or target["id"], {})[park] = target
    found = [_row(rule, of_parks, run, labels, zones) for rule, of_parks in rows.items()]
    return found + _not_modelled(run, labels, zones) if found else found


def _not_modelled(run: RunData, labels: Labels, zones: list[str]) -> list[tuple[str, str, list[str]]]:
    """Rules that the study names and cannot evaluate."""
    if "park_rule_modelled" not in run.dataset:
        return []
    rules = run.dataset["park_rule"].values[~run.dataset["park_rule_modelled"].values]
    said = labels.tr("parks.not_modelled")
    return [(labels.name("park_rule", str(rule)), "", [said] * len(zones)) for rule in rules]


def shows_beside(run: RunData) -> bool:
    """Whether values per energy with another factor stand beside."""
    return "target_shown_beside" in run.dataset and bool((run.dataset["target_shown_beside"] != "").any())


def _said(run: RunData, target: Target, column: str) -> str:
    """Word of a column of the table targets."""
    return str(run.dataset[f"target_{column}"].sel(target=target["id"]).item())


def _row(
    rule: str, of_parks: dict[str, Target], run: RunData, labels: Labels, zones: list[str]
) -> tuple[str, str, list[str]]:
    compared = {zone: _compared(target, run, labels) for zone, target in of_parks.items()}
    limits = {limit for limit, _ in compared.values()}
    common = limits.pop() if len(limits) == 1 else ""
    cells = []
    for zone in zones:
        if zone not in compared:
            cells.append("")
            continue
        limit, reached = compared[zone]
        beside = _beside(of_parks[zone], run, labels)
        cells.append(
            f"{reached} {_MARKS[side(verdict(of_parks[zone]))]}".rstrip() + beside + ("" if common else f" ({limit})")
        )
    first = next(iter(of_parks.values()))
    name = labels.name("target" if rule == first["id"] else "park_rule", rule)
    # CO2 per energy has its unit here only: cells are narrow
    return name + (f" [t/{_energy(labels)}]" if _per_energy(first, run, labels) else ""), common, cells


def _energy(labels: Labels) -> str:
    """Unit of energy by which CO2 is divided."""
    return "tce" if labels.coal_equivalent else "MWh"


def _compared(target: Target, run: RunData, labels: Labels) -> tuple[str, str]:
    """Limit and what is reached, as texts; of CO2 per energy without the unit."""
    sign = _SIGNS.get(target["sense"], "")
    if (per_energy := _per_energy(target, run, labels)) is not None:
        limit, reached = (brief(value, 3) for value in per_energy)
        return f"{sign} {limit}", reached
    limit = f"{sign} {labels.in_unit(target['required'], target['unit'])}"
    value = target["value"]
    return limit, ZERO if value is None else labels.in_unit(float(f"{value:.3g}"), target["unit"])


def _beside(target: Target, run: RunData, labels: Labels) -> str:
    """Value per energy with the other factor for electricity, in brackets; nothing where none is named."""
    found = _per_energy(target, run, labels, "shown_beside") if "target_shown_beside" in run.dataset else None
    return "" if found is None else f" [{brief(found[1], 3)}]"


def _per_energy(target: Target, run: RunData, labels: Labels, column: str = "shown_per") -> tuple[float, float] | None:
    """Limit and value [t/tce or t/MWh] of a target that is shown per energy of the park.

    Both are ratios of metrics: what is allowed, and what is emitted, over the energy for which it is allowed.
    """
    name = _said(run, target, column)
    if not name or not target["of"] or target["value"] is None:
        return None
    values = run.dataset["metric_value"].sel(year=target["year"])
    energy = float(values.sel(metric=name)) / units.factor(_energy(labels), "MWh")
    if energy <= 0:
        return None
    allowed, emitted = (float(values.sel(metric=target[role])) for role in ("of", "metric"))
    return target["required"] / 100 * allowed / energy, emitted / energy
