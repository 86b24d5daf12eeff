"""The page of one run."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from energy_model.report.page import Page, write
from energy_model.report.sections.contents import chapters
from energy_model.runs.run_data import RunData
from energy_model.sheets.headline import dated_title, sentences
from energy_model.sheets.wording import Labels


def write_page(run: RunData, path: Path, lang: str) -> None:
    """Write the report of a run as a self-contained HTML file; `lang` is the language it opens in.

    Raises ValueError for an unknown language, OSError where the file cannot be written.
    """
    write(partial(_page, run), path, lang)


def _page(run: RunData, lang: str) -> Page:
    labels = Labels.of_run(run, lang)
    return Page(labels, dated_title(run, labels), sentences(run, labels), chapters(run, labels))
