"""A table of a run, or a statistic of it, as a sheet in the reader's units and language."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.columns import Column, described
from energy_model.analysis.tables import TABLES
from energy_model.sheets import table_headings as table_words
from energy_model.sheets.numerals import ZERO, aligned, brief
from energy_model.sheets.sheet import Column as Heading
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words


def statistic(table: str, found: pd.DataFrame, words: Words) -> Sheet:
    """Show rows of a table as `analysis.aggregation.statistics` gives them."""
    about = described()[table]
    shown = [about.columns[str(name)] for name in found]
    heads = tuple(_head(column, found[column.name], words) for column in shown)
    sheet = Sheet(about.names[words.lang], heads)
    cells = [_cells(column, found[column.name], words) for column in shown]
    for row in zip(*cells, strict=True):
        sheet.add(*row)
    sheet.notes.append(words.say("note.statistics"))
    return sheet


def listed(words: Words) -> Sheet:
    """All tables with what they hold and by what they can be grouped."""
    say = words.say
    sheet = Sheet(say("title.tables"), columns((say("column.table"), say("column.holds"), say("column.keys"))))
    for name in TABLES:
        about = described()[name]
        sheet.add(name, about.names[words.lang], ", ".join(about.keys))
    return sheet


def _head(column: Column, values: pd.Series[Any], words: Words) -> Heading:
    shown = table_words.quantity(column)
    unit = words.unit(shown) if shown else table_words.model_unit(column, words)
    return Heading(table_words.title(column, words, unit), number=_is_number(column, values))


def _cells(column: Column, values: pd.Series[Any], words: Words) -> list[str]:
    if not _is_number(column, values):
        return [table_words.named(column, value, words) for value in values.tolist()]
    shown = table_words.quantity(column)
    if shown:
        return words.figures(shown, values.tolist())
    # numbers whose unit stands in the row have nothing in common
    if column.unit.startswith("("):
        return [ZERO if pd.isna(value) else brief(value) for value in values.tolist()]
    return aligned(values.tolist())


def _is_number(column: Column, values: pd.Series[Any]) -> bool:
    return not column.is_key and values.dtype.kind == "f"
