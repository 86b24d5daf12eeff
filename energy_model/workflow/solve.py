"""The path of one run: read -> check -> formulate -> compile -> solve -> results -> targets."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyomo.core as pyo
import xarray as xr

from energy_model.analysis.audit import audit
from energy_model.compiler import LinearProgram, Solution, SolveError, SolverOptions, compile_model
from energy_model.compiler import solve as solve_program
from energy_model.compiler.highs import SIMPLEX_COLUMNS
from energy_model.compiler.memory import give_back
from energy_model.dataset import Tables, assemble
from energy_model.dataset.assembly.references import needs_references, with_references, without_enforced
from energy_model.dataset.lost_load import dear_lost_load
from energy_model.dataset.sources import carried, sourced_rows
from energy_model.formulation.model import build
from energy_model.formulation.rules import term_names
from energy_model.horizon.certificate import Certified, CertifyOptions
from energy_model.horizon.certify import certify, with_states
from energy_model.horizon.polish_at_once import polished_at_once
from energy_model.horizon.unit_sizes import UnitSizes
from energy_model.runs.run_data import RunData
from energy_model.runs.up_to_date import provenance
from energy_model.scenario.scenario import load_scenario
from energy_model.workflow.contributions import with_contributions
from energy_model.workflow.decided_targets import SECONDS, with_decisions
from energy_model.workflow.free_capacity import free_capacity
from energy_model.workflow.manifest import manifest, summary
from energy_model.workflow.rule_rows import mathematics
from energy_model.workflow.settled import settled
from energy_model.workflow.solved_dataset import merged
from energy_model.workflow.stages import Clock
from energy_model.workflow.unit_sizes import unit_sizes
from energy_model.workflow.warm_start import WarmStart

_SOLVER_SHARE, _SOLVER_GAP = 0.1, 1e-3
# columns that HiGHS may be given at once without --hourly: more than a year of Nantong takes hours and all memory
_MOST_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class RunOptions:
    """How a run is solved.

    gap : distance of cost and bound that is accepted, as a share of the cost that decisions can change; threads : 0 for
        all; time_limit [s]
    hourly : all hours in one linear program, instead of the certified search (`horizon`). A `solver` other than "auto"
        asks for the same, and programs small enough for simplex are always solved so
    polish : sizes below the `block` of their technology go to nothing or up to it; blocks : sizes are whole blocks
    """

    gap: float = 0.01
    hourly: bool = False
    solver: str = "auto"
    threads: int = 0
    time_limit: float = float("inf")
    polish: bool = True
    blocks: bool = False


def solve_scenario(
    scenario: str | Path,
    study: Path | str | None,
    hours: int,
    options: RunOptions,
    clock: Clock,
    warm: WarmStart | None = None,
) -> RunData:
    """Solved run of a scenario, its targets checked, in memory; arguments and errors as of `energy_model.solve`."""
    warm = warm or WarmStart()
    with clock.stage("read"):
        resolved = load_scenario(scenario, study)
        # before the tables are read: a file that is changed meanwhile is found stale
        hashes = provenance(resolved, hours)
        tables = resolved.read(hours)
        dataset = assemble(tables, resolved.years)
    clock.study(dataset.attrs)
    for dear in dear_lost_load(tables):
        clock.lost_load(dear)
    warm.of(resolved)
    program, solved, solution = solve_dataset(dataset, options, clock, warm)
    with clock.stage("results"):
        solved = _with_sources_and_rules(solved, tables, program, solution)
    found = audit(solved)
    figures = summary(resolved, options.gap, solved, program, found, clock.figures())
    provenance_of_run = manifest(resolved, tables, asdict(options), solution, hashes) | {"began_from": warm.source}
    return RunData(solved, figures, provenance_of_run, search=warm.content())


def _with_sources_and_rules(
    solved: xr.Dataset, tables: Tables, program: LinearProgram, solution: Solution
) -> xr.Dataset:
    """Dataset with the study's sourced rows and the mathematics: a report reads its run, not files changed since."""
    rows = carried(sourced_rows(tables))
    rules = mathematics(build(), program, solution.x, solved)
    return solved.assign({**rows.data_vars, **rules.data_vars})


