"""A comparison on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from energy_model.runs.compared_runs import ComparedRuns
from energy_model.runs.totals import POWER
from energy_model.runs.up_to_date import Reason
from energy_model.sheets.comparison.cells import SharedLabels, common_year
from energy_model.sheets.comparison.headline import heading, sentences
from energy_model.sheets.comparison.storage import use
from energy_model.sheets.comparison.tables import capacity, co2, overview
from energy_model.sheets.comparison.targets import changed
from energy_model.sheets.messages import Messages
from energy_model.terminal.consoles import results_console
from energy_model.terminal.summary import show_sheets
from energy_model.workflow.compare import ComparisonItem

_SHOWN = 5  # changed files or values that a reason names


def show_comparison(compared: ComparedRuns, lang: str, console: Console | None = None) -> None:
    """Show the answer in sentences, then tables: cost, key capacities, storage, CO2, targets that change."""
    labels, console = SharedLabels(compared.runs, lang), console or results_console()
    year = common_year(compared)
    console.print()
    console.print(Text(heading(compared, labels), style="bold"))
    for sentence in sentences(compared, labels):
        console.print(sentence)
    sheets = [
        overview(compared, labels),
        capacity(compared, labels, [year], POWER),
        use(compared, labels, year),
        co2(compared, labels, with_sectors=False),
        changed(compared, labels),
    ]
    show_sheets([sheet for sheet in sheets if sheet.rows], console)


def described(item: ComparisonItem, tr: Messages) -> str:
    """Sentence on a run or scenario that is compared: solved, and why, or taken from its results."""
    if item.must_be_solved and item.reason is not None:
        return tr("compare.solve", name=item.name, reason=_because(item.reason, tr))
    folder = item.run.folder if item.run is not None else ""
    if item.scenario is not None:
        return tr("compare.fresh", name=item.name, folder=folder)
    if item.reason is not None:
        return tr("compare.outdated", name=item.name, folder=folder, reason=_because(item.reason, tr))
    return tr("compare.taken", name=item.name, folder=folder)


def _because(reason: Reason, tr: Messages) -> str:
    word = tr.of("stale", reason.word)
    if not reason.about:
        return word
    separator = " → " if reason.word in ("release", "hours", "gap") else tr("list_separator")
    more = " …" if len(reason.about) > _SHOWN else ""
    return tr("compare.because", reason=word, about=separator.join(reason.about[:_SHOWN]) + more)
