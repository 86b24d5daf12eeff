"""The program and what is common to its verbs: their registration, and errors as one message and an exit status.

Status 0: done; 1: not solved, or the gap was not reached; 2: bad input; 130: interrupted.
"""

from __future__ import annotations

import functools
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from energy_model.cli.options import help_text, lang_option
from energy_model.sheets.messages import Messages
from energy_model.versions import version_of

NOT_SOLVED, BAD_INPUT, INTERRUPTED = 1, 2, 130


@click.group(
    help=help_text("help.program"), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(version_of("energy-model") or "0", prog_name="energy-model", help=help_text("help.version"))
def commands() -> None:
    """All verbs."""


def verb(text: str, name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """Register a verb with its help; the list of verbs shows it whole."""
    return commands.command(name, help=text, short_help=text)


class VerbOfKinds(click.Group):
    """A verb that is one command, unless its first word names another: `import FILE ...`, `import pypsa ...`."""

    default = ""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before words that name none."""
        return super().parse_args(ctx, args if args and args[0] in self.commands else [self.default, *args])


def of_kinds(verb: str, default: str) -> click.Group:
    """Make a registered verb one command of several; by its own name, or without any, it is called as before."""
    command = commands.commands.pop(verb)
    group = VerbOfKinds(verb, help=command.help, short_help=command.short_help)
    group.default = default
    group.add_command(command, default)
    commands.add_command(group)
    return group


def guarded(verb: Callable[..., int | None]) -> Callable[..., None]:
    """Give a verb its option --lang, and map errors to messages and exit statuses."""

    @lang_option
    @functools.wraps(verb)
    def run(lang: str, **arguments: Any) -> None:
        try:
            with _termination_interrupts():
                status = verb(lang=lang, **arguments) or 0
        except (Exception, KeyboardInterrupt) as error:
            status = report_error(error, Messages(lang))
        raise click.exceptions.Exit(status)

    return run


@contextmanager
def _termination_interrupts() -> Iterator[None]:
    """While inside, SIGTERM ends a verb as Ctrl-C does, so that what was found so far is kept."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def report_error(error: BaseException, tr: Messages) -> int:
    """Report an error on stderr and give its exit status; an error that nobody foresaw is raised again."""
    from energy_model.analysis.audit import AuditError
    from energy_model.analysis.statistics import StatisticError
    from energy_model.dataset import StudyError

    match error:
        case StudyError():
            text, status = str(error), BAD_INPUT
        case StatisticError():
            text, status = tr("error.statistic", reason=error), BAD_INPUT
        case AuditError():
            text, status = tr("error.audit", reason=error), NOT_SOLVED
        case OSError():
            text, status = tr("error.file", reason=error), NOT_SOLVED
        case KeyboardInterrupt():
            text, status = tr("error.interrupted"), INTERRUPTED
        case _:
            text, status = _of_late_import(error, tr)
    click.echo(text, err=True)
    return status


def _of_late_import(error: BaseException, tr: Messages) -> tuple[str, int]:
    """Give text and status of errors from where it takes seconds to import."""
    from energy_model.compiler import SolveError
    from energy_model.study.weather.errors import WeatherFileError

    match error:
        case SolveError():
            return f"{error}\n{tr.of('error', error.status)}", NOT_SOLVED
        case WeatherFileError():
            return str(error), BAD_INPUT
    raise error
