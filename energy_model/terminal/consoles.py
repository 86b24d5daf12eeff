"""Consoles: results go to stdout, messages to stderr; without a terminal they are plain text."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console

PLAIN_WIDTH = 140  # of tables in a file or a pipe


def results_console() -> Console:
    """Console for what was asked for."""
    return _console(sys.stdout)


def messages_console() -> Console:
    """Console for what happens meanwhile. It is plain unless stdout is a terminal too."""
    return _console(sys.stderr, plain=not _is_terminal(sys.stdout))


def _console(stream: TextIO, plain: bool = False) -> Console:
    # a terminal or pipe that knows no ✓ (GBK, ASCII) gets a question mark and not a crash
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    if plain or not _is_terminal(stream):
        return Console(
            file=stream, force_terminal=False, no_color=True, width=PLAIN_WIDTH, highlight=False, markup=False
        )
    return Console(file=stream, highlight=False, markup=False)


def _is_terminal(stream: TextIO) -> bool:
    return bool(getattr(stream, "isatty", bool)())
