"""Output on the terminal: progress while it works, tables at the end. Nothing else imports rich."""

from energy_model.terminal.consoles import messages_console, results_console
from energy_model.terminal.progress import Progress
from energy_model.terminal.summary import show_sheets, show_summary

__all__ = ["Progress", "messages_console", "results_console", "show_sheets", "show_summary"]
