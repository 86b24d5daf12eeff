"""The path of an explanation: read -> few steps -> a plan without targets -> do all hold? -> conflicts, or costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import xarray as xr

from energy_model.compiler import SolveError
from energy_model.dataset import assemble
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.explanation.conflicting import Disagreement
from energy_model.explanation.elastic_targets import Elastic
from energy_model.explanation.jointly_feasible import Agreement
from energy_model.explanation.oracle import TOLERANCE, Oracle
from energy_model.explanation.requirements import enforced, requirements
from energy_model.explanation.result import Explanation, Options
from energy_model.explanation.segmented_system import Coarse, coarse
from energy_model.explanation.time_budget import COSTS, Budget
from energy_model.scenario.scenario import load_scenario
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
    """Tell whether the enforced targets of a scenario hold together; if not, why, and else what they cost.

    Parameters
    ----------
    scenario, study, listener, hours : as of `workflow.solve`
    options : fields of `Options`

    Raises
    ------
    StudyError : bad input; compiler.SolveError : even without targets no plan was found, or time was up before it was
    known whether all targets hold.
    """
    chosen = Options(**options)
    clock = Clock(listener)
    with clock.stage("read"):
        resolved = load_scenario(scenario, study)
        dataset = assemble(resolved.read(hours), resolved.years)
    return replace(explain_dataset(dataset, chosen, clock), scenario=resolved.name)


def explain_dataset(dataset: xr.Dataset, options: Options | None = None, clock: Clock | None = None) -> Explanation:
    """The same for an assembled dataset."""
    options, clock = options or Options(), clock or Clock(None)
    told, not_evaluated = enforced(dataset)
    known = Explanation(told, not_evaluated, names=_named(dataset), hours=float(dataset["weight"].sum()))
    if not told:
        return known
    budget = Budget(options, clock.log)
    with clock.stage("compile"):
        system = coarse(dataset, dataset.sizes["step"] if options.hourly else options.segments)
    with clock.stage("solve"):
        found = _explained(known, system, budget, options.most_conflicts)
    steps = int(system.dataset.sizes["step"])
    return replace(found, exact=system.exact, keeps_prices=system.keeps_prices, steps=steps, seconds=clock.figures())


def _named(dataset: xr.Dataset) -> xr.Dataset:
    """The names of the targets, with their year where several have one."""
    given = dataset[[name for name in _NAMES if name in dataset]]
    for variable in given.data_vars:
        count = Counter(given[variable].values.tolist())
        pairs = zip(given[variable].values.tolist(), dataset["target_year"].values.tolist(), strict=True)
        given[variable] = "target", [f"{name} ({year})" if count[name] > 1 else name for name, year in pairs]
    return given


def _explained(known: Explanation, system: Coarse, budget: Budget, most: int) -> Explanation:
    elastic = Elastic(system.program, system.dataset)
    free = budget.solve(elastic.held({}), COSTS)
    known = replace(
        known, free_cost=free.objective, unserved=float(system.program.evaluate("unserved_energy", free.x).sum())
    )
    elastic.serving_as(free.x)
    scale = requirements(system.dataset, system.program, free.x)
    oracle = Oracle(elastic, scale, budget)
    least = oracle.least(elastic.targets)
    if least.relative <= TOLERANCE:
        return _agreed(known, Agreement(system, elastic, budget, scale, least.amounts))
    disagreement = Disagreement(system, elastic, oracle, scale)
    conflicts, complete = disagreement.conflicts(most)
    return replace(
        known,
        hold=False,
        relative=least.relative,
        relaxations=disagreement.relaxations(least, elastic.targets),
        conflicts=conflicts,
        complete=complete,
    )


def _agreed(known: Explanation, agreement: Agreement) -> Explanation:
    known = replace(known, hold=True)
    try:
        cost = agreement.solution.objective
    except SolveError as error:
        if error.status != "time_limit":
            raise
        return replace(known, complete=False)
    costs, complete = agreement.costs()
    return replace(known, cost=cost, costs=costs, complete=complete, next=agreement.next(), missed=agreement.missed())
