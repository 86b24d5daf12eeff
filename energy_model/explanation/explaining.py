"""Path of an explanation: read -> segments -> plan without targets -> feasible together? -> conflicts, or costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import xarray as xr

from energy_model.compiler import SolveError
from energy_model.dataset import assemble
from energy_model.dataset.assembly.references import needs_references
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.explanation.elastic_targets import ElasticTargets
from energy_model.explanation.feasible_targets import FeasibleTargets
from energy_model.explanation.infeasible_targets import InfeasibleTargets
from energy_model.explanation.oracle import TOLERANCE, FeasibilityOracle
from energy_model.explanation.requirements import enforced, requirements
from energy_model.explanation.result import Explanation, ExplanationOptions
from energy_model.explanation.timed_solver import COST_GAP, TimedSolver
from energy_model.scenario.scenario import load_scenario
from energy_model.workflow.segmented_system import SegmentedSystem, segmented
from energy_model.workflow.stages import Clock, Listener

_NAMES = ("target_name_zh", "target_name_en")


def explain(
    scenario: str | Path = "baseline",
    *,
    study: Path | str | None = None,
    listener: Listener | None = None,
    hours: int = HOURS_PER_YEAR,
    **options: Any,
) -> Explanation:
    """Explanation of a scenario's enforced targets: whether they hold together; if not, why, and else their costs.

    Parameters
    ----------
    scenario, study, listener, hours : as of `workflow.solve`
    options : fields of `ExplanationOptions`

    Raises
    ------
    StudyError : bad input; compiler.SolveError : even without targets no plan was found, or time was up before it was
    known whether all targets hold.
    """
    chosen = ExplanationOptions(**options)
    clock = Clock(listener)
    resolved = load_scenario(scenario, study)
    clock.place(resolved.study)
    with clock.stage("read"):
        dataset = assemble(resolved.read(hours), resolved.years)
    clock.study(dataset.attrs)
    return replace(explain_dataset(dataset, chosen, clock), scenario=resolved.name)


def explain_dataset(
    dataset: xr.Dataset, options: ExplanationOptions | None = None, clock: Clock | None = None
) -> Explanation:
    """Explanation of the enforced targets of an assembled dataset."""
    options, clock = options or ExplanationOptions(), clock or Clock(None)
    targets, not_evaluated = enforced(dataset)
    known = Explanation(targets, not_evaluated, names=_named(dataset), hours=float(dataset["weight"].sum()))
    if not targets:
        return known
    solver = TimedSolver(options, clock.log)
    with clock.stage("compile"):
        system = segmented(dataset, dataset.sizes["step"] if options.hourly else options.segments)
    with clock.stage("solve"):
        found = _explained(known, system, solver, options.most_conflicts)
    steps = int(system.dataset.sizes["step"])
    return replace(found, exact=system.exact, keeps_prices=system.keeps_prices, steps=steps, seconds=clock.figures())


def _named(dataset: xr.Dataset) -> xr.Dataset:
    """Names of the targets, with the year where several share a name."""
    given = dataset[[name for name in _NAMES if name in dataset]]
    for variable in given.data_vars:
        count = Counter(given[variable].values.tolist())
        pairs = zip(given[variable].values.tolist(), dataset["target_year"].values.tolist(), strict=True)
        given[variable] = "target", [f"{name} ({year})" if count[name] > 1 else name for name, year in pairs]
    return given


def _explained(known: Explanation, system: SegmentedSystem, solver: TimedSolver, most: int) -> Explanation:
    elastic = ElasticTargets(system.program, system.dataset)
    without = solver.solve(elastic.held({}), COST_GAP)
    known = replace(
        known,
        cost_without_targets=without.objective,
        unserved=float(system.program.evaluate("unserved_energy", without.x).sum()),
    )
    if needs_references(system.dataset):
        system = system.referenced(without.x)
        elastic = ElasticTargets(system.program, system.dataset)
    elastic.serving_as(without.x)
    scale = requirements(system.dataset, system.program, system.settled(without.x))
    oracle = FeasibilityOracle(elastic, scale, solver)
    least = oracle.least(elastic.targets)
    if least.relative <= TOLERANCE:
        return _feasible(known, FeasibleTargets(system, elastic, solver, scale, least.shortfalls))
    infeasible = InfeasibleTargets(system, elastic, oracle, scale)
    conflicts, complete = infeasible.conflicts(most)
    return replace(
        known,
        feasible=False,
        relative=least.relative,
        relaxations=infeasible.relaxations(least, elastic.targets),
        conflicts=conflicts,
        complete=complete,
    )


def _feasible(known: Explanation, targets: FeasibleTargets) -> Explanation:
    known = replace(known, feasible=True)
    try:
        cost = targets.solution.objective
    except SolveError as error:
        if error.status != "time_limit":
            raise
        return replace(known, complete=False)
    costs, complete = targets.costs()
    return replace(
        known,
        cost=cost,
        costs=costs,
        complete=complete,
        next_binding=targets.next_binding(),
        missed=targets.missed(),
    )
