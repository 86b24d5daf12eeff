"""Sheets and the summary of a run, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from energy_model.runs.run_data import RunData
from energy_model.runs.totals import POWER
from energy_model.sheets import energy as energy_sheets
from energy_model.sheets import pathway as year_sheets
from energy_model.sheets import run as run_sheets
from energy_model.sheets import targets as target_sheets
from energy_model.sheets.headline import dated_title, left_out, sentences
from energy_model.sheets.numerals import scientific, small
from energy_model.sheets.sheet import DisplayTable
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels
from energy_model.terminal.consoles import results_console

STYLES = {"": "", "section": "bold cyan", "total": "bold", "met": "green", "missed": "red"}
_BETWEEN = 3  # blanks between columns
_USUAL, _TITLE = 0.9, 14  # part of a column's cells that fit on one line; width of a title that does


def show_summary(run: RunData, lang: str, console: Console | None = None) -> None:
    """Show the answer of a run: in sentences, then tables, then how far it can be trusted, and where its files are."""
    labels, console = Labels.of_run(run, lang), console or results_console()
    console.print()
    console.print(Text(dated_title(run, labels), style="bold"))
    for sentence in [*sentences(run, labels), *left_out(run, labels), _solved(run, labels)]:
        console.print(sentence)
    show_sheets(_sheets(run, labels), console)
    console.print(_audit(run, labels))
    console.print(labels.tr("limits.line"))
    if run.folder is not None:
        page = run.folder / "report.html"
        files = labels.tr("summary.files", folder=run.folder, report=page)
        console.print(files if page.is_file() else labels.tr("summary.files_only", folder=run.folder), soft_wrap=True)


def _sheets(run: RunData, labels: Labels) -> Iterator[DisplayTable]:
    """Tables that the terminal has room for: of several years the details of one."""
    years = [shown_year(run)]
    if len(run.summary["years"]) > 1:
        yield year_sheets.pathway(run, labels)
    yield energy_sheets.capacity(run, labels, years, POWER)
    yield energy_sheets.balance(run, labels, years)
    yield run_sheets.costs(run, labels, years)
    yield year_sheets.sectors(run, labels)
    yield target_sheets.scorecard(run, labels)


def show_sheets(sheets: Iterable[DisplayTable], console: Console | None = None) -> None:
    """Show sheets one below the other."""
    console = console or results_console()
    for sheet in sheets:
        console.print()
        console.print(Text(sheet.title, style="bold underline"))
        if sheet.rows:
            console.print(_table(sheet, console.width))
        for note in sheet.notes:
            console.print(Text(note, style="dim"))


def _table(sheet: DisplayTable, room: int) -> Table:
    """A rich table; texts are given as they are, since square brackets would be read as markup.

    Where there is not room for all, rich narrows the widest column first, which is that of the names one looks for.
    So the others are then as wide as most of their cells at the most, and what is longer has a second line.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    widths = [
        [cell_len(column.title), *(cell_len(row.cells[at]) for row in sheet.rows)]
        for at, column in enumerate(sheet.columns)
    ]
    fits = sum(max(column) for column in widths) + _BETWEEN * (len(widths) - 1) <= room
    for at, (column, own) in enumerate(zip(sheet.columns, widths, strict=True)):
        justify: Literal["right", "left"] = "right" if column.number else "left"
        usual = sorted(own[1:])[int(_USUAL * len(sheet.rows))]
        most = None if fits or at == 0 else max(usual, min(own[0], _TITLE))
        table.add_column(Text(column.title), justify=justify, overflow="fold", max_width=most)
    for row in sheet.rows:
        table.add_row(*(Text(cell) for cell in row.cells), style=STYLES[row.meaning])
    return table


def _solved(run: RunData, labels: Labels) -> str:
    solver, summary = run.manifest["solver"], run.summary
    count, seconds = f"{solver['iterations']:,}", f"{summary['seconds']['total']:.1f}"
    if "blocks" in solver["method"]:
        return labels.tr("summary.certified", method=solver["method"], iterations=count, seconds=seconds)
    return labels.tr("summary.solved", method=solver["method"], iterations=count, seconds=seconds)


def _audit(run: RunData, labels: Labels) -> str:
    figures = run.summary["audit"]
    outside = figures.get("price_rows_outside", 0)
    prices = labels.tr("audit.prices_outside", count=outside, rows=figures["price_rows"]) if outside else ""
    line = labels.tr(
        "audit.line",
        balance=scientific(figures["balance_error"]),
        energy=scientific(figures["energy_error"]),
        carbon=scientific(figures["carbon_error"]),
        cost=scientific(figures["cost_error"]),
        unserved=small(figures["unserved_mwh"]),
        residual=scientific(figures["primal_residual"]),
    )
    return "\n".join(filter(None, (line, prices)))
