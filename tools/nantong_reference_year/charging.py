"""Electric vehicles: when they charge if nobody steers them, and which share of them is plugged in.

No measured profile of Nantong is public. The hours are assumptions (C) after what studies of Chinese cities describe:
private chargers fill up after the evening rush and into the night, public ones at noon and in the afternoon (Chen et
al. 2020, Energies 13, Hefei; World Electric Vehicle Journal 12(3):125, 2021).
"""

import numpy as np
import pandas as pd

from tools.nantong_reference_year.calendar import day_types
from tools.nantong_reference_year.demand import felt_temperature, of_mean_one
from tools.nantong_reference_year.process import Array

WORKDAY_HOURS = np.array(
    [1.30, 1.05, 0.80, 0.58, 0.42, 0.34, 0.36, 0.50, 0.75, 0.88, 0.92, 0.98,
     1.05, 1.02, 0.96, 0.92, 0.92, 1.05, 1.30, 1.50, 1.62, 1.66, 1.60, 1.50]
)  # fmt: skip
"""Charging that begins on arrival; the night's valley price already draws some of it past 22 h (C)."""
FREE_DAY_HOURS = np.array(
    [1.28, 1.02, 0.78, 0.56, 0.40, 0.32, 0.34, 0.44, 0.62, 0.84, 1.02, 1.14,
     1.20, 1.20, 1.18, 1.16, 1.14, 1.16, 1.26, 1.38, 1.46, 1.50, 1.46, 1.38]
)  # fmt: skip
FREE_DAYS = ("saturday", "sunday", "holiday", "national_week")
TEMPERATE = (12.0, 26.0)
"""Degrees Celsius between which a vehicle neither heats nor cools noticeably (C)."""
BY_KELVIN = (0.015, 0.012)
"""What each kelvin below and above adds to its consumption (C: about a fifth more in January)."""

PLUGGED_WORKDAY = np.array(
    [0.54, 0.56, 0.56, 0.56, 0.55, 0.54, 0.48, 0.36, 0.27, 0.24, 0.23, 0.23,
     0.24, 0.24, 0.24, 0.24, 0.25, 0.28, 0.34, 0.40, 0.45, 0.48, 0.50, 0.52]
)  # fmt: skip
PLUGGED_FREE_DAY = np.array(
    [0.54, 0.56, 0.56, 0.56, 0.56, 0.55, 0.53, 0.48, 0.42, 0.37, 0.34, 0.32,
     0.32, 0.31, 0.31, 0.31, 0.32, 0.34, 0.37, 0.41, 0.45, 0.48, 0.50, 0.52]
)  # fmt: skip
"""Share of vehicles at a charger: just over half of them at night, since not each has one where it sleeps (C)."""


def by_day_type(hours: pd.DatetimeIndex, workday: Array, free_day: Array) -> Array:
    """Values of a workday [24] and of a free day [24], laid over the year [hour]."""
    free = day_types(hours).isin(FREE_DAYS).to_numpy()
    return np.asarray(np.where(free, free_day[hours.hour], workday[hours.hour]))


def charging_shape(hours: pd.DatetimeIndex, temperature: Array) -> Array:
    """Uncontrolled charging [hour], mean 1.

    Args:
        hours: the hours of the year.
        temperature: air temperature [hour] in degrees Celsius.
    """
    felt = felt_temperature(temperature)
    cold, hot = np.clip(TEMPERATE[0] - felt, 0, None), np.clip(felt - TEMPERATE[1], 0, None)
    need = 1 + BY_KELVIN[0] * cold + BY_KELVIN[1] * hot
    return of_mean_one(by_day_type(hours, WORKDAY_HOURS, FREE_DAY_HOURS) * need)


def plugged_share(hours: pd.DatetimeIndex) -> Array:
    """Share of the vehicles that are plugged in [hour], 0..1."""
    return by_day_type(hours, PLUGGED_WORKDAY, PLUGGED_FREE_DAY)
