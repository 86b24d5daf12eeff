"""Options and arguments that several verbs share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from energy_model.sheets.messages import LANGUAGES, Messages, environment_language

# as the rooms compiler, dataset and study have them, which take seconds to import (tests/cli: they are the same)
SOLVERS = ("auto", "hipo", "ipx", "simplex", "pdlp")
HOURS = 8760
EXAMPLES = ("village", "island", "park")

help_text = Messages(environment_language())  # the help is shown before --lang is read

run_argument = click.argument("run")
scenario_argument = click.argument("scenario", default="baseline")
study_option = click.option("--study", metavar="DIR", type=click.Path(), help=help_text("help.study"))
results_option = click.option(
    "--results", metavar="DIR", type=click.Path(path_type=Path), default=Path("results"), help=help_text("help.results")
)
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=environment_language, help=help_text("help.lang")
)
hours_option = click.option(
    "--hours", metavar="N", type=click.IntRange(1, HOURS), default=HOURS, help=help_text("help.hours")
)
gap_option = click.option(
    "--gap", type=click.FloatRange(min=0), default=0.01, show_default=True, help=help_text("help.gap")
)
solver_option = click.option(
    "--solver", type=click.Choice(SOLVERS), default="auto", show_default=True, help=help_text("help.solver")
)
threads_option = click.option(
    "--threads", metavar="N", type=click.IntRange(min=0), default=0, help=help_text("help.threads")
)
seconds = click.FloatRange(min=0, min_open=True)
time_limit_option = click.option(
    "--time-limit", metavar="SECONDS", type=seconds, default=float("inf"), help=help_text("help.time_limit")
)


def pairs(texts: Sequence[str], fault: str, option: str) -> list[tuple[str, str]]:
    """Split 'KEY=VALUE'; fault : message on another, with a place for it."""
    for text in texts:
        if "=" not in text:
            raise click.BadParameter(fault.replace("{pair}", text), param_hint=option)
    return [(key, value) for key, _, value in (text.partition("=") for text in texts)]


def run_folder(run: str, results: Path) -> Path:
    """Folder of a run that is named by its folder, or by its name under the results."""
    return Path(run) if (Path(run) / "summary.json").is_file() else results / run
