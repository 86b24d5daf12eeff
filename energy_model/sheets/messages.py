"""The message catalogue (messages.csv): every text that a reader sees, in Chinese and English."""

from __future__ import annotations

import csv
import locale
import os
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files

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
        self._study = study or {}

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of a key. Raises KeyError for an unknown key or a place that is not filled."""
        return self._filled(catalogue()[key][self.lang], values)

    def of(self, family: str, word: str, **values: object) -> str:
        """Give the text of ``family.word`` where the word comes from data; a word without text stands for itself."""
        texts = catalogue().get(f"{family}.{word}")
        return self._filled(texts[self.lang], values) if texts else word.replace("_", " ")

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return text.format(**self._words, **values) if "{" in text else text

    @cached_property
    def _words(self) -> dict[str, str]:
        from energy_model.dataset.dictionary import SETTINGS, dictionary  # the help is shown without loading tables

        given = {name: rule.default for name, rule in dictionary()[SETTINGS].parameters.items()} | dict(self._study)
        words = {name: str(given[f"{name}_{self.lang}"]) for name in ("place", "plan")}
        capitals = {name.capitalize(): word[:1].upper() + word[1:] for name, word in words.items()}
        return {**words, **capitals, "currency": catalogue()[f"currency.{given['currency']}"][self.lang]}


def environment_language() -> str:
    """Give zh where the environment's locale is Chinese, else en."""
    asked = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((value for value in asked if value), None) or locale.getlocale()[0] or ""
    return "zh" if name.casefold().startswith(("zh", "chinese")) else "en"
