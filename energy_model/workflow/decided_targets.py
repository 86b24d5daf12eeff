"""Basis of each target's verdict: given by the input, decided by the solution, or open within the gap.

A plan within the gap may be on the other side of a line than the optimum. So the cheapest plan on the other side is
looked for. Where it costs more than the plan that was found, no plan of least cost is there, and a smaller gap finds
none either: the verdict is decided. Where there is no plan at all on the other side the line is given.

A small program answers itself, and that is a proof. Of a large one segments of hours answer: that no plan is on the
other side is still proved, for they are a relaxation; what a line costs is an estimate, for their mean prices are not:
what it costs there to move the line by its margin, held against what lies between cost and bound.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
import xarray as xr

from energy_model.analysis.verdicts import DECIDED, ENFORCED, GIVEN, OPEN
from energy_model.compiler import LinearProgram, Solution, SolveError
from energy_model.compiler.highs import SIMPLEX_COLUMNS
from energy_model.compiler.program import Floats
from energy_model.horizon.hourly_problem import Compile
from energy_model.horizon.other_side import Bounds, OtherSide
from energy_model.workflow.segmented_system import SegmentedSystem, plainly, segmented
from energy_model.workflow.sides import Limit, Line, lines

OF_PLAN, OTHERS, SECONDS = 144, 36, 60.0  # segments that answer for the plan's lines and for the others
_ROUNDING = 1e-6  # of the cost: what is smaller may be the solver's


def with_decisions(
    dataset: xr.Dataset,
    solved: xr.Dataset,
    program: LinearProgram,
    solution: Solution,
    compiled: Compile = plainly,
    seconds: float = SECONDS,
    is_extended: bool = False,
) -> xr.Dataset:
    """The solved dataset with `target_decision` and `target_otherwise`, both over (target).

    Parameters
    ----------
    dataset, program : what was solved; solved, solution : plan found, its cost and its bound
    compiled : gives the program of a dataset, with what is held in it
    seconds : for all targets; what is not answered by then is open
    is_extended : by rules of a user, which segments do not know: of a large program nothing is answered

    target_decision is given, enforced (held because it is enforced), decided, open, or '' where the target is not
    evaluated or is a count; target_otherwise the least extra cost of the other side, as a share of the cost: infinite
    where nothing is there, NaN where it is not known.
    """
    targets = [str(name) for name in solved["target"].values]
    decisions, extra = dict.fromkeys(targets, ""), dict.fromkeys(targets, np.nan)
    every = lines(solved)
    decisions |= {line.target: ENFORCED for line in every if line.is_held}
    is_small = program.matrix.shape[1] <= SIMPLEX_COLUMNS
    if is_extended and not is_small:
        decisions |= {line.target: OPEN for line in every if not line.is_held}
        every = []
    for of_plan, segments in ((None, None),) if is_small else ((True, OF_PLAN), (False, OTHERS)):
        asked = [line for line in every if not line.is_held and of_plan in (None, line.of_plan)]
        if limits := [limit for line in asked for case in line.cases for limit in case]:
            time = seconds if is_small else seconds / 2
            system = None if segments is None else segmented(dataset, segments, compiled)
            answers = _Answers(system, solved, program, solution, limits, time)
            for line in asked:
                decisions[line.target], extra[line.target] = answers.decision(line)
    return solved.assign(
        target_decision=("target", np.array([decisions[t] for t in targets], dtype=np.str_)),
        target_otherwise=("target", np.array([extra[t] for t in targets], dtype=float)),
    )


class _Answers:
    """The program that answers, and what its answers are held against."""

    def __init__(
        self,
        system: SegmentedSystem | None,
        solved: xr.Dataset,
        program: LinearProgram,
        solution: Solution,
        limits: Sequence[Limit],
        seconds: float,
    ) -> None:
        self._cost, self._base = abs(solution.objective), solution.objective
        self._allowed = _ROUNDING * max(1.0, self._cost)
        answering = program if system is None else system.program
        block, metrics, constant = answering.expression("metric_value")
        weights = sp.csr_array([limit.weights(block.array(constant)) for limit in limits])
        self._place = {id(limit): at for at, limit in enumerate(limits)}
        self._constant: Floats = weights @ constant
        self._shift: Floats = np.zeros(len(limits))
        self._other: OtherSide | None = None
        try:
            self._other = OtherSide(answering, sp.csr_array(weights @ metrics), seconds)
        except SolveError:
            return
        if system is not None:
            self._base = self._other.cost
            self._allowed += max(solution.objective - solution.dual_objective, 0.0)
            values = solved["metric_value"].transpose("metric", "year").values.ravel()
            # what costs nothing is compared at the value that results tell, here and there
            told = metrics @ system.settled(self._other.x) + constant
            self._shift = weights @ (told - values)

    def decision(self, line: Line) -> tuple[str, float]:
        """Basis of the verdict, and the least extra cost of the other side, as a share of the cost."""
        least = -np.inf
        if self._other is not None:
            least = min(self._least(self._other, case) for case in line.cases)
        if np.isposinf(least):
            return GIVEN, least
        if np.isneginf(least):
            return OPEN, np.nan
        more = least - self._base
        return (DECIDED if more > self._allowed else OPEN), more / max(self._cost, 1.0)

    def _least(self, other: OtherSide, case: Sequence[Limit]) -> float:
        """Least cost of one way to be on the other side; infinite only where this is proved.

        Where segments cannot move the line as far as hours have to, moving it less far decides if that costs enough.
        """
        as_it_is = other.least_cost(self._bounds(case, np.zeros_like(self._shift)))
        if np.isposinf(as_it_is) or not self._shift.any():
            return as_it_is
        moved = other.least_cost(self._bounds(case, self._shift))
        if np.isposinf(moved):
            return as_it_is if as_it_is - self._base > self._allowed else -np.inf
        return moved

    def _bounds(self, case: Sequence[Limit], shift: Floats) -> Bounds:
        """Bounds of the limits as bounds of their rows, which lack the constants."""
        places = {self._place[id(limit)]: limit for limit in case}
        moved = {at: shift[at] - self._constant[at] for at in places}
        return {at: (limit.low + moved[at], limit.high + moved[at]) for at, limit in places.items()}
