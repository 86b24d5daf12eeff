"""How programs of different countries write tables: what separates cells, and decimals from the rest of a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SEPARATORS = (";", "\t", ",")  # the first that lines have: a comma may be a decimal one
_ENGLISH = re.compile(r"-?\d*\.\d+(?:[eE][+-]?\d+)?|-?\d{1,3}(?:,\d{3})+\.\d+")
_GERMAN = re.compile(r"-?\d+,\d+|-?\d{1,3}(?:\.\d{3})+,\d+")
_GROUPED = re.compile(r"-?\d{1,3},\d{3}")


def separator(lines: Sequence[str]) -> str:
    """Separator of the cells of lines, all of which have it; a comma where there is none."""
    return next((found for found in SEPARATORS if lines and all(found in line for line in lines)), ",")


def decimal_comma(words: Iterable[str]) -> bool:
    """Whether decimals stand behind a comma: more words say so than say that they stand behind a point."""
    counts = [0, 0, 0]
    for word in words:
        for at, pattern in enumerate((_GERMAN, _GROUPED, _ENGLISH)):
            counts[at] += bool(pattern.fullmatch(word))
    german, grouped, english = counts
    return german > english and german > grouped


def with_point(word: str) -> str:
    """A number with a decimal comma as one with a point; other words as they are."""
    return word.replace(".", "").replace(",", ".") if _GERMAN.fullmatch(word) else word
