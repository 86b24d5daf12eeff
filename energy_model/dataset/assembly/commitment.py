"""The part of the Dataset about commitment periods: how long what is online stays as it is, and where periods begin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.dataset.assembly.arrays import Variables
from energy_model.dataset.assembly.assets import asset_table, parameter
from energy_model.dataset.tables import Tables


def commitment_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the lengths of commitment periods [h], (asset) and each once, and what they mean for each step.

    Periods follow each other from the first hour of each year; the last one of a year may be shorter.
    """
    periods = parameter(tables, "commitment_period", asset_table(tables), years[:1])[:, 0].astype(np.int64)
    hours, lengths = len(tables["hourly"]), np.unique(periods)
    return {"commitment_period": ("asset", periods)} | period_variables(lengths.tolist(), hours, len(years))


def period_variables(lengths: Sequence[int], hours: int, years: int) -> Variables:
    """Give the variables over (commitment, step) of some lengths [h] of periods, and that no search has blocks yet."""
    step = np.arange(years * hours)
    first = np.stack([step - step % hours % length for length in lengths]) if len(lengths) else np.empty((0, len(step)))
    begins = (first == step).astype(float)
    over = ("commitment", "step")
    return {
        "commitment": ("commitment", np.asarray(lengths, dtype=np.int64)),
        "commitment_step": (over, first.astype(np.int64)),
        "is_commitment_step": (over, begins),
        "may_start": (over, begins),
        "is_blurred": (over, np.zeros_like(begins)),
        "ends_block": ("step", np.zeros(len(step))),
    }
