"""Time of a system: hours one after the other in each year, each year a month, profiles the same in all years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from tests.support.systems.arrays import Variables
from tests.support.systems.defaults import of_items, of_study


def step_variables(profiles: Mapping[str, ArrayLike], years: Sequence[int], hours: int) -> Variables:
    """Variables over steps, months and profiles."""
    count = len(years)
    hour = np.tile(np.arange(hours), count)
    first = np.repeat(np.arange(count) * hours, hours)
    values = [np.tile(np.asarray(profile, dtype=float), count) for profile in profiles.values()]
    return {
        "year_of": ("step", np.repeat(np.asarray(years), hours)),
        "weight": ("step", np.ones(count * hours)),
        "closes_day": ("step", ((hour == hours - 1) | (hour % 24 == 23)).astype(float)),
        "night": ("step", ((hour % 24 >= 2) & (hour % 24 < 6)).astype(float)),
        "previous": ("step", first + (hour - 1) % hours),
        "spacing": ("step", np.ones(count * hours)),
        "merged": ("step", np.zeros(count * hours)),
        "calm_share": ("step", np.full(count * hours, 1.0 / hours)),
        "profile_value": (("profile", "step"), np.array(values)),
        "month_of": ("step", np.repeat(np.arange(1, count + 1), hours)),
        "year_of_month": ("month", np.asarray(years)),
    }


def year_variables(years: Sequence[int], hours: int, **settings: float) -> Variables:
    """Variables over years: each stands for itself; settings at their defaults where they are not given."""
    count = len(years)
    numbers = of_items("year") | {"hours_of": float(hours), "year_weight": 1.0} | settings
    variables: Variables = {name: ("year", np.full(count, number)) for name, number in numbers.items()}
    variables |= {name: ((), number) for name, number in of_study().items()}
    return variables | {"previous_year": ("year", np.asarray([years[max(k - 1, 0)] for k in range(count)]))}
