"""An explanation on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from energy_model.explanation import Explanation
from energy_model.sheets.explanation import costs, explained, missed, size_in
from energy_model.sheets.wording import Labels
from energy_model.terminal.consoles import results_console
from energy_model.terminal.summary import show_sheets


def show_explanation(found: Explanation, lang: str, console: Console | None = None) -> None:
    """Show the sentences, then tables of costs and of what is missed unasked, where all targets hold."""
    labels, console = Labels(found.names, lang, size_in(found)), console or results_console()
    console.print()
    console.print(Text(found.scenario, style="bold"))
    for sentence in explained(found, labels):
        console.print(sentence, soft_wrap=True)
    if found.cost is not None:
        show_sheets([costs(found, labels), *([missed(found, labels)] if found.missed else [])], console)
