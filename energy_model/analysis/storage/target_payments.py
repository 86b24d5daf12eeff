"""Payments of enforced capacity targets to a storage: the shadow price of each unit that it brings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.tidy import Floats

_QUANTITIES = {"capacity": "asset", "new_capacity": "buildable", "energy_capacity": "storage"}


def target_revenue(ds: xr.Dataset, year: int, assets: list[str]) -> Floats:
    """Shadow price of enforced targets times what each asset brings to their metrics in a year. shape: (asset,); [CNY].

    Of targets with one comparison, whose shadow price is that of the row; peaks compare several years and capacity
    has no part in them.
    """
    found = np.zeros(len(assets))
    amounts = {name: ds[name].sel(year=year).to_series() for name in _QUANTITIES}
    for target in ds["enforced"].values:
        rows = np.flatnonzero(ds["row_target"].values == target)
        if len(rows) != 1:
            continue
        sign, factor = float(ds["row_sign"][rows[0]]), float(ds["row_factor"][rows[0]])
        sides = (("row_metric", "row_year", 1.0), ("row_reference", "row_reference_year", -factor))
        for metric, of, share in sides:
            if share and int(ds[of].values[rows[0]]) == year:
                brought = _brought(ds, str(ds[metric].values[rows[0]]), amounts, assets)
                found += float(ds["shadow_price"].sel(enforced=target)) * sign * share * brought
    return found


def _brought(ds: xr.Dataset, metric: str, amounts: dict[str, pd.Series[float]], assets: list[str]) -> Floats:
    parts = [
        ds[f"metric_{name}"].sel(metric=metric, asset=assets).values * amount.reindex(assets).fillna(0.0).to_numpy()
        for name, amount in amounts.items()
    ]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float64)
