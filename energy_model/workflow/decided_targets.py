"""Basis of each target's verdict: given by the input, decided by the solution, or open within the gap.

A plan within the gap may be on the other side of a line than the optimum. So the cheapest plan on the other side is
looked for. Where it costs more than the plan that was found, no plan of least cost is there, and a smaller gap finds
none either: the verdict is decided. Where there is no plan at all on the other side the line is given.

A small program answers itself, and that is a proof. Of a large one segments of hours answer: that no plan is on the
other side is still proved, for they are a relaxation; what a line costs is an estimate, for their mean prices are not:
what it costs there to move the line by its margin, held against what lies between cost and bound.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from energy_model.analysis.targets import is_met, margin_rounding
from energy_model.analysis.verdicts import DECIDED, ENFORCED, GIVEN, OPEN
from energy_model.compiler import LinearProgram, Solution, SolveError
from energy_model.compiler.highs import SIMPLEX_COLUMNS
from energy_model.compiler.program import Floats
from energy_model.dataset.assembly.references import ENFORCE
from energy_model.horizon.other_side import Bounds, OtherSide
from energy_model.workflow.segmented_system import segmented

SEGMENTS, SECONDS = 100, 60.0
_ROUNDING = 1e-6  # of the cost: what is smaller may be the solver's
_MARGIN = "target_margin"


def with_decisions(
    dataset: xr.Dataset, solved: xr.Dataset, program: LinearProgram, solution: Solution, seconds: float = SECONDS
) -> xr.Dataset:
    """The solved dataset with `target_decision` and `target_otherwise`, both over (target).

    Parameters
    ----------
    dataset, program : what was solved; solved, solution : plan found, its cost and its bound
    seconds : for all targets; what is not answered by then is open

    target_decision is given, enforced (held because it is enforced), decided, open, or '' where the target is not
    evaluated or is a count; target_otherwise the least extra cost of the other side, as a share of the cost: infinite
    where nothing is there, NaN where it is not known.
    """
    targets = [str(name) for name in solved["target"].values]
    decisions, extra = dict.fromkeys(targets, ""), dict.fromkeys(targets, np.nan)
    lines = {target: at for target in targets if len(at := _rows(solved, target))}
    if lines:
        asked = _Asked(dataset, solved, program, solution, seconds)
        for target, at in lines.items():
            decisions[target], extra[target] = asked.decision(target, at)
    return solved.assign(
        target_decision=("target", np.array([decisions[t] for t in targets], dtype=np.str_)),
        target_otherwise=("target", np.array([extra[t] for t in targets], dtype=float)),
    )


def _rows(solved: xr.Dataset, target: str) -> np.ndarray:
    return np.flatnonzero(solved["row_target"].values == target)


class _Asked:
    """Questions to the program that answers, and what its answers are held against."""

    def __init__(
        self, dataset: xr.Dataset, solved: xr.Dataset, program: LinearProgram, solution: Solution, seconds: float
    ) -> None:
        self._solved, self._cost = solved, abs(solution.objective)
        self._allowed = _ROUNDING * max(1.0, self._cost)
        is_small = program.matrix.shape[1] <= SIMPLEX_COLUMNS
        answering = program if is_small else segmented(dataset, SEGMENTS).program
        _, rows, self._constant = answering.expression(_MARGIN)
        self._shift: Floats = np.zeros(len(self._constant))
        try:
            self._other: OtherSide | None = OtherSide(answering, rows, seconds)
        except SolveError:
            self._other = None
            return
        self._base = solution.objective
        if not is_small:
            self._base = self._other.cost
            self._allowed += max(solution.objective - solution.dual_objective, 0.0)
            self._shift = self._other.values + self._constant - solved[_MARGIN].values

    def decision(self, target: str, at: np.ndarray) -> tuple[str, float]:
        """Basis of the verdict, and the least extra cost of the other side, as a share of the cost."""
        rows = self._solved.isel(target_row=at)
        met = is_met(self._solved, rows)
        if met and str(self._solved["target_mode"].sel(target=target).item()) == ENFORCE:
            return ENFORCED, np.nan
        if self._other is None:
            return OPEN, np.nan
        cases = list(_other_sides(at, margin_rounding(self._solved, rows), met))
        least = min((self._least(self._other, case) for case in cases), default=np.inf)
        if np.isposinf(least):
            return GIVEN, least
        if np.isneginf(least):
            return OPEN, np.nan
        more = least - self._base
        return (DECIDED if more > self._allowed else OPEN), more / max(self._cost, 1.0)

    def _least(self, other: OtherSide, case: Bounds) -> float:
        """Least cost of one way to be on the other side; infinite only where this is proved."""
        as_it_is = other.least_cost(self._bounds(case, np.zeros_like(self._shift)))
        if np.isposinf(as_it_is) or not self._shift.any():
            return as_it_is
        moved = other.least_cost(self._bounds(case, self._shift))
        return -np.inf if np.isposinf(moved) else moved

    def _bounds(self, case: Bounds, shift: Floats) -> Bounds:
        """Bounds of the margins as bounds of their rows, which lack the constants."""
        moved = {row: shift[row] - self._constant[row] for row in case}
        return {row: (low + moved[row], high + moved[row]) for row, (low, high) in case.items()}


def _other_sides(at: np.ndarray, rounding: Floats, met: bool) -> Iterator[Bounds]:
    """Ways to be on the other side, as bounds of the margins: one row is missed, or all are met."""
    if met:
        yield from ({int(row): (-np.inf, -least)} for row, least in zip(at, rounding, strict=True))
    else:
        yield {int(row): (-least, np.inf) for row, least in zip(at, rounding, strict=True)}
