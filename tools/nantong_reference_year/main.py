"""The reference year of the Nantong study: 8,760 synthetic hours of wind, sun, demand and price, from a seed.

It is nobody's measured weather. It is made so that the known figures of Nantong hold (full-load hours, peaks) and that
its persistence, spread, calm spells and correlations lie near those of ERA5 2020 for Jiangsu and Shanghai; the page
docs/reference_year.md shows each beside the other. Own years take its place through
`energy_model.study.weather`.

    python -m tools.nantong_reference_year.main --write inputs --page docs/reference_year.md
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from energy_model.dataset.reading.timestamps import hours_of_year
from tools.nantong_reference_year import (
    calendar,
    charging,
    city_gas,
    demand,
    era5,
    maintenance,
    solar,
    spot,
    temperature,
    wind,
)
from tools.nantong_reference_year.facts import WIND_LENGTH
from tools.nantong_reference_year.page import page
from tools.nantong_reference_year.process import SPIN_UP_HOURS, Array, distance_law, two_scales, without_monthly_level
from tools.nantong_reference_year.profiles import PROFILES

SEED = 2030
DECIMALS = 4

SUN_LENGTH, LOCAL_LENGTH = 900.0, 60.0
"""Lengths of the distance laws of clouds and of what is local, in km."""
WIND_AND_SUN = -0.1
"""Correlation of the wind's latent with clearness: windy weather is a little cloudier."""


def reference_year(seed: int = SEED) -> pd.DataFrame:
    """The hourly profiles of the reference year.

    Args:
        seed: seed of NumPy's PCG64. The facts hold for other seeds too: the calibration is in the method.

    Returns:
        Frame [hour x profile], index `time` (beginning of the hour, UTC+8), columns in the order of `PROFILES`:
        availabilities and flexibilities 0..1; shapes of demand and price with mean 1; rounded to 4 decimals.
    """
    hours = hours_of_year(calendar.YEAR)
    rng = np.random.Generator(np.random.PCG64(seed))
    latent = weather_latents(rng, hours)
    warmth = temperature.air_temperature(
        hours, latent["pv_land"].to_numpy(), rng.standard_normal(len(hours) + SPIN_UP_HOURS)
    )
    columns: dict[str, Array | pd.Series] = {}
    for farm in wind.FARMS:
        name = farm.place.name
        target = monthly_targets(hours, "onwind" if name == "wind_onshore" else "offwind", farm.full_load_hours)
        columns[name], scales = wind.wind_availability(hours, latent[name].to_numpy(), farm, target)
        if farm is wind.FARMS[0]:
            columns[wind.REPOWERED.place.name] = wind.repowered_availability(hours, latent[name].to_numpy(), scales)
    for field in solar.FIELDS:
        name = field.place.name
        target = monthly_targets(hours, "pv", field.full_load_hours)
        columns[name], _ = solar.pv_availability(hours, latent[name].to_numpy(), warmth, field, target)
    city = demand.city_shapes(hours, warmth)
    columns.update(load_urban=city["load_urban"], load_industry=city["load_industry"])
    columns["load_compute"] = demand.compute_shape(hours, warmth)
    columns["load_gas"] = city_gas.gas_shape(hours, warmth)
    columns["load_ev"] = charging.charging_shape(hours, warmth)
    columns["ev_plugged"] = charging.plugged_share(hours)
    columns["thermal_available"] = maintenance.thermal_available(hours)
    columns.update(spot.prices(seed, pd.DataFrame(columns, index=hours)))
    return pd.DataFrame(columns, index=hours)[list(PROFILES["profile"])].round(DECIMALS)


def weather_latents(rng: np.random.Generator, hours: pd.DatetimeIndex) -> pd.DataFrame:
    """Standard-normal latents of wind and of clearness [hour x place], without a monthly level."""
    winds, suns = tuple(farm.place for farm in wind.FARMS), tuple(field.place for field in solar.FIELDS)
    crossing = np.full((len(winds), len(suns)), WIND_AND_SUN)
    nothing = np.zeros_like(crossing)
    wide = np.block([[distance_law(winds, WIND_LENGTH), crossing], [crossing.T, distance_law(suns, SUN_LENGTH)]])
    narrow = np.block([[distance_law(winds, LOCAL_LENGTH), nothing], [nothing.T, distance_law(suns, LOCAL_LENGTH)]])
    scales = (*(farm.scales for farm in wind.FARMS), *(solar.CLOUD_SCALES for _ in suns))
    latent = two_scales(rng, len(hours), wide, narrow, scales)
    names = [place.name for place in (*winds, *suns)]
    return pd.DataFrame(without_monthly_level(hours, latent), index=hours, columns=names)


def monthly_targets(hours: pd.DatetimeIndex, kind: str, full_load_hours: float) -> Array:
    """Mean output of each month [12]: ERA5's months, scaled to full-load hours a year."""
    shape = era5.monthly_shape(kind)
    return np.asarray(shape * full_load_hours / shape[hours.month - 1].sum())


def write_csv(folder: Path, hourly: pd.DataFrame) -> None:
    """Write hourly.csv and profiles.csv into a folder."""
    hourly.to_csv(folder / "hourly.csv", date_format="%Y-%m-%d %H:%M", lineterminator="\n")
    PROFILES.to_csv(folder / "profiles.csv", index=False, lineterminator="\n")


def main(arguments: list[str] | None = None) -> None:
    """Regenerate the shipped tables and the page from a seed."""
    parser = argparse.ArgumentParser(prog="python -m tools.nantong_reference_year.main", description=main.__doc__)
    parser.add_argument("--write", type=Path, metavar="DIR", help="write hourly.csv and profiles.csv into this folder")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the page of facts to this file")
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of the year (default {SEED})")
    options = parser.parse_args(arguments)
    if not options.write and not options.page:
        parser.error("nothing to do: give --write, --page or both")
    hourly = reference_year(options.seed)
    if options.write:
        write_csv(options.write, hourly)
    if options.page:
        options.page.write_text(page(hourly, options.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
