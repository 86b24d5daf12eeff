"""The command line: a verb is a few lines; errors become one message and an exit status.

A verb imports what it needs when it is called: the help is there at once.
"""

from __future__ import annotations

import os
import sys

from energy_model.cli import exchange, reading, solving, stressing, studies  # each registers its verbs
from energy_model.cli.command import INTERRUPTED, commands

__all__ = ["commands", "exchange", "main", "reading", "solving", "stressing", "studies"]


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
