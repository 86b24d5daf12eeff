"""Wind: a Weibull speed from a Gaussian latent, through the smoothed power curve of a farm.

Twelve levels of the speed, one a month, are fitted so that every month's mean output meets its target. Full-load hours
are thus met by moving the wind, never by clipping or stretching the output.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import ndtr

from tools.nantong_reference_year.process import Array, Place, Scales, monthly_levels, monthly_means

WEIBULL_SHAPE = 2.3
"""k of the hourly speeds: 2.1-2.3 on the Jiangsu coast (C)."""


@dataclass(frozen=True)
class Farm:
    """A class of wind farms and the turbine it stands for.

    `full_load_hours` a year lie inside what is reported (near 2,250-2,780, far 3,000-3,500: B; onshore 1,900-2,100: C).
    Speeds in m/s. `turbulence` and `spread` smooth the curve of one turbine to that of an area: standard deviation
    spread + turbulence * speed up to the rated speed. `output_limit` is what wakes, outages and cables leave of the
    rated power. `diurnal` is the amplitude of the speed's daily cycle, highest at `diurnal_hour`.
    """

    place: Place
    scales: Scales
    full_load_hours: float
    rated_speed: float
    cut_in: float
    cut_out: float
    output_limit: float
    diurnal: float
    diurnal_hour: float
    turbulence: float = 0.15
    spread: float = 0.8


ON_LAND, NEAR_SHORE, FAR_SHORE = Scales(9.2, 5.0, 0.06), Scales(10.5, 3.0, 0.015), Scales(11.0, 3.0, 0.01)
"""Fitted to ERA5's autocorrelations and hourly changes."""

FARMS = (
    Farm(Place("wind_onshore", 32.30, 121.20), ON_LAND, 2000.0, 10.0, 3.0, 25.0, 0.93, 0.08, 20.0),
    Farm(Place("wind_near_rudong", 32.60, 121.55), NEAR_SHORE, 2700.0, 11.5, 3.0, 25.0, 0.885, 0.025, 19.0),
    Farm(Place("wind_near_qidong", 32.05, 122.05), NEAR_SHORE, 2700.0, 11.5, 3.0, 25.0, 0.885, 0.025, 19.0),
    Farm(Place("wind_far", 32.75, 122.75), FAR_SHORE, 3300.0, 11.5, 3.0, 27.0, 0.87, 0.01, 19.0),
)

REPOWERED = replace(FARMS[0], place=Place("wind_onshore_repowered", 32.30, 121.20), full_load_hours=2350.0)
"""New turbines on the sites of the first farms, in the same wind: what they gain is solved, not the wind moved.
2,300 and more hours are what such turbines reach on this coast (C)."""
HIGHER_HUB = (120 / 80) ** 0.14
"""Speed at 120 m over that at 80 m by the power law; 0.14 for open, flat land (C)."""


def turbine_curve(speed: Array, farm: Farm) -> Array:
    """Output of one turbine relative to rated power: cubic between cut-in and rated speed; any shape, m/s."""
    cubic = (speed**3 - farm.cut_in**3) / (farm.rated_speed**3 - farm.cut_in**3)
    return np.asarray(np.where(speed < farm.cut_out, np.clip(cubic, 0.0, 1.0), 0.0))


def farm_curve(farm: Farm, step: float = 0.1) -> tuple[Array, Array]:
    """Smoothed curve of the farms of an area.

    Each speed's output is the turbine's mean over a normal distribution of speeds around it, times `output_limit`.

    Returns:
        Speeds [point] in m/s and outputs [point], 0..output_limit.
    """
    speeds = np.arange(0.0, 45.0, step)
    width = farm.spread + farm.turbulence * np.minimum(speeds, farm.rated_speed)
    weights = np.exp(-0.5 * ((speeds - speeds[:, None]) / width[:, None]) ** 2)
    smoothed = weights @ turbine_curve(speeds, farm) / weights.sum(axis=1)
    return speeds, np.asarray(farm.output_limit * smoothed)


def unit_speed(latent: Array) -> Array:
    """Weibull speed of scale 1 from a standard-normal latent [hour]."""
    return np.asarray((-np.log(ndtr(-latent))) ** (1.0 / WEIBULL_SHAPE))


def diurnal_cycle(hours: pd.DatetimeIndex, farm: Farm) -> Array:
    """Factor of the speed over the day [hour], mean 1."""
    return np.asarray(1.0 + farm.diurnal * np.cos(2 * np.pi * (hours.hour + 0.5 - farm.diurnal_hour) / 24))


def wind_availability(hours: pd.DatetimeIndex, latent: Array, farm: Farm, monthly: Array) -> tuple[Array, Array]:
    """Output of a farm class whose monthly means meet their targets.

    Args:
        hours: the hours of the year.
        latent: standard-normal latent [hour].
        farm: the farm class.
        monthly: target mean output of each month [12].

    Returns:
        Availability [hour], 0..1, and the Weibull scale of each month [12] in m/s.

    Raises:
        ValueError: a monthly target is out of the curve's reach.
    """
    speeds, outputs = farm_curve(farm)
    shape = unit_speed(latent) * diurnal_cycle(hours, farm)
    anchors = np.full(12, 8.0)
    for _ in range(100):
        output = np.interp(shape * monthly_levels(hours, anchors), speeds, outputs)
        means = monthly_means(hours, output)
        if np.abs(means - monthly).max() < 1e-5:
            return output, anchors
        anchors = np.clip(anchors * (monthly / means) ** 0.5, 3.0, 20.0)
    raise ValueError(
        f"{farm.place.name}: the monthly targets cannot be met (left: {np.abs(means - monthly).max():.4f})"
    )


def repowered_availability(hours: pd.DatetimeIndex, latent: Array, anchors: Array, farm: Farm = REPOWERED) -> Array:
    """Output of new turbines in the wind of the old ones [hour], 0..1.

    Higher hubs see `HIGHER_HUB` times the speed; the rated speed (a larger rotor lowers it) is solved so that the
    full-load hours are met.

    Args:
        hours: the hours of the year.
        latent: standard-normal latent of the old farms [hour].
        anchors: Weibull scale of each month [12] in m/s at the old farms' hubs, from `wind_availability`.
        farm: the new farms; its `rated_speed` is not used.

    Raises:
        ValueError: no rated speed from 7 to 14 m/s gives the full-load hours.
    """
    speed = HIGHER_HUB * unit_speed(latent) * diurnal_cycle(hours, farm) * monthly_levels(hours, anchors)

    def output(rated_speed: float) -> Array:
        return np.asarray(np.interp(speed, *farm_curve(replace(farm, rated_speed=rated_speed))))

    def surplus(rated_speed: float) -> float:
        return float(output(rated_speed).sum()) - farm.full_load_hours

    if surplus(7.0) * surplus(14.0) > 0:
        raise ValueError(f"{farm.place.name}: no turbine reaches {farm.full_load_hours:g} full-load hours in this wind")
    return output(brentq(surplus, 7.0, 14.0))
