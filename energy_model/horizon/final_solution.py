"""Final solution of a search: the best schedule, its duals and bound, checked on the whole program."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.errors import SolveError
from energy_model.compiler.highs import Solution, SolverOptions
from energy_model.compiler.memory import give_back
from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import primal_residual, relative_gap
from energy_model.horizon.certificate import Round
from energy_model.horizon.prices import PricedBlocks
from energy_model.horizon.search_state import Incumbent, SearchState


def final_solution(search: SearchState, incumbent: Incumbent) -> Solution:
    """Solution of the best schedule and the lower bound.

    Raises
    ------
    SolveError : there is no schedule, it violates a limit, or the bounds cross
    """
    if incumbent.dispatch is None:
        raise SolveError("failed", "no first-stage decision was found that all blocks can follow; try --hourly")
    give_back()
    program, bound = search.problem.program, search.bound.value
    x = np.clip(
        incumbent.dispatch.x, program.lower, program.upper
    )  # no cost below what a bound missed by rounding asks
    residual = primal_residual(program, x)
    if residual > SolverOptions.tolerance:
        raise SolveError("failed", f"the schedule found violates a limit (relative residual {residual:.1e})")
    cost = float(program.cost @ x + program.offset)
    if bound > cost + SolverOptions.tolerance * max(1.0, abs(cost)):
        raise SolveError("failed", f"the bounds cross: {bound:.9e} is above the cost {cost:.9e}")
    row_dual, column_dual = _duals(search, x, incumbent) if search.problem.options.priced else _own_duals(incumbent)
    return Solution(
        objective=cost,
        dual_objective=min(bound, cost),
        gap=relative_gap(cost, min(bound, cost)),
        x=x,
        row_dual=row_dual,
        column_dual=column_dual,
        method=f"simplex, {search.problem.blocks.count} blocks",
        seconds=dict(search.clock.seconds) | {"solve": search.clock.elapsed()},
        iterations=len(search.rounds),
        primal_residual=residual,
        dual_residual=float("nan"),  # the bound is proved by the master problem, not by these duals
        attempts=[
            f"{last.steps} steps: {last.number + 1} rounds, bound {last.lower_bound:.6e} after {last.seconds:.1f} s"
            for last in _last_of_stages(search.rounds)
        ],
    )


def _duals(search: SearchState, x: Floats, incumbent: Incumbent) -> tuple[Floats, Floats]:
    """Duals that belong together: of the first stage those of the master problem, of blocks those that agree.

    Blocks for which there is no time left keep those of their dispatch. shapes: (row,), (column,)
    """
    problem, master = search.problem, search.bound.master
    program, blocks, columns = problem.program, problem.blocks, problem.blocks.first_stage.columns
    known = np.zeros(len(program.row_lower)) if incumbent.dispatch is None else incumbent.dispatch.row_dual
    with search.clock.counting("prices"):
        deadline = search.clock.after(problem.settings.price_time_share)
        widened = master.prices(problem.settings.price_widening) if search.clock.left() > 0 else None
        proof = widened or search.bound.proof
        decision = blocks.decision_of(x) if incumbent.dispatched is None else incumbent.dispatched
        priced = PricedBlocks(blocks, decision, x, proof.slopes, incumbent.dispatched_basis)
        row_dual, unpriced = priced.row_duals(known, problem.options.threads, deadline)
    search.unpriced_share = unpriced / blocks.count
    row_dual[master.rows] = proof.row_dual
    column_dual = np.asarray(program.cost - program.matrix.T @ row_dual)
    column_dual[columns] = proof.reduced[: len(columns)]
    return row_dual, column_dual


def _own_duals(incumbent: Incumbent) -> tuple[Floats, Floats]:
    """Duals of each block's own dispatch, none of columns. shapes: (row,), (column,)."""
    assert incumbent.dispatch is not None
    return incumbent.dispatch.row_dual, np.zeros_like(incumbent.dispatch.x)


def _last_of_stages(rounds: list[Round]) -> list[Round]:
    return [a for a, b in zip(rounds, [*rounds[1:], None], strict=True) if b is None or b.steps != a.steps]
