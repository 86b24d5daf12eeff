"""How well founded a study is: the rows of each table by the confidence of their sources."""

from __future__ import annotations

import pandas as pd

from energy_model.dataset.checks.ranges import RANGED
from energy_model.dataset.tables import Tables

LEVELS = ("A", "B", "C")


def confidence(tables: Tables) -> pd.DataFrame:
    """Count the rows of each table by confidence (A official or primary, B published secondary, C own estimate).

    Columns: table, rows, A, B, C, ranged (rows whose value has a range). The hourly table has no such column; tables
    that a study leaves out are not counted.
    """
    counted = []
    for name, frame in tables.frames.items():
        if "confidence" in frame and name not in tables.shipped:
            levels = frame["confidence"].value_counts()
            ranged = int(frame["low"].notna().sum()) if name in RANGED else 0
            marks = {level: int(levels.get(level, 0)) for level in LEVELS}
            counted.append({"table": name, "rows": len(frame)} | marks | {"ranged": ranged})
    return pd.DataFrame(counted, columns=["table", "rows", *LEVELS, "ranged"])
