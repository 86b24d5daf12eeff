"""The message catalogue (messages.csv): every text that a reader sees, in Chinese and English."""

from __future__ import annotations

import csv
import locale
import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from energy_model.dataset.dictionary import SETTINGS, dictionary

LANGUAGES = ("zh", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Texts of messages.csv: key -> language -> text."""
    text = files("energy_model.sheets").joinpath("messages.csv").read_text(encoding="utf-8")
    return {row["key"]: {lang: row[lang] for lang in LANGUAGES} for row in csv.DictReader(text.splitlines())}


class Messages:
    """Texts of one language: ``tr("headline.cost", cost="12")`` fills the places in braces.

    {place}, {plan} and {currency} are filled with the words of the study, {Place} and {Plan} with the same as a
    sentence or a title begins with them.
    """

    def __init__(self, lang: str, study: Mapping[str, str] | None = None) -> None:
        """Take the words of a study (attributes of its dataset); without them those of the dictionary's defaults."""
        if lang not in LANGUAGES:
            raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
        self.lang = lang
        self._words = _words(lang, study or {})

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of a key. Raises KeyError for an unknown key or a place that is not filled."""
        return catalogue()[key][self.lang].format(**self._words, **values)

    def of(self, family: str, word: str) -> str:
        """Give the text of ``family.word`` where the word comes from data; a word without text stands for itself."""
        texts = catalogue().get(f"{family}.{word}")
        return texts[self.lang].format(**self._words) if texts else word.replace("_", " ")


def _words(lang: str, study: Mapping[str, str]) -> dict[str, str]:
    known = dictionary()[SETTINGS].parameters
    words = {name: str(study.get(f"{name}_{lang}") or known[f"{name}_{lang}"].default) for name in ("place", "plan")}
    currency = str(study.get("currency") or known["currency"].default)
    capitals = {name.capitalize(): word[:1].upper() + word[1:] for name, word in words.items()}
    return {**words, **capitals, "currency": catalogue()[f"currency.{currency}"][lang]}


def environment_language() -> str:
    """Give zh where the environment's locale is Chinese, else en."""
    asked = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((value for value in asked if value), None) or locale.getlocale()[0] or ""
    return "zh" if name.casefold().startswith(("zh", "chinese")) else "en"
