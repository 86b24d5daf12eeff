"""Statistics of an hourly availability: persistence, spread, quantiles, calm spells."""

import numpy as np
import pandas as pd

CALM = 0.10
"""A calm: the mean of 24 hours lies below this share of the rated power."""
LONG_CALM_HOURS = 48


def calm_spells(series: pd.Series) -> np.ndarray:
    """Lengths of the spells in which every window of 24 hours has a mean below `CALM` [spell], in hours."""
    calm = series.rolling(24).mean().dropna() < CALM
    run = (calm != calm.shift()).cumsum()[calm]
    return run.value_counts().to_numpy() + 23


def daily_deviations(series: pd.Series) -> pd.Series:
    """Daily means less the mean of their month [day]."""
    days = series.resample("D").mean().dropna()
    return days - days.groupby(pd.DatetimeIndex(days.index).month).transform("mean")


def statistics(series: pd.Series) -> dict[str, float]:
    """Figures of an hourly availability by name.

    `lag_h`: autocorrelation after h hours; `hourly_change`: standard deviation of the change from hour to hour; `q..`:
    quantiles; `long_calms`: number of calm spells of at least 48 hours; `longest_calm` in hours; `day_to_day`:
    autocorrelation of the daily deviations from the monthly mean, `daily_spread` their standard deviation.

    Args:
        series: availability by hour of one year, with time stamps.
    """
    spells = calm_spells(series)
    daily = daily_deviations(series)
    return {
        **{f"lag_{lag}": series.autocorr(lag) for lag in (1, 6, 24)},
        "hourly_change": float(series.diff().std()),
        **{f"q{percent}": float(series.quantile(percent / 100)) for percent in (10, 50, 90, 99)},
        "long_calms": float((spells >= LONG_CALM_HOURS).sum()),
        "longest_calm": float(spells.max(initial=0)),
        "day_to_day": daily.autocorr(1),
        "daily_spread": float(daily.std()),
    }
