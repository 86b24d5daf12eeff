"""The answer in three sentences: what it costs, how sure that is, which targets are met."""

from __future__ import annotations

from typing import Any

from energy_model.analysis.roles import ELECTRICITY
from energy_model.analysis.verdicts import ORIGINS, origin, side, verdict
from energy_model.runs.run_data import RunData
from energy_model.sheets.messages import LANGUAGES
from energy_model.sheets.numerals import brief, scientific
from energy_model.sheets.run import percent
from energy_model.sheets.targets import shortfall
from energy_model.sheets.wording import Labels

NOT_MODELLED = ("grid", "sectors", "heat", "operation", "weather", "foresight", "existing")

# missed targets that the headline names; the scorecard has them all
_NAMED = 6


def title(run: RunData, labels: Labels) -> str:
    """Name of the scenario in the reader's language, else in the other; its short name where it has none."""
    names = [run.summary.get(f"name_{lang}") for lang in (labels.lang, *LANGUAGES)]
    return next((str(name) for name in names if name), run.name)


def dated_title(run: RunData, labels: Labels) -> str:
    """Name of the scenario with its years."""
    return f"{title(run, labels)} · {years_in_words(run, labels)}"


def sentences(run: RunData, labels: Labels) -> list[str]:
    """Cost; certificate, what the polish did and which prices do not agree; targets. One sentence each."""
    certificate = _joined(labels, _certificate(run, labels), polish(run, labels), _unpriced(run, labels))
    return [_cost(run, labels), certificate, _targets(run, labels)]


def polish(run: RunData, labels: Labels) -> str:
    """Polish to smallest sizes: what it did and cost, or why it was not done; empty where none was asked for."""
    found = run.summary.get("polish")
    if not found:
        return ""
    cost, tr = found["cost"] or 0.0, labels.tr
    places = {"cost": labels.figure("money", abs(cost)), "share": percent(abs(cost) / max(1.0, abs(run.objective)))}
    if found["outcome"] == "gap":
        return tr("headline.unpolished_gap", **places)
    if found["outcome"] != "kept":
        is_late = found["outcome"] == "time"
        return tr("headline.unpolished_time") if is_late else tr("headline.unpolished_infeasible")
    places |= {"down": found["down"], "up": found["up"]}
    text = tr("headline.polished_dearer", **places) if cost >= 0 else tr("headline.polished_cheaper", **places)
    left = tr("headline.polish_left", count=found["left"]) if found["left"] else ""
    return _joined(labels, text, left, _enlarged(run, labels, found.get("larger")))


def _enlarged(run: RunData, labels: Labels, larger: int | None) -> str:
    """Sizes that grew to serve demand, or that none of them would pay where some is not served."""
    if larger:
        return labels.tr("headline.enlarged", count=larger)
    is_lost = larger == 0 and run.summary["audit"]["unserved_mwh"] > 1e-3
    return labels.tr("headline.not_enlarged") if is_lost else ""


def _unpriced(run: RunData, labels: Labels) -> str:
    """Share of the hours whose prices there was no time to make agree; empty where there was."""
    share = run.summary.get("unpriced_share", 0.0)
    return labels.tr("headline.unpriced", share=percent(share)) if share else ""


def left_out(run: RunData, labels: Labels) -> list[str]:
    """Tables that the run lacks because no carrier of the study has their role: those of electricity, then others."""
    rows, tr = run.summary.get("left_out", []), labels.tr
    parts = [[row for row in rows if (row["role"] == ELECTRICITY) == is_first] for is_first in (True, False)]
    join = tr("list_separator").join
    return [
        tr(
            "note.left_out",
            role=join(dict.fromkeys(tr.of("role", row["role"]) for row in part)),
            tables=join(tr.of("title", row["table"]).split(" [")[0] for row in part),
        )
        for part in parts
        if part
    ]


def _cost(run: RunData, labels: Labels) -> str:
    found = run.summary["costs"]
    costs = [labels.figure("money", row["cost"]) for row in found]
    places = {"name": title(run, labels), "years": years_in_words(run, labels), "served": _served(run, labels)}
    held = run.summary.get("plan")
    if len(found) == 1 and held is None:
        return _joined(labels, labels.tr("headline.cost", **places, cost=costs[0]), _investment(run, labels))
    by_year = [
        labels.tr("headline.of_year", year=row["year"], cost=cost) for row, cost in zip(found, costs, strict=True)
    ]
    present = labels.figure("money", run.objective)
    places |= {"cost": present, "by_year": labels.tr("comma").join(by_year)}
    if held is not None:
        return _joined(labels, labels.tr("headline.held", **places, plan=held["name"]), _investment(run, labels))
    cost = labels.tr("headline.cost_years", **places)
    return _joined(labels, cost, _investment(run, labels))


