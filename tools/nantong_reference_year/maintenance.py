"""Availability of large thermal plants: the share not away for maintenance or repair.

Mean over the year 0.92: the reliability bulletins give large coal units an equivalent availability of 91 to 93 %
(UNVERIFIED: recalled; a study of German plants took 0.86 for coal and 0.90 for gas, github.com/samarthiith/
DE_CoalPhaseOut). Planned work lies outside of summer and winter: units go for examination when the peak is over
(Xinhua, 26 August 2018, hellenicshippingnews.com). The split between forced and planned is an assumption (C).
"""

import numpy as np
import pandas as pd

from tools.nantong_reference_year.process import Array
from tools.nantong_reference_year.tariff import SUMMER_WINTER_MONTHS

FORCED = 0.01
"""Share out of order in every hour."""
PLANNED = 0.14
"""Share away for planned work in spring and autumn: 26 days a year of each unit, 0.07."""


def thermal_available(hours: pd.DatetimeIndex) -> Array:
    """Available share of the capacity of large thermal plants [hour], 0..1, the same in all hours of a season."""
    working = np.where(np.isin(hours.month, SUMMER_WINTER_MONTHS), 0.0, PLANNED)
    return np.asarray(1 - FORCED - working)
