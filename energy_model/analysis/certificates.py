"""Green certificates: issued, kept, sold and assigned, and what they earn; the green power that each park may count."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.tidy import described, long, lookup, wide

_PARTS = {name: f"certificates_{name}" for name in ("issued", "kept", "sold", "assigned")}
_SMALLEST = 1e-6  # MWh


def certificates(ds: xr.Dataset) -> pd.DataFrame:
    """Certificates of each plant and line for which they are issued, by year; one is of one MWh.

    Columns and units as in columns.csv. Park is the one that could count the power if the certificate is kept ('' where
    none could: all of them are sold); assigned are those of energy under contract. Income is what the objective counts.
    """
    nothing = xr.zeros_like(ds["certificates_issued"])  # assigned in runs of before there were contracts
    parts = {name: long(ds.get(source, nothing), "certified") for name, source in _PARTS.items()}
    parts["income"] = -long(ds["certificate_value"], "certified")
    found = described(ds, wide(parts))
    found.insert(4, "park", found["asset"].map(parks_of_certificates(ds)).fillna(""))
    return found.loc[found["issued"] > _SMALLEST, columns_of("certificates")].reset_index(drop=True)


def parks_of_certificates(ds: xr.Dataset) -> dict[str, str]:
    """Park that may keep the certificates of an asset: whose power a link traces, or where the plant stands."""
    assets = pd.Series(ds["claimable"].values, dtype=object)
    traced, zone = (lookup(ds, name, assets) for name in ("traced_zone", "zone_of"))
    return {str(asset): str(park) for asset, park in zip(assets, traced.where(traced != "", zone), strict=True)}
