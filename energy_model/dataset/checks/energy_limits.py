"""Limits of the output of years and months: of what has an output, within each other and within the capacity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.dataset.checks.assets import behaviours
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

_OF_YEARS, _OF_MONTHS = ("supply", "conversion", "process"), ("supply", "conversion")
_ROUNDING = 1e-9


def check_limits(tables: Tables, years: Sequence[int]) -> None:
    """Report limits of what has no output of its own, months that are none, and a least above the largest output."""
    own = tables.sound("assets", ["asset", "technology"]).set_index("asset")["technology"].map(behaviours(tables))
    for row, limit in records(tables.sound("output_limits", ["asset", "month", "minimum", "maximum"])):
        month, behaviour = limit["month"], own.get(limit["asset"], _OF_MONTHS[0])
        allowed = _OF_YEARS if np.isnan(month) else _OF_MONTHS
        if behaviour not in allowed:
            message, column = f"a {behaviour} has no limit here.", "asset"
            hint = f"Of {'a year' if np.isnan(month) else 'a month'}: {' or '.join(allowed)}."
        elif month % 1 > 0:
            message, hint, column = f"{month:g} is no month.", "Write 1 to 12, or leave it blank: the year.", "month"
        elif limit["minimum"] > limit["maximum"] * (1 + _ROUNDING):
            message = f"the minimum ({limit['minimum']:g} MWh) is above the maximum ({limit['maximum']:g} MWh)."
            hint, column = "Exchange them.", "minimum"
        else:
            continue
        tables.report("output-limit", "output_limits", message, hint, row=row, column=column)


CHECKS = (check_limits,)
