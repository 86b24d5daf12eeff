"""Correlated Gaussian processes in time: the weather behind the reference year, before it becomes wind and sun.

Two time scales make one standard-normal latent. The synoptic part (passing highs and lows) is an autoregressive process
of order two with a double root, whose autocorrelation after h hours is close to (1 + h/tau) exp(-h/tau); it is smooth
from hour to hour, as weather systems are. The local part is an ordinary AR(1) of a few hours.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.signal import lfilter

Array = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0
SPIN_UP_HOURS = 1000
"""Hours thrown away so that the filters forget their zero start: over thirty times the longest time scale."""

HALF_PASSAGE_HOURS = 120


@dataclass(frozen=True)
class Place:
    """A site of weather: `name` of its profile, latitude and longitude in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Scales:
    """Time scales of a latent: of its synoptic and of its local part in hours, and the local share of its variance."""

    synoptic: float
    local: float
    local_share: float


def distances(places: tuple[Place, ...]) -> Array:
    """Great-circle distances between places.

    Returns:
        Array [place, place] in km.
    """
    lat = np.radians([p.latitude for p in places])
    lon = np.radians([p.longitude for p in places])
    half_chord = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half_chord)))


def distance_law(places: tuple[Place, ...], length: float) -> Array:
    """Correlation exp(-distance/length) between places; `length` in km.

    Returns:
        Array [place, place], positive definite for places that differ.
    """
    return np.asarray(np.exp(-distances(places) / length))


def synoptic(noise: Array, tau: float) -> Array:
    """Smooth unit-variance process with autocorrelation about (1 + h/tau) exp(-h/tau).

    Args:
        noise: standard normal innovations, hours along the first axis.
        tau: time scale in hours.
    """
    phi = np.exp(-1.0 / tau)
    filtered = lfilter([1.0], [1.0, -2.0 * phi, phi**2], noise, axis=0)
    variance = (1 + phi**2) / (1 - phi**2) ** 3
    return np.asarray(filtered / np.sqrt(variance))


def local(noise: Array, tau: float) -> Array:
    """Unit-variance AR(1) process with autocorrelation exp(-h/tau); arguments as for `synoptic`."""
    phi = np.exp(-1.0 / tau)
    return np.asarray(lfilter([1.0], [1.0, -phi], noise, axis=0) * np.sqrt(1 - phi**2))


def two_scales(rng: np.random.Generator, hours: int, wide: Array, narrow: Array, scales: tuple[Scales, ...]) -> Array:
    """Standard-normal latents of several series: synoptic plus local.

    Args:
        rng: source of the innovations.
        hours: number of hours wanted.
        wide: correlation of the synoptic innovations [series, series].
        narrow: correlation of the local innovations [series, series].
        scales: time scales of each series.

    Returns:
        Array [hour, series] with mean 0 and variance 1 in expectation.

    Raises:
        numpy.linalg.LinAlgError: a correlation matrix is not positive definite.
    """
    shape = (hours + SPIN_UP_HOURS, len(wide))
    slow = rng.standard_normal(shape) @ np.linalg.cholesky(wide).T
    fast = rng.standard_normal(shape) @ np.linalg.cholesky(narrow).T
    latents = [
        np.sqrt(1 - scale.local_share) * synoptic(slow[:, i], scale.synoptic)
        + np.sqrt(scale.local_share) * local(fast[:, i], scale.local)
        for i, scale in enumerate(scales)
    ]
    return np.stack(latents, axis=1)[SPIN_UP_HOURS:]


def without_monthly_level(hours: pd.DatetimeIndex, latent: Array) -> Array:
    """Latents [hour, series] with each month's mean taken out and the year's variance set to 1.

    What a month's level is, the calibration's targets say; the draw of the latent shall not say it a second time.
    """
    centred = pd.DataFrame(latent)
    for _ in range(5):  # the passage between two levels disturbs the months' means a little: repeat
        means = centred.groupby(hours.month).mean().to_numpy()
        centred -= np.stack([monthly_levels(hours, column) for column in means.T], axis=1)
    return np.asarray(centred / centred.std())


def mid_months(hours: pd.DatetimeIndex, anchors: Array) -> Array:
    """Twelve values [12] placed in mid-month and joined linearly around the year [hour]."""
    centres = np.array([np.flatnonzero(hours.month == month).mean() for month in range(1, 13)])
    return np.asarray(np.interp(np.arange(len(hours)), centres, anchors, period=len(hours)))


def monthly_levels(hours: pd.DatetimeIndex, levels: Array) -> Array:
    """Twelve levels [12], each constant over its month but for a passage of ten days between two months [hour]."""
    months = [np.flatnonzero(hours.month == month) for month in range(1, 13)]
    corners = np.array([[month[0] + HALF_PASSAGE_HOURS, month[-1] - HALF_PASSAGE_HOURS] for month in months]).ravel()
    return np.asarray(np.interp(np.arange(len(hours)), corners, np.repeat(levels, 2), period=len(hours)))


def monthly_means(hours: pd.DatetimeIndex, values: Array) -> Array:
    """Means of the twelve months [12] of an hourly series."""
    return np.asarray(pd.Series(values).groupby(hours.month).mean())
