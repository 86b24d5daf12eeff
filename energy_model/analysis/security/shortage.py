"""Demand that is not served: how much, in how many hours, and when most of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.energy.hourly import by_name, demand_places, steps_of
from energy_model.analysis.tidy import SMALLEST_MW, Floats


def shortage(ds: xr.Dataset) -> pd.DataFrame:
    """Demand of the hours that is not served, by carrier, zone and year, where there is some.

    Columns and units as in columns.csv: energy of the year, hours in which demand is lost, largest power and when (''
    where the dataset has no calendar). What is less than a thousandth of a megawatt is the solver's.
    """
    place, rows = demand_places(ds), []
    for year in ds["year"].values:
        of_year = steps_of(ds, year)
        lost: dict[tuple[str, str], Floats] = {}
        for demand, power in by_name(of_year["unserved"], "hourly_demand").items():
            zone, carrier = place[demand]
            lost[carrier, zone] = lost.get((carrier, zone), np.zeros(len(power))) + power
        for (carrier, zone), total in lost.items():
            weight, is_lost = of_year["weight"].values, total > SMALLEST_MW
            if not is_lost.any():
                continue
            worst = int(total.argmax())
            when = str(pd.Timestamp(of_year["time"].values[worst])) if "time" in of_year else ""
            energy, hours = float(weight[is_lost] @ total[is_lost]), float(weight[is_lost].sum())
            rows.append([carrier, zone, int(year), energy, hours, float(total.max()), when])
    return pd.DataFrame(rows, columns=columns_of("shortage"))
