"""The other side of each line of the scorecard, as limits of sums of metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xarray as xr

from energy_model.analysis.rises import RISING, least_rise, path, rises
from energy_model.analysis.targets import is_met, margin_rounding
from energy_model.analysis.verdicts import ORIGINS
from energy_model.compiler.program import Floats
from energy_model.dataset.assembly.references import ENFORCE

Metrics = Mapping[tuple[str, int], float]


@dataclass(frozen=True, eq=False)
class Limit:
    """low <= sum of metrics by (metric, year), each with its factor <= high."""

    metrics: Metrics
    low: float = -np.inf
    high: float = np.inf

    def weights(self, like: xr.DataArray) -> Floats:
        """Factors of all metrics and years. like : dims (metric, year). shape: (metric * year,)."""
        found = xr.zeros_like(like, dtype=float)
        for (metric, year), factor in self.metrics.items():
            found.loc[{"metric": metric, "year": year}] += factor
        return np.asarray(found.values, dtype=np.float64).ravel()


@dataclass(frozen=True)
class Line:
    """A target that can be evaluated: whether it is held because it is enforced, and the ways to its other side.

    cases : in each all limits hold; every plan on the other side is in one of them
    of_plan : whether it is the plan's, or an indicator that one of the plan counts
    """

    target: str
    is_held: bool
    cases: list[list[Limit]]
    of_plan: bool = True


def lines(solved: xr.Dataset) -> list[Line]:
    """Lines of all targets that can be evaluated and are no count of others."""
    found = []
    for target in map(str, solved["target"].values):
        rows = solved.isel(target_row=np.flatnonzero(solved["row_target"].values == target))
        if rows.sizes["target_row"]:
            met = is_met(solved, rows)
            held = met and str(solved["target_mode"].sel(target=target).item()) == ENFORCE
            found.append(Line(target, held, [] if held else _of_rows(solved, rows, met), is_of_plan(solved, target)))
        elif _is_rise(solved, target):
            found.append(Line(target, False, _of_rise(solved, target), is_of_plan(solved, target)))
    return found


def is_of_plan(solved: xr.Dataset, target: str) -> bool:
    """Whether a target is the plan's, or an indicator that one of the plan counts."""
    if "target_origin" not in solved:
        return True
    own = solved["target_origin"].astype(str) == ORIGINS[0]
    counted = solved["target_family"].where(own & (solved["target_sense"].astype(str) == "count"), "")
    family = str(solved["target_family"].sel(target=target).item())
    return bool(own.sel(target=target)) or (family != "" and family in counted.values.astype(str))


def _of_rows(solved: xr.Dataset, rows: xr.Dataset, met: bool) -> list[list[Limit]]:
    """Where all rows are met one is missed, else all are met; within rounding either way."""
    limits = []
    for at, least in enumerate(margin_rounding(solved, rows)):
        row = rows.isel(target_row=at)
        sign = float(row["row_sign"])
        own = str(row["row_metric"].item()), int(row["row_year"])
        reference = str(row["row_reference"].item()), int(row["row_reference_year"])
        metrics = {own: sign}
        metrics[reference] = metrics.get(reference, 0.0) - sign * float(row["row_factor"])
        none = sign * float(row["row_constant"]) - least
        limits.append(Limit(metrics, high=none) if met else Limit(metrics, low=none))
    return [[limit] for limit in limits] if met else [limits]


def _is_rise(solved: xr.Dataset, target: str) -> bool:
    if "target_sense" not in solved or str(solved["target_sense"].sel(target=target).item()) != RISING:
        return False
    return least_rise(solved, target) is not None


def _of_rise(solved: xr.Dataset, target: str) -> list[list[Limit]]:
    """Ways to rise, or to fall, across the middle of two model years: below it before, or above it after.

    Both are linear, and every plan on the other side does one of the two. Where the target is met any pair of years may
    fall; where it is missed the pair that falls most must rise.
    """
    found = path(solved, target)
    pairs = list(pairwise(zip(found["year"].values.tolist(), found.values.tolist(), strict=True)))
    met = rises(solved, target)
    if not met:
        pairs = [min(pairs, key=lambda pair: pair[1][1] - pair[0][1])]
    cases = []
    for (before, low), (after, high) in pairs:
        between = (low + high) / 2
        for year, above in ((before, met), (after, not met)):
            cases.append([_beside(solved, target, year, between, above)])
    return cases


def _beside(solved: xr.Dataset, target: str, year: int, share: float, above: bool) -> Limit:
    """The metric of a target above or below a share of what it is a share of, or a value, in a year."""
    of = solved.sel(target=target)
    metrics, limit = {(str(of["target_metric"].item()), year): 1.0}, share
    if whole := str(of["target_of"].item()):
        metrics[whole, year] = metrics.get((whole, year), 0.0) - share
        limit = 0.0
    return Limit(metrics, low=limit) if above else Limit(metrics, high=limit)
