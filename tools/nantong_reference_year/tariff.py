"""The provincial time-of-use price: three levels by season and hour.

Source: Jiangsu DRC, notice 苏发改价格发〔2025〕426号 (30 April 2025, in force since 1 June 2025,
https://fzggw.jiangsu.gov.cn/art/2025/4/30/art_284_11557001.html), read in secondary copies that agree (B): peak 80 %
above and valley 65 % below the flat level for two-part customers. The super-peak and the holidays' deep valley of large
industry are left out. The float acts on the price of energy, not on the grid charge.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.nantong_reference_year.process import Array

PEAK, FLAT, VALLEY = 1.80, 1.00, 0.35
SUMMER_WINTER_MONTHS = (1, 2, 6, 7, 8, 12)


def day_of_levels(peak: range, valleys: tuple[range, ...]) -> Array:
    """Levels of the 24 hours of a day, relative to the flat level."""
    levels = np.full(24, FLAT)
    levels[list(peak)] = PEAK
    for valley in valleys:
        levels[list(valley)] = VALLEY
    return levels


SUMMER_WINTER = day_of_levels(range(14, 22), (range(6), range(11, 13)))
SPRING_AUTUMN = day_of_levels(range(15, 22), (range(2, 6), range(10, 14)))


def time_of_use(hours: pd.DatetimeIndex) -> Array:
    """Price relative to its mean over the year [hour], mean 1."""
    seasonal = np.where(np.isin(hours.month, SUMMER_WINTER_MONTHS), 0, 1)
    levels = np.stack([SUMMER_WINTER, SPRING_AUTUMN])[seasonal, hours.hour]
    return np.asarray(levels / levels.mean())


def in_valley(hours: pd.DatetimeIndex) -> NDArray[np.bool_]:
    """Whether an hour is at the valley level [hour]."""
    price = time_of_use(hours)
    return np.asarray(price == price.min())
