"""Settings that are texts: the words of a study for its place and plan, its currency and languages."""

from __future__ import annotations

from collections.abc import Sequence

from energy_model.dataset.dictionary import SETTINGS, dictionary
from energy_model.dataset.problems import suggestion
from energy_model.dataset.rows import by_row
from energy_model.dataset.tables import Tables


def check_texts(tables: Tables, years: Sequence[int]) -> None:
    """Report texts that are none of the choices of their setting, and such settings with a year or a unit."""
    table, texts = dictionary()[SETTINGS], tables.texts[SETTINGS]
    rows = texts.loc[texts.index.isin(tables.rows_of_words(table))]
    if "value" not in rows:
        return
    for (row, name), text in zip(by_row(rows["setting"]), rows["value"], strict=True):
        known = table.parameters[name].choices
        if text and known and text not in known:
            near = suggestion(text, known)
            hint = f"{near + ' ' if near.startswith('Did') else ''}There are: {', '.join(known)}."
            message = f"'{text}' is not a choice of the setting '{name}'."
            tables.report("unknown-choice", SETTINGS, message, hint, row=row, column="value")
    for column in {"year", "unit"} & set(rows.columns):
        for row, text in by_row(rows[column]):
            if text:
                message, hint = f"a setting that is a text has no {column}.", "Leave the cell blank."
                tables.report("text-setting", SETTINGS, message, hint, row=row, column=column)


CHECKS = (check_texts,)
