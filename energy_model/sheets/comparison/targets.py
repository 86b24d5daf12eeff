"""The plan's targets in several runs: what each reaches, and what enforced ones cost."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.verdicts import ORIGINS, origin, side, verdict
from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison.cells import NOT_EVALUATED, titles
from energy_model.sheets.numerals import brief, signed
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.targets import reached, required
from energy_model.sheets.wording import Labels

_SIGNS = {"met": "✓", "open": "?", "missed": "✗", "unknown": NOT_EVALUATED}


def targets(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """A row for each target and a column for each run: met or missed, what is reached, change to the first run."""
    return _matrix(compared, labels, compared.table("targets"), labels.tr("comparison.targets"))


def changed(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """The same of the targets that are met in some runs and not in others."""
    found = compared.table("targets")
    keys = found.loc[found["change"] != "", ["id", "year"]].drop_duplicates()
    return _matrix(compared, labels, found.merge(keys, on=["id", "year"]), labels.tr("comparison.changed_targets"))


def _matrix(compared: ComparedRuns, labels: Labels, table: pd.DataFrame, title: str) -> DisplayTable:
    tr, names = labels.tr, titles(compared, labels)
    sheet = DisplayTable(title, columns((tr("column.target"), tr("column.required"), *names.values())))
    order = {key: at for at, key in enumerate(compared.runs)}
    found = sorted(table.to_dict("records"), key=lambda row: order[row["run"]])
    scorecards = _scorecards(compared)
    lists = {(row["id"], row["year"]): origin(row) for row in reversed(found) if row["in_run"]}
    keys = dict.fromkeys((row["id"], row["year"]) for row in found)
    heading = ""
    for key in sorted(keys, key=lambda key: ORIGINS.index(lists[key])):
        rows = [row for row in found if (row["id"], row["year"]) == key]
        if lists[key] != heading:
            heading = lists[key]
            sheet.section(tr.of("origin", heading))
        asked = [
            required(scorecards[row["run"]][key], compared.runs[row["run"]], labels) for row in rows if row["in_run"]
        ]
        cells = [_reached(compared, scorecards, row, labels) for row in rows]
        name = f"{labels.name('target', key[0])} ({key[1]})"
        # runs may ask for different things
        sheet.add(name, " / ".join(dict.fromkeys(asked)), *cells)
    sheet.notes.append(tr("comparison.note_targets") if sheet.rows else tr("note.no_targets"))
    return sheet


def prices(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """Shadow prices of the targets that a run enforces, with what they were let off."""
    tr, names = labels.tr, titles(compared, labels)
    sheet = DisplayTable(tr("comparison.prices"), columns((tr("column.target"),), list(names.values())))
    scorecards = _scorecards(compared)
    every = dict.fromkeys(key for rows in scorecards.values() for key, row in rows.items() if row.get("enforced"))
    for key in every:
        cells = [_price(rows.get(key), labels) for rows in scorecards.values()]
        sheet.add(f"{labels.name('target', key[0])} ({key[1]})", *cells)
    sheet.notes.append(tr("note.enforced"))
    return sheet


def _scorecards(compared: ComparedRuns) -> dict[str, dict[tuple[str, int], dict[str, Any]]]:
    return {
        key: {(target["id"], target["year"]): target for target in run.summary["targets"]}
        for key, run in compared.runs.items()
    }


def _reached(compared: ComparedRuns, scorecards: Any, row: dict[Any, Any], labels: Labels) -> str:
    """'✓ 10 GW (+2.6)'; where the target is not in the run or not evaluated, that."""
    if not row["in_run"]:
        return labels.tr("comparison.not_in_run")
    target = scorecards[row["run"]][row["id"], row["year"]]
    if target["value"] is None:
        return labels.tr.of("verdict", "unknown")
    text = f"{_SIGNS[side(verdict(target))]} {reached(target, compared.runs[row['run']], labels)}"
    change = row["value_difference"]
    is_first = row["run"] == next(iter(compared.runs))
    if is_first or change is None or change != change or target["sense"] == "peak":
        return text
    factor, _ = labels.shown_unit(target["unit"])
    change = signed(change * factor, 3)
    return text if abs(row["value_difference"]) < 5e-4 * max(abs(target["value"]), 1e-9) else f"{text} ({change})"


def _price(target: dict[str, Any] | None, labels: Labels) -> str:
    if target is None or not target.get("enforced"):
        return labels.tr("comparison.not_enforced")
    if target["shadow_price"] is None:
        return NOT_EVALUATED
    price = f"{brief(target['shadow_price'])} {labels.money(target['shadow_unit'])}"
    return (
        labels.tr("comparison.relaxed", price=price)
        if (target["relaxation"] or 0.0) > 0 and not target["met"]
        else price
    )
