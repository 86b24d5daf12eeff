"""The calendar of the reference year: 8,760 hours, UTC+8, labelled by the hour's beginning; days off in China.

Dates: Spring Festival of 2030 is 3 February, Qingming 5 April, the Dragon Boat Festival 5 June and Mid-Autumn
12 September (lunar 1/1, 5/5 and 8/15 by the package lunardate 0.3.0). Statutory days after the State Council's
regulation revised in November 2024 (13 days). Its swaps of working days for 2030 are not published yet: none are made.
"""

from datetime import date

import numpy as np
import pandas as pd

from tools.nantong_reference_year.process import Array

YEAR = 2030
TIME_ZONE = "Etc/GMT-8"
"""UTC+8 in the POSIX naming, whose sign is reversed; China has had no summer time since 1991."""

SPRING_FESTIVAL = date(2030, 2, 3)
NATIONAL_DAY = date(2030, 10, 1)
NATIONAL_DAY_LENGTH = 7
SINGLE_HOLIDAYS = (
    date(2030, 1, 1),
    date(2030, 4, 5),
    date(2030, 5, 1),
    date(2030, 5, 2),
    date(2030, 6, 5),
    date(2030, 9, 12),
)

SPRING_FESTIVAL_DEPTH = {
    -9: 0.05, -8: 0.10, -7: 0.17, -6: 0.26, -5: 0.38, -4: 0.52, -3: 0.68, -2: 0.84, -1: 0.96,
    0: 1.0, 1: 1.0, 2: 0.98, 3: 0.94, 4: 0.86, 5: 0.74, 6: 0.60, 7: 0.45, 8: 0.35, 9: 0.28,
    10: 0.22, 11: 0.17, 12: 0.13, 13: 0.10, 14: 0.07, 15: 0.04,
}  # fmt: skip
"""Share of the festival's standstill reached on the days around it (0 = New Year's Day of the lunar calendar).

Assumption (C): plants wind down over the week before and are back by the Lantern Festival on day 14.
"""


def festival_depth(hours: pd.DatetimeIndex) -> Array:
    """How far the Spring Festival's standstill has gone [hour], 0..1."""
    offset = (hours.normalize() - pd.Timestamp(SPRING_FESTIVAL)).days
    return np.array([SPRING_FESTIVAL_DEPTH.get(int(day), 0.0) for day in offset])


def day_types(hours: pd.DatetimeIndex) -> pd.Series:
    """Type of the day of each hour: 'workday', 'saturday', 'sunday', 'holiday' or 'national_week'.

    The Spring Festival is not a type but a depth (`festival_depth`), because it fades in and out over weeks.
    """
    days = hours.normalize()
    national = pd.date_range(NATIONAL_DAY, periods=NATIONAL_DAY_LENGTH)
    kinds = np.select(
        [
            days.isin(national),
            days.isin(pd.DatetimeIndex(SINGLE_HOLIDAYS)),
            days.day_of_week == 6,
            days.day_of_week == 5,
        ],
        ["national_week", "holiday", "sunday", "saturday"],
        "workday",
    )
    return pd.Series(kinds, index=hours)
