"""Tables that a study may leave out: it then has the rows that lie in defaults/."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from energy_model.dataset.tables import Lines


@cache
def shipped(table: str) -> Lines | None:
    """Cells of the rows that stand for a table which a study leaves out, the header first; None: it may not."""
    path = files("energy_model.dataset").joinpath("defaults", f"{table}.csv")
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines())) if path.is_file() else None
