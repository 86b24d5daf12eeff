"""All that cannot be carried from one tool to the other: by component and attribute, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# why something is not carried; the texts are in sheets/messages.csv under `not_carried.`
REASONS = (
    *("not_read", "integer", "quadratic", "piecewise", "by_step", "negative", "above_one", "range", "cyclic_ramp"),
    *("both_ways", "conversion_both_ways", "gain", "delay", "initial_level", "spill", "set_points"),
    *("separate_limits", "storage_emissions", "store_capacity", "type", "sense", "periods", "weights"),
    *(
        "no_attribute",
        "retirement",
        "own_ways",
        "typical_days",
        "yearly",
        "process",
        "linear_commitment",
    ),  # of runs that are written
)


@dataclass(frozen=True)
class NotCarried:
    """An attribute of some components that has no counterpart. reason : one of `REASONS`."""

    component: str
    attribute: str
    names: tuple[str, ...]
    reason: str


@dataclass
class Ledger:
    """Attributes that were not carried, and those that were not looked at: an optimisation does not ask for them.

    notes : facts that a reader of the result must know, as sentences
    """

    refused: list[NotCarried] = field(default_factory=list)
    unread: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def refuse(self, component: str, attribute: str, names: Iterable[object], reason: str = "not_read") -> None:
        """Add an attribute; nothing where no component has it, and each pair of attribute and reason once."""
        given = tuple(map(str, names))
        if not given:
            return
        for at, found in enumerate(self.refused):
            if (found.component, found.attribute, found.reason) == (component, attribute, reason):
                both = tuple(dict.fromkeys([*found.names, *given]))
                self.refused[at] = NotCarried(component, attribute, both, reason)
                return
        self.refused.append(NotCarried(component, attribute, given, reason))

    def pass_over(self, component: str, attributes: Iterable[str]) -> None:
        """Add attributes that differ from their defaults and mean nothing to an optimisation."""
        known = self.unread.setdefault(component, [])
        known += [name for name in attributes if name not in known]

    def note(self, sentence: str) -> None:
        """Add a sentence, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)
