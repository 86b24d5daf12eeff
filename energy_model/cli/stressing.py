"""Verb that tries a plan under stress."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from energy_model.cli.command import guarded, verb
from energy_model.cli.options import (
    gap_option,
    help_text,
    results_option,
    run_argument,
    run_folder,
    threads_option,
    time_limit_option,
)
from energy_model.cli.solving import attempt
from energy_model.sheets.messages import Messages


@verb(help_text("help.stress"))
@run_argument
@click.argument("cases", metavar="[CASE ...]", nargs=-1)
@results_option
@gap_option
@threads_option
@time_limit_option
@guarded
def stress(run: str, cases: Sequence[str], results: Path, lang: str, **options: Any) -> int:
    """Dispatch the plan of a run in each case, and show what it costs and misses."""
    import energy_model.run as runs
    from energy_model.sheets.stress import stress as sheet
    from energy_model.sheets.wording import Labels
    from energy_model.terminal import show_sheets
    from energy_model.workflow.stress import stress_cases

    tr, plan = Messages(lang), runs.Run.load(run_folder(run, results))
    found = stress_cases(plan, cases)
    if not found:
        raise click.UsageError(tr("stress.none"))
    solve = partial(runs.stressed, plan, **options)
    status = max(attempt(case.scenario.name, lang, partial(solve, case))[1] for case in found)
    page = plan.report(lang=lang)
    kept = plan.without_hours()
    labels = Labels.of_run(kept, lang)
    show_sheets([sheet(kept, labels)])
    click.echo(tr("stress.done", folder=page.parent.parent, page=page))
    return status
