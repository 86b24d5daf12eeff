"""Time of a system: hours one after the other in each year, each year a month, profiles the same in all years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from energy_model.dataset.assembly.steps import sequence_variables
from energy_model.dataset.steps import Steps
from tests.support.systems.arrays import Variables
from tests.support.systems.defaults import of_items, of_study


def step_variables(profiles: Mapping[str, ArrayLike], years: Sequence[int], steps: Steps) -> Variables:
    """Variables over steps, months and profiles."""
    count, hours = len(years), len(steps.length)
    hour = np.tile(np.arange(hours), count)
    values = [np.tile(np.asarray(profile, dtype=float), count) for profile in profiles.values()]
    return {
        "year_of": ("step", np.repeat(np.asarray(years), hours)),
        "weight": ("step", np.tile(steps.weight, count)),
        "closes_day": ("step", np.tile(steps.closes(24.0), count).astype(float)),
        "night": ("step", ((hour % 24 >= 2) & (hour % 24 < 6)).astype(float)),
        "calm_share": ("step", np.tile(steps.weight / steps.weight.sum(), count)),
        "profile_value": (("profile", "step"), np.array(values)),
        "month_of": ("step", np.repeat(np.arange(1, count + 1), hours)),
        "year_of_month": ("month", np.asarray(years)),
        **sequence_variables(steps, count),
    }


def year_variables(years: Sequence[int], hours: float, **settings: float) -> Variables:
    """Variables over years: each stands for itself; settings at their defaults where they are not given."""
    count = len(years)
    numbers = of_items("year") | {"hours_of": hours, "year_weight": 1.0} | settings
    variables: Variables = {name: ("year", np.full(count, number)) for name, number in numbers.items()}
    variables |= {name: ((), number) for name, number in of_study().items()}
    return variables | {"previous_year": ("year", np.asarray([years[max(k - 1, 0)] for k in range(count)]))}
