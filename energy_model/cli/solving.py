"""Verbs that solve: solve, compare, explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from energy_model.cli.command import NOT_SOLVED, guarded, report_error, verb
from energy_model.cli.options import (
    gap_option,
    help_text,
    hours_option,
    results_option,
    run_folder,
    scenario_argument,
    seconds,
    solver_option,
    study_option,
    threads_option,
    time_limit_option,
)
from energy_model.sheets.messages import Messages

if TYPE_CHECKING:
    from energy_model.runs.run_data import RunData
    from energy_model.workflow.compare import ComparisonItem, ComparisonRequest


@verb(help_text("help.solve"))
@click.argument("scenarios", metavar="[SCENARIO ...]", nargs=-1)
@study_option
@results_option
@gap_option
@click.option("--hourly/--no-hourly", default=None, help=help_text("help.hourly"))
@solver_option
@threads_option
@time_limit_option
@click.option("--no-report", "report", is_flag=True, flag_value=False, default=True, help=help_text("help.no_report"))
@click.option("--polish/--no-polish", default=True, help=help_text("help.polish"))
@click.option("--blocks", is_flag=True, help=help_text("help.blocks"))
@click.option("--cold", is_flag=True, help=help_text("help.cold"))
@click.option("--resume", is_flag=True, help=help_text("help.resume"))
@click.option("--plan", metavar="RUN", help=help_text("help.plan"))
@click.option("--extend", metavar="FILE", type=click.Path(path_type=Path), help=help_text("help.extend"))
@hours_option
@guarded
def solve(scenarios: Sequence[str], lang: str, study: str | None, **options: Any) -> int:
    """Solve scenarios one after another; the status is that of the worst."""
    from energy_model.runs.up_to_date import keep_others
    from energy_model.scenario import load_scenarios

    if options["cold"] and options["resume"]:
        raise click.UsageError(Messages(lang)("solve.cold_and_resume"))
    if options["plan"] is not None:
        options["plan"] = run_folder(options["plan"], options["results"])
    if options["extend"] and options["resume"]:
        raise click.UsageError(Messages(lang)("solve.extend_and_resume"))
    scenarios = scenarios or ("baseline",)
    found = load_scenarios(scenarios, study)  # a misspelt name is reported before hours of work
    if study is None:
        keep_others(found, options["results"])
    return max(_solve_one(scenario, lang, study=study, **options) for scenario in scenarios)


def _solve_one(scenario: str, lang: str, gap: float, **options: Any) -> int:
    import energy_model.run as runs
    from energy_model.terminal import show_summary

    run, status = attempt(scenario, lang, partial(runs.solve, scenario, gap=gap, **options))
    if run is None:
        return status
    show_summary(run, lang)
    return _status_of_gap(run, gap, lang)


@verb(help_text("help.compare"))
@click.argument("items", metavar="ITEM ITEM ...", nargs=-1)
@study_option
@results_option
@gap_option
@threads_option
@time_limit_option
@click.option("--csv", "tables", metavar="DIR", type=click.Path(path_type=Path), help=help_text("help.compare_csv"))
@click.option(
    "--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=help_text("help.compare_out")
)
@hours_option
@guarded
def compare(items: Sequence[str], lang: str, threads: int, tables: Path | None, out: Path | None, **asked: Any) -> int:
    """Put runs side by side; what is not solved or out of date is solved first."""
    from energy_model.comparison import Comparison
    from energy_model.terminal.compared import show_comparison
    from energy_model.workflow.compare import ComparisonRequest, choose

    tr, request = Messages(lang), ComparisonRequest(**asked)
    chosen = choose(items, request)
    if len(chosen) < 2:  # before hours of work
        raise click.UsageError(tr("compare.few"))
    found = [_compared_run(item, request, threads, lang) for item in chosen]
    runs, worst = [run for run, _ in found if run is not None], max(status for _, status in found)
    if len(runs) < 2:
        click.echo(tr("compare.few"), err=True)
        return max(worst, NOT_SOLVED)
    compared = Comparison.of(runs)
    show_comparison(compared, lang)
    page = compared.report(out or request.results / "comparison" / "report.html", lang)
    click.echo(tr("compare.files", tables=compared.save(tables or page.parent / "tables"), page=page))
    return worst


def _compared_run(
    item: ComparisonItem, request: ComparisonRequest, threads: int, lang: str
) -> tuple[RunData | None, int]:
    """The run of an item, solved where it must be, and an exit status; None where it could not be solved."""
    import energy_model.comparison as comparison
    from energy_model.terminal.compared import described

    click.echo(described(item, Messages(lang)), err=True)
    run, status = item.run, 0
    if item.must_be_solved:
        run, status = attempt(item.name, lang, partial(comparison.solved, item, request, threads=threads))
    if run is None or item.scenario is None:
        return run, status
    return run, _status_of_gap(run, request.gap, lang)


def attempt(name: str, lang: str, solve: Callable[..., RunData]) -> tuple[RunData | None, int]:
    """Solve a scenario and show how far it is; one that has no result is reported, with its exit status."""
    from energy_model.analysis.audit import AuditError
    from energy_model.compiler import SolveError
    from energy_model.dataset import StudyError
    from energy_model.scenario import scenario_name
    from energy_model.terminal import Progress

    try:
        with Progress(scenario_name(name), lang) as progress:
            return solve(lang=lang, listener=progress), 0
    except (StudyError, SolveError, AuditError) as error:
        tr = Messages(lang)
        click.echo(tr("error.scenario", scenario=name), err=True)
        return None, report_error(error, tr)


def _status_of_gap(run: RunData, asked: float, lang: str) -> int:
    """Report where a run's gap is above the one that was asked for, and give the exit status."""
    from energy_model.sheets.run import percent

    reached = run.gap_searched
    if reached <= asked:
        return 0
    click.echo(Messages(lang)("error.gap", gap=percent(reached), asked=percent(asked)), err=True)
    return NOT_SOLVED


@verb(help_text("help.explain"))
@scenario_argument
@study_option
@click.option("--segments", metavar="N", type=click.IntRange(min=1), default=300, help=help_text("help.segments"))
@click.option("--hourly", is_flag=True, help=help_text("help.explain_hourly"))
@solver_option
@threads_option
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=seconds,
    default=600.0,
    show_default=True,
    help=help_text("help.explain_limit"),
)
@hours_option
@guarded
def explain(scenario: str, lang: str, **options: Any) -> None:
    """Explain why targets cannot all hold, or what they cost."""
    import energy_model.explanation as explanation
    from energy_model.scenario import scenario_name
    from energy_model.terminal import Progress
    from energy_model.terminal.explained import show_explanation

    with Progress(scenario_name(scenario), lang) as progress:
        found = explanation.explain(scenario, listener=progress, **options)
    show_explanation(found, lang)
