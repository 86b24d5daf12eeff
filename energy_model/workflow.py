"""The path of one run: read -> check -> formulate -> compile -> solve -> results -> targets."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.audit import Audit, audit
from energy_model.analysis.money import pathway
from energy_model.analysis.targets import scorecard
from energy_model.clock import Clock, Listener
from energy_model.compiler import LinearProgram, Solution, SolveError, SolverOptions, compile_model
from energy_model.compiler import solve as solve_program
from energy_model.compiler.highs import SIMPLEX_COLUMNS, relative_gap
from energy_model.compiler.raising import raised
from energy_model.dataset import Tables, assemble
from energy_model.dataset.provenance import confidence
from energy_model.dataset.sources import carried, sourced_rows
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.formulation.model import build
from energy_model.freshness import made_from
from energy_model.horizon.certificate import Options as SearchOptions
from energy_model.horizon.certify import certify
from energy_model.mathematics import mathematics
from energy_model.run import Run
from energy_model.scenario import Scenario, load_scenario
from energy_model.solution import merged

_SOLVER_SHARE, _SOLVER_GAP = 0.1, 1e-3
_LIBRARIES = ("energy-model", "pyomo", "highspy", "numpy", "scipy", "pandas", "xarray", "pvlib")


@dataclass(frozen=True)
class Options:
    """How a run is solved.

    gap : relative distance of cost and bound that is accepted; threads : 0 for all; time_limit [s]
    hourly : all hours in one linear program, instead of the certified search (`horizon`). A `solver` other than "auto"
        asks for the same, and programs small enough for simplex are always solved so
    """

    gap: float = 0.01
    hourly: bool = False
    solver: str = "auto"
    threads: int = 0
    time_limit: float = float("inf")


def solve(
    scenario: str | Path = "baseline",
    *,
    study: Path | str | None = None,
    results: Path | str | None = None,
    listener: Listener | None = None,
    lang: str = "en",
    hours: int = HOURS_PER_YEAR,
    **options: Any,
) -> Run:
    """Solve a scenario and check its targets.

    Parameters
    ----------
    scenario : name of a scenario of the study, or the path of a YAML file
    study : folder with inputs/ and scenarios/; None: the packaged study
    results : folder under which `<scenario>/` is written; None: nothing is written
    listener : is told what happens, see `Listener`
    lang : language of the written report, en or zh
    hours : hours that the year must have; fewer than 8,760 are for tests
    options : fields of `Options`

    Raises
    ------
    StudyError : bad input, with all problems at once; compiler.SolveError : no optimum; AuditError : an optimum that
    does not balance. Earlier results are untouched by any of these.
    """
    chosen = Options(**options)
    clock = Clock(listener)
    with clock.stage("read"):
        resolved = load_scenario(scenario, study)
        origin = made_from(
            resolved, hours
        )  # before the tables are read: a file that is changed meanwhile is found stale
        tables = resolved.read(hours)
        dataset = assemble(tables, resolved.years)
    program, solved, solution = solve_dataset(dataset, chosen, clock)
    with clock.stage("results"):
        solved = _told(solved, tables, program, solution)
    found = audit(solved)
    summary = _summary(resolved, chosen, solved, program, found, clock)
    run = Run(solved, summary, _manifest(resolved, tables, chosen, solution, origin))
    if results is None:
        return run
    with clock.stage("write"):
        run.summary["seconds"] = clock.figures()
        return run.save(Path(results) / resolved.name, lang)


def _told(solved: xr.Dataset, tables: Tables, program: LinearProgram, solution: Solution) -> xr.Dataset:
    """With the study's sourced rows and the mathematics: a report reads its run, never what may have changed since."""
    rows = carried(sourced_rows(tables))
    rules = mathematics(build(), program, solution.x, solved)
    return solved.assign({**rows.data_vars, **rules.data_vars})


