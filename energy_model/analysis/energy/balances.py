"""Energy balances over a year: of every carrier in every zone, and of every carrier in the whole system."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.energy.contributions import energy_by_year
from energy_model.analysis.tidy import lookup

SMALLEST_MWH = 1e-3
_KEYS = ["zone", "carrier", "year", "kind", "item"]


def zone_balance(ds: xr.Dataset) -> pd.DataFrame:
    """Where each carrier comes from and goes to in each zone and year; uses are negative.

    Columns: zone (of pooled carriers the pool's), carrier, year, kind (of the term of the balance), item (a technology
    or market, or the kind itself), energy [MWh]. For each zone, carrier and year the rows sum to zero. Storage is what
    it gives less what it takes; shifting is what is put off less what is brought back, nothing over a year.
    """
    every = energy_by_year(ds).copy()
    every["zone"] = lookup(ds, "pool", every["carrier"], "carrier").replace("", np.nan).fillna(every["zone"])
    found = every.groupby(_KEYS, sort=False)["energy"].sum().reset_index()
    found = found[found["energy"].abs() > SMALLEST_MWH].astype({"year": int})
    return found.sort_values(_KEYS).reset_index(drop=True)


def energy_balance(ds: xr.Dataset) -> pd.DataFrame:
    """Where each carrier comes from and goes to in a year, the whole system together.

    Columns: carrier, year, side (source or use), kind, item (as in `zone_balance`), energy [MWh]. Uses are negative;
    for each carrier and year the rows sum to zero. Transmission is what lines lose.
    """
    found = zone_balance(ds).groupby(["carrier", "year", "kind", "item"], sort=False)["energy"].sum().reset_index()
    found = found[found["energy"].abs() > SMALLEST_MWH]
    found.insert(2, "side", np.where(found["energy"] > 0, "source", "use"))
    found = found.assign(size=-found["energy"].abs()).sort_values(["carrier", "year", "side", "size"])
    return found.drop(columns="size").reset_index(drop=True)
