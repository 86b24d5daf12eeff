"""Verbs for other tools' files: import pypsa, export pypsa."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

# `of_kinds` finds the verbs that these modules register
import energy_model.cli.reading
import energy_model.cli.studies  # noqa: F401
from energy_model.cli.command import NOT_SOLVED, guarded, of_kinds
from energy_model.cli.options import help_text, results_option, run_argument, run_folder
from energy_model.sheets.messages import Messages

if TYPE_CHECKING:
    from energy_model.exchange.pypsa.ledger import Ledger

_MOST_NAMES = 8  # components that a line of the ledger names

partial_option = click.option("--partial", is_flag=True, help=help_text("help.partial"))
imports, exports = of_kinds("import", "weather"), of_kinds("export", "tables")


@imports.command("pypsa", help=help_text("help.import_pypsa"), short_help=help_text("help.import_pypsa"))
@click.argument("network", type=click.Path(exists=True, path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@partial_option
@click.option("--currency", metavar="CODE", default="EUR", show_default=True, help=help_text("help.import_currency"))
@guarded
def import_pypsa(network: Path, folder: Path, partial: bool, currency: str, lang: str) -> int:
    """Make a study of a PyPSA network."""
    from energy_model.exchange.pypsa.importing import import_network

    tr = Messages(lang)
    done = import_network(network, folder, currency, partial=partial)
    show_ledger(done.ledger, tr, is_written=done.folder is not None)
    if done.folder is not None:
        click.echo(tr("pypsa.imported", folder=folder))
        click.echo(f"    energy-model solve --study {folder}")
    return NOT_SOLVED if done.folder is None else 0


@exports.command("pypsa", help=help_text("help.export_pypsa"), short_help=help_text("help.export_pypsa"))
@run_argument
@click.argument("file", metavar="FILE.nc", type=click.Path(dir_okay=False, path_type=Path))
@results_option
@partial_option
@guarded
def export_pypsa(run: str, file: Path, results: Path, partial: bool, lang: str) -> int:
    """Write the study of a run as a PyPSA network."""
    from energy_model.atomic_write import replacing_file
    from energy_model.exchange.pypsa.exporting import network_of, save_network
    from energy_model.runs.run_data import RunData

    tr = Messages(lang)
    loaded = RunData.load(run_folder(run, results))
    done = network_of(loaded.dataset, loaded.name)
    is_written = done.network is not None and (partial or not done.ledger.refused)
    show_ledger(done.ledger, tr, is_written=is_written)
    if is_written:
        with replacing_file(file) as fresh:
            save_network(done.network, fresh)
        click.echo(tr("export.done", path=file))
    return 0 if is_written else NOT_SOLVED


def show_ledger(ledger: Ledger, tr: Messages, *, is_written: bool) -> None:
    """Show what was not carried, and what a reader of the result must know."""
    if ledger.refused:
        click.echo(tr("pypsa.left_out") if is_written else tr("pypsa.refused"), err=True)
        for entry in ledger.refused:
            more = len(entry.names) - _MOST_NAMES
            names = ", ".join(entry.names[:_MOST_NAMES]) + (f" (+{more})" if more > 0 else "")
            reason = tr.of("not_carried", entry.reason)
            click.echo(f"- {entry.component}.{entry.attribute} ({names}){tr('colon')}{reason}", err=True)
    if not is_written:
        return
    for sentence in ledger.notes:
        click.echo(sentence)
    unread = [f"{component} ({', '.join(names)})" for component, names in ledger.unread.items() if names]
    if unread:
        click.echo(tr("pypsa.unread", names=tr("list_separator").join(unread)))
