"""Sheets of targets: the scorecard, in words for every kind of target, and how the plan was read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import xarray as xr

from energy_model.analysis.cache import once
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import brief, signed
from energy_model.sheets.sheet import Meaning, Sheet, columns
from energy_model.sheets.wording import Words

Target = dict[str, Any]
_LESS = 0.99  # of a penalty: a shadow price below it is not the penalty itself
_SIGNS = {"at_least": "≥", "at_most": "≤", "change_at_least": "≥", "change_at_most": "≤"}


def scorecard(run: RunData, words: Words, only: Collection[str] | None = None) -> Sheet:
    """Each target: what is asked, what is reached, by how much; the clause.

    Where a target is enforced, what it costs and what it was let off. One that was let off is missed.

    only : ids of the targets that are shown; default: all
    """
    say = words.say
    targets = [target for target in run.summary["targets"] if only is None or target["id"] in only]
    with_price = any(target.get("enforced") for target in targets)
    titles = [*columns((say("column.target"), say("column.year")))]
    titles += columns((), (say("column.required"), say("column.reached"), say("column.margin")))
    titles += columns((say("column.verdict"), *([say("column.enforced")] if with_price else [])))
    titles += columns((say("column.clause"),))
    sheet = Sheet(say("title.targets"), tuple(titles))
    for target in targets:
        cells = [words.name("target", target["id"]), str(target["year"]), *_compared(target, run, words)]
        cells += [say.of("verdict", verdict(target)), *([_enforced(target, run, words)] if with_price else [])]
        sheet.add(*cells, _text(run, "target_clause", target["id"]), meaning=_meaning(target))
    if not sheet.rows:
        sheet.notes.append(say("note.no_targets"))
    if with_price:
        sheet.notes.append(say("note.enforced"))
    if within := [target for target in targets if _within_gap(target, run)]:
        names = say("list_separator").join(words.name("target", target["id"]) for target in within)
        sheet.notes.append(say("note.within_gap", names=names))
    return sheet


def _within_gap(target: Target, run: RunData) -> bool:
    """Whether a target was let off although a unit of it costs less than its penalty: nearer the optimum it is met."""
    if verdict(target) != "relaxed" or target["shadow_price"] is None or "target_penalty" not in run.dataset:
        return False
    penalty = dict(zip(run.dataset["target"].values, run.dataset["target_penalty"].values, strict=True))
    return float(target["shadow_price"]) < _LESS * float(penalty[target["id"]])


def bases(run: RunData, words: Words) -> Sheet:
    """How the clause of each target was read, and what is not covered; a target of several years once."""
    titles = columns((words.say("column.target"), words.say("column.basis")))
    rows = {words.name("target", t["id"]): _basis(t, run, words) for t in run.summary["targets"]}
    sheet = Sheet(words.say("title.bases"), tuple(titles))
    for name, basis in rows.items():
        sheet.add(name, basis)
    return sheet


def verdict(target: Target) -> str:
    """Word of the family `verdict`: met, met_gaps, missed, relaxed or unknown.

    met_gaps : a peak that the model's years do not contradict, with years between them that are not modelled
    relaxed : enforced, and nevertheless missed
    """
    if target["met"] is None:
        return "unknown"
    if not target["met"]:
        return "relaxed" if (target.get("relaxation") or 0.0) > 0 else "missed"
    return "met_gaps" if target["sense"] == "peak" and not target["exact"] else "met"


def _meaning(target: Target) -> Meaning:
    return "" if target["met"] is None else "met" if target["met"] else "missed"


def _compared(target: Target, run: RunData, words: Words) -> list[str]:
    asked = required(target, run, words)
    if target["value"] is None:
        return [asked, "–", "–"]
    margin = _count(target["margin"], words, plus=True) if target["sense"] == "count" else _margin(target, words)
    return [asked, reached(target, run, words), margin]


def _margin(target: Target, words: Words) -> str:
    return words.in_unit(target["margin"], target["unit"], plus=True)


def required(target: Target, run: RunData, words: Words) -> str:
    """What a target asks for, in words."""
    say, value = words.say, target["required"]
    match target["sense"]:
        case "peak":
            return say("required.peak", year=target["year"], rise=words.in_unit(value, target["unit"]))
        case "count":
            return f"≥ {_count(value, words)}"
        case "change_at_least" | "change_at_most" as sense:
            change = words.in_unit(value, target["unit"], plus=True)
            return say("required.change", change=f"{_SIGNS[sense]} {change}", year=int(run.dataset["base_year"]))
        case sense:
            return f"{_SIGNS[sense]} {words.in_unit(value, target['unit'])}"


def reached(target: Target, run: RunData, words: Words) -> str:
    """What a run reaches of a target that can be told, in words."""
    say, value = words.say, target["value"]
    match target["sense"]:
        case "peak":
            rise = words.in_unit(max(value, 0.0), target["unit"])
            return say("reached.peak", highest=int(target["peak_year"]), rise=rise, year=target["year"])
        case "count":
            return say("reached.count", count=brief(value), whole=len(parks(target, run)))
        case "change_at_least" | "change_at_most":
            return words.in_unit(value, target["unit"], plus=True)
        case _:
            return words.in_unit(value, target["unit"])


def parks(target: Target, run: RunData) -> list[str]:
    """Parks among which a count counts: those with indicators of its family and year."""
    own = [other for other in run.summary["targets"] if other["sense"] != "count"]
    own = [other for other in own if (other["family"], other["year"]) == (target["family"], target["year"])]
    return list(dict.fromkeys(other["zone"] for other in own))


def _count(value: float, words: Words, plus: bool = False) -> str:
    return words.say("count.parks", count=signed(value) if plus else brief(value))


def _enforced(target: Target, run: RunData, words: Words) -> str:
    """What the last unit of an enforced target costs, and what it was let off."""
    if not target.get("enforced"):
        return ""
    if target["shadow_price"] is None:
        return words.say("enforced.yes")
    price = words.say("enforced.price", price=brief(target["shadow_price"]), unit=money(target["shadow_unit"], words))
    if verdict(target) != "relaxed":
        return price
    return words.say("enforced.relaxed", amount=let_off(target, run, words), price=price)


def let_off(target: Target, run: RunData, words: Words) -> str:
    """By how much an enforced target is missed, in the unit of its metric."""
    of = run.dataset.sel(metric=target["metric"])
    if "metric_scale" not in of:
        return brief(target["relaxation"])
    return words.in_unit(target["relaxation"] / float(of["metric_scale"]), str(of["metric_unit"].item()))


def money(unit: str, words: Words) -> str:
    """Name a unit of a price in the reader's language."""
    return unit.replace("CNY", "元") if words.lang == "zh" else unit


