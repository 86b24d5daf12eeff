"""Figures of real weather that the reference year is held against: ERA5, 2020, by province.

Taken once from the hourly capacity factors in the public repository Rick10119/PyPSA-China-THU (its data: CC0-1.0);
contains modified Copernicus Climate Change Service information 2020. Labels there end the hour: moved back by one; 29
February left out. Computed by `statistics.statistics`. The hourly series themselves are not part of this package.
"""

import numpy as np

MONTHLY = {
    "offwind_jiangsu":
        (0.2855, 0.3252, 0.3446, 0.2782, 0.3892, 0.2650, 0.2292, 0.2886, 0.1290, 0.1542, 0.2336, 0.2293),
    "offwind_shanghai":
        (0.4010, 0.3500, 0.4066, 0.3151, 0.3177, 0.2833, 0.2946, 0.4562, 0.2308, 0.2877, 0.3108, 0.3076),
    "onwind_jiangsu":
        (0.1461, 0.1869, 0.2007, 0.1810, 0.2039, 0.1446, 0.1232, 0.1334, 0.0670, 0.0977, 0.1528, 0.1359),
    "onwind_shanghai":
        (0.3077, 0.2812, 0.3169, 0.2511, 0.2496, 0.1891, 0.1956, 0.3735, 0.1535, 0.1985, 0.2434, 0.2553),
    "pv_jiangsu":
        (0.0809, 0.1285, 0.1451, 0.1712, 0.1544, 0.1283, 0.1062, 0.1643, 0.1500, 0.1172, 0.1046, 0.1221),
    "pv_shanghai":
        (0.0777, 0.1276, 0.1341, 0.1681, 0.1345, 0.1077, 0.1165, 0.1913, 0.1321, 0.1161, 0.0963, 0.1147),
}  # fmt: skip
"""Monthly mean capacity factors [12]."""

STATISTICS = {
    "offwind_jiangsu": {
        "lag_1": 0.9868,
        "lag_6": 0.7869,
        "lag_24": 0.2580,
        "hourly_change": 0.0422,
        "q10": 0.0152,
        "q50": 0.1584,
        "q90": 0.7116,
        "q99": 0.8743,
        "long_calms": 41,
        "longest_calm": 241,
        "day_to_day": 0.3439,
        "daily_spread": 0.2085,
    },
    "offwind_shanghai": {
        "lag_1": 0.9920,
        "lag_6": 0.8620,
        "lag_24": 0.3260,
        "hourly_change": 0.0337,
        "q10": 0.0389,
        "q50": 0.2547,
        "q90": 0.7740,
        "q99": 0.8840,
        "long_calms": 29,
        "longest_calm": 103,
        "day_to_day": 0.4206,
        "daily_spread": 0.2302,
    },
    "offwind_zhejiang": {
        "lag_1": 0.9908,
        "lag_6": 0.8579,
        "lag_24": 0.4059,
        "hourly_change": 0.0363,
        "q10": 0.0556,
        "q50": 0.3279,
        "q90": 0.7815,
        "q99": 0.8659,
        "long_calms": 22,
        "longest_calm": 116,
        "day_to_day": 0.4419,
        "daily_spread": 0.2178,
    },
    "onwind_jiangsu": {
        "lag_1": 0.9828,
        "lag_6": 0.7345,
        "lag_24": 0.2548,
        "hourly_change": 0.0273,
        "q10": 0.0173,
        "q50": 0.0996,
        "q90": 0.3378,
        "q99": 0.6981,
        "long_calms": 53,
        "longest_calm": 472,
        "day_to_day": 0.3340,
        "daily_spread": 0.1132,
    },
    "onwind_shanghai": {
        "lag_1": 0.9818,
        "lag_6": 0.7587,
        "lag_24": 0.2825,
        "hourly_change": 0.0456,
        "q10": 0.0175,
        "q50": 0.1719,
        "q90": 0.6167,
        "q99": 0.9566,
        "long_calms": 40,
        "longest_calm": 158,
        "day_to_day": 0.3739,
        "daily_spread": 0.1905,
    },
    "pv_jiangsu": {
        "lag_1": 0.9430,
        "lag_6": -0.0952,
        "lag_24": 0.8813,
        "hourly_change": 0.0658,
        "q10": 0.0,
        "q50": 0.0,
        "q90": 0.4660,
        "q99": 0.6816,
        "long_calms": 40,
        "longest_calm": 262,
        "day_to_day": 0.4116,
        "daily_spread": 0.0510,
    },
    "pv_shanghai": {
        "lag_1": 0.9404,
        "lag_6": -0.0699,
        "lag_24": 0.8490,
        "hourly_change": 0.0673,
        "q10": 0.0,
        "q50": 0.0,
        "q90": 0.4688,
        "q99": 0.6881,
        "long_calms": 45,
        "longest_calm": 242,
        "day_to_day": 0.4066,
        "daily_spread": 0.0558,
    },
}
"""Figures by series; hours for `longest_calm`, numbers for `long_calms`, shares of rated power or correlations else."""

CORRELATION = {
    ("offwind_jiangsu", "offwind_shanghai"): 0.6797,
    ("offwind_jiangsu", "offwind_zhejiang"): 0.1586,
    ("offwind_shanghai", "offwind_zhejiang"): 0.4716,
    ("onwind_jiangsu", "offwind_jiangsu"): 0.7775,
    ("onwind_shanghai", "offwind_shanghai"): 0.8239,
    ("pv_jiangsu", "pv_shanghai"): 0.9247,
    ("offwind_jiangsu", "pv_jiangsu"): -0.0500,
    ("offwind_jiangsu", "pv_shanghai"): -0.0232,
    ("offwind_shanghai", "pv_jiangsu"): -0.0470,
    ("offwind_shanghai", "pv_shanghai"): -0.0108,
    ("onwind_jiangsu", "pv_jiangsu"): -0.1504,
    ("onwind_jiangsu", "pv_shanghai"): -0.1219,
    ("onwind_shanghai", "pv_jiangsu"): -0.0876,
    ("onwind_shanghai", "pv_shanghai"): -0.0670,
}
"""Correlation of hourly values."""


def monthly_shape(kind: str) -> np.ndarray:
    """Months relative to the year [12] of 'offwind', 'onwind' or 'pv': the mean of Jiangsu and Shanghai.

    Nantong's coast lies between the two. One year's months, not a climatology.
    """
    provinces = np.array([MONTHLY[f"{kind}_jiangsu"], MONTHLY[f"{kind}_shanghai"]])
    return np.asarray((provinces / provinces.mean(axis=1, keepdims=True)).mean(axis=0))


def band(kind: str, provinces: tuple[str, ...], statistic: str) -> tuple[float, float]:
    """Lowest and highest value of a statistic among provinces."""
    values = [STATISTICS[f"{kind}_{province}"][statistic] for province in provinces]
    return min(values), max(values)
