"""The reference year against what is known: every fact, its value in the year, and how far apart they may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from tools.nantong_reference_year import calendar, city_gas, demand, era5, solar, spot, tariff, wind
from tools.nantong_reference_year.process import distance_law, monthly_means
from tools.nantong_reference_year.statistics import statistics

WIND_LENGTH = 450.0
"""Length of the distance law of wind, in km (see docs/reference_year.md)."""

COMPARED_WITH = {
    "wind_onshore": ("onwind", ("jiangsu", "shanghai")),
    "wind_near_rudong": ("offwind", ("jiangsu", "shanghai")),
    "wind_near_qidong": ("offwind", ("jiangsu", "shanghai")),
    "wind_far": ("offwind", ("jiangsu", "shanghai", "zhejiang")),
    "pv_land": ("pv", ("jiangsu", "shanghai")),
}
"""Profile -> the ERA5 series whose band it is held against. The far sea
lies off Jiangsu and has the 3,300 hours of Zhejiang's."""

ALLOWED_WIND = {
    "lag_1": 0.008, "lag_6": 0.05, "lag_24": 0.12, "hourly_change": 0.008, "q10": 0.02, "q50": 0.03, "q90": 0.06,
    "long_calms": 8, "longest_calm": 72, "day_to_day": 0.12, "daily_spread": 0.035,
}  # fmt: skip
ALLOWED_PV = {
    "lag_1": 0.005, "lag_6": 0.03, "lag_24": 0.03, "hourly_change": 0.004, "q90": 0.03, "q99": 0.05, "day_to_day": 0.12,
    "daily_spread": 0.006,
}  # fmt: skip
"""Distances allowed outside of ERA5's band: what the draw of one year changes (`lag_24` and `day_to_day` vary with a
standard deviation of 0.04 from seed to seed, and ERA5's 2020 is one draw as well), and what the
method does not reach."""

ERA5 = "ERA5 2020"
STORMS = "the same wind; a storm stops the higher hub first"


@dataclass(frozen=True)
class Fact:
    """A known figure as a band low..high, the year's value, and the distance allowed outside of the band."""

    profile: str
    figure: str
    value: float
    low: float
    high: float
    allowed: float
    source: str

    @property
    def distance(self) -> float:
        """How far the value lies outside of the band; 0 inside."""
        return max(self.low - self.value, self.value - self.high, 0.0)

    @property
    def holds(self) -> bool:
        """Whether the distance is within what is allowed."""
        return self.distance <= self.allowed


def facts(hourly: pd.DataFrame) -> list[Fact]:
    """All facts of a reference year [hour x profile]."""
    return [
        *levels(hourly),
        *persistence(hourly),
        *correlations(hourly),
        *repowering_facts(hourly),
        *demand_facts(hourly),
        *gas_and_vehicle_facts(hourly),
        *spot_facts(hourly),
    ]


def levels(hourly: pd.DataFrame) -> Iterator[Fact]:
    """Full-load hours and monthly means."""
    for plant in (*wind.FARMS, wind.REPOWERED, *solar.FIELDS):
        name, hours = plant.place.name, plant.full_load_hours
        source = "assumption" if plant is wind.REPOWERED else "reported hours"
        yield Fact(name, "full-load hours [h]", float(hourly[name].sum()), hours, hours, 1.0, source)
    kinds = {farm.place.name: "offwind" for farm in wind.FARMS} | {field.place.name: "pv" for field in solar.FIELDS}
    kinds["wind_onshore"] = "onwind"
    for name, kind in kinds.items():
        off = np.abs(relative_months(hourly[name]) - era5.monthly_shape(kind)).max()
        yield Fact(name, "months: largest distance from ERA5's shape", float(off), 0.0, 0.0, 0.005, ERA5)


def relative_months(series: pd.Series) -> np.ndarray:
    """Monthly means relative to the mean of the months [12]."""
    months = series.groupby(pd.DatetimeIndex(series.index).month).mean().to_numpy()
    return np.asarray(months / months.mean())


def persistence(hourly: pd.DataFrame) -> Iterator[Fact]:
    """Autocorrelation, hourly changes, quantiles, calm spells."""
    for name, (kind, provinces) in COMPARED_WITH.items():
        found = statistics(hourly[name])
        for figure, allowed in (ALLOWED_PV if kind == "pv" else ALLOWED_WIND).items():
            yield Fact(name, figure, found[figure], *era5.band(kind, provinces, figure), allowed, ERA5)


def correlations(hourly: pd.DataFrame) -> Iterator[Fact]:
    """Correlation of hourly values between places, and of wind with sun."""
    found = hourly.corr().to_dict()
    seas = tuple(farm.place for farm in wind.FARMS if farm.place.name != "wind_onshore")
    law = distance_law(seas, WIND_LENGTH)
    provinces = era5.CORRELATION["offwind_jiangsu", "offwind_shanghai"]
    for i, j in combinations(range(len(seas)), 2):
        pair = f"{seas[i].name}, {seas[j].name}"
        value, expected = float(found[seas[i].name][seas[j].name]), float(law[i, j])
        yield Fact(pair, "correlation: law exp(-km/450)", value, expected, expected, 0.10, "distance law")
        yield Fact(pair, "correlation: nearer than provinces", value, provinces, 1.0, 0.02, ERA5)
    for one, other, kinds in (
        ("wind_onshore", "wind_near_rudong", ("onwind", "offwind")),
        ("wind_near_rudong", "pv_land", ("offwind", "pv")),
        ("wind_onshore", "pv_land", ("onwind", "pv")),
    ):
        band = [v for (a, b), v in era5.CORRELATION.items() if a.startswith(kinds[0]) and b.startswith(kinds[1])]
        value = float(found[one][other])
        yield Fact(f"{one}, {other}", "correlation", value, min(band), max(band), 0.05, ERA5)
    sun = float(found["pv_land"]["pv_offshore"])
    least = era5.CORRELATION["pv_jiangsu", "pv_shanghai"]
    yield Fact("pv_land, pv_offshore", "correlation: nearer than provinces", sun, least, 1.0, 0.0, ERA5)


