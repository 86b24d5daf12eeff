"""Verdict on each line of the scorecard: met or missed, by input or by the solution, or not decided.

A line is *given* where no plan, at whatever cost, is on the other side of it. It is *decided* where every plan on the
other side costs more than the plan that was found: then no plan of least cost is there, and *open* where one may not
(`workflow.decided_targets`). What is enforced and met is so because it is enforced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# of a line: where it comes from; the plan's own promises come first and are those that are counted
ORIGINS = ("plan", "rule", "study")
GIVEN, ENFORCED, DECIDED, OPEN = "given", "enforced", "decided", "open"
VERDICTS = (
    *("met", "met_given", "open_met", "open_years"),
    *("missed", "missed_given", "relaxed", "open_missed", "unknown"),
)
_TOLD_OF_PEAKS = ("exact", "before")


def verdict(target: Mapping[Any, Any]) -> str:
    """Verdict on a row of the scorecard, one of VERDICTS.

    met_given, missed_given : whatever is decided; relaxed : enforced, and nevertheless missed
    open_met, open_missed : so in the plan found, but a plan on the other side may cost as little
    open_years : a peak that the model's years do not contradict, whose top may lie after the limit in years between
    """
    met = target["met"]
    if met is None or met != met:  # a column of a table holds NaN for None
        return "unknown"
    word, basis = "met" if met else "missed", target.get("basis")
    if basis == OPEN:
        return f"open_{word}"
    if met and target.get("sense") == "peak" and not _is_told(target):
        return "open_years"
    if not met and (target.get("relaxation") or 0.0) > 0:
        return "relaxed"
    return f"{word}_given" if basis == GIVEN else word


def _is_told(target: Mapping[str, Any]) -> bool:
    conclusion = target.get("conclusion")
    return bool(target["exact"]) or conclusion in _TOLD_OF_PEAKS


def side(found: str) -> str:
    """Side of the line on which a verdict stands: met, missed, open or unknown."""
    return found if found == "unknown" else "missed" if found == "relaxed" else found.split("_")[0]


def origin(target: Mapping[Any, Any]) -> str:
    """List to which a line belongs, one of ORIGINS; of runs that had one list the plan's."""
    found = target.get("origin")
    return found if found in ORIGINS else ORIGINS[0]


def counted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the counts filled in: parks of which every indicator that decides is met.

    A count is decided where it is whichever way the open indicators fall.
    """
    for row in rows:
        if row["sense"] == "count":
            parks = _indicators(row, rows)
            if parks and not any(indicator["met"] is None for own in parks.values() for indicator in own):
                row |= _count(row["required"], parks)
    return rows


def _indicators(count: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Indicators that a count looks at, by park: those of its family and year that decide."""
    own = [row for row in rows if row["sense"] != "count" and row["family"] == count["family"]]
    own = [row for row in own if row["year"] == count["year"] and row.get("decides", True)]
    return {zone: [row for row in own if row["zone"] == zone] for zone in dict.fromkeys(row["zone"] for row in own)}


def _count(required: float, parks: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    met = sum(all(row["met"] for row in own) for own in parks.values())
    found = {"value": float(met), "margin": met - required, "met": met >= required}
    bases = [row["basis"] for own in parks.values() for row in own]
    if None in bases:
        return found
    least = sum(all(row["met"] and row["basis"] != OPEN for row in own) for own in parks.values())
    most = sum(all(row["met"] or row["basis"] == OPEN for row in own) for own in parks.values())
    if least < required <= most:
        return found | {"basis": OPEN}
    return found | {"basis": GIVEN if set(bases) == {GIVEN} else DECIDED}
