"""The page of a comparison."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from energy_model.report.comparison.contents import chapters
from energy_model.report.page import Page, write
from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison.cells import SharedLabels
from energy_model.sheets.comparison.headline import heading, sentences


def write_page(compared: ComparedRuns, path: Path, lang: str) -> None:
    """Write runs side by side as a self-contained HTML file; `lang` is the language it opens in.

    Raises ValueError for an unknown language, OSError where the file cannot be written.
    """
    write(partial(_page, compared), path, lang)


def _page(compared: ComparedRuns, lang: str) -> Page:
    labels = SharedLabels(compared.runs, lang)
    return Page(labels, heading(compared, labels), sentences(compared, labels), chapters(compared, labels))
