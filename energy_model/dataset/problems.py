"""Problems of a study, each with file, row, column, message and hint."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

SHOWN_OF_A_KIND = 20
_ROWS_NAMED = 6  # of the rows with one and the same fault


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
    hint: str = ""
    table: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        return self.in_rows([self.row])

    def in_rows(self, rows: Sequence[int | None]) -> str:
        """The text of this problem where it is the same in several rows: a wrong name that many rows refer to."""
        place, shown = [self.file], sorted(row for row in rows if row is not None and row > 0)
        if shown:
            more = f" and {len(shown) - _ROWS_NAMED} more" if len(shown) > _ROWS_NAMED else ""
            named = ", ".join(str(row) for row in shown[:_ROWS_NAMED])
            place.append(f"row{'s' if len(shown) > 1 else ''} {named}{more}")
        if self.column:
            place.append(f"column {self.column}")
        text = f"{', '.join(place)}: {self.message}"
        return f"{text} {self.hint}" if self.hint else text


class StudyError(Exception):
    """A study (tables, scenario or folder) cannot be used; ``problems`` holds every reason at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(describe(self.problems))


def describe(problems: Sequence[Problem]) -> str:
    """Give a readable list, grouped by kind, one line for what is the same in several rows.

    Of a kind with very many lines the first twenty and a count.
    """
    groups: dict[str, dict[Problem, list[int | None]]] = {}
    for problem in problems:
        groups.setdefault(problem.kind, {}).setdefault(replace(problem, row=None), []).append(problem.row)
    count = len(problems)
    lines = [f"{count} problem{'' if count == 1 else 's'} in the study:"]
    for kind, members in groups.items():
        alike = sorted(members.items(), key=lambda item: (item[0].file, min(row or 0 for row in item[1])))
        lines += [f"- {problem.in_rows(rows)}" for problem, rows in alike[:SHOWN_OF_A_KIND]]
        hidden = sum(len(rows) for _, rows in alike[SHOWN_OF_A_KIND:])
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
