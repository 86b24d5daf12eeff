"""Hourly series of the gallery: weather with seasons and calms, loads, prices and inflows, drawn from a seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

Series = NDArray[np.float64]
HOURS = 8760


def drifting(seed: int, hours: int, memory: float) -> Series:
    """Noise of mean 0 and deviation 1 that remembers the hour before by `memory`. shape: (hour,)."""
    noise = np.random.default_rng([20301201, seed]).standard_normal(hours)
    return np.asarray(lfilter([np.sqrt(1 - memory**2)], [1.0, -memory], noise))


def season(hours: int, peak: float = 0.0) -> Series:
    """Wave of a year between -1 and 1, highest at `peak` [share of the year]; of fewer hours it is as long as they."""
    return np.cos(2 * np.pi * (np.arange(hours) / hours - peak))


def wind(seed: int, hours: int) -> Series:
    """Availability of wind: more in winter, calms of days."""
    return (1 / (1 + np.exp(-1.7 * drifting(seed, hours, 0.97) + 0.9 - 0.4 * season(hours)))).round(4)


def sun(seed: int, hours: int) -> Series:
    """Availability of sun: nothing at night, more in summer, clouds that last."""
    height = np.sin((np.arange(hours) % 24 - 6) / 12 * np.pi) - 0.25 * season(hours)
    return np.clip(height * (0.6 + 0.15 * drifting(seed, hours, 0.9)), 0.0, 1.0).round(4)


def load(seed: int, hours: int, winter: float = 0.1) -> Series:
    """Shape of a demand, mean about 1: day and night, weekends, `winter` times a season, noise."""
    hour = np.arange(hours)
    wave = 1 + 0.2 * np.sin((hour % 24 - 8) / 12 * np.pi) - 0.1 * (hour // 24 % 7 >= 5)
    return np.clip(wave + winter * season(hours) + 0.04 * drifting(seed, hours, 0.8), 0.2, None).round(4)


def heat(seed: int, hours: int) -> Series:
    """Shape of a demand for heat: most in winter, next to none in summer."""
    return np.clip(1 + 0.9 * season(hours) + 0.15 * drifting(seed, hours, 0.98), 0.1, None).round(4)


def price(seed: int, hours: int, deep: float = 0.0) -> Series:
    """Factor of a price, another every hour; `deep` is how far it falls at noon, below zero where more than one."""
    day = 0.25 * np.sin((np.arange(hours) % 24 - 14) / 12 * np.pi)
    noon = deep * (np.abs(np.arange(hours) % 24 - 12) <= 2)
    return (1 + day - noon + 0.3 * drifting(seed, hours, 0.93)).round(4)


def inflow(seed: int, hours: int) -> Series:
    """Availability of water: snow melts in early summer, little comes in winter."""
    wave = 0.35 - 0.25 * season(hours, 0.95) + 0.08 * drifting(seed, hours, 0.995)
    return np.clip(wave, 0.02, 1.0).round(4)
