"""Runs of a stress test beside the run whose plan they hold, and what each of them costs and misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from energy_model.runs.run_data import RunData

_OF_WORST = ("hours", "largest", "carrier", "zone", "time")
COLUMNS = ("case", "name_zh", "name_en", "year", "cost", "gap", "co2", "unserved", *_OF_WORST, "missed")


def stress_table(run: RunData, cases: Iterable[RunData]) -> pd.DataFrame:
    """A row a case and model year, against the run itself.

    Columns: case, name_zh, name_en, year, cost [money a year] and co2 [t] (both more than in the run), gap [1] (of the
    cost of all years), unserved [MWh], and of the carrier and zone that lose most of it: hours [h], largest [MW],
    carrier, zone, time (of the largest); missed : targets of the year that the run meets and the case does not.
    """
    before, emitted, rows = _costs(run), _emitted(run), []
    for case in cases:
        of_case = {"case": case.name.removesuffix(f"@{run.name}"), "gap": case.summary["gap_of_whole"]}
        of_case |= {key: case.summary[key] for key in ("name_zh", "name_en")}
        lost, after = case.table("shortage"), _emitted(case)
        for year, cost in _costs(case).items():
            more = {"cost": cost - before[year], "co2": after[year] - emitted[year]}
            missed = {"missed": ", ".join(_missed(run, case, year))}
            rows.append(of_case | {"year": year} | more | _shortage(lost[lost["year"] == year]) | missed)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def runs_under(run: RunData) -> list[RunData]:
    """Runs beside this one that hold its plan, by name; those of an earlier plan of the name are left out."""
    if run.folder is None:
        return []
    found = sorted(run.folder.parent.glob(f"*@{run.name}/summary.json"))
    cases = [RunData.load(path.parent) for path in found]
    return [case for case in cases if case.summary.get("plan", {}).get("made") == run.manifest["made"]]


def _costs(run: RunData) -> dict[int, float]:
    """Cost by year [money a year]."""
    return {int(row["year"]): float(row["cost"]) for row in run.summary["costs"]}


def _emitted(run: RunData) -> dict[int, float]:
    """CO2 by year [t]."""
    found = run.statistic("emissions", by="year", columns="co2")
    return {int(row["year"]): float(row["co2"]) for row in found.to_dict("records")}


def _shortage(lost: pd.DataFrame) -> dict[str, Any]:
    """Demand that is not served in a year, and where most of it."""
    if lost.empty:
        return {"unserved": 0.0, "hours": 0.0, "largest": 0.0, "carrier": "", "zone": "", "time": ""}
    worst = lost.iloc[int(lost["energy"].to_numpy().argmax())]
    return {"unserved": float(lost["energy"].sum())} | {str(key): worst[key] for key in _OF_WORST}


def _missed(run: RunData, case: RunData, year: int) -> Iterator[str]:
    """Targets of a year that the run meets and the case does not."""
    met = {(row["id"], row["year"]): row["met"] for row in run.summary["targets"]}
    for row in case.summary["targets"]:
        if row["year"] == year and row["met"] is False and met.get((row["id"], year)) is True:
            yield str(row["id"])
