"""The part of the Dataset about commitment periods: how long what is online stays as it is, and where periods begin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.dataset.assembly.arrays import Variables
from energy_model.dataset.assembly.assets import asset_table, parameter
from energy_model.dataset.steps import Steps, steps_of
from energy_model.dataset.tables import Tables


def commitment_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the lengths of commitment periods [h], (asset) and each once, and what they mean for each step.

    They follow each other from the begin of each period of the hourly table on; the last one may be shorter, and a step
    that is longer is one of its own.
    """
    periods = parameter(tables, "commitment_period", asset_table(tables), years[:1])[:, 0].astype(np.int64)
    found = period_variables(np.unique(periods).tolist(), steps_of(tables), len(years))
    return {"commitment_period": ("asset", periods)} | found


def period_variables(lengths: Sequence[int], steps: Steps, years: int) -> Variables:
    """Give the variables over (commitment, step) of some lengths [h] of periods, and that no search has blocks yet."""
    hours = len(steps.length)
    step, of_year = np.arange(years * hours), hours * np.arange(years)[:, None]
    first = np.empty((len(lengths), len(step)), dtype=np.int64)
    for row, length in enumerate(lengths):
        first[row] = (steps.first_of_block(length) + of_year).ravel()
    begins = (first == step).astype(float)
    over = ("commitment", "step")
    return {
        "commitment": ("commitment", np.asarray(lengths, dtype=np.int64)),
        "commitment_step": (over, first),
        "is_commitment_step": (over, begins),
        "may_start": (over, begins),
        "is_blurred": (over, np.zeros_like(begins)),
        "ends_block": ("step", np.zeros(len(step))),
    }
