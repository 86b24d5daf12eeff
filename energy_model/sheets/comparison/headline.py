"""What a comparison says, in sentences: which run costs least, what storage changes, which targets change."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison.cells import common_year, titles
from energy_model.sheets.run import percent
from energy_model.sheets.wording import Words

_ROUNDING = 1e-6  # of a cost: what is smaller is the solver's
_TOLD = 3  # runs whose storage is told
_NAMED = 4  # targets that are named; the matrix has all


def heading(compared: ComparedRuns, words: Words) -> str:
    """Title of the page: what is compared."""
    names = list(titles(compared, words).values())
    return words.say("comparison.title", first=names[0], others=words.say("list_separator").join(names[1:]))


def sentences(compared: ComparedRuns, words: Words) -> list[str]:
    """Cost and how sure that is; storage; targets."""
    return [_cost(compared, words), *_storage(compared, words), _targets(compared, words)]


def _cost(compared: ComparedRuns, words: Words) -> str:
    say, found, names = words.say, compared.table("overview").set_index("run"), titles(compared, words)
    if found["cost_difference"].isna().any():
        return say("comparison.other_years")
    ranked = found.sort_values("cost")
    least, most = ranked.iloc[0], ranked.iloc[-1]
    more = float(most["cost"] - least["cost"])
    if more <= _ROUNDING * abs(least["cost"]):
        return say("comparison.same_cost", cost=words.figure("money", least["cost"]))
    said = say(
        "comparison.cheapest",
        name=names[str(ranked.index[0])],
        cost=words.figure("money", least["cost"]),
        dearest=names[str(ranked.index[-1])],
        more=words.figure("money", more),
        share=percent(more / abs(least["cost"])),
    )
    # what costs no less than the cheapest for certain: its lower bound is above the cost of that
    limit = (1 + _ROUNDING) * float(least["cost"])
    close = [names[str(key)] for key, row in ranked.iloc[1:].iterrows() if row["lower_bound"] <= limit]
    proof = say("comparison.close", names=say("list_separator").join(close)) if close else say("comparison.sure")
    return _joined([said, proof], words)


def _storage(compared: ComparedRuns, words: Words) -> list[str]:
    """How much storage of electricity stands, and what is curtailed and emitted, in one year."""
    say, year, names = words.say, common_year(compared), titles(compared, words)
    found = compared.table("capacity")
    found = found[(found["year"] == year) & (found["section"] == "storage")]
    sums = found.groupby("run", sort=False)[["capacity", "energy_capacity"]].sum()
    curtailed, co2 = (_of_year(compared, name, year) for name in ("curtailment", "co2"))
    keys = [key for key, run in compared.runs.items() if key in sums.index and year in run.summary["years"]]
    if len(keys) > _TOLD:  # of many runs those with the least and the most
        energy = sums["energy_capacity"][keys]
        keys = [str(energy.idxmin()), str(energy.idxmax())]
    parts = []
    for key in keys:
        places = {
            "name": names[key],
            "power": words.figure("power", float(sums["capacity"][key])),
            "energy": words.figure("storage_energy", float(sums["energy_capacity"][key])),
            "curtailed": words.figure("energy", float(curtailed["curtailed"][key])),
            "co2": words.figure("co2", float(co2["production"][key])),
        }
        parts.append(say("comparison.storage_of", **places))
    return [say("comparison.storage", year=year, runs=say("comparison.and").join(parts))] if parts else []


def _of_year(compared: ComparedRuns, name: str, year: int) -> pd.DataFrame:
    found = compared.table(name)
    return found[found["year"] == year].set_index("run")


def _targets(compared: ComparedRuns, words: Words) -> str:
    """How many targets each run meets, and which change against the first."""
    say, names = words.say, titles(compared, words)
    overview, found = compared.table("overview"), compared.table("targets")
    if not len(found):
        return say("note.no_targets")
    counts = [
        say("comparison.meets", name=names[row["run"]], met=row["met"], count=row["met"] + row["missed"])
        for _, row in overview.iterrows()
    ]
    said = [say("comparison.targets_met", runs=say("comparison.and").join(counts))]
    if len(names) > _TOLD:  # the matrix shows them all
        return said[0]
    for change in ("gained", "lost"):
        for key, part in found[found["change"] == change].groupby("run", sort=False):
            said.append(_change(change == "gained", names[str(key)], _some(part["id"], words), words))
    return _joined(said, words)


def _change(is_gained: bool, name: str, targets: str, words: Words) -> str:
    if is_gained:
        return words.say("comparison.gained", name=name, targets=targets)
    return words.say("comparison.lost", name=name, targets=targets)


def _some(targets: Iterable[str], words: Words) -> str:
    """Names of some targets, and how many there are besides."""
    every = list(dict.fromkeys(words.name("target", target) for target in targets))
    shown = words.say("list_separator").join(every[:_NAMED])
    more = len(every) - _NAMED
    return words.say("comparison.more", names=shown, count=more) if more > 0 else shown


def _joined(said: list[str], words: Words) -> str:
    return ("" if words.lang == "zh" else " ").join(said)
