"""The spot price of the province: a shape of our own that follows what its other plants have to give.

Synthetic, and no series of the exchange: residual load of the province (demand less sun and wind, in the hours of the
reference year) through a price curve, both calibrated on means by month and hour of June 2025 to January 2026 that were
worked out from published quarter hours of dispatch and day-ahead prices (a public repository without a licence, so
that nothing of it is shipped but the constants below). One price for each part of the day: six, as the tariff has.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.nantong_reference_year.process import Array

INDUSTRY, ROOFS = 0.67, 0.6
"""Share of industry in the demand, and of roofs in the sun of the province (C)."""
PARTS = (0, 6, 9, 15, 17, 22)
"""First hours of the parts of a day: night, morning, the hours of sun, afternoon, evening, late."""
DEMAND, SWING = 101.5, 0.5
"""Mean gross demand [GW], 889.5 TWh of 2025, and how far the province swings relative to the city (fitted with SUN)."""
WIND = {2025: 23.4, 2030: 35.0, 2035: 50.0}
"""Wind of the province [GW]: that of the dispatch in 2025; later an assumption (C)."""
SUN = {2025: 75.0, 2030: 110.0, 2035: 140.0}
"""Sun of the province [GW]: fitted to how far residual load falls at noon in 2025; later an assumption (C)."""
GROWTH = {2025: 1.0, 2030: 1.2, 2035: 1.35}
"""Gross demand relative to 2025: 3.7 % a year, then 2.4 % (C)."""
ELASTICITY = 0.85
"""Relative change of price per relative change of residual load: within-month regression of 144 means by month and hour
(July and August left out, whose prices look low); 0.72 with them."""
FLOOR_FROM, FLOOR_TO = 0.65, 0.30
"""Residual load, relative to its mean of 2025, from which the price falls faster, and where it is nothing (C): what
nuclear power, heat and coal at minimum load give whatever the price. In 2025 the price was never below zero."""


def residual_load(year: int, demand: Array, wind: Array, sun: Array) -> Array:
    """Demand of the province less wind and sun of a year [hour], relative to the mean of 2025."""
    mean = DEMAND - WIND[2025] * wind.mean() - SUN[2025] * sun.mean()
    gross = DEMAND * GROWTH[year] * (1 + SWING * (demand - 1))
    return np.asarray((gross - WIND[year] * wind - SUN[year] * sun) / mean)


def price(residual: Array, scale: float) -> Array:
    """Price for residual load [hour]; 1 at `scale`, the residual load to which the plants of the year are fitted."""
    use = residual / scale
    above = 1 + ELASTICITY * (use - 1)
    edge = 1 + ELASTICITY * (FLOOR_FROM - 1)
    below = edge * np.clip((use - FLOOR_TO) / (FLOOR_FROM - FLOOR_TO), 0.0, 1.0)
    return np.where(use >= FLOOR_FROM, above, below)


def spot(hours: pd.DatetimeIndex, year: int, demand: Array, wind: Array, sun: Array) -> Array:
    """Price of each part of each day relative to its mean of the year [hour], mean 1."""
    residual = residual_load(year, demand, wind, sun)
    by_hour = price(residual, float(residual.mean()))
    part = np.searchsorted(PARTS, hours.hour, side="right")
    level = pd.Series(by_hour).groupby([hours.day_of_year.to_numpy(), part]).transform("mean").to_numpy()
    return np.asarray(level / level.mean())


def prices(hours: pd.DatetimeIndex, columns: pd.DataFrame) -> dict[str, Array]:
    """The shape of each model year [hour], from the reference year's demand of the city, wind and sun."""
    demand = INDUSTRY * columns["load_industry"] + (1 - INDUSTRY) * columns["load_urban"]
    wind = columns[["wind_onshore", "wind_near_rudong"]].mean(axis=1)
    sun = ROOFS * columns["pv_roof"] + (1 - ROOFS) * columns["pv_land"]
    return {f"spot_{year}": spot(hours, year, *(s.to_numpy() for s in (demand, wind, sun))) for year in SUN}
