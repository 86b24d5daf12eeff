"""Electricity demand: the shape of a year from calendar, tariff and temperature.

The city is 67 % industry and 33 % the rest (Jiangsu 2025: 595.5 of 889.5 TWh, news.cn 2026-01-27). Hours and day
types are assumptions (C), chosen so that the known figures come out; how strongly cooling and heating weigh is not
chosen but solved, from the load factor and from the ratio of the winter's peak to the summer's.
"""

import numpy as np
import pandas as pd
from scipy.optimize import root

from tools.nantong_reference_year.calendar import day_types, festival_depth
from tools.nantong_reference_year.process import Array, mid_months
from tools.nantong_reference_year.tariff import time_of_use

INDUSTRY_SHARE = 0.67
PEAK_TO_MEAN = 11.8e3 / (65e6 / 8760)
"""Nantong 2025, 11.8 GW and 65 TWh: 1.59; estimates from the provincial figures (C)."""
WINTER_TO_SUMMER_PEAK = 137 / 155
"""Jiangsu, January 2026 and August 2025: 137 and 155 GW (B)."""
WINTER_MONTHS = (12, 1, 2)

PRICE_RESPONSE = 0.08
"""Industry moves its hours with the tariff: load ~ price ** -0.08 (C). Hence peaks in the midday valley."""
INDUSTRY_MONTHS = np.array([0.97, 0.95, 1.00, 0.99, 0.99, 0.98, 1.04, 1.04, 1.01, 0.99, 1.02, 1.03])
INDUSTRY_DAYS = {"workday": 1.0, "saturday": 0.97, "sunday": 0.93, "holiday": 0.90, "national_week": 0.84}
INDUSTRY_STANDSTILL = 0.42
"""Share of industry that rests at the depth of the Spring Festival; steel, chemicals and paper go on (C)."""
INDUSTRY_HOURS = np.array(
    [0.89, 0.87, 0.86, 0.86, 0.86, 0.87, 0.90, 0.96, 1.05, 1.10, 1.12, 1.11,
     1.07, 1.09, 1.11, 1.11, 1.10, 1.07, 1.03, 1.03, 1.02, 1.00, 0.97, 0.93]
)  # fmt: skip

URBAN_DAYS = {"workday": 1.0, "saturday": 0.98, "sunday": 0.97, "holiday": 0.97, "national_week": 0.98}
URBAN_STANDSTILL = 0.18
"""Offices and shops close at the festival while homes fill up (C)."""
URBAN_HOURS = np.array(
    [0.72, 0.65, 0.61, 0.59, 0.59, 0.62, 0.72, 0.85, 1.00, 1.09, 1.13, 1.16,
     1.14, 1.10, 1.08, 1.08, 1.10, 1.16, 1.27, 1.33, 1.30, 1.20, 1.05, 0.86]
)  # fmt: skip
COOLING_HOURS = np.array(
    [0.66, 0.60, 0.56, 0.53, 0.51, 0.51, 0.55, 0.63, 0.80, 0.93, 1.03, 1.10,
     1.12, 1.12, 1.09, 1.07, 1.04, 1.02, 1.03, 1.05, 1.04, 0.98, 0.88, 0.76]
)  # fmt: skip
HEATING_HOURS = np.array(
    [0.62, 0.57, 0.55, 0.55, 0.57, 0.66, 0.86, 1.06, 1.18, 1.20, 1.18, 1.14,
     1.08, 1.02, 0.99, 0.99, 1.02, 1.10, 1.20, 1.25, 1.22, 1.10, 0.93, 0.75]
)  # fmt: skip
COMFORT = (14.0, 22.0)
"""Degrees Celsius below which is heated and above which is cooled (C)."""
INDUSTRY_COOLING = 0.25
"""Cooling of industry per unit of demand relative to that of the rest of the city (C)."""


def felt_temperature(temperature: Array) -> Array:
    """Temperature that buildings answer to [hour]: half the present, half the last day's, in degrees Celsius."""
    return np.asarray(0.5 * temperature + 0.5 * pd.Series(temperature).ewm(halflife=18).mean().to_numpy())


