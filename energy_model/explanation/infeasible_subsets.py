"""All minimal sets of targets that exclude each other, from a test of any set.

Each minimal set that is known must be broken up by what is left out; if all minimal ways of leaving out make the rest
hold, no further set exists (J. Bailey and P. Stuckey, PADL 2005, LNCS 3350, 174, dualize and advance).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from energy_model.explanation.hitting_sets import Set, minimal_hitting_sets

# gives a part of a set that excludes itself already, None where a plan meets the whole set
Core = Callable[[Set], Set | None]
# the same of a set without one of its targets
CoreWithout = Callable[[Set, str], Set | None]


def minimal_conflicts(targets: Set, core_of: Core, core_without: CoreWithout) -> Iterator[Set]:
    """Give the minimal conflicts one after the other; when it ends there are no others."""
    found: list[Set] = []
    possible: set[Set] = set()
    while True:
        core = None
        for left_out in minimal_hitting_sets(found):
            if left_out in possible:
                continue
            core = core_of(targets - left_out)
            if core is not None:
                break
            possible.add(left_out)
        if core is None:
            return
        found.append(shrunk(core, core_without))
        yield found[-1]


def shrunk(conflict: Set, core_without: CoreWithout) -> Set:
    """Leave out every target without which it is still a conflict (deletion filter, J. Chinneck and E. Dravnieks,
    ORSA J. Computing 3 (1991) 157)."""
    for target in sorted(conflict):
        if target in conflict and len(conflict) > 1:
            conflict = core_without(conflict, target) or conflict
    return conflict
