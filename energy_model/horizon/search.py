"""Search for a certificate: initial relaxation, stages of segments, all hours."""

from __future__ import annotations

from itertools import chain

from energy_model.horizon.certificate import Certified
from energy_model.horizon.final_solution import final_solution
from energy_model.horizon.hourly_problem import HourlyProblem
from energy_model.horizon.hourly_stage import HourlyStage
from energy_model.horizon.initial_relaxation import solve_initial_relaxation
from energy_model.horizon.resolution import resolution_stages
from energy_model.horizon.search_clock import SearchClock
from energy_model.horizon.search_state import SearchState
from energy_model.horizon.segment_stage import SegmentStage


def search_certificate(problem: HourlyProblem, clock: SearchClock) -> Certified:
    """Schedule and lower bound, stage by stage; errors as of `certify`."""
    search = SearchState(problem, clock)
    stages = resolution_stages(problem.dataset, problem.settings)
    first = next(stages)
    initial = solve_initial_relaxation(search, first)
    decision, blocks = initial.decision, initial.blocks
    for starts in chain([first], stages):
        if starts is not first:
            blocks = problem.at_resolution(starts)
        if blocks is problem.blocks:
            break
        decision = SegmentStage(search, blocks, len(starts), initial.prices).run(decision).decision
    incumbent = HourlyStage(search).run(decision)
    final = final_solution(search, incumbent)
    return Certified(problem.program, final, search.rounds, search.polish, search.bound.common)
