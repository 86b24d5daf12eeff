"""Sentences of a comparison: which run costs least, what storage changes, which targets change."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison.cells import common_year, titles
from energy_model.sheets.run import percent
from energy_model.sheets.wording import Labels

_ROUNDING = 1e-6  # of a cost: what is smaller is the solver's
_NAMED = 3  # runs whose storage a sentence gives
_NAMED = 4  # targets that are named; the matrix has all


def heading(compared: ComparedRuns, labels: Labels) -> str:
    """Title of the page: what is compared."""
    names = list(titles(compared, labels).values())
    return labels.tr("comparison.title", first=names[0], others=labels.tr("list_separator").join(names[1:]))


def sentences(compared: ComparedRuns, labels: Labels) -> list[str]:
    """Cost and how sure that is; storage; targets."""
    return [_cost(compared, labels), *_storage(compared, labels), _targets(compared, labels)]


def _cost(compared: ComparedRuns, labels: Labels) -> str:
    tr, found, names = labels.tr, compared.table("overview").set_index("run"), titles(compared, labels)
    if found["cost_difference"].isna().any():
        return tr("comparison.other_years")
    ranked = found.sort_values("cost")
    least, most = ranked.iloc[0], ranked.iloc[-1]
    more = float(most["cost"] - least["cost"])
    if more <= _ROUNDING * abs(least["cost"]):
        return tr("comparison.same_cost", cost=labels.figure("money", least["cost"]))
    order = tr(
        "comparison.cheapest",
        name=names[str(ranked.index[0])],
        cost=labels.figure("money", least["cost"]),
        highest=names[str(ranked.index[-1])],
        more=labels.figure("money", more),
        share=percent(more / abs(least["cost"])),
    )
    # what costs no less than the cheapest for certain: its lower bound is above the cost of that
    limit = (1 + _ROUNDING) * float(least["cost"])
    close = [names[str(key)] for key, row in ranked.iloc[1:].iterrows() if row["lower_bound"] <= limit]
    proof = tr("comparison.close", names=tr("list_separator").join(close)) if close else tr("comparison.sure")
    return _joined([order, proof], labels)


def _storage(compared: ComparedRuns, labels: Labels) -> list[str]:
    """How much storage of electricity stands, and what is curtailed and emitted, in one year."""
    tr, year, names = labels.tr, common_year(compared), titles(compared, labels)
    found = compared.table("capacity")
    found = found[(found["year"] == year) & (found["section"] == "storage")]
    sums = found.groupby("run", sort=False)[["capacity", "energy_capacity"]].sum()
    curtailed, co2 = (_of_year(compared, name, year) for name in ("curtailment", "co2"))
    keys = [key for key, run in compared.runs.items() if key in sums.index and year in run.summary["years"]]
    if len(keys) > _NAMED:  # of many runs those with the least and the most
        energy = sums["energy_capacity"][keys]
        keys = [str(energy.idxmin()), str(energy.idxmax())]
    parts = []
    for key in keys:
        places = {
            "name": names[key],
            "power": labels.figure("power", float(sums["capacity"][key])),
            "energy": labels.figure("storage_energy", float(sums["energy_capacity"][key])),
            "curtailed": labels.figure("energy", float(curtailed["curtailed"][key])),
            "co2": labels.figure("co2", float(co2["production"][key])),
        }
        parts.append(tr("comparison.storage_of", **places))
    return [tr("comparison.storage", year=year, runs=tr("comparison.and").join(parts))] if parts else []


def _of_year(compared: ComparedRuns, name: str, year: int) -> pd.DataFrame:
    found = compared.table(name)
    return found[found["year"] == year].set_index("run")


def _targets(compared: ComparedRuns, labels: Labels) -> str:
    """How many targets each run meets, and which change against the first."""
    tr, names = labels.tr, titles(compared, labels)
    overview, found = compared.table("overview"), compared.table("targets")
    if not len(found):
        return tr("note.no_targets")
    counts = [
        tr("comparison.meets", name=names[row["run"]], met=row["met"], count=row["met"] + row["missed"] + row["open"])
        for _, row in overview.iterrows()
    ]
    parts = [tr("comparison.targets_met", runs=tr("comparison.and").join(counts))]
    if len(names) > _NAMED:  # the matrix shows them all
        return parts[0]
    for change in ("gained", "lost"):
        for key, part in found[found["change"] == change].groupby("run", sort=False):
            parts.append(_change(change == "gained", names[str(key)], _some(part["id"], labels), labels))
    return _joined(parts, labels)


def _change(is_gained: bool, name: str, targets: str, labels: Labels) -> str:
    if is_gained:
        return labels.tr("comparison.gained", name=name, targets=targets)
    return labels.tr("comparison.lost", name=name, targets=targets)


def _some(targets: Iterable[str], labels: Labels) -> str:
    """Names of some targets, and how many there are besides."""
    every = list(dict.fromkeys(labels.name("target", target) for target in targets))
    shown = labels.tr("list_separator").join(every[:_NAMED])
    more = len(every) - _NAMED
    return labels.tr("comparison.more", names=shown, count=more) if more > 0 else shown


def _joined(parts: list[str], labels: Labels) -> str:
    return ("" if labels.lang == "zh" else " ").join(parts)
