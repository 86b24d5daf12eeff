"""Names of things: a column for each language, or one that serves for both where a study has one language."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import pandas as pd

from energy_model.dataset.dictionary import Column, Table

NAMES = ("name_zh", "name_en")


def column_name(word: str, table: Table, languages: Sequence[str]) -> str:
    """Give the dictionary's name of a column: of a study in one language `name` is that of its language."""
    own = f"name_{languages[0]}"
    return own if word == "name" and len(languages) == 1 and own in table.columns else word


def is_required(column: Column, given: Iterable[Hashable], languages: Sequence[str]) -> bool:
    """Tell whether a column must be there and filled; of a study in one language one of the given names is enough."""
    if column.name not in NAMES or len(languages) > 1:
        return column.required
    names = [name for name in NAMES if name in given] or [f"name_{languages[0]}"]
    return column.required and column.name == names[0]


def given_names(texts: pd.DataFrame, column: str, languages: Sequence[str]) -> pd.Series[str]:
    """Give the cells of a column; a blank name of a study in one language is that of the other column of names."""
    cells = texts[column]
    for other in NAMES if column in NAMES and len(languages) == 1 else ():
        cells = cells.where(cells != "", texts.get(other, cells))
    return cells
