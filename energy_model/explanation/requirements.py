"""Requirements and values of targets at a point of a program, in the units of their metrics and in their own."""

from __future__ import annotations

import numpy as np
import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.compiler import LinearProgram
from energy_model.compiler.program import Floats
from energy_model.dataset.assembly.targets import CHANGES
from energy_model.workflow.segmented_system import SegmentedSystem

# what is less than this is no size to measure by [MW, MWh, t, CNY]
_NOTHING = 1e-3


def enforced(dataset: xr.Dataset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Enforced targets that can be evaluated in the model's years, and those that cannot.

    Counts of parks are not among them: their parks' indicators are enforced in their place.
    """
    evaluated = set(dataset["row_target"].values.tolist())
    is_enforced = (dataset["target_mode"] == "enforce") & (dataset["target_sense"] != "count")
    names = [str(name) for name in dataset["target"].values[is_enforced.values]]
    return tuple(n for n in names if n in evaluated), tuple(n for n in names if n not in evaluated)


def requirements(dataset: xr.Dataset, program: LinearProgram, x: Floats) -> dict[str, float]:
    """Requirement of each target at a point [unit of its metric], by which relaxations are measured.

    A number, or a share (a change) times what it is taken of there. The metric itself where that is nothing, such as a
    cap of zero.
    """
    values = program.evaluate("metric_value", x)
    asked, own = np.zeros(dataset.sizes["target_row"]), np.zeros(dataset.sizes["target_row"])
    for k in range(dataset.sizes["target_row"]):
        row = dataset.isel(target_row=k)
        compared = values.sel(metric=row["row_reference"].item(), year=row["row_reference_year"].item())
        asked[k] = abs(float(row["row_factor"] * compared + row["row_constant"]))
        own[k] = abs(float(values.sel(metric=row["row_metric"].item(), year=row["row_year"].item())))
    sizes: dict[str, float] = {}
    for target in dict.fromkeys(dataset["row_target"].values.tolist()):
        of = dataset["row_target"].values == target
        found = (asked[of].max(), own[of].max(), 1.0)
        sizes[str(target)] = float(next(size for size in found if size > _NOTHING))
    return sizes


def reached(system: SegmentedSystem, program: LinearProgram, x: Floats) -> dict[str, tuple[float | None, str]]:
    """Value of each target at a point, in its unit (as in the scorecard), and the unit."""
    relaxation, x = program.evaluate("relaxation", x), system.settled(x)
    solved = system.dataset.assign(
        metric_value=program.evaluate("metric_value", x),
        target_margin=program.evaluate("target_margin", x),
        relaxation=relaxation,
        shadow_price=xr.zeros_like(relaxation),
    )
    rows = scorecard(solved).to_dict("records")
    return {str(row["id"]): (row["value"], str(row["unit"])) for row in rows}


def kind(dataset: xr.Dataset, target: str) -> str:
    """Unit of a target's metric: MW, MWh, t or CNY."""
    return str(dataset["metric_kind"].sel(metric=str(dataset["target_metric"].sel(target=target).item())).item())


def in_own_unit(dataset: xr.Dataset, target: str, amount: float) -> float | None:
    """Amount of a target's metric [its unit] in the unit of the target; None where that is a share or a change."""
    of = dataset.sel(target=target)
    if str(of["target_of"].item()) or str(of["target_sense"].item()) in CHANGES:
        return None
    return amount / float(of["target_scale"])
