"""Sun: clear sky and panels from pvlib, clouds from a Gaussian latent.

The clear-sky index (global irradiance over that of a clear sky) is a bounded transform of the latent. Its monthly level
is fitted for each field, so that monthly means and full-load hours are met by clouds and not by a free factor: what
soiling, mismatch, cables and inverters take is fixed beforehand.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pvlib
from scipy.special import ndtr

from tools.nantong_reference_year.calendar import TIME_ZONE
from tools.nantong_reference_year.process import Array, Place, Scales, monthly_levels, monthly_means

INDEX_RANGE = (0.06, 1.03)
"""Darkest and clearest clear-sky index."""
CLOUD_CONTRAST = 0.85
"""Under 1, half-cloudy hours are more frequent than overcast and clear ones; fitted to ERA5's spread of daily means."""
CLOUD_SCALES = Scales(14.0, 3.0, 0.08)
"""Fitted to ERA5's day-to-day autocorrelation and hourly changes."""
ALBEDO = 0.2
TEMPERATURE_COEFFICIENT = -0.0035
"""Output per kelvin of cell temperature above 25 degrees: crystalline silicon of the TOPCon class (C)."""


@dataclass(frozen=True)
class Field:
    """A class of PV plants.

    `full_load_hours` a year lie inside what is reported (1,000-1,225: B). `planes` are (share, tilt, azimuth) with
    degrees, azimuth 180 = south. `warming` is the cell's excess temperature in kelvin per kW/m2 of irradiance.
    `derate` is what losses leave of the DC output: PVWatts' 14 %, 16 % on roofs for shading and dust (C).
    """

    place: Place
    full_load_hours: float
    planes: tuple[tuple[float, float, float], ...]
    warming: float
    derate: float


ROOF_PLANES = ((0.5, 15.0, 180.0), (0.25, 8.0, 90.0), (0.25, 8.0, 270.0))
FIELDS = (
    Field(Place("pv_land", 32.20, 120.90), 1130.0, ((1.0, 24.0, 180.0),), 27.0, 0.86),
    Field(Place("pv_roof", 31.98, 120.89), 1050.0, ROOF_PLANES, 33.0, 0.84),
    Field(Place("pv_tidal", 32.45, 121.40), 1130.0, ((1.0, 22.0, 180.0),), 23.0, 0.86),
    Field(Place("pv_offshore", 32.10, 122.00), 1200.0, ((1.0, 18.0, 180.0),), 20.0, 0.86),
)


@dataclass(frozen=True)
class Sky:
    """Sun and clear sky over a place in the middle of each hour."""

    zenith: Array
    azimuth: Array
    clear: Array
    extraterrestrial: Array
    day_of_year: Array


def clear_sky(hours: pd.DatetimeIndex, place: Place) -> Sky:
    """Solar position (degrees) and global clear-sky irradiance (W/m2) [hour], Ineichen with pvlib's Linke turbidity."""
    times = (hours + pd.Timedelta(minutes=30)).tz_localize(TIME_ZONE)
    location = pvlib.location.Location(place.latitude, place.longitude, TIME_ZONE)
    day_of_year = times.day_of_year.to_numpy()
    with warnings.catch_warnings():  # pvlib 0.16 still asks pandas for `dayofyear`
        warnings.filterwarnings("ignore", message=".*dayofyear", category=DeprecationWarning)
        position = location.get_solarposition(times)
        clear = location.get_clearsky(times, model="ineichen", solar_position=position)
    return Sky(
        zenith=position["apparent_zenith"].to_numpy(),
        azimuth=position["azimuth"].to_numpy(),
        clear=clear["ghi"].to_numpy(),
        extraterrestrial=np.asarray(pvlib.irradiance.get_extra_radiation(day_of_year)),
        day_of_year=day_of_year,
    )


def clear_sky_index(hours: pd.DatetimeIndex, latent: Array, anchors: Array) -> Array:
    """Global irradiance relative to a clear sky [hour]; `anchors` [12] are the months' levels in latent units."""
    low, high = INDEX_RANGE
    return np.asarray(low + (high - low) * ndtr(CLOUD_CONTRAST * latent + monthly_levels(hours, anchors)))


def panel_output(sky: Sky, index: Array, temperature: Array, field: Field) -> Array:
    """DC output relative to the rating [hour] before system losses.

    Erbs splits the global irradiance, Hay-Davies tilts it, PVWatts turns it into power.

    Args:
        sky: sun and clear sky over the field.
        index: clear-sky index [hour].
        temperature: air temperature [hour] in degrees Celsius.
        field: the plants' planes and cooling.
    """
    total = index * sky.clear
    parts = pvlib.irradiance.erbs(total, sky.zenith, sky.day_of_year)
    output = np.zeros(len(total))
    for share, tilt, azimuth in field.planes:
        plane = pvlib.irradiance.get_total_irradiance(
            tilt, azimuth, sky.zenith, sky.azimuth, parts["dni"], total, parts["dhi"],
            dni_extra=sky.extraterrestrial, albedo=ALBEDO, model="haydavies",
        )["poa_global"]  # fmt: skip
        plane = np.nan_to_num(np.asarray(plane))
        cell = temperature + field.warming * plane / 1000
        output += share * pvlib.pvsystem.pvwatts_dc(plane, cell, 1.0, TEMPERATURE_COEFFICIENT)
    return np.asarray(output)


def pv_availability(
    hours: pd.DatetimeIndex, latent: Array, temperature: Array, field: Field, monthly: Array
) -> tuple[Array, Array]:
    """Output of a field class whose monthly means meet their targets.

    Args:
        hours: the hours of the year.
        latent: standard-normal cloud latent over the field [hour], high = clear.
        temperature: air temperature [hour] in degrees Celsius.
        field: the field class.
        monthly: target mean output of each month [12].

    Returns:
        Availability [hour], 0..1, and the clear-sky index's level in each month [12] in latent units.

    Raises:
        ValueError: a month's target exceeds what a clear sky gives.
    """
    sky = clear_sky(hours, field.place)

    def output(index: Array) -> Array:
        return np.clip(field.derate * panel_output(sky, index, temperature, field), 0.0, 1.0)

    cloudless = monthly_means(hours, output(np.ones(len(hours))))
    anchors = np.zeros(12)
    for _ in range(60):
        result = output(clear_sky_index(hours, latent, anchors))
        means = monthly_means(hours, result)
        if np.abs(means - monthly).max() < 1e-5:
            return result, anchors
        anchors += 2.5 * (monthly - means) / cloudless
    raise ValueError(
        f"{field.place.name}: the monthly targets cannot be met (left: {np.abs(means - monthly).max():.4f})"
    )
