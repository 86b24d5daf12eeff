"""The message catalogue (messages.csv): every text that a reader sees, in Chinese and English."""

from __future__ import annotations

import csv
import locale
import os
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Read messages.csv once: key -> language -> text."""
    text = files("energy_model.sheets").joinpath("messages.csv").read_text(encoding="utf-8")
    return {row["key"]: {lang: row[lang] for lang in LANGUAGES} for row in csv.DictReader(text.splitlines())}


class Messages:
    """Texts of one language: ``tr("headline.cost", cost="12")`` fills the places in braces."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of a key. Raises KeyError for an unknown key or a place that is not filled."""
        return catalogue()[key][self.lang].format(**values)

    def of(self, family: str, word: str) -> str:
        """Give the text of ``family.word`` where the word comes from data; a word without text stands for itself."""
        texts = catalogue().get(f"{family}.{word}")
        return texts[self.lang] if texts else word.replace("_", " ")


def environment_language() -> str:
    """Give zh where the environment's locale is Chinese, else en."""
    asked = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((value for value in asked if value), None) or locale.getlocale()[0] or ""
    return "zh" if name.casefold().startswith(("zh", "chinese")) else "en"
