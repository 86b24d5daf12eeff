"""Which of several years stands for all where there is room for one."""

from __future__ import annotations

from collections.abc import Sequence

PLAN_YEAR = 2030  # the last year of the plan: its promises are for this year


def shown_year(years: Sequence[int]) -> int:
    """Give the plan's last year where it is a year of the model, else the model's last."""
    return PLAN_YEAR if PLAN_YEAR in years else years[-1]
