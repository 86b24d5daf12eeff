"""The spot price of the province: a shape of our own with the spread, valley and floor hours that are published.

Synthetic, and no series of the exchange. How tight the province's supply is in an hour is its residual load (demand
less sun and wind, in the hours of the reference year) and what is not weather: outages, bids, the price of coal, drawn
from the seed. Below a tightness the price is at its floor, as what must run is more than what is needed; above it the
price rises. Calibrated on means by month and hour, daily spreads, floor hours and prices by net load of June 2025 to
January 2026, worked out from a public repository without a licence, of which nothing is shipped but the constants
below. Six prices a day in the mean, each as long as the hours are alike.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.horizon.segments import merged_neighbours
from tools.nantong_reference_year.process import SPIN_UP_HOURS, Array, local

INDUSTRY, ROOFS = 0.67, 0.6
"""Share of industry in the demand, and of roofs in the sun of the province (C)."""
PRICES_A_DAY = 6
"""Prices of a day in the mean: between two changes hours may be taken together (`energy_model.horizon.segments`)."""
DEMAND, SWING = 101.5, 0.5
"""Mean gross demand [GW], 889.5 TWh of 2025, and how far the province swings relative to the city (fitted with SUN)."""
WIND = {2025: 23.4, 2030: 35.0, 2035: 50.0}
"""Wind of the province [GW]: that of the dispatch in 2025; later an assumption (C)."""
SUN = {2025: 75.0, 2030: 110.0, 2035: 140.0}
"""Sun of the province [GW]: fitted to how far residual load falls at noon in 2025; later an assumption (C)."""
GROWTH = {2025: 1.0, 2030: 1.2, 2035: 1.35}
"""Gross demand relative to 2025: 3.7 % a year, then 2.4 % (C)."""
WEATHER = 0.5
"""Weight of residual load in tightness: the rest of what moves it is not in the reference year's weather (fitted)."""
WEEKS, HOURS = (0.10, 240.0), (0.12, 6.0)
"""What is not weather: size, relative to mean residual load, and time scale [h], of a slow and a fast part (fitted)."""
FLOOR_BELOW = 0.81
"""Tightness below which the price is at its floor (fitted)."""
FLOOR, ABOVE, SLOPE = 0.10, 0.85, 1.8
"""Price at the floor, of the mean (30 of 294 CNY/MWh in 2025), just above it, and its rise with tightness (fitted)."""
FLAT, FLAT_YEAR = (0.69, 0.88, 0.55), 2030
"""The same three by the day-ahead prices of January and February 2026 (200, 265, 300, 322 and 346 CNY/MWh are their 5,
25, 50, 75 and 95 %), and the year of the residual load to which they are applied: another shape of later years."""


def residual_load(year: int, columns: pd.DataFrame) -> Array:
    """Demand of the province less wind and sun of a year [hour], relative to its mean."""
    demand = INDUSTRY * columns["load_industry"] + (1 - INDUSTRY) * columns["load_urban"]
    wind = columns[["wind_onshore", "wind_near_rudong"]].mean(axis=1)
    sun = ROOFS * columns["pv_roof"] + (1 - ROOFS) * columns["pv_land"]
    gross = DEMAND * GROWTH[year] * (1 + SWING * (demand - 1))
    residual = gross - WIND[year] * wind - SUN[year] * sun
    return np.asarray(residual / residual.mean())


def beside_weather(rng: np.random.Generator, hours: int) -> Array:
    """Tightness of supply that is not weather, relative to mean residual load [hour], mean 0."""
    parts = []
    for size, scale in (WEEKS, HOURS):
        drawn = local(rng.standard_normal(hours + SPIN_UP_HOURS), scale)[SPIN_UP_HOURS:]
        parts.append(size * (drawn - drawn.mean()) / drawn.std())
    return np.asarray(sum(parts))


def price(tightness: Array, floor: float, above: float, slope: float) -> Array:
    """Price of each hour, 1 about the mean of the year: at the floor, or rising with tightness [1]."""
    return np.where(tightness < FLOOR_BELOW, floor, above + slope * (tightness - FLOOR_BELOW))


def in_levels(hourly: Array) -> Array:
    """Prices [hour] with neighbours at their mean, `PRICES_A_DAY` of them a day where fewest lose most."""
    starts = merged_neighbours(hourly[:, None], PRICES_A_DAY * len(hourly) // 24, np.zeros(len(hourly), dtype=bool))
    level = np.searchsorted(starts, np.arange(len(hourly)), side="right")
    return np.asarray(pd.Series(hourly).groupby(level).transform("mean"))


def hourly_price(
    year: int, columns: pd.DataFrame, beside: Array, curve: tuple[float, float, float] = (FLOOR, ABOVE, SLOPE)
) -> Array:
    """Price relative to its mean of the year [hour], before it is put in levels; beside [hour]: `beside_weather`."""
    found = price(1 + WEATHER * (residual_load(year, columns) - 1) + beside, *curve)
    return np.asarray(found / found.mean())


def prices(seed: int, columns: pd.DataFrame) -> dict[str, Array]:
    """The shape of each model year and the flat one [hour], from the reference year's demand and weather and a seed."""
    beside = beside_weather(np.random.Generator(np.random.PCG64([seed, 1])), len(columns))
    shapes = {f"spot_{year}": in_levels(hourly_price(year, columns, beside)) for year in SUN}
    return shapes | {"spot_flat": in_levels(hourly_price(FLAT_YEAR, columns, beside, FLAT))}
