"""A section of the report: its sheets, its figures, its lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from energy_model.sheets.sheet import DisplayTable


@dataclass(frozen=True)
class Illustration:
    """A figure with the sentence that stands below it and is read out; a folded one is drawn when it is opened."""

    figure: go.Figure
    caption: str
    folded: bool = False


@dataclass(frozen=True)
class Weeks:
    """One week of hourly figures, picked on the page.

    figures : names of the figures of whole years by year; year : that is shown first; days : first day (ISO) of weeks
    worth a look, by what they are called, the first is shown first; height [px]
    """

    figures: dict[int, str]
    year: int
    days: dict[str, str]
    caption: str
    height: int = 460


@dataclass(frozen=True)
class Records:
    """Many rows, in the page once for all languages, drawn by script (records.js) when the fold is opened.

    title : of the fold; columns : titles in this language; rows : texts, the same in every language; choice : place of
    the column by whose values rows may be chosen; words : texts of the search in this language
    """

    title: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    choice: int
    labels: dict[str, str]


@dataclass(frozen=True)
class Rules:
    """Rules of the model by family, in the page once for all languages, drawn by script (rules.js) in folds.

    families : rules as plain values, formulas as MathML; words : headings in this language
    """

    families: dict[str, list[dict[str, Any]]]
    labels: dict[str, str]


@dataclass
class Section:
    """A section of the page. figures : by a name that is unique on the page; link : (address, text)."""

    name: str
    title: str
    figures: dict[str, Illustration] = field(default_factory=dict)
    sheets: list[DisplayTable] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    weeks: Weeks | None = None
    records: Records | None = None
    rules: Rules | None = None
    link: tuple[str, str] | None = None
    folded: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it would be a title and nothing below."""
        written = self.bullets or any(sheet.rows or sheet.notes for sheet in self.sheets)
        return not (written or self.figures or self.weeks or self.records or self.rules or self.link)


def of_sheet(name: str, sheet: DisplayTable) -> Section:
    """Give the section of one sheet, with its title."""
    return Section(name, sheet.title, sheets=[sheet])
