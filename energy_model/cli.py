"""The command line: a verb is a few lines; errors become one message and an exit status.

Status 0: done; 1: not solved, or the gap was not reached; 2: bad input; 130: interrupted.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from energy_model import explanation, own_study, workflow
from energy_model.analysis.audit import AuditError
from energy_model.compiler import METHODS, SolveError
from energy_model.dataset import StudyError
from energy_model.dataset.importing import WeatherFileError
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.report.messages import LANGUAGES, Messages, environment_language
from energy_model.report.run_sheets import percent
from energy_model.report.sheets import Sheet
from energy_model.report.target_sheets import readings, scorecard
from energy_model.report.wording import Words
from energy_model.report.year_sheets import base_year
from energy_model.run import Run
from energy_model.scenario import load_scenario

SOLVERS = ("auto", *METHODS)
NOT_SOLVED, BAD_INPUT, INTERRUPTED = 1, 2, 130
_help = Messages(environment_language())  # the help is shown before --lang is read

study_option = click.option("--study", metavar="DIR", type=click.Path(), help=_help("help.study"))
results_option = click.option(
    "--results", metavar="DIR", type=click.Path(path_type=Path), default=Path("results"), help=_help("help.results")
)
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=environment_language, help=_help("help.lang")
)
hours_option = click.option("--hours", type=click.IntRange(1, HOURS_PER_YEAR), default=HOURS_PER_YEAR, hidden=True)


def guarded(verb: Callable[..., int | None]) -> Callable[..., None]:
    """Give a verb its option --lang, and map errors to messages and exit statuses."""

    @lang_option
    @functools.wraps(verb)
    def run(lang: str, **arguments: Any) -> None:
        try:
            status = verb(lang=lang, **arguments) or 0
        except (Exception, KeyboardInterrupt) as error:
            status = report_error(error, Messages(lang))
        raise click.exceptions.Exit(status)

    return run


def report_error(error: BaseException, say: Messages) -> int:
    """Tell an error on stderr and give its exit status; an error that nobody foresaw is raised again."""
    match error:
        case StudyError() | WeatherFileError():
            text, status = str(error), BAD_INPUT
        case SolveError():
            text, status = f"{error}\n{say.of('error', error.status)}", NOT_SOLVED
        case AuditError():
            text, status = say("error.audit", reason=error), NOT_SOLVED
        case OSError():
            text, status = say("error.file", reason=error), NOT_SOLVED
        case KeyboardInterrupt():
            text, status = say("error.interrupted"), INTERRUPTED
        case _:
            raise error
    click.echo(text, err=True)
    return status


@click.group(
    help=_help("help.program"), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(workflow.version_of("energy-model") or "0", prog_name="energy-model", help=_help("help.version"))
def commands() -> None:
    """All verbs."""


def verb(text: str, name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """Register a verb with its help; the list of verbs shows it whole."""
    return commands.command(name, help=text, short_help=text)


@verb(_help("help.solve"))
@click.argument("scenarios", metavar="[SCENARIO ...]", nargs=-1)
@study_option
@results_option
@click.option("--gap", type=click.FloatRange(min=0), default=0.01, show_default=True, help=_help("help.gap"))
@click.option("--hourly", is_flag=True, help=_help("help.hourly"))
@click.option("--solver", type=click.Choice(SOLVERS), default="auto", show_default=True, help=_help("help.solver"))
@click.option("--threads", metavar="N", type=click.IntRange(min=0), default=0, help=_help("help.threads"))
@click.option(
    "--time-limit", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), help=_help("help.time_limit")
)
@hours_option
@guarded
def solve(scenarios: Sequence[str], lang: str, study: str | None, time_limit: float | None, **options: Any) -> int:
    """Solve scenarios one after another; the status is that of the worst."""
    scenarios = scenarios or ("baseline",)
    for scenario in scenarios:  # a misspelt name is told before hours of work
        load_scenario(scenario, study)
    if time_limit is not None:
        options["time_limit"] = time_limit
    return max(_solve_one(scenario, lang, study=study, **options) for scenario in scenarios)


def _solve_one(scenario: str, lang: str, **options: Any) -> int:
    from energy_model.terminal import Progress, show_summary

    say = Messages(lang)
    try:
        with Progress(Path(scenario).stem, lang) as progress:
            run = workflow.solve(scenario, lang=lang, listener=progress, **options)
    except (StudyError, SolveError, AuditError) as error:
        click.echo(say("error.scenario", scenario=scenario), err=True)
        return report_error(error, say)
    show_summary(run, lang)
    if run.summary["gap"] <= options["gap"]:
        return 0
    click.echo(say("error.gap", gap=percent(run.summary["gap"]), asked=percent(options["gap"])), err=True)
    return NOT_SOLVED


@verb(_help("help.check"))
@click.argument("scenario", default="baseline")
@study_option
@click.option("--verbose", "-v", is_flag=True, help=_help("help.verbose"))
@hours_option
@guarded
def check(scenario: str, lang: str, study: str | None, verbose: bool, hours: int) -> None:
    """Check a study and show the resolved scenario."""
    from energy_model.terminal import show_sheets
    from energy_model.terminal.resolved import resolved

    found = load_scenario(scenario, study)
    show_sheets(resolved(found, found.read(hours), lang, verbose))
    click.echo("\n" + Messages(lang)("check.sound"))


@verb(_help("help.explain"))
@click.argument("scenario", default="baseline")
@study_option
@click.option("--segments", metavar="N", type=click.IntRange(min=1), default=300, help=_help("help.segments"))
@click.option("--hourly", is_flag=True, help=_help("help.explain_hourly"))
@click.option("--solver", type=click.Choice(SOLVERS), default="auto", show_default=True, help=_help("help.solver"))
@click.option("--threads", metavar="N", type=click.IntRange(min=0), default=0, help=_help("help.threads"))
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    help=_help("help.explain_limit"),
)
@hours_option
@guarded
def explain(scenario: str, lang: str, study: str | None, **options: Any) -> None:
    """Explain why targets cannot all hold, or what they cost."""
    from energy_model.terminal import Progress
    from energy_model.terminal.explained import show_explanation

    with Progress(Path(scenario).stem, lang) as progress:
        found = explanation.explain(scenario, study=study, listener=progress, **options)
    show_explanation(found, lang)


@verb(_help("help.targets"))
@click.argument("run")
@results_option
@guarded
def targets(run: str, results: Path, lang: str) -> None:
    """Show the scorecard of a run, and how the plan was read."""
    _show([scorecard, readings], run, results, lang)


@verb(_help("help.base_year"), "base-year")
@click.argument("run")
@results_option
@guarded
def base_year_(run: str, results: Path, lang: str) -> None:
    """Compare a run with what is known of the base year."""
    _show([base_year], run, results, lang)


@verb(_help("help.report"))
@click.argument("run")
@results_option
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=_help("help.out"))
@guarded
def report(run: str, results: Path, out: Path | None, lang: str) -> None:
    """Write the page again."""
    click.echo(_run(run, results).report(out, lang))


@verb(_help("help.new"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@guarded
def new(folder: Path, lang: str) -> None:
    """Copy the packaged study."""
    made = own_study.copy_study(folder)
    click.echo(Messages(lang)("new.done", folders=", ".join(str(path) for path in made), folder=folder))


@verb(_help("help.import"), "import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--study", metavar="DIR", required=True, type=click.Path(), help=_help("help.import_study"))
@click.option("--map", "pairs", metavar="SOURCE=PROFILE", multiple=True, help=_help("help.map"))
@guarded
def import_(file: str, study: str, pairs: Sequence[str], lang: str) -> None:
    """Put own weather into a study."""
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(Messages(lang)("error.map", pair=pair), param_hint="--map")
    mapping = dict(pair.split("=", 1) for pair in pairs)
    names = own_study.import_weather(study, file, mapping)
    click.echo(Messages(lang)("import.done", names=", ".join(names), study=study))


def _show(sheets: Sequence[Callable[[Run, Words], Sheet]], run: str, results: Path, lang: str) -> None:
    """Show sheets of a run."""
    from energy_model.terminal import show_sheets

    found = _run(run, results)
    words = Words(found.dataset, lang)
    show_sheets(sheet(found, words) for sheet in sheets)


def _run(run: str, results: Path) -> Run:
    """Load a run by its folder, or by its name under the results."""
    return Run.load(run if (Path(run) / "summary.json").is_file() else results / run)


def main() -> None:
    """Entry point of `energy-model`."""
    try:
        commands(prog_name="energy-model")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            # the solver cannot be stopped in the middle of a step; do not wait for it
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        raise
