"""Targets in the Dataset: each as rows of one linear form, which is both checked and enforced.

A row says: sign x (metric in its year - factor x reference in its year - constant) is not below zero. A value stands
alone, or is a share of another metric, or compares with a base year, or (a peak) with the model year before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import energy_model.dataset.units as units
from energy_model.dataset.assembly.arrays import Variables, labels
from energy_model.dataset.assembly.indicators import indicator_variables
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.assembly.metrics import scale
from energy_model.dataset.assembly.references import ENFORCE, HARD, LIMITS
from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.tables import Tables

COUNT, RISING, CORE = "count", "rising", "core"
LEAST, CHANGES = ("at_least", "change_at_least"), ("change_at_least", "change_at_most")
PEAK_READING, MATCHING, ANNUAL = "peak_between_years", "matching", "annual"
PENALTIES = {"MW": "penalty_power", "MWh": "penalty_energy", "t": "penalty_mass", units.MONEY: "penalty_money"}
_WORDS = (
    *("metric", "of", "sense", "unit", "clause", "basis", "name_zh", "name_en", "mode", "origin", "family", "zone"),
    *("park_rule", "shown_per", "shown_beside"),
    *("reading", "option", "source", "confidence"),
)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class TargetRow:
    """One comparison of a target; `name` is that of the row, `target` of what it belongs to."""

    name: str
    target: str
    metric: str
    year: int
    reference: str
    reference_year: int
    factor: float
    constant: float
    sign: float


def target_frame(tables: Tables, years: Sequence[int]) -> pd.DataFrame:
    """Give the targets that count: those of the readings chosen, not ignored, one row for each year that they hold in.

    Columns of the table; the mode of an enforced count is that of its first parks too. A target of
    several years is named '<target>_<year>'; one of which no year is modelled stays as one.
    """
    targets, chosen = tables["targets"], readings(tables)
    of_reading = [not r or chosen.get(r) == o for r, o in zip(targets["reading"], targets["option"], strict=True)]
    kept = targets[np.array(of_reading, dtype=bool) & (targets["mode"] != "ignore").to_numpy(dtype=bool)]
    rows = [row for _, target in kept.iterrows() for row in _by_year(dict(target), years)]
    frame = pd.DataFrame(rows, columns=list(targets.columns)).reset_index(drop=True)
    return _enforcing_counts(frame, deciding(tables, frame))


def readings(tables: Tables) -> dict[str, str]:
    """Give the option chosen of each reading."""
    return dict(zip(tables["readings"]["reading"], tables["readings"]["option"], strict=True))


def deciding(tables: Tables, targets: pd.DataFrame) -> Flags:
    """Tell which targets decide where parks are counted: all but those of a rule that guides or is a condition."""
    roles = dict(zip(tables["park_rules"]["park_rule"], tables["park_rules"]["role"], strict=True))
    return np.array([roles.get(rule, CORE) == CORE for rule in targets["park_rule"]], dtype=bool)


def _by_year(target: dict[str, Any], years: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Give a target once for each model year that it holds in, or as it is."""
    last = target["last_year"]
    held = [] if pd.isna(last) else [year for year in years if target["year"] <= year <= last]
    if not held:
        yield target
    for year in held:
        yield target | {"target": f"{target['target']}_{year}", "year": year}


def _enforcing_counts(targets: pd.DataFrame, decides: Flags) -> pd.DataFrame:
    """Give the deciding indicators of the first parks of each count that is a limit its mode, in the table's order.

    Which parks is a choice of whole numbers, and the model is linear.
    """
    counts = targets[(targets["sense"] == "count") & targets["mode"].isin(LIMITS)]
    for _, count in counts.iterrows():
        own = (targets["family"] == count["family"]) & (targets["sense"] != "count")
        own &= (targets["year"] == count["year"]) & decides
        first = list(dict.fromkeys(targets["zone"][own]))[: int(count["value"])]
        targets.loc[own & targets["zone"].isin(first), "mode"] = count["mode"]
    return targets


def target_variables(tables: Tables, years: Sequence[int]) -> tuple[Variables, dict[str, Any]]:
    """Give the variables over (target), (target_row) and (reading), and the three coordinates."""
    targets = target_frame(tables, years)
    fixed = _fixed_values(tables, indicator_variables(tables, years)["indicator_value"][1])
    base = int(setting(tables, "base_year", years[:1])[0])
    rows = target_rows(targets, years, base, fixed, across=readings(tables).get(PEAK_READING) == "across")
    is_hard = (targets["mode"] == HARD).to_numpy(dtype=bool)
    words = targets.assign(mode=targets["mode"].where(~is_hard, ENFORCE))
    variables: Variables = {f"target_{name}": ("target", labels(words[name])) for name in _WORDS}
    variables |= {
        "target_decides": ("target", deciding(tables, targets)),
        "target_year": ("target", targets["year"].to_numpy(dtype=np.int64)),
        "target_value": ("target", targets["value"].to_numpy(dtype=float)),
        "target_scale": ("target", np.array([scale(unit) for unit in targets["unit"]], dtype=float)),
        "target_penalty": ("target", _penalties(tables, targets, years)),
        "target_most_missed": ("target", np.where(is_hard, 0.0, np.inf)),
    }
    variables |= row_variables(rows)
    chosen = tables["readings"]
    for name in ("option", "options", "name_zh", "name_en", "basis"):
        variables[f"reading_{name}"] = ("reading", labels(chosen[name]))
    coordinates = {
        "target": labels(targets["target"]),
        "target_row": labels(row.name for row in rows),
        "reading": labels(chosen["reading"]),
    }
    return variables, coordinates


