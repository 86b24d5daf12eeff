"""The steps of a year in sentences: how many, how long, how often, and how their stamps were taken."""

from __future__ import annotations

from energy_model.dataset.reading.stamps import Stamps, begins, in_words
from energy_model.dataset.steps import StepFigures
from energy_model.sheets.messages import Messages
from energy_model.sheets.numerals import brief


def steps_told(found: StepFigures, tr: Messages) -> str:
    """Sentence on the steps of a year."""
    words = {"steps": f"{found.steps:,}", "length": _range(found.length), "hours": f"{found.hours:,.0f}"}
    if found.periods == 1 and all(abs(times - 1) < 1e-9 for times in found.times):
        return tr("steps.once", **words)
    return tr("steps.weighted", **words, periods=f"{found.periods:,}", times=_range(found.times))


def stamps_told(stamps: Stamps, offset: float, tr: Messages) -> list[str]:
    """Sentences on stamps that are not the begins of steps in a time so far ahead of UTC [h]; mostly none."""
    _, marks = begins(stamps, offset)
    told = [tr("taken.ends")] if marks.ends else []
    told += [tr("taken.late", minutes=f"{marks.late:g}")] if marks.late else []
    if any(given != offset for given in stamps.offsets):
        hours = " / ".join(f"{offset - given:+g}" for given in stamps.offsets)
        told.append(
            tr("taken.moved", given=" / ".join(map(in_words, stamps.offsets)), hours=hours, own=in_words(offset))
        )
    return told


def _range(of: list[float]) -> str:
    least, most = (brief(value) for value in of)
    return least if least == most else f"{least}–{most}"
