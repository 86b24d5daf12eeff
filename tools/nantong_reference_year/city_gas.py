"""City gas: cooking all year, hot water and heating by the synthetic temperature."""

import numpy as np
import pandas as pd

from tools.nantong_reference_year.demand import felt_temperature, of_mean_one
from tools.nantong_reference_year.process import Array, monthly_means

PEAK_MONTH = 1.3
"""The month of the highest use over the mean of the year. An assumption (C): the gas plan of a mild town in Yunnan
reckons with 1.20 for homes and shops (m.qiqiwenku.com/doc/589189.html); homes on the lower Yangtze heat with boilers
of their own, hence more."""
WARM_ENOUGH = 18.0
"""Degrees Celsius from which on neither rooms nor colder tap water ask for more gas (C)."""
HOURS = np.array(
    [0.82, 0.80, 0.79, 0.79, 0.81, 0.87, 0.97, 1.04, 1.04, 1.01, 1.04, 1.12,
     1.08, 1.00, 0.97, 0.97, 1.02, 1.14, 1.22, 1.22, 1.16, 1.09, 1.00, 0.90]
)  # fmt: skip
"""What the pipes take in, not what burners burn, whose swing over the day is about three times as wide: the gas packed
in the pipes evens it out (C)."""


def gas_shape(hours: pd.DatetimeIndex, temperature: Array) -> Array:
    """City gas taken into the pipes [hour], mean 1; how much warmth weighs follows from `PEAK_MONTH`.

    Args:
        hours: the hours of the year.
        temperature: air temperature [hour] in degrees Celsius.

    Raises:
        ValueError: the year has too even a temperature for that month.
    """
    swing = of_mean_one(HOURS)[hours.hour]
    cold = np.clip(WARM_ENOUGH - felt_temperature(temperature), 0, None) * swing
    coldest = monthly_means(hours, cold).max() / cold.mean() if cold.any() else 0.0
    if coldest <= PEAK_MONTH:
        raise ValueError("the peak month of city gas cannot be met: the year's temperature is too even")
    weight = (PEAK_MONTH - 1) / (coldest - PEAK_MONTH)
    return of_mean_one(swing + weight * cold / cold.mean())
