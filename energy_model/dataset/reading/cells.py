"""From the words in cells to typed values in model units, a column at a time. Nothing is raised: complaints go back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import energy_model.dataset.units as units
from energy_model.dataset.rows import by_row

YES, NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")
UNLIMITED_WORDS = ("unlimited", "inf", "不限")  # how a limit that is none is written
NEVER, NEVER_WORDS = 9999, ("never", "永久")  # a year after all others, and how it is written


class Complaint(NamedTuple):
    """Problem of one cell; column '' is the column that was read."""

    row: int
    kind: str
    message: str
    hint: str
    column: str = ""


def numbers(
    texts: pd.Series[str], unit: str, target: str, default: float = np.nan, unlimited: float | None = None
) -> tuple[pd.Series[float], list[Complaint]]:
    """Read numbers and convert them from ``unit`` to ``target``; blank cells get the default.

    unlimited : [``target``] what stands for the words of a limit that is none; None: the column has no such words
    """
    if unlimited is not None:
        free = texts.str.lower().isin(UNLIMITED_WORDS)
        limited, complaints = numbers(texts.mask(free, ""), unit, target, default)
        return limited.mask(free, unlimited), complaints
    read, blank = _as_numbers(texts)
    finite = np.isfinite(read)
    complaints = [
        Complaint(row, "not-a-number", f"'{text}' is not a finite number.", _number_hint(text))
        for row, text in by_row(texts[~finite & ~blank])
    ]
    values = np.where(blank, default, units.convert(np.where(finite, read, np.nan), unit, target))
    return pd.Series(values, index=texts.index, name=texts.name), complaints


def _as_numbers(texts: pd.Series[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Numbers that the words of a column say, NaN for none, and which cells are blank.

    Plain arrays: a study has hundreds of columns, most of them of a few cells.
    """
    words = texts.tolist()
    read = pd.to_numeric(np.array([word or None for word in words], dtype=object), errors="coerce")
    return np.asarray(read, dtype=np.float64), np.array([word == "" for word in words], dtype=bool)


def _number_hint(text: str) -> str:
    """Say how to write a number that a person, but not the reader, understands."""
    plain = text.replace(",", "").replace(" ", "")
    split = units.split_quantity(plain)
    if split is None or not plain.removesuffix(split[1]):
        return "Write a number such as 12.5."
    if split[1]:
        return f"Write {plain.removesuffix(split[1])} only; the unit belongs into the header or the column unit."
    return f"Write {plain}."


def years(texts: pd.Series[str]) -> tuple[pd.Series[int], list[Complaint]]:
    """Read years (Int64; blank is NA): whole numbers from 1900 to 2300."""
    read, blank = _as_numbers(texts)
    good = (read >= 1900) & (read <= 2300) & (np.trunc(read) == read)
    complaints = [
        Complaint(row, "not-a-year", f"'{text}' is not a year.", "Write a year such as 2030.")
        for row, text in by_row(texts[~good & ~blank])
    ]
    return pd.Series(np.where(good, read, np.nan), index=texts.index, name=texts.name).astype("Int64"), complaints


def years_or_never(texts: pd.Series[str]) -> tuple[pd.Series[int], list[Complaint]]:
    """Read years, or `NEVER` for one of its words (Int64; blank is NA)."""
    never = texts.str.lower().isin(NEVER_WORDS)
    read, complaints = years(texts.mask(never, ""))
    hint = f"Write a year such as 2040, or {NEVER_WORDS[0]} ({NEVER_WORDS[1]}); blank: start and lifetime."
    return read.mask(never, NEVER), [complaint._replace(hint=hint) for complaint in complaints]


def flags(texts: pd.Series[str], default: str) -> tuple[pd.Series[bool], list[Complaint]]:
    """Read yes/no (boolean; blank gets the default, NA if that is '')."""
    known = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False), "": None}
    words = [text.lower() or default for text in texts.tolist()]
    complaints = [
        Complaint(row, "not-a-flag", f"'{text}' is neither yes nor no.", "Write yes or no.")
        for (row, text), word in zip(by_row(texts), words, strict=True)
        if word not in known
    ]
    return pd.Series([known.get(word) for word in words], index=texts.index, dtype="boolean"), complaints


def quantity(row: int, number: float, unit: str, wanted: str) -> tuple[float, Complaint | None]:
    """Convert a number with the unit of its row to the model unit; ``wanted`` '' takes the model unit of its kind."""
    try:
        return units.convert(number, unit, wanted or units.model_unit(unit)), None
    except units.UnitError as error:
        return np.nan, Complaint(row, error.kind, error.message, error.hint, "unit")
