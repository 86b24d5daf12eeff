"""Air temperature of Nantong, for panels and for demand: the season, the time of day, and warm and cold spells.

Synthetic. It shares the clouds' latent: a clear day is warmer than its season in summer and has the wider daily cycle.
"""

import numpy as np
import pandas as pd

from tools.nantong_reference_year.process import Array, local, mid_months

MONTHLY_MEANS = np.array([2.9, 5.7, 10.7, 16.1, 21.9, 25.1, 29.0, 27.6, 24.6, 20.3, 11.3, 6.0])
"""Degrees Celsius: mean of Shanghai and Nanjing, between which Nantong lies, in 2008 and 2009; China Statistical
Yearbook 2009 table 11-13 and 2010 table 12-13 (stats.gov.cn/tjsj/ndsj). B: neighbours, and two years only."""
SPELL_DEVIATION = np.array([3.2, 3.4, 3.4, 3.2, 2.8, 2.0, 2.4, 2.2, 2.4, 2.6, 3.2, 3.4])
"""Standard deviation of daily means around the season, by month, in kelvin (C)."""
SPELL_HOURS = 60.0
CLOUD_LINK = 0.45
"""Correlation of a warm spell with a clear sky in midsummer; none in midwinter (C)."""
DAILY_SWING = (2.2, 1.3)
"""Half the daily range in kelvin under a mean sky, and what one standard deviation of clearness adds (C)."""


def air_temperature(hours: pd.DatetimeIndex, clearness: Array, noise: Array) -> Array:
    """Air temperature [hour] in degrees Celsius.

    Args:
        hours: the hours of the year.
        clearness: standard-normal cloud latent [hour], high = clear.
        noise: standard normal innovations [at least as many hours], the last of which are used.
    """
    spell = local(noise, SPELL_HOURS)[-len(hours) :]
    summer = CLOUD_LINK * np.clip(-np.cos(2 * np.pi * (hours.day_of_year - 15) / 365), 0.0, None)
    slow_clearness = pd.Series(clearness).ewm(halflife=24).mean().to_numpy()
    slow_clearness = slow_clearness / slow_clearness.std()
    anomaly = summer * slow_clearness + np.sqrt(1 - summer**2) * spell
    swing = np.clip(DAILY_SWING[0] + DAILY_SWING[1] * slow_clearness, 0.5, 6.0)
    cycle = np.cos(2 * np.pi * (hours.hour + 0.5 - 14.5) / 24)
    return np.asarray(mid_months(hours, MONTHLY_MEANS) + mid_months(hours, SPELL_DEVIATION) * anomaly + swing * cycle)
