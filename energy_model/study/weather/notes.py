"""Notes on a file: how its hours and numbers were taken, for the user to see."""

from __future__ import annotations

from typing import Literal

Taken = Literal[
    "ends",
    "late",
    "moved",
    "local",
    "summer_time",
    "leap_day",
    "by_row",
    "steps",
    "load",
    "load_in_mw",
    "price",
    "sun",
    "sun_of_ends",
]


class Note:
    """How something was taken (a message of the family `taken`), and the words in it."""

    def __init__(self, how: Taken, **words: str) -> None:
        self.how: Taken = how
        self.words = words
