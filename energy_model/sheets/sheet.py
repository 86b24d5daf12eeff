"""The tables that a reader sees, on the terminal and in the report alike: titles, cells as text, meaning of a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Meaning = Literal["", "section", "total", "met", "missed"]


@dataclass(frozen=True)
class Heading:
    """A column; those of numbers stand to the right."""

    title: str
    number: bool = False


@dataclass(frozen=True)
class DisplayRow:
    """A row of texts; a section's row has its title only."""

    cells: tuple[str, ...]
    meaning: Meaning = ""


@dataclass
class DisplayTable:
    """A table to be read, with its title, and notes that stand below it."""

    title: str
    columns: tuple[Heading, ...]
    rows: list[DisplayRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: str, meaning: Meaning = "") -> None:
        """Add a row."""
        self.rows.append(DisplayRow(cells, meaning))

    def section(self, title: str) -> None:
        """Add a row that heads the rows below it."""
        self.rows.append(DisplayRow((title, *("" for _ in self.columns[1:])), "section"))


def columns(labels: Iterable[str], numbers: Sequence[str] = ()) -> tuple[Heading, ...]:
    """Columns of words, then columns of numbers."""
    return (*(Heading(title) for title in labels), *(Heading(title, number=True) for title in numbers))
