"""Tables of the same words are read once in a process: a test of a study spoils one table of two dozen.

Only what was read without complaint is kept, by its name, bytes, currency and languages; every study gets copies. That
reading again would give the same is proved in `tests/dataset/test_reading.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from energy_model.dataset.dictionary import Table
from energy_model.dataset.reading import reading
from energy_model.dataset.reading.csv_files import CsvFiles
from energy_model.dataset.tables import Tables, file_of

ReadTable = Callable[[Tables, Any, Table], None]

read_table: ReadTable = reading._read_table


class Known(NamedTuple):
    """A table as it was read."""

    texts: pd.DataFrame
    headers: dict[str, str]
    frame: pd.DataFrame


_known: dict[tuple[str, bytes | None, str, str], Known] = {}


def read_table_once(tables: Tables, source: Any, table: Table) -> None:
    """Read a table, or give what was read of the same bytes before."""
    name, path = table.name, tables.folder / file_of(tables.folder, table.name)
    if not isinstance(source, CsvFiles):
        read_table(tables, source, table)
        return
    key = name, path.read_bytes() if path.is_file() else None, tables.currency, tables.text_setting("languages")
    if key not in _known:
        before = len(tables.problems)
        read_table(tables, source, table)
        if len(tables.problems) > before or name in tables.shipped:
            return
        _known[key] = Known(tables.texts[name].copy(), dict(tables.headers[name]), tables.frames[name].copy())
        return
    texts, headers, frame = _known[key]
    tables.texts[name], tables.headers[name], tables.frames[name] = texts.copy(), dict(headers), frame.copy()
