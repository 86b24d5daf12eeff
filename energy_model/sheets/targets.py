"""Sheets of targets: the scorecard, in words for every kind of target, and how the plan was read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.verdicts import ORIGINS, origin, side, verdict
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import brief, signed
from energy_model.sheets.run import percent
from energy_model.sheets.sheet import DisplayTable, Meaning, columns
from energy_model.sheets.wording import Labels

Target = dict[str, Any]
_SIGNS = {"at_least": "≥", "at_most": "≤", "change_at_least": "≥", "change_at_most": "≤"}


def scorecard(run: RunData, labels: Labels, only: Collection[str] | None = None) -> DisplayTable:
    """Each target under the list to which it belongs: what is asked, what is reached, by how much; verdict; clause.

    Where it was computed, what a plan on the other side of the line costs more at least. Where a target is enforced,
    what it costs and what it was let off. One that was let off is missed.

    only : ids of the targets that are shown; default: all
    """
    tr = labels.tr
    targets = [target for target in run.summary["targets"] if only is None or target["id"] in only]
    extra = _extra_columns(targets, run, labels)
    titles = [*columns((tr("column.target"), tr("column.year")))]
    titles += columns((), (tr("column.required"), tr("column.reached"), tr("column.margin")))
    titles += columns((tr("column.verdict"), *extra, tr("column.clause")))
    sheet = DisplayTable(tr("title.targets"), tuple(titles))
    for name in ORIGINS:
        own = [target for target in targets if origin(target) == name]
        if own:
            sheet.section(tr.of("origin", name))
        for target in own:
            cells = [labels.name("target", target["id"]), str(target["year"]), *_compared(target, run, labels)]
            cells += [tr.of("verdict", verdict(target)), *(of(target) for of in extra.values())]
            sheet.add(*cells, _text(run, "target_clause", target["id"]), meaning=_meaning(target))
    sheet.notes += _notes(targets, run, labels)
    return sheet


def _extra_columns(targets: list[Target], run: RunData, labels: Labels) -> dict[str, Callable[[Target], str]]:
    """Titles of the columns that only some runs have, and their cells."""
    found: dict[str, Callable[[Target], str]] = {}
    if any(target.get("basis") for target in targets):
        found[labels.tr("column.otherwise")] = _otherwise
    if any(target.get("enforced") for target in targets):
        found[labels.tr("column.enforced")] = lambda target: _enforced(target, run, labels)
    return found


def _otherwise(target: Target) -> str:
    """Extra cost of a plan on the other side, as a share of the cost."""
    more = target.get("otherwise")
    return "" if more is None or more != more else f"+{percent(max(more, 0.0))}"


def _notes(targets: list[Target], run: RunData, labels: Labels) -> list[str]:
    if not targets:
        return [labels.tr("note.no_targets")]
    notes = [labels.tr("note.enforced")] if any(target.get("enforced") for target in targets) else []
    if any(target.get("basis") for target in targets):
        notes.append(labels.tr("note.verdicts", gap=percent(run.summary["gap"])))
    return notes


def bases(run: RunData, labels: Labels) -> DisplayTable:
    """How the clause of each target was read, and what is not covered; a target of several years once."""
    titles = columns((labels.tr("column.target"), labels.tr("column.basis")))
    rows = {labels.name("target", t["id"]): _basis(t, run, labels) for t in run.summary["targets"]}
    sheet = DisplayTable(labels.tr("title.bases"), tuple(titles))
    for name, basis in rows.items():
        sheet.add(name, basis)
    return sheet


def _meaning(target: Target) -> Meaning:
    found = side(verdict(target))
    return "met" if found == "met" else "missed" if found == "missed" else ""


def _compared(target: Target, run: RunData, labels: Labels) -> list[str]:
    asked = required(target, run, labels)
    if target["value"] is None:
        return [asked, "–", "–"]
    margin = _count(target["margin"], labels, plus=True) if target["sense"] == "count" else _margin(target, labels)
    return [asked, reached(target, run, labels), margin]


def _margin(target: Target, labels: Labels) -> str:
    return labels.in_unit(target["margin"], target["unit"], plus=True)


def required(target: Target, run: RunData, labels: Labels) -> str:
    """Requirement of a target, in words."""
    tr, value = labels.tr, target["required"]
    match target["sense"]:
        case "peak":
            return tr("required.peak", year=target["year"], rise=labels.in_unit(value, target["unit"]))
        case "rising":
            return tr("required.rising", year=target["year"], rise=labels.in_unit(value, target["unit"]))
        case "count":
            return f"≥ {_count(value, labels)}"
        case "change_at_least" | "change_at_most" as sense:
            change = labels.in_unit(value, target["unit"], plus=True)
            return tr("required.change", change=f"{_SIGNS[sense]} {change}", year=int(run.dataset["base_year"]))
        case sense:
            return f"{_SIGNS[sense]} {labels.in_unit(value, target['unit'])}"


def reached(target: Target, run: RunData, labels: Labels) -> str:
    """Value that a run reaches of an evaluated target, in words."""
    tr, value = labels.tr, target["value"]
    match target["sense"]:
        case "peak":
            rise = labels.in_unit(max(value, 0.0), target["unit"])
            return tr("reached.peak", highest=int(target["peak_year"]), rise=rise, year=target["year"])
        case "rising":
            return tr("reached.rising", rise=labels.in_unit(value, target["unit"], plus=True))
        case "count":
            return tr("reached.count", count=brief(value), whole=len(parks(target, run)))
        case "change_at_least" | "change_at_most":
            return labels.in_unit(value, target["unit"], plus=True)
        case _:
            return labels.in_unit(value, target["unit"])


def parks(target: Target, run: RunData) -> list[str]:
    """Parks among which a count counts: those with indicators of its family and year."""
    own = [other for other in run.summary["targets"] if other["sense"] != "count"]
    own = [other for other in own if (other["family"], other["year"]) == (target["family"], target["year"])]
    return list(dict.fromkeys(other["zone"] for other in own))


def _count(value: float, labels: Labels, plus: bool = False) -> str:
    return labels.tr("count.parks", count=signed(value) if plus else brief(value))


def _enforced(target: Target, run: RunData, labels: Labels) -> str:
    """Shadow price of an enforced target, and its shortfall."""
    if not target.get("enforced"):
        return ""
    if target["shadow_price"] is None:
        return labels.tr("enforced.yes")
    price = labels.tr("enforced.price", price=brief(target["shadow_price"]), unit=labels.money(target["shadow_unit"]))
    if _is_hard(run.dataset, target["id"]):
        return labels.tr("enforced.hard", price=price)
    if not (target["relaxation"] or 0.0) > 0 or target["met"]:
        return price
    return labels.tr("enforced.relaxed", amount=shortfall(target, run, labels), price=price)


def _is_hard(ds: xr.Dataset, target: str) -> bool:
    """Whether no plan may miss a target; runs of earlier versions had elastic ones only."""
    return "target_most_missed" in ds and bool(ds["target_most_missed"].sel(target=target) == 0)


def shortfall(target: Target, run: RunData, labels: Labels) -> str:
    """By how much an enforced target is missed, in the unit of its metric."""
    of = run.dataset.sel(metric=target["metric"])
    if "metric_scale" not in of:
        return brief(target["relaxation"])
    return labels.in_unit(target["relaxation"] / float(of["metric_scale"]), str(of["metric_unit"].item()))


def _basis(target: Target, run: RunData, labels: Labels) -> str:
    """How the clause was read, with the reading and the option under which the target counts."""
    basis, reading = _text(run, "target_basis", target["id"]), target.get("reading")
    if not reading:
        return basis
    return labels.tr(
        "basis.interpretation", basis=basis, reading=labels.name("reading", reading), option=_option(target["option"])
    )


def _text(run: RunData, variable: str, target: str) -> str:
    return _texts(run.dataset, variable).get(target, "")


@cached
def _texts(ds: xr.Dataset, variable: str) -> dict[str, str]:
    if variable not in ds:
        return {}
    return {str(target): str(text) for target, text in zip(ds["target"].values, ds[variable].values, strict=True)}


def readings(run: RunData, labels: Labels) -> DisplayTable:
    """Interpretations of the plan where its words leave a question open: the option chosen, and the others."""
    tr, ds = labels.tr, run.dataset
    titles = (
        tr("column.open_clause"),
        tr("column.option"),
        tr("column.alternatives"),
        tr("column.open"),
    )
    sheet = DisplayTable(tr("title.interpretations"), columns(titles))
    names = ("reading", "reading_option", "reading_options", "reading_basis") if "reading" in ds.dims else ()
    for reading, chosen, options, basis in zip(*(ds[name].values for name in names), strict=True):
        others = [_option(option) for option in str(options).split() if option != chosen]
        alternatives = tr("list_separator").join(others)
        sheet.add(labels.name("reading", str(reading)), _option(str(chosen)), alternatives, str(basis))
    sheet.notes.append(tr("note.interpretations") if sheet.rows else tr("note.no_interpretations"))
    return sheet


def _option(option: str) -> str:
    return option.replace("_", " ")