def _investment(run: RunData, labels: Labels) -> str:
    """Investment of the plan and, beside it, of committed plants; nothing where none is committed."""
    planned, committed = (float(run.table("investment")[name].sum()) for name in ("planned", "committed"))
    if not committed:
        return ""
    planned_text, committed_text = (labels.figure("money", amount) for amount in (planned, committed))
    return labels.tr("headline.investment", planned=planned_text, committed=committed_text)


def _joined(labels: Labels, *parts: str) -> str:
    return ("" if labels.lang == "zh" else " ").join(filter(None, parts))


def _served(run: RunData, labels: Labels) -> str:
    """Whether demand is served. A trace that costs less than the gap may be no more than the solver's inaccuracy."""
    unserved = run.summary["audit"]["unserved_mwh"]
    if unserved <= 1e-3:
        return labels.tr("headline.served")
    costs = run.table("costs")
    priced = float(costs.loc[costs["kind"] == "unserved", "present"].sum())
    if priced >= run.objective - run.lower_bound:
        return labels.tr("headline.unserved", energy=f"{brief(unserved)} MWh")
    return labels.tr("headline.unserved_trace", energy=f"{brief(unserved)} MWh")


def _certificate(run: RunData, labels: Labels) -> str:
    summary, costs = run.summary, run.summary["costs"]
    # of one year people think in cost per year, not in its present value
    weight = costs[0]["weight"] if len(costs) == 1 else 1.0
    common, cost = summary.get("common_cost", 0.0), run.objective

    def money(amount: float) -> str:
        return labels.figure("money", amount / weight)

    table = run.table("costs")
    paid = float(table.loc[table["kind"] == "investment", "present"].sum())
    places = {
        "bound": money(run.lower_bound),
        "gap": percent(summary["gap"]),
        "steps": f"{summary['size']['steps']:,}",
        "error": scientific(summary["audit"]["balance_error"]),
    }
    if not common:
        return labels.tr("headline.certificate_whole", **places)
    return labels.tr(
        "headline.certificate",
        **places,
        distance=money(cost - run.lower_bound),
        decidable=money(cost - common),
        common=money(common),
        investment=money(paid),
    )


def _targets(run: RunData, labels: Labels) -> str:
    """Promises of the plan with its own number: met, missed, not decided. Rules and checks are in the scorecard."""
    own = [target for target in run.summary["targets"] if origin(target) == ORIGINS[0]]
    of_side: dict[str, list[dict[str, Any]]] = {"met": [], "missed": [], "open": [], "unknown": []}
    for target in own:
        of_side[side(verdict(target))].append(target)
    count = len(own) - len(of_side["unknown"])
    if not count:
        return labels.tr("note.no_targets")
    given = sum(verdict(target) == "met_given" for target in of_side["met"])
    parts = [labels.tr("headline.met", count=count, met=len(of_side["met"]), given=given)]
    if missed := of_side["missed"]:
        parts.append(labels.tr("headline.missed", count=len(missed), names=_some(missed, labels)))
    if undecided := of_side["open"]:
        parts.append(labels.tr("headline.open", count=len(undecided), names=_some(undecided, labels)))
    relaxed = [target for target in of_side["missed"] if verdict(target) == "relaxed"]
    if relaxed:
        each = [f"{labels.name('target', t['id'])} ({shortfall(t, run, labels)})" for t in relaxed]
        parts.append(labels.tr("headline.relaxed", names=labels.tr("list_separator").join(each)))
    return _joined(labels, *parts)


def _some(targets: list[dict[str, Any]], labels: Labels) -> str:
    """Names of targets, and how many there are besides."""
    names = list(dict.fromkeys(labels.name("target", target["id"]) for target in targets))  # of several years once
    shown = labels.tr("list_separator").join(names[:_NAMED])
    if len(names) > _NAMED:
        shown = labels.tr("headline.more", names=shown, count=len(names) - _NAMED)
    return shown


def years_in_words(run: RunData, labels: Labels) -> str:
    """The years of a run in a row."""
    return labels.tr("comma").join(str(year) for year in run.summary["years"])