def cooling_need(hours: pd.DatetimeIndex, temperature: Array) -> Array:
    """Degrees above comfort times the presence of those who cool [hour]."""
    return np.asarray(np.clip(felt_temperature(temperature) - COMFORT[1], 0, None) * COOLING_HOURS[hours.hour])


def heating_need(hours: pd.DatetimeIndex, temperature: Array) -> Array:
    """Degrees below comfort times the presence of those who heat [hour]."""
    return np.asarray(np.clip(COMFORT[0] - felt_temperature(temperature), 0, None) * HEATING_HOURS[hours.hour])


def of_mean_one(values: Array) -> Array:
    """Values divided by their mean."""
    return np.asarray(values / values.mean())


def industry_base(hours: pd.DatetimeIndex) -> Array:
    """Industry before cooling [hour], mean 1: months, days, hours, festival, answer to the tariff."""
    days = day_types(hours).map(INDUSTRY_DAYS).to_numpy(dtype=float)
    festival = 1 - INDUSTRY_STANDSTILL * festival_depth(hours)
    answer = time_of_use(hours) ** -PRICE_RESPONSE
    return of_mean_one(mid_months(hours, INDUSTRY_MONTHS) * days * festival * INDUSTRY_HOURS[hours.hour] * answer)


def urban_base(hours: pd.DatetimeIndex) -> Array:
    """Services, homes and farms before cooling and heating [hour], mean 1."""
    days = day_types(hours).map(URBAN_DAYS).to_numpy(dtype=float)
    return of_mean_one(days * (1 - URBAN_STANDSTILL * festival_depth(hours)) * URBAN_HOURS[hours.hour])


def city(shapes: pd.DataFrame) -> pd.Series:
    """The city's shape [hour], mean 1, from the columns load_industry and load_urban."""
    return INDUSTRY_SHARE * shapes["load_industry"] + (1 - INDUSTRY_SHARE) * shapes["load_urban"]


def city_shapes(hours: pd.DatetimeIndex, temperature: Array) -> pd.DataFrame:
    """Shapes load_urban and load_industry [hour], mean 1 each, that meet load factor and winter peak of the city.

    Args:
        hours: the hours of the year.
        temperature: air temperature [hour] in degrees Celsius.

    Raises:
        ValueError: no weight of cooling and heating meets the two figures.
    """
    industry, urban = industry_base(hours), urban_base(hours)
    needs = cooling_need(hours, temperature), heating_need(hours, temperature)
    if not (needs[0].any() and needs[1].any()):
        raise ValueError("load factor and winter peak cannot both be met: the year has no heat or no cold")
    cooling, heating = of_mean_one(needs[0]), of_mean_one(needs[1])
    winter = np.isin(hours.month, WINTER_MONTHS)

    def shapes(weights: Array) -> pd.DataFrame:
        cool, heat = weights
        parts = {
            "load_urban": of_mean_one(urban + cool * cooling + heat * heating),
            "load_industry": of_mean_one(industry + INDUSTRY_COOLING * cool * cooling),
        }
        return pd.DataFrame(parts, index=hours)

    def misfit(weights: Array) -> list[float]:
        total = city(shapes(weights))
        peak = total.max()
        return [peak - PEAK_TO_MEAN, total[winter].max() / peak - WINTER_TO_SUMMER_PEAK]

    found = root(misfit, np.array([0.25, 0.25]))
    if not found.success or min(found.x) <= 0:
        raise ValueError(f"load factor and winter peak cannot both be met: {found.message} (weights {found.x})")
    return shapes(found.x)


IT_HOURS = np.array([0.98] * 8 + [1.0] * 4 + [1.01] * 10 + [1.0, 0.99])
FREE_COOLING_BELOW = 12.0
"""Degrees Celsius up to which outside air cools the servers (C)."""
OVERHEAD = (0.18, 0.007)
"""Electricity for other than computing per unit of computing: constant, and per kelvin above free cooling (C)."""


def compute_shape(hours: pd.DatetimeIndex, temperature: Array) -> Array:
    """Data centres [hour], mean 1: servers nearly flat, cooling by the weather."""
    warmth = np.clip(felt_temperature(temperature) - FREE_COOLING_BELOW, 0, None)
    return of_mean_one(IT_HOURS[hours.hour] * (1 + OVERHEAD[0] + OVERHEAD[1] * warmth))
