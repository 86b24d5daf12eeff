"""Contents of `summary.json` and `manifest.json`: the figures of a run and its provenance."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.audit import Audit
from energy_model.analysis.costs import pathway
from energy_model.analysis.roles import left_out
from energy_model.analysis.targets import scorecard
from energy_model.compiler import LinearProgram, Solution
from energy_model.compiler.residuals import relative_gap
from energy_model.dataset import Tables
from energy_model.dataset.provenance import confidence
from energy_model.dataset.steps import StepFigures
from energy_model.dataset.units import MONEY
from energy_model.scenario.scenario import Scenario
from energy_model.versions import version_of

_LIBRARIES = ("energy-model", "pyomo", "highspy", "numpy", "scipy", "pandas", "xarray")


def summary(
    scenario: Scenario,
    gap: float,
    solved: xr.Dataset,
    program: LinearProgram,
    found: Audit,
    seconds: Mapping[str, float],
    used: Mapping[str, float | None],
) -> dict[str, Any]:
    """Content of `summary.json`.

    gap : distance of cost and bound asked for, as a share of what decisions can change; seconds : of each stage;
    used : CPU and memory
    """
    cost, bound, currency = (solved.attrs[name] for name in ("objective", "lower_bound", "currency"))
    common = float(solved.attrs.get("common_cost", 0.0))
    polish = json.loads(solved.attrs["polish"]) if "polish" in solved.attrs else None
    searched = cost - (max(polish["cost"], 0.0) if polish and polish["outcome"] == "kept" else 0.0)
    reached = relative_gap(searched, bound, common)
    return {
        "scenario": scenario.name,
        "name_zh": scenario.text("name_zh"),
        "name_en": scenario.text("name_en"),
        "status": "solved" if reached <= gap else "gap not reached",
        "currency": currency,
        "objective": cost,
        "lower_bound": bound,
        # the names before there was a setting of the currency
        **({"objective_cny": cost, "lower_bound_cny": bound} if currency == MONEY else {}),
        "gap": relative_gap(cost, bound, common),
        "gap_searched": reached,  # before the polish, whose cost is told apart
        "gap_of_whole": relative_gap(cost, bound),
        "common_cost": common,
        "polish": polish,
        "unpriced_share": float(solved.attrs.get("unpriced_share", 0.0)),
        "years": list(scenario.years),
        "costs": _plain(pathway(solved)),
        "seconds": seconds,
        "used": used,
        "size": program.size | {"steps": int(solved.sizes["step"])},
        "time": asdict(_time(solved)),
        "targets": _plain(scorecard(solved)),
        "audit": found.figures(),
        "left_out": list(left_out(solved)),
    }


def _time(solved: xr.Dataset) -> StepFigures:
    of_year = solved["year_of"].values == solved["year"].values[0]
    arrays = (solved[name].values[of_year] for name in ("step_length", "weight", "period_of"))
    return StepFigures.of(*arrays)


def manifest(
    scenario: Scenario,
    tables: Tables,
    options: Mapping[str, Any],
    solution: Solution,
    hashes: Mapping[str, Any],
) -> dict[str, Any]:
    """Content of `manifest.json`.

    options : how the run was solved; hashes : of its inputs (`runs.up_to_date.provenance`)
    """
    return {
        "made": pd.Timestamp.now("UTC").isoformat(timespec="seconds"),
        "study": str(scenario.study),
        "scenario_files": [str(path) for path in scenario.files],
        "origins": [value._asdict() for value in scenario.origins()],
        **hashes,
        "confidence": _plain(confidence(tables)),
        "options": {k: (None if v == float("inf") else v) for k, v in options.items()},
        "solver": _solver(solution),
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in _LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}",
    }


def _solver(solution: Solution) -> dict[str, Any]:
    return {
        "method": solution.method,
        "attempts": solution.attempts,
        "iterations": solution.iterations,
        "seconds": solution.seconds,
        "primal_residual": solution.primal_residual,
        "dual_residual": None if np.isnan(solution.dual_residual) else solution.dual_residual,
        "dual_gap": solution.gap,
    }


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values that JSON knows, without NaN."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(k): (v.item() if isinstance(v, np.generic) else v) for k, v in row.items()} for row in rows]