def solve_dataset(
    dataset: xr.Dataset, options: Options | None = None, clock: Clock | None = None
) -> tuple[LinearProgram, xr.Dataset, Solution]:
    """Formulate, compile and solve an assembled dataset.

    Returns the linear program, the dataset with the solution merged in, and the solver's solution.
    """
    options, clock = options or Options(), clock or Clock(None)
    with clock.stage("formulate"):
        model = build()
    with clock.stage("compile"):
        program = compile_model(model, dataset)
    with clock.stage("solve"):
        if options.hourly or options.solver != "auto" or program.matrix.shape[1] <= SIMPLEX_COLUMNS:
            solution = _all_at_once(program, options, clock)
        else:
            solution = _certified(model.state_variables, dataset, program, options, clock)
    with clock.stage("results"):
        solution = replace(solution, x=raised(program, solution.x, model.free_variables))
        solved = merged(dataset, program, solution)
        solved.attrs["cost_terms"] = json.dumps([asdict(term) for term in model.cost_terms])
    return program, solved, solution


def _all_at_once(program: LinearProgram, options: Options, clock: Clock) -> Solution:
    # well below the gap that is asked for, but not to the last digit
    exact = min(max(options.gap * _SOLVER_SHARE, 1e-8), _SOLVER_GAP)
    settings = SolverOptions(options.solver, options.threads, options.time_limit, gap=exact, log=clock.log)
    return solve_program(program, settings)


def _certified(
    states: Sequence[str], dataset: xr.Dataset, program: LinearProgram, options: Options, clock: Clock
) -> Solution:
    settings = SearchOptions(options.gap, options.threads, options.time_limit, log=clock.bounds)
    try:
        found = certify(dataset, lambda data: compile_model(build(), data), states, settings, program=program)
    except SolveError as error:
        if error.status != "failed":
            raise
        solution = _all_at_once(program, options, clock)
        return replace(solution, attempts=[f"periods: {error}", *solution.attempts])
    clock.move("solve", "dispatch", found.solution.seconds["dispatch"])
    return found.solution


def _summary(
    scenario: Scenario, options: Options, solved: xr.Dataset, program: LinearProgram, found: Audit, clock: Clock
) -> dict[str, Any]:
    cost, bound = solved.attrs["objective"], solved.attrs["lower_bound"]
    gap = relative_gap(cost, bound)
    return {
        "scenario": scenario.name,
        "name_zh": scenario.text("name_zh"),
        "name_en": scenario.text("name_en"),
        "status": "solved" if gap <= options.gap else "gap not reached",
        "objective_cny": cost,
        "lower_bound_cny": bound,
        "gap": gap,
        "years": list(scenario.years),
        "costs": _plain(pathway(solved)),
        "seconds": clock.figures(),
        "size": program.size | {"steps": int(solved.sizes["step"])},
        "targets": _plain(scorecard(solved)),
        "audit": found.figures(),
    }


def _manifest(
    scenario: Scenario, tables: Tables, options: Options, solution: Solution, origin: dict[str, Any]
) -> dict[str, Any]:
    return {
        "made": pd.Timestamp.now("UTC").isoformat(timespec="seconds"),
        "study": str(scenario.study),
        "scenario_files": [str(path) for path in scenario.files],
        "origins": [origin._asdict() for origin in scenario.origins()],
        **origin,
        "confidence": _plain(confidence(tables)),
        "options": {k: (None if v == float("inf") else v) for k, v in asdict(options).items()},
        "solver": {
            "method": solution.method,
            "attempts": solution.attempts,
            "iterations": solution.iterations,
            "seconds": solution.seconds,
            "primal_residual": solution.primal_residual,
            "dual_residual": None if np.isnan(solution.dual_residual) else solution.dual_residual,
            "dual_gap": solution.gap,
        },
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in _LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}",
    }


def version_of(name: str) -> str:
    """Release of an installed package; '' where it is not installed, as in a plain checkout."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values that JSON knows, without NaN."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(k): (v.item() if isinstance(v, np.generic) else v) for k, v in row.items()} for row in rows]