def row_variables(rows: Sequence[TargetRow]) -> Variables:
    """Give the variables over (target_row): what `formulation.targets` reads."""
    variables: Variables = {}
    for field in fields(TargetRow)[1:]:
        values = [getattr(row, field.name) for row in rows]
        array = labels(values) if field.type == "str" else np.array(values, dtype=float)
        variables[f"row_{field.name}"] = ("target_row", array.astype(np.int64) if "year" in field.name else array)
    return variables


def target_rows(
    targets: pd.DataFrame, years: Sequence[int], base_year: int, fixed: Mapping[str, Floats], *, across: bool
) -> list[TargetRow]:
    """Give the rows of all targets that can be told in the model's years.

    Parameters
    ----------
    targets : columns target, metric, of, year, sense, value
    fixed : values by year of metrics that no plan changes; shapes (year,)
    across : a peak compares the model years on either side of its limit too
    """
    rows: list[TargetRow] = []
    for target in targets.to_dict("records"):
        if target["sense"] == "peak":
            rows += _peak_rows(target, years, across)
        elif target["sense"] in CHANGES:
            rows += _change_rows(target, years, base_year, fixed)
        elif target["sense"] not in (COUNT, RISING) and target["year"] in years:
            rows.append(_value_row(target))
    return rows


def _value_row(target: Mapping[Any, Any]) -> TargetRow:
    """A number, or a share of another metric."""
    name, year, value = str(target["target"]), int(target["year"]), float(target["value"])
    sign = 1.0 if target["sense"] in LEAST else -1.0
    of = str(target["of"])
    factor, constant = (value, 0.0) if of else (0.0, value)
    return TargetRow(name, name, str(target["metric"]), year, of or str(target["metric"]), year, factor, constant, sign)


def _change_rows(
    target: Mapping[Any, Any], years: Sequence[int], base: int, fixed: Mapping[str, Floats]
) -> list[TargetRow]:
    """A change against the base year, of a metric or of its ratio to one that is given (CO2 per GDP)."""
    name, year, metric, of = str(target["target"]), int(target["year"]), str(target["metric"]), str(target["of"])
    if year not in years or base not in years:
        return []
    ratio = 1.0
    if of:
        ratio = float(fixed[of][list(years).index(year)] / fixed[of][list(years).index(base)])
    sign = 1.0 if target["sense"] in LEAST else -1.0
    return [TargetRow(name, name, metric, year, metric, base, (1.0 + float(target["value"])) * ratio, 0.0, sign)]


def _peak_rows(target: Mapping[Any, Any], years: Sequence[int], across: bool) -> list[TargetRow]:
    """No model year after the last one that may be highest is above the one before.

    Between model years nothing is known. With `across` the pair of years around the limit is compared too: then the
    highest model year is not after it. Without, only pairs that begin at the limit or after it.
    """
    name, limit, metric = str(target["target"]), int(target["year"]), str(target["metric"])
    rise = float(target["value"])
    return [
        TargetRow(f"{name} {later}", name, metric, later, metric, earlier, 1.0, rise, -1.0)
        for earlier, later in pairwise(years)
        if (later > limit if across else earlier >= limit)
    ]


def _fixed_values(tables: Tables, indicators: Floats) -> dict[str, Floats]:
    """Give the values by year of the fixed metrics. shapes: (year,)."""
    terms, place = tables["metric_terms"], {name: at for at, name in enumerate(tables.keys("indicators"))}
    found: dict[str, Floats] = {}
    for metric in fixed_metrics(tables):
        own = terms[terms["metric"] == metric]
        found[metric] = own["coefficient"].to_numpy(dtype=float) @ indicators[[place[k] for k in own["indicator"]]]
    return found


def fixed_metrics(tables: Tables) -> set[str]:
    """Name the metrics that no plan changes: made of indicators only."""
    by_metric = (tables["metric_terms"]["quantity"] == "given").groupby(tables["metric_terms"]["metric"]).all()
    return {str(metric) for metric in by_metric.index[by_metric]}


def _penalties(tables: Tables, targets: pd.DataFrame, years: Sequence[int]) -> Floats:
    """Give what missing a unit of each target's metric costs. shape: (target,); [money per model unit]."""
    kinds = dict(zip(tables["metrics"]["metric"], map(units.model_unit, tables["metrics"]["unit"]), strict=True))
    kinds = {metric: units.MONEY if units.currency_of(kind) else kind for metric, kind in kinds.items()}
    by_kind = {kind: float(setting(tables, name, years[:1])[0]) for kind, name in PENALTIES.items()}
    return np.array([by_kind.get(kinds.get(metric, ""), 0.0) for metric in targets["metric"]], dtype=float)
