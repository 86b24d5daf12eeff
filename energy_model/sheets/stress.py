"""Sheet of a stress test: what the plan costs more and misses in each case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from energy_model.runs.run_data import RunData
from energy_model.runs.stress_runs import runs_under, stress_table
from energy_model.sheets.numerals import ZERO, brief
from energy_model.sheets.run import percent
from energy_model.sheets.sheet import DisplayTable, Meaning, columns
from energy_model.sheets.wording import Labels


def stress(run: RunData, labels: Labels) -> DisplayTable:
    """A row a case and model year: cost, CO2 and demand lost against the run; no rows where no case was tried."""
    tr, found = labels.tr, stress_table(run, runs_under(run))
    titles = [
        f"{tr('column.extra_cost')} [{labels.unit('money')}]",
        tr("column.gap"),
        f"CO2 [{labels.unit('co2')}]",
        f"{tr('column.unserved')} [{labels.unit('energy')}]",
        tr("column.lost_hours"),
        f"{tr('column.largest_loss')} [{labels.unit('power')}]",
    ]
    sheet = DisplayTable(tr("title.stress"), columns((tr("column.case"), tr("column.year")), titles))
    sheet.columns += columns((tr("column.where"), tr("column.newly_missed")))
    numbers = {
        name: labels.figures(quantity, found[name].astype(float))
        for name, quantity in (("cost", "money"), ("co2", "co2"), ("unserved", "energy"), ("largest", "power"))
    }
    for at, row in enumerate(found.to_dict("records")):
        is_lost, missed = row["unserved"] > 0, [name for name in row["missed"].split(", ") if name]
        meaning: Meaning = "missed" if is_lost or missed else ""
        sheet.add(
            row[f"name_{labels.lang}"] or row["case"],
            str(row["year"]),
            numbers["cost"][at],
            percent(row["gap"]),
            numbers["co2"][at],
            *((numbers["unserved"][at], brief(row["hours"]), numbers["largest"][at]) if is_lost else (ZERO,) * 3),
            _where(row, labels) if is_lost else "",
            tr("list_separator").join(dict.fromkeys(labels.name("target", name) for name in missed)),
            meaning=meaning,
        )
    sheet.notes.append(tr("note.stress"))
    return sheet


def _where(row: Mapping[Any, Any], labels: Labels) -> str:
    """Carrier, zone and hour of the largest loss."""
    time = "" if pd.isna(row["time"]) else str(row["time"])[5:16]  # the calendar is that of the weather year
    names = labels.name("carrier", str(row["carrier"])), labels.name("zone", str(row["zone"]))
    return labels.tr("comma").join(filter(None, (*names, time)))
