"""Tables that a study leaves out: they have the rows that lie in defaults/, or none."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from energy_model.dataset.dictionary import HOURLY, SETTINGS, dictionary
from energy_model.dataset.tables import Lines
from energy_model.dataset.units import in_currency

NEEDED = ("zones", "carriers", SETTINGS)  # tables that every study has, with at least one row


@cache
def shipped(table: str) -> Lines | None:
    """Cells of the rows of defaults/ that stand for a table, the header first; None: there are no such rows."""
    path = files("energy_model.dataset").joinpath("defaults", f"{table}.csv")
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines())) if path.is_file() else None


def left_out(table: str, currency: str) -> Lines | None:
    """Cells that stand for a table which a study leaves out, the header first; None: it may not.

    The table hourly may be left out where there are no profiles, which is not known here: it is None.
    """
    if table in (*NEEDED, HOURLY):
        return None
    return shipped(table) or [[in_currency(column.header, currency) for column in dictionary()[table].columns.values()]]
