"""The answer in three sentences: what it costs, how sure that is, which targets are met."""

from __future__ import annotations

from typing import Any

from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import brief, scientific
from energy_model.sheets.run import percent
from energy_model.sheets.targets import let_off, verdict
from energy_model.sheets.wording import Words

NOT_MODELLED = ("grid", "sectors", "heat", "operation", "weather", "foresight", "existing")

# missed targets that the headline names; the scorecard has them all
_NAMED = 6


def title(run: RunData, words: Words) -> str:
    """Name of the scenario in the reader's language, its short name where it has none."""
    return str(run.summary.get(f"name_{words.lang}") or run.name)


def dated_title(run: RunData, words: Words) -> str:
    """Name of the scenario with its years."""
    return f"{title(run, words)} · {years_in_words(run, words)}"


def sentences(run: RunData, words: Words) -> list[str]:
    """Cost; certificate; targets. One sentence each."""
    return [_cost(run, words), _certificate(run, words), _targets(run, words)]


def _cost(run: RunData, words: Words) -> str:
    found = run.summary["costs"]
    by_year = [words.figure("money", row["cost"]) for row in found]
    places = {"name": title(run, words), "years": years_in_words(run, words), "served": _served(run, words)}
    if len(found) == 1:
        return words.say("headline.cost", **places, cost=by_year[0])
    present = words.figure("money", run.summary["objective_cny"])
    return words.say("headline.cost_years", **places, cost=present, by_year=words.say("comma").join(by_year))


def _served(run: RunData, words: Words) -> str:
    """Whether demand is served. A trace that costs less than the gap may be no more than the solver's inaccuracy."""
    unserved = run.summary["audit"]["unserved_mwh"]
    if unserved <= 1e-3:
        return words.say("headline.served")
    costs = run.table("costs")
    priced = float(costs.loc[costs["kind"] == "unserved", "present"].sum())
    if priced >= run.summary["objective_cny"] - run.summary["lower_bound_cny"]:
        return words.say("headline.unserved", energy=f"{brief(unserved)} MWh")
    return words.say("headline.unserved_trace", energy=f"{brief(unserved)} MWh")


def _certificate(run: RunData, words: Words) -> str:
    summary, costs = run.summary, run.summary["costs"]
    # of one year people think in cost per year, not in its present value
    weight = costs[0]["weight"] if len(costs) == 1 else 1.0
    return words.say(
        "headline.certificate",
        bound=words.figure("money", summary["lower_bound_cny"] / weight),
        gap=percent(summary["gap"]),
        steps=f"{summary['size']['steps']:,}",
        error=scientific(summary["audit"]["balance_error"]),
    )


def _targets(run: RunData, words: Words) -> str:
    found = [target for target in run.summary["targets"] if target["met"] is not None]
    if not found:
        return words.say("note.no_targets")
    said = [_met(found, words)]
    relaxed = [target for target in found if verdict(target) == "relaxed"]
    if relaxed:
        each = [f"{words.name('target', t['id'])} ({let_off(t, run, words)})" for t in relaxed]
        said.append(words.say("headline.relaxed", names=words.say("list_separator").join(each)))
    gaps = [words.name("target", target["id"]) for target in found if verdict(target) == "met_gaps"]
    if gaps:
        said.append(words.say("headline.gaps", names=words.say("list_separator").join(gaps)))
    return ("" if words.lang == "zh" else " ").join(said)


def _met(found: list[dict[str, Any]], words: Words) -> str:
    """How many targets are met, and which are not; what was let off is not met."""
    missed = [words.name("target", target["id"]) for target in found if not target["met"]]
    if not missed:
        return words.say("headline.all_met", count=len(found))
    names = list(dict.fromkeys(missed))  # a target of several years is named once
    shown = words.say("list_separator").join(names[:_NAMED])
    if len(names) > _NAMED:
        shown = words.say("headline.more", names=shown, count=len(names) - _NAMED)
    return words.say("headline.missed", met=len(found) - len(missed), count=len(found), names=shown)


def years_in_words(run: RunData, words: Words) -> str:
    """The years of a run in a row."""
    return words.say("comma").join(str(year) for year in run.summary["years"])