def repowering_facts(hourly: pd.DataFrame) -> Iterator[Fact]:
    """New turbines stand in the wind of the old ones and hardly ever give less."""
    old, new = wind.FARMS[0].place.name, wind.REPOWERED.place.name
    together = float(hourly[old].corr(hourly[new]))
    yield Fact(f"{old}, {new}", "correlation", together, 0.98, 1.0, 0.0, "the same wind")
    less = float((hourly[new] < hourly[old]).sum())
    yield Fact(f"{old}, {new}", "hours in which the new give less", less, 0.0, 0.0, 24.0, STORMS)


def gas_and_vehicle_facts(hourly: pd.DataFrame) -> Iterator[Fact]:
    """Winter of city gas; evening and night of charging."""
    times = pd.DatetimeIndex(hourly.index)
    months = monthly_means(times, hourly["load_gas"].to_numpy())
    peak, winter = city_gas.PEAK_MONTH, float((months.argmax() + 1) % 12)
    yield Fact("load_gas", "peak month/mean", float(months.max()), peak, peak, 0.001, "assumption")
    yield Fact("load_gas", "month of the peak (December is 0)", winter, 0.0, 2.0, 0.0, "homes heat in winter")
    charging = hourly["load_ev"].to_numpy()
    busiest = float(charging.reshape(-1, 24).mean(axis=0).argmax())
    valley = float(charging[tariff.in_valley(times)].sum() / charging.sum())
    yield Fact("load_ev", "hour of the peak (its beginning)", busiest, 19, 22, 0, "evening: C")
    yield Fact("load_ev", "share in the tariff's valley", valley, 0.0, 0.6, 0.0, "below the 60 % that steering aims at")


def spot_facts(hourly: pd.DataFrame) -> Iterator[Fact]:
    """Day-ahead prices of 2025 relative to their mean: spread of a day, floor, hours of the day, net load."""
    price = hourly["spot_2025"]
    hour, day = pd.DatetimeIndex(hourly.index).hour, np.arange(len(price)) // 24
    tight = pd.Series(spot.residual_load(2025, hourly), index=hourly.index).rank(pct=True)
    spread, floor = price.groupby(day).agg(np.ptp).mean(), (price < 2 * spot.FLOOR).mean()
    for figure, value, low, high, allowed, source in (
        ("spread of a day", spread, 0.895, 0.895, 0.15, "263 of 294 CNY/MWh in quarter hours, June to December"),
        ("share of hours at the floor", floor, 0.118, 0.155, 0.03, "June, September to December"),
        ("mean of 11-15 h", price[(hour >= 11) & (hour < 15)].mean(), 0.90, 0.90, 0.10, "June, September to January"),
        ("mean of 16-22 h", price[(hour >= 16) & (hour < 22)].mean(), 1.10, 1.10, 0.10, "June, September to January"),
        ("mean in the lowest tenth of net load", price[tight <= 0.1].mean(), 0.60, 0.72, 0.12, "September to December"),
        ("mean in the highest tenth of net load", price[tight > 0.9].mean(), 1.26, 1.42, 0.12, "September to December"),
    ):
        yield Fact("spot_2025", figure, float(value), low, high, allowed, f"Jiangsu 2025: {source}")


def demand_facts(hourly: pd.DataFrame) -> Iterator[Fact]:
    """Peaks and minimum of the city."""
    city = demand.city(hourly)
    times = pd.DatetimeIndex(city.index)
    peak, low = times[int(city.argmax())], times[int(city.argmin())]
    winter = city[times.month.isin(demand.WINTER_MONTHS)].max()
    since_festival = (low.normalize() - pd.Timestamp(calendar.SPRING_FESTIVAL)).days
    for figure, value, lowest, highest, allowed, source in (
        ("peak/mean", city.max() / city.mean(), demand.PEAK_TO_MEAN, demand.PEAK_TO_MEAN, 0.002, "11.8 GW, 65 TWh"),
        ("month of the peak", peak.month, 7, 8, 0, "Jiangsu 2025"),
        ("hour of the peak (its beginning)", peak.hour, 11, 13, 0, "Jiangsu 2025: 11:20-12:35"),
        ("winter peak/summer peak", winter / city.max(), 0.88, 0.88, 0.02, "Jiangsu: 137/155 GW"),
        ("minimum/peak", city.min() / city.max(), 0.30, 0.42, 0.0, "Jiangsu 2018: 33.4/105.84 GW = 0.316; band: C"),
        ("days from Spring Festival to the minimum", since_festival, -1, 3, 0, "Jiangsu 2018: day 2"),
        ("hour of the minimum (its beginning)", low.hour, 3, 4, 1, "Jiangsu 2018: 04:00"),
    ):
        yield Fact("city", figure, float(value), lowest, highest, allowed, source)