def _basis(target: Target, run: RunData, words: Words) -> str:
    """How the clause was read, with the reading and the option under which the target counts."""
    basis, reading = _text(run, "target_basis", target["id"]), target.get("reading")
    if not reading:
        return basis
    return words.say(
        "basis.reading", basis=basis, reading=words.name("reading", reading), option=_option(target["option"])
    )


def _text(run: RunData, variable: str, target: str) -> str:
    return _texts(run.dataset, variable).get(target, "")


@once
def _texts(ds: xr.Dataset, variable: str) -> dict[str, str]:
    if variable not in ds:
        return {}
    return {str(target): str(text) for target, text in zip(ds["target"].values, ds[variable].values, strict=True)}


def readings(run: RunData, words: Words) -> Sheet:
    """What the words of the plan leave open: how it was read, and how else it may be."""
    say, ds = words.say, run.dataset
    titles = (say("column.reading"), say("column.option"), say("column.alternatives"), say("column.open"))
    sheet = Sheet(say("title.readings"), columns(titles))
    names = ("reading", "reading_option", "reading_options", "reading_basis") if "reading" in ds.dims else ()
    for reading, chosen, options, basis in zip(*(ds[name].values for name in names), strict=True):
        others = [_option(option) for option in str(options).split() if option != chosen]
        alternatives = say("list_separator").join(others)
        sheet.add(words.name("reading", str(reading)), _option(str(chosen)), alternatives, str(basis))
    sheet.notes.append(say("note.readings") if sheet.rows else say("note.no_readings"))
    return sheet


def _option(option: str) -> str:
    return option.replace("_", " ")
