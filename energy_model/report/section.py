"""A section of the report: its sheets, its figures, its lists."""

from __future__ import annotations

from dataclasses import dataclass, field

import plotly.graph_objects as go

from energy_model.report.sheets import Sheet


@dataclass(frozen=True)
class Illustration:
    """A figure with the sentence that stands below it and is read out; a folded one is drawn when it is opened."""

    figure: go.Figure
    caption: str
    folded: bool = False


@dataclass
class Section:
    """A section of the page. figures : by a name that is unique on the page; link : (address, text)."""

    name: str
    title: str
    figures: dict[str, Illustration] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    link: tuple[str, str] | None = None
    folded: bool = False


def of_sheet(name: str, sheet: Sheet) -> Section:
    """Give the section of one sheet, with its title."""
    return Section(name, sheet.title, sheets=[sheet])
