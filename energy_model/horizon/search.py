"""Search for a certificate: initial relaxation or what another search left, stages of segments, all hours."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.memory import give_back
from energy_model.compiler.program import Floats
from energy_model.horizon.certificate import Certified
from energy_model.horizon.final_solution import final_solution
from energy_model.horizon.hourly_problem import HourlyProblem
from energy_model.horizon.hourly_stage import HourlyStage
from energy_model.horizon.initial_relaxation import solve_initial_relaxation
from energy_model.horizon.program_basis import ProgramBasis
from energy_model.horizon.resolution import resolution_stages
from energy_model.horizon.search_clock import SearchClock
from energy_model.horizon.search_state import Incumbent, Opening, SearchState
from energy_model.horizon.segment_stage import SegmentStage
from energy_model.horizon.warm_opening import leave_store, open_warm


def search_certificate(problem: HourlyProblem, clock: SearchClock) -> Certified:
    """Schedule and lower bound, stage by stage; errors as of `certify`."""
    search = SearchState(problem, clock)
    try:
        incumbent = _best(search)
        final = final_solution(search, incumbent)
        told = search.polish, search.bound.common, search.unpriced_share, search.is_interrupted
        return Certified(problem.program, final, search.rounds, *told)
    finally:
        leave_store(search)


def _best(search: SearchState) -> Incumbent:
    """Best decision and schedule of all hours."""
    first = next(resolution_stages(search.problem.dataset, search.problem.settings))
    opening = open_warm(search, first)
    if opening is not None:
        try:
            found = _from(search, opening)
        except SolveError as error:
            if error.status == "time_limit":
                raise
        else:
            if found.dispatch is not None:
                return found
        search.begin_anew()  # the store has led astray
    return _from(search, solve_initial_relaxation(search, first))


def _from(search: SearchState, opening: Opening) -> Incumbent:
    """Best decision and schedule of all hours, stage by stage."""
    search.decision = opening.decision
    incumbent = _at_once_in_hours(search, opening)
    if incumbent is None:
        decision, basis = _through_segments(search, opening)
        give_back()
        incumbent = HourlyStage(search, opening.hourly_basis or basis).run(decision)
    search.keep(search.problem.blocks, search.problem.hours, incumbent.basis)
    return incumbent


def _at_once_in_hours(search: SearchState, opening: Opening) -> Incumbent | None:
    """Best decision and schedule from what another search left in hours; None where it is too far from good here.

    Segments would lead away from a decision that hours can follow, and back only after many rounds without a schedule.
    """
    if opening.hourly_basis is None:
        return None
    stage, options = HourlyStage(search, opening.hourly_basis), search.problem.options
    stage.near = None if options.sizes_held else search.problem.settings.warm_near
    incumbent = stage.run(opening.decision)
    return None if stage.is_far else incumbent


def _through_segments(search: SearchState, opening: Opening) -> tuple[Floats, ProgramBasis | None]:
    """Decision after all stages of segments, and the basis of all hours to begin from, where one is known."""
    problem, decision, basis = search.problem, opening.decision, opening.basis
    coarse, before = None, problem.hours
    for starts in resolution_stages(problem.dataset, problem.settings):
        blocks = problem.at_resolution(starts)
        if coarse is not None and basis is not None:
            basis = basis.refined(coarse, blocks, np.searchsorted(before, starts, side="right") - 1)
        if blocks is problem.blocks:
            break
        found = SegmentStage(search, blocks, starts, opening, basis).run(decision)
        decision, basis = found.decision, found.basis
        search.keep(blocks, starts, basis)
        coarse, before = blocks, starts
    return decision, basis
