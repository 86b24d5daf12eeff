"""Metrics and targets of a system, their rows made by the product's own assembly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from energy_model.dataset.assembly.targets import row_variables, target_rows
from energy_model.formulation.quantities import QUANTITIES
from tests.support.systems.arrays import Variables, columns, refuse_unknown, texts
from tests.support.systems.defaults import Row, of_items

_DEAR = 20_000.0  # CNY per unit of the metric; the product takes it from settings

Metrics = Mapping[str, Mapping[str, Mapping[str, float]]]


def metric_variables(metrics: Metrics, names: Mapping[str, Sequence[str]]) -> Variables:
    """Coefficients of each quantity; `names` are the items of each set that quantities are taken over."""
    variables: Variables = {"metric_kind": ("metric", texts(["MWh"] * len(metrics)))}
    for quantity in QUANTITIES:
        key, over = quantity.key or quantity.name, quantity.over
        table = [[metrics[k].get(key, {}).get(i, 0.0) for i in names[over]] for k in metrics]
        shape = (len(metrics), len(names[over]))
        variables[quantity.coefficients] = (("metric", over), np.array(table, dtype=float).reshape(shape))
    return variables


def peak_variables(
    peaks: Mapping[str, Sequence[str]], given: Variables, names: Mapping[str, Iterable[str]]
) -> Variables:
    """Demands and ports of each load, and the highest hour of the demands; `given` are the other variables."""
    demands, ports = (
        np.array([[float(i in own) for i in names[dim]] for own in peaks.values()]).reshape(
            len(peaks), len(list(names[dim]))
        )
        for dim in ("demand", "port")
    )
    row = {name: at for at, name in enumerate(names["profile"])}
    shape = given["profile_value"][1][[row[name] for name in given["demand_profile"][1]]]
    years, mean = given["year_of"][1], given["demand_mean"][1]
    level = [shape[:, years == year] * mean[:, at, None] for at, year in enumerate(dict.fromkeys(years))]
    highest = [[(own @ of_year).max() for of_year in level] for own in demands]
    return {
        "in_peak_demand": (("peak", "demand"), demands),
        "in_peak_port": (("peak", "port"), ports),
        "demand_peak": (("peak", "year"), np.array(highest).reshape(len(peaks), len(level))),
    }


def target_variables(
    targets: Mapping[str, Row], fixed: Mapping[str, np.ndarray], years: Sequence[int], across: bool
) -> tuple[Variables, dict[str, Any]]:
    """Targets, their rows, and the two coordinates; the first year is the base year.

    fixed : values by year of metrics that no plan changes; shapes (year,)
    """
    known = {name.removeprefix("target_"): default for name, default in of_items("target").items()}
    known |= {"metric": "", "penalty": _DEAR}
    refuse_unknown(targets, known)
    rows = {name: {"target": name, **known, **target} for name, target in targets.items()}
    frame = pd.DataFrame(list(rows.values()), columns=["target", *known])
    found = target_rows(frame, list(years), years[0], fixed, across=across)
    of_targets = columns("target", rows, known)
    variables = {f"target_{name}": array for name, array in of_targets.items()} | row_variables(found)
    return variables, {"target": texts(list(targets)), "target_row": texts([row.name for row in found])}