def solve_dataset(
    dataset: xr.Dataset,
    options: RunOptions | None = None,
    clock: Clock | None = None,
    warm: WarmStart | None = None,
) -> tuple[LinearProgram, xr.Dataset, Solution]:
    """Formulate, compile and solve an assembled dataset.

    Where enforced targets compare years, the plan without enforced targets is found first: its earlier years are what
    the targets are held against (`dataset.assembly.references`).

    Returns the linear program, the dataset with the solution merged in, and the solver's solution.
    """
    options, clock, warm = options or RunOptions(), clock or Clock(None), warm or WarmStart()
    if needs_references(dataset):
        clock.turn("references")
        plainly = replace(options, polish=False, blocks=False)
        _, plain, _ = _solved(without_enforced(dataset), plainly, clock, warm)
        dataset = with_references(dataset, plain["metric_value"])
    program, solved, solution = _solved(dataset, options, clock, warm)
    with clock.stage("verdicts"):
        solved = with_decisions(dataset, solved, program, solution, min(SECONDS, options.time_limit))
    return program, solved, solution


def _solved(
    dataset: xr.Dataset, options: RunOptions, clock: Clock, warm: WarmStart
) -> tuple[LinearProgram, xr.Dataset, Solution]:
    at_once = options.hourly or options.solver != "auto"
    if not at_once:
        dataset = with_states(dataset)
    with clock.stage("formulate"):
        model = build()
    with clock.stage("compile"):
        program = compile_model(model, dataset)
    with clock.stage("solve"):
        if at_once or program.matrix.shape[1] <= SIMPLEX_COLUMNS:
            found = _polished_at_once(dataset, program, options, clock)
        else:
            found = _certified(model, dataset, program, options, clock, warm)
    give_back()
    with clock.stage("results"):
        solution = replace(found.solution, x=settled(model, dataset, program, found.solution.x))
        solved = merged(dataset, program, solution, without=term_names(model))
        give_back()
        solved = with_contributions(solved, model, program, solution.x)
        solved.attrs |= {"common_cost": found.common_cost, "unpriced_share": found.unpriced_share}
        if found.polish is not None:
            solved.attrs["polish"] = json.dumps(asdict(found.polish))
        solved.attrs["cost_terms"] = json.dumps([asdict(term) for term in model.cost_terms])
    return program, solved, solution


def _all_at_once(program: LinearProgram, options: RunOptions, clock: Clock) -> Solution:
    # well below the gap that is asked for, but not to the last digit
    exact = min(max(options.gap * _SOLVER_SHARE, 1e-8), _SOLVER_GAP)
    settings = SolverOptions(options.solver, options.threads, options.time_limit, gap=exact, log=clock.log)
    return solve_program(program, settings)


def _polished_at_once(dataset: xr.Dataset, program: LinearProgram, options: RunOptions, clock: Clock) -> Certified:
    """Solution of one program. Only what simplex solves is polished: the rest would be solved a second time."""
    solution, units = _all_at_once(program, options, clock), _units(dataset, program, options)
    if units is None or program.matrix.shape[1] > SIMPLEX_COLUMNS:
        return Certified(program, solution, [])
    solution, report = polished_at_once(program, solution, units, options.gap)
    return Certified(program, solution, [], report)


def _units(dataset: xr.Dataset, program: LinearProgram, options: RunOptions) -> UnitSizes | None:
    return unit_sizes(dataset, program, options.blocks) if options.polish or options.blocks else None


def _certified(
    model: pyo.AbstractModel,
    dataset: xr.Dataset,
    program: LinearProgram,
    options: RunOptions,
    clock: Clock,
    warm: WarmStart,
) -> Certified:
    if warm.store is not None:
        clock.warm(str(warm.source))
    settings = CertifyOptions(
        options.gap,
        options.threads,
        options.time_limit,
        log=clock.bounds,
        units=_units(dataset, program, options),
        free_capacity=free_capacity(model.cost_terms, dataset["year_weight"]),
        store=warm.store,
        leave=warm.take,
    )
    states = model.state_variables
    try:
        found = certify(dataset, lambda data: compile_model(build(), data), states, settings, program=program)
    except SolveError as error:
        if error.status != "failed" or program.matrix.shape[1] > _MOST_AT_ONCE:
            raise
        clock.turn("at_once")
        solution = _all_at_once(program, options, clock)
        return Certified(program, replace(solution, attempts=[f"blocks: {error}", *solution.attempts]), [])
    clock.move("solve", "dispatch", found.solution.seconds["dispatch"])
    return found
