"""A table of a run, or a statistic of it, as a sheet in the reader's units and language."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.columns import ResultColumn, described
from energy_model.analysis.tables import TABLES
from energy_model.sheets import table_headings as table_words
from energy_model.sheets.numerals import ZERO, aligned, brief
from energy_model.sheets.sheet import DisplayTable, Heading, columns
from energy_model.sheets.wording import Labels


def statistic(table: str, found: pd.DataFrame, labels: Labels) -> DisplayTable:
    """Show rows of a table as `analysis.aggregation.statistics` gives them."""
    about = described()[table]
    shown = [about.columns[str(name)] for name in found]
    heads = tuple(_head(column, found[column.name], labels) for column in shown)
    sheet = DisplayTable(about.names[labels.lang], heads)
    cells = [_cells(column, found[column.name], labels) for column in shown]
    for row in zip(*cells, strict=True):
        sheet.add(*row)
    sheet.notes.append(labels.tr("note.statistics"))
    return sheet


def listed(labels: Labels) -> DisplayTable:
    """All tables with what they hold and by what they can be grouped."""
    tr = labels.tr
    sheet = DisplayTable(
        tr("title.tables"),
        columns((tr("column.table"), tr("column.holds"), tr("column.keys"))),
    )
    for name in TABLES:
        about = described()[name]
        sheet.add(name, about.names[labels.lang], ", ".join(about.keys))
    return sheet


def _head(column: ResultColumn, values: pd.Series[Any], labels: Labels) -> Heading:
    shown = table_words.quantity(column)
    unit = labels.unit(shown) if shown else table_words.model_unit(column, labels)
    return Heading(table_words.title(column, labels, unit), number=_is_number(column, values))


def _cells(column: ResultColumn, values: pd.Series[Any], labels: Labels) -> list[str]:
    if not _is_number(column, values):
        return [table_words.named(column, value, labels) for value in values.tolist()]
    shown = table_words.quantity(column)
    if shown:
        return labels.figures(shown, values.tolist())
    # numbers whose unit stands in the row have nothing in common
    if column.unit.startswith("("):
        return [ZERO if pd.isna(value) else brief(value) for value in values.tolist()]
    return aligned(values.tolist())


def _is_number(column: ResultColumn, values: pd.Series[Any]) -> bool:
    return not column.is_key and values.dtype.kind == "f"
