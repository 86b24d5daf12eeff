"""The plan's targets in several runs: what each reaches, and what enforced ones cost."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison.cells import UNTOLD, titles
from energy_model.sheets.numerals import brief, signed
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.targets import money, reached, required, verdict
from energy_model.sheets.wording import Words

_SIGNS = {"met": "✓", "met_gaps": "✓", "missed": "✗", "relaxed": "✗", "unknown": UNTOLD}


def targets(compared: ComparedRuns, words: Words) -> Sheet:
    """A row for each target and a column for each run: met or missed, what is reached, change to the first run."""
    return _matrix(compared, words, compared.table("targets"), words.say("comparison.targets"))


def changed(compared: ComparedRuns, words: Words) -> Sheet:
    """The same of the targets that are met in some runs and not in others."""
    found = compared.table("targets")
    keys = found.loc[found["change"] != "", ["id", "year"]].drop_duplicates()
    return _matrix(compared, words, found.merge(keys, on=["id", "year"]), words.say("comparison.changed_targets"))


def _matrix(compared: ComparedRuns, words: Words, table: pd.DataFrame, title: str) -> Sheet:
    say, names = words.say, titles(compared, words)
    sheet = Sheet(title, columns((say("column.target"), say("column.required"), *names.values())))
    order = {key: at for at, key in enumerate(compared.runs)}
    found = sorted(table.to_dict("records"), key=lambda row: order[row["run"]])
    scorecards = _scorecards(compared)
    for key in dict.fromkeys((row["id"], row["year"]) for row in found):
        rows = [row for row in found if (row["id"], row["year"]) == key]
        asked = [
            required(scorecards[row["run"]][key], compared.runs[row["run"]], words) for row in rows if row["in_run"]
        ]
        cells = [_reached(compared, scorecards, row, words) for row in rows]
        name = f"{words.name('target', key[0])} ({key[1]})"
        # runs may ask for different things
        sheet.add(name, " / ".join(dict.fromkeys(asked)), *cells)
    sheet.notes.append(say("comparison.note_targets") if sheet.rows else say("note.no_targets"))
    return sheet


def prices(compared: ComparedRuns, words: Words) -> Sheet:
    """Shadow prices of the targets that a run enforces, with what they were let off."""
    say, names = words.say, titles(compared, words)
    sheet = Sheet(say("comparison.prices"), columns((say("column.target"),), list(names.values())))
    scorecards = _scorecards(compared)
    every = dict.fromkeys(key for rows in scorecards.values() for key, row in rows.items() if row.get("enforced"))
    for key in every:
        cells = [_price(rows.get(key), words) for rows in scorecards.values()]
        sheet.add(f"{words.name('target', key[0])} ({key[1]})", *cells)
    sheet.notes.append(say("note.enforced"))
    return sheet


def _scorecards(compared: ComparedRuns) -> dict[str, dict[tuple[str, int], dict[str, Any]]]:
    return {
        key: {(target["id"], target["year"]): target for target in run.summary["targets"]}
        for key, run in compared.runs.items()
    }


def _reached(compared: ComparedRuns, scorecards: Any, row: dict[Any, Any], words: Words) -> str:
    """'✓ 10 GW (+2.6)'; where the target is not in the run or cannot be told, that."""
    if not row["in_run"]:
        return words.say("comparison.not_in_run")
    target = scorecards[row["run"]][row["id"], row["year"]]
    if target["value"] is None:
        return words.say.of("verdict", "unknown")
    text = f"{_SIGNS[verdict(target)]} {reached(target, compared.runs[row['run']], words)}"
    change = row["value_difference"]
    is_first = row["run"] == next(iter(compared.runs))
    if is_first or change is None or change != change or target["sense"] == "peak":
        return text
    factor, _ = words.shown_unit(target["unit"])
    change = signed(change * factor, 3)
    return text if abs(row["value_difference"]) < 5e-4 * max(abs(target["value"]), 1e-9) else f"{text} ({change})"


def _price(target: dict[str, Any] | None, words: Words) -> str:
    if target is None or not target.get("enforced"):
        return words.say("comparison.not_enforced")
    if target["shadow_price"] is None:
        return UNTOLD
    price = f"{brief(target['shadow_price'])} {money(target['shadow_unit'], words)}"
    return words.say("comparison.let_off", price=price) if verdict(target) == "relaxed" else price
