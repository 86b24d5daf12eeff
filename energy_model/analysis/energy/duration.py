"""Duration curves: the values of all hours, the highest first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from energy_model.analysis.cache import cached
from energy_model.analysis.energy.hourly_city import hourly_city

DRAWN = ("demand", "residual", "price")


@cached
def duration_curves(ds: xr.Dataset, years: tuple[int, ...], most: int = 400) -> pd.DataFrame:
    """Duration curves of columns of `analysis.heat.hourly_city`.

    most : points of a curve; both ends are kept, and points stand closer near them

    Columns: kind (one of DRAWN), year, hours [h] (for which the value is reached or exceeded), value (MW or CNY/MWh).
    """
    parts = []
    for year in years:
        table = hourly_city(ds, year)
        for kind in DRAWN:
            known = table[table[kind].notna()].sort_values(kind, ascending=False)
            at = kept(len(known), most)
            hours, values = known["weight"].cumsum().to_numpy()[at], known[kind].to_numpy()[at]
            parts.append(pd.DataFrame({"kind": kind, "year": year, "hours": hours, "value": values}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["kind", "year", "hours", "value"])


def kept(count: int, most: int) -> NDArray[np.int64]:
    """Positions of at most `most` of `count` sorted values: first and last, and closer together near both."""
    if count <= most:
        return np.arange(count)
    way = (1 - np.cos(np.linspace(0, np.pi, most))) / 2
    return np.unique(np.round(way * (count - 1)).astype(int))
