"""The answer in three sentences says what a reader would else take for granted."""

from __future__ import annotations

from dataclasses import replace

from energy_model.sheets.headline import sentences
from energy_model.sheets.wording import Labels
from tests.support.tiny_run import tiny_run


def test_prices_that_do_not_agree_are_told() -> None:
    run = tiny_run()
    short = replace(run, summary=run.summary | {"unpriced_share": 0.25})
    for lang, words in {
        "en": "In 25 % of the hours prices",
        "zh": "25 % 的时段",
    }.items():
        labels = Labels.of_run(run, lang)
        assert words in sentences(short, labels)[1]
        assert words not in sentences(run, labels)[1]
