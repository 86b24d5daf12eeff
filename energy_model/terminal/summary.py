"""Sheets and the summary of a run, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from energy_model.report import energy_sheets, run_sheets, target_sheets, year_sheets
from energy_model.report.headline import dated_title, sentences
from energy_model.report.numerals import scientific, small
from energy_model.report.sheets import Sheet
from energy_model.report.wording import Words
from energy_model.report.years import shown_year
from energy_model.run import Run
from energy_model.terminal.consoles import results_console

STYLES = {"": "", "section": "bold cyan", "total": "bold", "met": "green", "missed": "red"}


def show_summary(run: Run, lang: str, console: Console | None = None) -> None:
    """Show the answer of a run: in sentences, then tables, then how far it can be trusted, and where its files are."""
    words, console = Words(run.dataset, lang), console or results_console()
    console.print()
    console.print(Text(dated_title(run, words), style="bold"))
    for sentence in [*sentences(run, words), _solved(run, words)]:
        console.print(sentence)
    show_sheets(_sheets(run, words), console)
    console.print(_audit(run, words))
    console.print(words.say("limits.line"))
    if run.folder is not None:
        console.print(words.say("summary.files", folder=run.folder, report=run.folder / "report.html"), soft_wrap=True)


def _sheets(run: Run, words: Words) -> Iterator[Sheet]:
    """What the terminal has room for: of several years the details of one."""
    years = [shown_year(run.summary["years"])]
    if len(run.summary["years"]) > 1:
        yield year_sheets.pathway(run, words)
    yield energy_sheets.capacity(run, words, years, energy_sheets.POWER)
    yield energy_sheets.balance(run, words, years)
    yield run_sheets.costs(run, words, years)
    yield year_sheets.sectors(run, words)
    yield target_sheets.scorecard(run, words)


def show_sheets(sheets: Iterable[Sheet], console: Console | None = None) -> None:
    """Show sheets one below the other."""
    console = console or results_console()
    for sheet in sheets:
        console.print()
        console.print(Text(sheet.title, style="bold underline"))
        if sheet.rows:
            console.print(_table(sheet))
        for note in sheet.notes:
            console.print(Text(note, style="dim"))


def _table(sheet: Sheet) -> Table:
    """A rich table; texts are given as they are, since square brackets would be read as markup."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in sheet.columns:
        table.add_column(Text(column.title), justify="right" if column.number else "left", overflow="fold")
    for row in sheet.rows:
        table.add_row(*(Text(cell) for cell in row.cells), style=STYLES[row.meaning])
    return table


def _solved(run: Run, words: Words) -> str:
    solver, summary = run.manifest["solver"], run.summary
    count, seconds = f"{solver['iterations']:,}", f"{summary['seconds']['total']:.1f}"
    if "periods" in solver["method"]:
        return words.say("summary.certified", method=solver["method"], iterations=count, seconds=seconds)
    return words.say("summary.solved", method=solver["method"], iterations=count, seconds=seconds)


def _audit(run: Run, words: Words) -> str:
    figures = run.summary["audit"]
    return words.say(
        "audit.line",
        balance=scientific(figures["balance_error"]),
        energy=scientific(figures["energy_error"]),
        carbon=scientific(figures["carbon_error"]),
        cost=scientific(figures["cost_error"]),
        unserved=small(figures["unserved_mwh"]),
        residual=scientific(figures["primal_residual"]),
    )
