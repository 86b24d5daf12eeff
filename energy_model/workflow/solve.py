"""The path of one run: read -> check -> formulate -> compile -> solve -> results -> targets."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import pyomo.core as pyo
import xarray as xr

from energy_model.analysis.audit import audit
from energy_model.compiler import LinearProgram, Solution
from energy_model.compiler.memory import give_back
from energy_model.dataset import Tables, assemble
from energy_model.dataset.assembly.references import needs_references, with_references, without_enforced
from energy_model.dataset.lost_load import dear_lost_load
from energy_model.dataset.sources import carried, sourced_rows
from energy_model.formulation.rules import term_names
from energy_model.horizon.certificate import Certified, CertifyOptions
from energy_model.horizon.certify import certify, with_states
from energy_model.horizon.warm_store import WarmStore
from energy_model.runs.run_data import RunData
from energy_model.runs.up_to_date import provenance
from energy_model.scenario.scenario import Scenario, load_scenario
from energy_model.workflow.at_once import is_at_once, searched, solved_at_once
from energy_model.workflow.contributions import with_contributions
from energy_model.workflow.decided_targets import SECONDS, with_decisions
from energy_model.workflow.extension import Extension, compiled, model_with
from energy_model.workflow.free_capacity import free_capacity
from energy_model.workflow.held_plan import HeldPlan
from energy_model.workflow.manifest import manifest, summary
from energy_model.workflow.options import RunOptions
from energy_model.workflow.rule_rows import mathematics
from energy_model.workflow.settled import settled
from energy_model.workflow.solved_dataset import merged
from energy_model.workflow.stages import Clock
from energy_model.workflow.unit_sizes import chosen_units
from energy_model.workflow.variable_attributes import versions, with_attributes
from energy_model.workflow.warm_start import WarmStart


def solve_scenario(
    scenario: str | Path | Scenario,
    study: Path | str | None,
    hours: int,
    options: RunOptions,
    clock: Clock,
    warm: WarmStart | None = None,
    plan: HeldPlan | None = None,
    extension: Extension | None = None,
) -> RunData:
    """Solved run of a scenario, its targets checked, in memory; arguments and errors as of `energy_model.solve`."""
    resolved = scenario if isinstance(scenario, Scenario) else load_scenario(scenario, study)
    if plan is not None:
        plan.fits(resolved.years)
        resolved = replace(resolved, name=plan.named(resolved.name))
    warm = warm or WarmStart()
    clock.place(resolved.study)
    with clock.stage("read"):
        # before the tables are read: a file that is changed meanwhile is found stale
        hashes = provenance(resolved, hours)
        tables = resolved.read(hours)
        dataset = assemble(tables, resolved.years)
    clock.study(dataset.attrs)
    for dear in dear_lost_load(tables):
        clock.lost_load(dear)
    warm.of(resolved)
    program, solved, solution = solve_dataset(dataset, options, clock, warm, plan, extension)
    with clock.stage("results"):
        solved = _with_sources_and_rules(solved, tables, program, solution, model_with(extension))
    solved.attrs |= versions(resolved.name)
    found = audit(solved)
    figures = summary(resolved, options.gap, solved, program, found, clock.figures(), clock.used())
    provenance_of_run = manifest(resolved, tables, asdict(options), solution, hashes) | {"began_from": warm.source}
    if plan is not None:
        provenance_of_run["plan"] = figures["plan"] = plan.provenance()
    if extension is not None:
        provenance_of_run["extension"] = extension.record()
    return RunData(solved, figures, provenance_of_run, search=warm.content())


def _with_sources_and_rules(
    solved: xr.Dataset, tables: Tables, program: LinearProgram, solution: Solution, model: pyo.AbstractModel
) -> xr.Dataset:
    """Dataset with the study's sourced rows and the mathematics: a report reads its run, not files changed since."""
    rows = carried(sourced_rows(tables))
    rules = mathematics(model, program, solution.x, solved)
    return with_attributes(solved.assign({**rows.data_vars, **rules.data_vars}), model)


def solve_dataset(
    dataset: xr.Dataset,
    options: RunOptions | None = None,
    clock: Clock | None = None,
    warm: WarmStart | None = None,
    plan: HeldPlan | None = None,
    extension: Extension | None = None,
) -> tuple[LinearProgram, xr.Dataset, Solution]:
    """Formulate, compile and solve an assembled dataset.

    Where enforced targets compare years, the plan without enforced targets is found first: its earlier years are what
    the targets are held against (`dataset.assembly.references`). A `plan` is held in all of it.

    Returns the linear program, the dataset with the solution merged in, and the solver's solution.
    """
    options, clock, warm = options or RunOptions(), clock or Clock(None), warm or WarmStart()
    if needs_references(dataset):
        clock.turn("references")
        plainly = replace(options, polish=False, blocks=False)
        _, plain, _ = _solved(without_enforced(dataset), plainly, clock, warm, plan, extension, priced=False)
        dataset = with_references(dataset, plain["metric_value"])
    program, solved, solution = _solved(dataset, options, clock, warm, plan, extension)
    with clock.stage("verdicts"):
        seconds, again = min(SECONDS, options.time_limit), partial(_compiled, plan=plan, extension=extension)
        solved = with_decisions(dataset, solved, program, solution, again, seconds, extension is not None)
    return program, solved, solution


def _compiled(
    dataset: xr.Dataset,
    plan: HeldPlan | None,
    extension: Extension | None,
    model: pyo.AbstractModel | None = None,
) -> LinearProgram:
    program = compiled(model_with(extension) if model is None else model, dataset, extension)
    return program if plan is None else plan.held(program)


def _solved(
    dataset: xr.Dataset,
    options: RunOptions,
    clock: Clock,
    warm: WarmStart,
    plan: HeldPlan | None = None,
    extension: Extension | None = None,
    priced: bool = True,
) -> tuple[LinearProgram, xr.Dataset, Solution]:
    if not options.asks_at_once:
        dataset = with_states(dataset)
    with clock.stage("formulate"):
        model = model_with(extension)
    with clock.stage("compile"):
        program = _compiled(dataset, plan, extension, model)
        if extension is not None:
            options = extension.allowed(options, program)
    with clock.stage("solve"):
        if is_at_once(program, options):
            found = solved_at_once(dataset, program, options, clock)
        else:
            search = partial(_certified, model, dataset, program, options, clock, warm, plan, extension, priced)
            found = searched(program, options, clock, search)
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


def _store(warm: WarmStart, clock: Clock) -> WarmStore | None:
    found = warm.store()
    if found is not None:
        clock.warm(str(warm.source))
    return found


def _certified(
    model: pyo.AbstractModel,
    dataset: xr.Dataset,
    program: LinearProgram,
    options: RunOptions,
    clock: Clock,
    warm: WarmStart,
    plan: HeldPlan | None,
    extension: Extension | None,
    priced: bool,
) -> Certified:
    settings = CertifyOptions(
        options.gap,
        options.threads,
        options.time_limit,
        log=clock.bounds,
        units=chosen_units(dataset, program, options),
        free_capacity=free_capacity(model.cost_terms, dataset["year_weight"]),
        sizes_held=plan is not None,
        priced=priced,
        store=partial(_store, warm, clock),
        leave=warm.take,
    )
    states = model.state_variables

    def again(data: xr.Dataset) -> LinearProgram:
        found = _compiled(data, plan, extension)
        if extension is not None:
            extension.check_same(found, program)
        return found

    found = certify(dataset, again, states, settings, program=program)
    clock.move("solve", "dispatch", found.solution.seconds["dispatch"])
    return found
