"""Verbs for studies: check, examples, new, import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from energy_model.cli.command import guarded, verb
from energy_model.cli.options import EXAMPLES, help_text, hours_option, pairs, scenario_argument, study_option
from energy_model.sheets.messages import Messages


@verb(help_text("help.check"))
@scenario_argument
@study_option
@click.option("--verbose", "-v", is_flag=True, help=help_text("help.verbose"))
@hours_option
@guarded
def check(scenario: str, lang: str, study: str | None, verbose: bool, hours: int) -> None:
    """Check a study and show the resolved scenario."""
    from energy_model.dataset.assembly.roles import ELECTRICITY, roles
    from energy_model.dataset.lost_load import dear_lost_load
    from energy_model.scenario.scenario import load_scenario
    from energy_model.sheets.notices import lost_load
    from energy_model.terminal import show_sheets
    from energy_model.terminal.resolved import resolved

    found, tr = load_scenario(scenario, study), Messages(lang)
    tables = found.read(hours)
    show_sheets(resolved(found, tables, lang, verbose))
    if ELECTRICITY not in roles(tables):
        click.echo("\n" + tr("check.no_electricity"), err=True)
    for dear in dear_lost_load(tables):
        click.echo("\n" + lost_load(dear, tables.currency, tr), err=True)
    click.echo("\n" + tr("check.valid"))


@verb(help_text("help.new"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--example", type=click.Choice(EXAMPLES), help=help_text("help.example"))
@click.option("--empty", is_flag=True, help=help_text("help.empty"))
@click.option("--xlsx", is_flag=True, help=help_text("help.xlsx"))
@click.option("--currency", metavar="CODE", help=help_text("help.currency"))
@guarded
def new(folder: Path, example: str | None, empty: bool, xlsx: bool, currency: str | None, lang: str) -> None:
    """Copy the packaged study or an example, or write an empty one, and show what to type next."""
    from energy_model.dataset.units import MONEY, currencies
    from energy_model.scenario.scenario import list_scenarios
    from energy_model.study.copying import copy_example, copy_study
    from energy_model.study.location import WORKBOOK
    from energy_model.study.template import empty_study

    tr, study = Messages(lang), folder / WORKBOOK if xlsx else folder
    if example and empty:
        raise click.UsageError(tr("new.example_and_empty"))
    if currency and (not empty or currency not in currencies()):
        raise click.UsageError(tr("new.currency", known=", ".join(currencies())))
    make: Callable[..., list[Path]] = partial(empty_study, currency=currency or MONEY) if empty else copy_study
    if example:
        make = partial(copy_example, name=example)
    folders = ", ".join(str(path) for path in make(folder, workbook=xlsx))
    if empty:
        click.echo(tr("new.empty", folders=folders, folder=study))
    elif not example:
        click.echo(tr("new.done", folders=folders, folder=study))
    else:
        click.echo(tr("new.example", folders=folders))
        click.echo(f"    energy-model solve --study {study}")
        click.echo(tr("new.then", folder=study))
        click.echo(f"    energy-model compare {' '.join(list_scenarios(study))} --study {study}")


@verb(help_text("help.examples"))
@guarded
def examples(lang: str) -> None:
    """List the examples that ship."""
    tr = Messages(lang)
    for name in EXAMPLES:
        click.echo(f"{name:<10}{tr.of('example', name)}")
    click.echo(tr("examples.next", name=EXAMPLES[0]))


@verb(help_text("help.import"), "import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--study", metavar="DIR", required=True, type=click.Path(), help=help_text("help.import_study"))
@click.option("--map", "texts", metavar="SOURCE=PROFILE", multiple=True, help=help_text("help.map"))
@click.option("--utc", metavar="HOURS", type=click.FloatRange(-12, 14), help=help_text("help.utc"))
@click.option("--year", type=int, help=help_text("help.year_of_file"))
@click.option("--ends", is_flag=True, help=help_text("help.ends"))
@click.option("--model-year", type=int, help=help_text("help.model_year"))
@guarded
def import_(file: str, study: str, texts: Sequence[str], lang: str, **given: Any) -> None:
    """Put own weather, loads or prices into a study."""
    from energy_model.study.weather.importing import ImportOptions, import_weather

    tr = Messages(lang)
    mapping = dict(pairs(texts, tr("error.map", pair="{pair}"), "--map"))
    found = import_weather(study, file, ImportOptions(mapping or None, **given))
    for note in found.notes:
        click.echo(tr.of("taken", note.how, **note.words))
    click.echo(tr("import.done", names=", ".join(found.names), study=study))
