"""Verbs that read a run: targets, base-year, report, statistics, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from energy_model.atomic_write import replacing_file
from energy_model.cli.command import guarded, verb
from energy_model.cli.options import help_text, pairs, results_option, run_argument, run_folder
from energy_model.sheets.messages import Messages

if TYPE_CHECKING:
    from energy_model.run import Run
    from energy_model.sheets.sheet import DisplayTable
    from energy_model.sheets.wording import Labels


@verb(help_text("help.targets"))
@run_argument
@results_option
@guarded
def targets(run: str, results: Path, lang: str) -> None:
    """Show the scorecard of a run, and how the plan was read."""
    from energy_model.sheets.targets import readings, scorecard

    _show([scorecard, readings], _run(run, results), lang)


@verb(help_text("help.base_year"), "base-year")
@run_argument
@results_option
@guarded
def base_year_(run: str, results: Path, lang: str) -> None:
    """Compare a run with the reference figures of the base year."""
    from energy_model.sheets.pathway import base_year

    _show([base_year], _run(run, results), lang)


@verb(help_text("help.report"))
@run_argument
@results_option
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=help_text("help.out"))
@guarded
def report(run: str, results: Path, out: Path | None, lang: str) -> None:
    """Write the page again."""
    click.echo(_run(run, results).report(out, lang))


@verb(help_text("help.statistics"))
@run_argument
@click.argument("table", required=False)
@results_option
@click.option("--by", metavar="KEY", multiple=True, help=help_text("help.by"))
@click.option("--where", "texts", metavar="KEY=VALUE", multiple=True, help=help_text("help.where"))
@click.option("--columns", metavar="NAME", multiple=True, help=help_text("help.columns"))
@click.option(
    "--csv", "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=help_text("help.csv")
)
@guarded
def statistics(
    run: str,
    table: str | None,
    results: Path,
    lang: str,
    by: Sequence[str],
    texts: Sequence[str],
    columns: Sequence[str],
    file: Path | None,
) -> None:
    """Show a table of a run, or put it together."""
    from energy_model.sheets.statistics import listed, statistic

    loaded = _run(run, results)
    if table is None:
        _show([lambda _, labels: listed(labels)], loaded, lang)
        return
    where: dict[str, list[str]] = {}
    for key, value in pairs(texts, Messages(lang)("error.pair", pair="{pair}"), "--where"):
        where.setdefault(key, []).append(value)
    found = loaded.statistic(table, by=by or None, where=where, columns=columns or None)
    if file is not None:
        with replacing_file(file) as fresh:
            found.to_csv(fresh, index=False, encoding="utf-8-sig")
    _show([lambda _, labels: statistic(table, found, labels)], loaded, lang)


@verb(help_text("help.export"))
@run_argument
@results_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "csv", "iamc", "parquet"]),
    default="xlsx",
    show_default=True,
    help=help_text("help.format"),
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help=help_text("help.export_out"))
@guarded
def export(run: str, results: Path, form: str, out: Path | None, lang: str) -> None:
    """Write a run as a workbook, as CSV files, in the format of the IAMC, or its steps as Parquet files."""
    click.echo(Messages(lang)("export.done", path=_run(run, results).export(out, form, lang)))


def _show(sheets: Sequence[Callable[[Run, Labels], DisplayTable]], run: Run, lang: str) -> None:
    """Show sheets of a run, for which nothing hourly is read."""
    from energy_model.sheets.wording import Labels
    from energy_model.terminal import show_sheets

    kept = run.without_hours()
    labels = Labels.of_run(kept, lang)
    show_sheets(sheet(kept, labels) for sheet in sheets)


def _run(run: str, results: Path) -> Run:
    """Load a run by its folder, or by its name under the results."""
    from energy_model.run import Run

    return Run.load(run_folder(run, results))
