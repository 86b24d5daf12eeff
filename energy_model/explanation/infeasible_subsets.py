"""All irreducible infeasible subsets (IIS) of a set of targets, from a test of any set.

Each IIS that is known must lose a member; the smallest sets that take one of each are the candidates for correction
sets. If leaving out any of them makes the rest feasible, no further IIS exists (J. Bailey and P. Stuckey, PADL 2005,
LNCS 3350, 174, dualize and advance).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from energy_model.explanation.hitting_sets import TargetSet, minimal_hitting_sets

# gives an infeasible part of a set, None where a plan meets the whole set
InfeasiblePart = Callable[[TargetSet], TargetSet | None]
# the same of a set without one of its targets
InfeasiblePartWithout = Callable[[TargetSet, str], TargetSet | None]


def infeasible_subsets(
    targets: TargetSet, part_of: InfeasiblePart, part_without: InfeasiblePartWithout
) -> Iterator[TargetSet]:
    """Irreducible infeasible subsets one after the other; when it ends there are no others."""
    found: list[TargetSet] = []
    corrections: set[TargetSet] = set()
    while True:
        infeasible = None
        for left_out in minimal_hitting_sets(found):
            if left_out in corrections:
                continue
            infeasible = part_of(targets - left_out)
            if infeasible is not None:
                break
            corrections.add(left_out)
        if infeasible is None:
            return
        found.append(irreducible(infeasible, part_without))
        yield found[-1]


def irreducible(subset: TargetSet, part_without: InfeasiblePartWithout) -> TargetSet:
    """Infeasible subset less every target without which it is infeasible still (deletion filter, J. Chinneck and
    E. Dravnieks, ORSA J. Computing 3 (1991) 157)."""
    for target in sorted(subset):
        if target in subset and len(subset) > 1:
            subset = part_without(subset, target) or subset
    return subset
