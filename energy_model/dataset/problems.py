"""What is wrong with a study, told so that it can be mended: file, row, column, what, and how."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHOWN_OF_A_KIND = 20


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a study.

    ``kind`` is a stable short name ("unknown-reference"). ``row`` counts as a spreadsheet does: the header is row 1;
    a row below 1 stands in no file (a scenario made it) and is not shown.
    ``file`` is relative to the study. ``table`` and ``column`` are names of the dictionary ("" if none is concerned).
    """

    kind: str
    file: str
    message: str
    mend: str = ""
    table: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None and self.row > 0:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        text = f"{', '.join(place)}: {self.message}"
        return f"{text} {self.mend}" if self.mend else text


class StudyError(Exception):
    """A study (tables, scenario or folder) cannot be used; ``problems`` holds every reason at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(describe(self.problems))


def describe(problems: Sequence[Problem]) -> str:
    """Give a readable list, grouped by kind; of a kind with very many the first twenty and a count."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.kind, []).append(problem)
    count = len(problems)
    lines = [f"{count} problem{'' if count == 1 else 's'} in the study:"]
    for kind, members in groups.items():
        members = sorted(members, key=lambda problem: (problem.file, problem.row or 0))
        lines += [f"- {problem}" for problem in members[:SHOWN_OF_A_KIND]]
        hidden = len(members) - SHOWN_OF_A_KIND
        if hidden > 0:
            lines.append(f"  ... and {hidden} more of the kind '{kind}'.")
    return "\n".join(lines)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give "Did you mean 'x'?" for a misspelt word, else a short list of what is known."""
    names = [name for name in known if name]
    by_folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{by_folded[close[0]]}'?"
    if not names:
        return ""
    return f"Known: {', '.join(names[:12])}{' and others' if len(names) > 12 else ''}."
