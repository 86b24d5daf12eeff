"""The path of one run: read -> check -> formulate -> compile -> solve -> results -> targets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import xarray as xr

from energy_model.analysis.audit import audit
from energy_model.compiler import LinearProgram, Solution, SolveError, SolverOptions, compile_model
from energy_model.compiler import solve as solve_program
from energy_model.compiler.free_columns import raised
from energy_model.compiler.highs import SIMPLEX_COLUMNS
from energy_model.dataset import Tables, assemble
from energy_model.dataset.sources import carried, sourced_rows
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.formulation.model import build
from energy_model.horizon.certificate import Options as SearchOptions
from energy_model.horizon.certify import certify
from energy_model.run import Run
from energy_model.runs.up_to_date import made_from
from energy_model.scenario.scenario import load_scenario
from energy_model.workflow.manifest import manifest, summary
from energy_model.workflow.rule_rows import mathematics
from energy_model.workflow.solved_dataset import merged
from energy_model.workflow.stages import Clock, Listener

_SOLVER_SHARE, _SOLVER_GAP = 0.1, 1e-3
# columns that HiGHS may be given at once unasked: more than a year of Nantong takes hours and all memory
_MOST_AT_ONCE = 4_000_000


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
        # before the tables are read: a file that is changed meanwhile is found stale
        origin = made_from(resolved, hours)
        tables = resolved.read(hours)
        dataset = assemble(tables, resolved.years)
    program, solved, solution = solve_dataset(dataset, chosen, clock)
    with clock.stage("results"):
        solved = _told(solved, tables, program, solution)
    found = audit(solved)
    figures = summary(resolved, chosen.gap, solved, program, found, clock.figures())
    run = Run(solved, figures, manifest(resolved, tables, asdict(chosen), solution, origin))
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
        if error.status != "failed" or program.matrix.shape[1] > _MOST_AT_ONCE:
            raise
        clock.turn("at_once")
        solution = _all_at_once(program, options, clock)
        return replace(solution, attempts=[f"periods: {error}", *solution.attempts])
    clock.move("solve", "dispatch", found.solution.seconds["dispatch"])
    return found.solution
