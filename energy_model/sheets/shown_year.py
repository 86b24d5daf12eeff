"""The year that stands for all where there is room for one."""

from __future__ import annotations

from collections.abc import Sequence

from energy_model.runs.run_data import RunData


def shown_year(run: RunData, years: Sequence[int] | None = None) -> int:
    """Last year of the study's plan where it is one of the years, else the last of them.

    years : default: all of the run
    """
    among = list(years or run.summary["years"])
    plan = float(run.dataset["plan_year"])  # NaN where the study names none
    return int(plan) if plan in among else among[-1]
