"""Sheet of monitoring: milestones of each year until the plan's last, what was reached, and the verdict."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.monitoring import BEHIND, LEAST, ON_TRACK
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, brief
from energy_model.sheets.sheet import DisplayTable, Meaning, columns
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

_MEANINGS: dict[str, Meaning] = {ON_TRACK: "met", BEHIND: "missed"}


def monitoring(run: RunData, labels: Labels) -> DisplayTable:
    """A row a metric: its target, the milestone of each year, the newest value that was reached, and the verdict."""
    tr, found, last = labels.tr, run.table("monitoring"), shown_year(run)
    found = found[(found["year"] <= last) & (found["year"] >= run.summary["years"][0])]
    years = sorted(found["year"].unique())
    titles = [*columns((tr("column.metric"),)), *columns((), (tr("column.required"), *map(str, years)))]
    titles += [*columns((), (tr("column.actual"),)), *columns((tr("column.verdict"),))]
    sheet = DisplayTable(tr("title.monitoring"), tuple(titles))
    for metric, own in found.groupby("metric", sort=False):
        factor, unit = labels.shown_unit(str(own["unit"].iloc[0]))
        name = labels.name("metric", str(metric))
        milestones = [brief(value * factor) for value in own["milestone"]]
        reached = own[own["actual"].notna()].tail(1).to_dict("records")
        newest = f"{brief(reached[0]['actual'] * factor)} ({reached[0]['year']})" if reached else ZERO
        verdict = str(reached[0]["verdict"]) if reached else ""
        cells = [_required(own, factor), *milestones, newest, tr.of("word", verdict) if verdict else ZERO]
        sheet.add(f"{name} [{unit}]" if unit else name, *cells, meaning=_MEANINGS.get(verdict, ""))
    judged = found["verdict"].isin(list(_MEANINGS))
    ahead = int((found["verdict"] == ON_TRACK).sum())
    sheet.notes.append(tr("note.monitoring", count=int(judged.sum()), ahead=ahead))
    return sheet


def _required(own: pd.DataFrame, factor: float) -> str:
    """Requirement of the last target until the shown year; a dash for one without a number of its own."""
    given = own[own["required"].notna()]
    if given.empty:
        return ZERO
    row = given.iloc[-1]
    return f"{'≥' if row['sense'] == LEAST else '≤'} {brief(row['required'] * factor)} ({row['required_year']:.0f})"
