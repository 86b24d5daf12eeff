"""Opening of a search from what another left, and what it leaves itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.horizon.block_arrays import shortfall_penalty
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.cut_origins import stored_duals
from energy_model.horizon.initial_relaxation import solve_initial_relaxation
from energy_model.horizon.nearest_decision import NearestDecision
from energy_model.horizon.search_state import Opening, SearchState
from energy_model.horizon.segments import Positions
from energy_model.horizon.trial_points import scale
from energy_model.horizon.warm_store import WarmStore


def open_warm(search: SearchState, first: Positions) -> Opening | None:
    """Opening from the store, its cuts taken on; None without one, or where it has no cut for this problem.

    Shared rows that the store does not know, such as a target that is enforced now, have no allocations there and no
    price: the initial relaxation gives them, and the decision with them.

    first : first hours of the steps of the first stage. Cuts of other segments are left: they fit no row.
    """
    problem = search.problem
    store = None if problem.options.store is None else problem.options.store()
    if store is None or not store.fits(problem.hours):
        return None
    with search.clock.counting("initial"):
        blocks = problem.at_resolution(first)
        if not _has_cuts(search, store, {blocks: first, problem.blocks: problem.hours}):
            return None
        known = Opening(
            store.decision(problem.blocks),
            basis=store.basis(blocks, first),
            hourly_basis=store.basis(problem.blocks, problem.hours),
        )
        if store.knows_shared(problem.blocks):
            return replace(known, decision=_kept_to_rows(search, known.decision))
    found = solve_initial_relaxation(search, first)
    return replace(known, decision=found.decision, prices=found.prices)


def _has_cuts(search: SearchState, store: WarmStore, programs: Mapping[Blocks, Positions]) -> bool:
    """Whether the store's cuts, taken on, are of all blocks: of some alone they leave the master problem at a loss."""
    most = shortfall_penalty(search.problem.program.cost, search.problem.settings)
    is_cut = np.zeros(search.problem.blocks.count, dtype=bool)
    for known, starts in programs.items():
        fitting = [duals for duals in store.duals if np.array_equal(duals.names.starts, starts)]
        if not fitting:
            continue
        at = fitting[0].names.places(known)
        for duals in fitting:
            search.bound.add_cuts(known, *duals.duals(at, most), starts, duals.blocks)
            is_cut[duals.blocks] = True
    return bool(is_cut.all())


def _kept_to_rows(search: SearchState, decision: Floats) -> Floats:
    """The decision, or the nearest that keeps the rows of the first stage, or the cheapest near it that keeps all."""
    blocks, master, settings = search.problem.blocks, search.bound.master, search.problem.settings
    if master.violation(decision) <= settings.block_rounding:
        return decision
    nearest = NearestDecision(blocks, decision)
    kept = nearest.within(nearest.lower, nearest.upper)
    if kept is not None and master.violation(kept) <= settings.block_rounding:
        return kept
    reach, size = settings.radius, scale(blocks, decision)
    while reach <= settings.radius_most:
        found = master.within(decision - reach * size, decision + reach * size)
        if found is not None:
            return found[0]
        reach *= settings.radius_growth
    return search.bound.raised()


def leave_store(search: SearchState) -> None:
    """Hand over what the search leaves, also one that is given up, to whoever asked for it."""
    problem, blocks = search.problem, search.problem.blocks
    if problem.options.leave is None or search.decision is None:
        return
    values, allocated = blocks.split(search.decision)
    names = search.bound.origins.names(blocks, problem.hours)
    duals = stored_duals(search.bound.master.bounding)
    problem.options.leave(WarmStore(names, tuple(search.bases), duals, blocks.first_stage.columns, values, allocated))
