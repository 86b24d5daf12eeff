"""Tables of several runs: one below the other, with the same things in each, and differences to the first run.

Runs go by their keys (a name that is unique among them); the first is what the others are compared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from energy_model.analysis.verdicts import ORIGINS, origin, side, verdict

Summaries = Mapping[str, Mapping[str, Any]]
_ROUNDING = 1e-6  # of a cost: what is smaller is the solver's
_OF_TARGETS = (
    *("metric", "of", "sense", "unit", "required", "value", "margin", "met", "enforced", "relaxation"),
    *("shadow_price", "shadow_unit", "peak_year", "exact", "family", "zone", "reading", "option"),
    *("origin", "verdict", "basis", "otherwise", "conclusion"),
)


def aligned(
    tables: Mapping[str, pd.DataFrame],
    keys: Sequence[str],
    values: Sequence[str],
    years: Mapping[str, Sequence[int]] | None = None,
) -> pd.DataFrame:
    """Put tables of runs together. tables : by run, one row a combination of `keys`; years : of each run.

    Columns: run, keys, values, and of each value `<value>_difference` to the first run. What a run does not have
    counts zero in a year that it models, and NaN (untold) in another. Where `years` are not given nothing is zero
    that is not there.
    """
    of_run = {run: table.set_index(list(keys))[list(values)] for run, table in tables.items()}
    every = pd.concat([part.iloc[:, :0] for part in of_run.values()]).index.unique()
    parts = []
    for run, part in of_run.items():
        found = part.reindex(every).astype(float)
        if years is not None:
            modelled = pd.Series(every.get_level_values("year").isin(list(years[run])), index=every)
            found = found.mask(found.isna() & ~every.isin(part.index)[:, None] & modelled.to_numpy()[:, None], 0.0)
        parts.append(found)
    for found in parts[1:] + parts[:1]:  # the first last: its own values are those of all differences
        for name in values:
            found[f"{name}_difference"] = found[name] - parts[0][name]
    return pd.concat(dict(zip(of_run, parts, strict=True)), names=["run"]).reset_index()


def overview(summaries: Summaries) -> pd.DataFrame:
    """Each run as a whole, from the `summary.json` of the runs.

    Columns: run, name_zh, name_en, status, cost, lower_bound [CNY, net present], gap, unserved [MWh], met, missed,
    open, untold (promises of the plan), cost_difference to the first run, difference_least and difference_most (between
    which the difference of the least costs lies for certain: each is between the run's bound and its cost), proved
    (whether it is certain which of the two is cheaper; None for the first run and where years or discounting differ, so
    that nothing is compared).
    """
    rows = [_whole(run, summary) for run, summary in summaries.items()]
    first = next(iter(summaries.values()))
    for row, (run, summary) in zip(rows, summaries.items(), strict=True):
        if _weights(summary) != _weights(first):
            continue
        row["cost_difference"] = row["cost"] - rows[0]["cost"]
        if run == next(iter(summaries)):
            continue
        row["difference_least"] = row["lower_bound"] - rows[0]["cost"]
        row["difference_most"] = row["cost"] - rows[0]["lower_bound"]
        noise = _ROUNDING * abs(row["cost"])
        row["proved"] = bool(row["difference_least"] > noise or row["difference_most"] < -noise)
    return pd.DataFrame(rows)


def _whole(run: str, summary: Mapping[str, Any]) -> dict[str, Any]:
    # of the plan's own promises: rules and checks are not counted
    sides = [side(verdict(target)) for target in summary["targets"] if origin(target) == ORIGINS[0]]
    return {
        "run": run,
        **{name: summary.get(name) or str(summary["scenario"]) for name in ("name_zh", "name_en")},
        "status": summary["status"],
        "cost": amount(summary, "objective"),
        "lower_bound": amount(summary, "lower_bound"),
        "gap": summary["gap"],
        "unserved": summary["audit"]["unserved_mwh"],
        "met": sides.count("met"),
        "missed": sides.count("missed"),
        "open": sides.count("open"),
        "untold": sides.count("unknown"),
        **dict.fromkeys(("cost_difference", "difference_least", "difference_most"), np.nan),
        "proved": None,
    }


def amount(summary: Mapping[str, Any], name: str) -> float:
    """Give `objective` or `lower_bound` of a summary, which in CNY may have its earlier name."""
    return float(summary[f"{name}_cny"] if f"{name}_cny" in summary else summary[name])


def _weights(summary: Mapping[str, Any]) -> list[tuple[int, float]]:
    """Model years and discounted years that each stands for: what makes present costs comparable."""
    return [(int(row["year"]), round(float(row["weight"]), 6)) for row in summary["costs"]]


def yearly(summaries: Summaries) -> pd.DataFrame:
    """Cost of each year. Columns: run, year, cost [CNY/year] (not discounted), cost_difference."""
    tables = {run: pd.DataFrame(summary["costs"])[["year", "cost"]] for run, summary in summaries.items()}
    return aligned(tables, ["year"], ["cost"])


def targets(summaries: Summaries) -> pd.DataFrame:
    """Each target in each run, from the scorecards.

    Columns: run, id, year, in_run (whether the run has the target), those of `targets.scorecard`, value_difference,
    margin_difference, shadow_price_difference, and change: 'gained' (met, and missed in the first run), 'lost' or ''
    (also where either is not decided).
    """
    found = {run: {(row["id"], row["year"]): row for row in summary["targets"]} for run, summary in summaries.items()}
    every = list(dict.fromkeys(key for rows in found.values() for key in rows))
    first = next(iter(found.values()))
    rows = [_target(run, key, rows, first) for run, rows in found.items() for key in every]
    return pd.DataFrame(rows, columns=[*_target("", ("", 0), {}, {})])  # also where no run has a target


def _target(run: str, key: tuple[str, int], rows: Mapping[Any, Any], first: Mapping[Any, Any]) -> dict[str, Any]:
    own, base = rows.get(key, {}), first.get(key, {})
    changes = {("met", "missed"): "gained", ("missed", "met"): "lost"}
    row = {"run": run, "id": key[0], "year": key[1], "in_run": key in rows} | {n: own.get(n) for n in _OF_TARGETS}
    same_unit = own.get("unit") == base.get("unit")
    for name in ("value", "margin", "shadow_price"):
        told = own.get(name) is not None and base.get(name) is not None and same_unit
        row[f"{name}_difference"] = own[name] - base[name] if told else None
    of_own, of_base = (side(verdict(rows)) if rows else "" for rows in (own, base))
    return row | {"change": changes.get((of_own, of_base), "")}


def origins(manifests: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Overrides of the scenario files in which the runs differ.

    Columns: what, and one for each run ('' where it says nothing).
    """
    said = {run: {o["what"]: o["value"] for o in manifest["origins"]} for run, manifest in manifests.items()}
    every = dict.fromkeys(what for values in said.values() for what in values)
    rows = [{"what": what} | {run: values.get(what, "") for run, values in said.items()} for what in every]
    differing = [row for row in rows if len({row[run] for run in said}) > 1 and "name_" not in row["what"]]
    differing = [row for row in differing if not row["what"].startswith("description_")]
    return pd.DataFrame(differing, columns=["what", *said])
