"""Opening of a search from what another left, and what it leaves itself."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Floats
from energy_model.horizon.block_arrays import shortfall_penalty
from energy_model.horizon.cut_origins import stored_duals
from energy_model.horizon.nearest_decision import NearestDecision
from energy_model.horizon.search_state import Opening, SearchState
from energy_model.horizon.segments import Positions
from energy_model.horizon.trial_points import scale
from energy_model.horizon.warm_store import WarmStore


def open_warm(search: SearchState, first: Positions) -> Opening | None:
    """Opening from the store, its cuts taken on; None without one, or where it has no cut for this problem.

    first : first hours of the steps of the first stage. Cuts of other segments are left: they fit no row.
    """
    problem, store = search.problem, search.problem.options.store
    if store is None or not store.fits(problem.hours):
        return None
    with search.clock.counting("initial"):
        blocks = problem.at_resolution(first)
        most = shortfall_penalty(problem.program.cost, problem.settings)
        is_cut = np.zeros(blocks.count, dtype=bool)
        for known, starts in {blocks: first, problem.blocks: problem.hours}.items():
            fitting = [duals for duals in store.duals if np.array_equal(duals.names.starts, starts)]
            if not fitting:
                continue
            at = fitting[0].names.places(known)
            for duals in fitting:
                search.bound.add_cuts(known, *duals.duals(at, most), starts, duals.blocks)
                is_cut[duals.blocks] = True
        if not is_cut.all():
            return None  # cuts of some blocks alone leave the master problem at a loss
        return Opening(
            _kept_to_rows(search, store.decision(problem.blocks)),
            basis=store.basis(blocks, first),
            hourly_basis=store.basis(problem.blocks, problem.hours),
        )


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
