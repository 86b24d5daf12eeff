"""Hourly series of the random systems, each with what is hard for segments: calms, outages, levels that jump."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]


def wind(rng: np.random.Generator, hours: int) -> Series:
    """Availability that drifts, with calms and storms."""
    level, series = rng.standard_normal(), np.empty(hours)
    memory = rng.uniform(0.6, 0.95)
    for hour, noise in enumerate(rng.standard_normal(hours)):
        level = memory * level + np.sqrt(1 - memory**2) * noise
        series[hour] = level
    return 1 / (1 + np.exp(-2.0 * series + 0.8))


def sun(rng: np.random.Generator, hours: int) -> Series:
    """Availability of daylight under clouds, exactly zero at night."""
    height = np.sin((np.arange(hours) % 24 - 6) / 12 * np.pi)
    return np.clip(height, 0.0, None) * rng.uniform(0.3, 1.0, hours)


def load(rng: np.random.Generator, hours: int) -> Series:
    """Shape of a demand: a daily wave, noise, and in some systems a spike or an hour without any."""
    wave = 1 + rng.uniform(0.1, 0.5) * np.sin((np.arange(hours) - rng.uniform(0, 24)) / 24 * 2 * np.pi)
    series: Series = np.clip(wave + 0.1 * rng.standard_normal(hours), 0.15, None)
    if rng.random() < 0.3:
        series[rng.integers(hours)] *= rng.uniform(1.3, 2.0)
    if rng.random() < 0.15:
        series[rng.integers(hours)] = 0.0
    return series


def outage(rng: np.random.Generator, hours: int) -> Series:
    """Availability of a thermal plant: spells at full and at part, now and then none; or another number every hour."""
    if rng.random() < 0.3:
        return rng.uniform(0.3, 1.0, hours)
    return spells(rng, hours, np.array([1.0, 1.0, 0.85, 0.6, 0.15, 0.0]), longest=8)


def price(rng: np.random.Generator, hours: int) -> Series:
    """Factor of a price, of two to four levels that change several times a day; now and then the lowest is negative."""
    levels = np.sort(rng.uniform(0.25, 2.0, int(rng.integers(2, 5))))
    if rng.random() < 0.2:
        levels[0] = -rng.uniform(0.05, 0.3)
    return spells(rng, hours, levels, longest=7)


def spells(rng: np.random.Generator, hours: int, values: Series, longest: int) -> Series:
    """Values drawn for spells of 1 to `longest` hours."""
    series: list[float] = []
    while len(series) < hours:
        series += [float(rng.choice(values))] * int(rng.integers(1, longest + 1))
    return np.array(series[:hours])
