"""The steps of a year in a sentence: how many, how long, how often."""

from __future__ import annotations

from energy_model.dataset.steps import StepFigures
from energy_model.sheets.messages import Messages
from energy_model.sheets.numerals import brief


def steps_told(found: StepFigures, tr: Messages) -> str:
    """Sentence on the steps of a year."""
    words = {"steps": f"{found.steps:,}", "length": _range(found.length), "hours": f"{found.hours:,.0f}"}
    if found.periods == 1 and all(abs(times - 1) < 1e-9 for times in found.times):
        return tr("steps.once", **words)
    return tr("steps.weighted", **words, periods=f"{found.periods:,}", times=_range(found.times))


def _range(of: list[float]) -> str:
    least, most = (brief(value) for value in of)
    return least if least == most else f"{least}–{most}"
