"""Ranges in which prices can lie: a check of a run's prices, carrier by carrier."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.costs import prices
from energy_model.analysis.zones import zones_of_ports

_ROOM = 0.05  # a plan is within the gap, and its prices near those of the optimum
_MONTHS = 12


def price_ranges(ds: xr.Dataset) -> pd.DataFrame:
    """Prices of every zone, carrier and year beside what can set them.

    Columns: those of `analysis.costs.prices`, floor, ceiling [CNY/MWh], holds. No demand is served at more than its
    loss costs: the ceiling is the dearest loss of the carrier's own demand, or of any for what others are made of.
    Behind a metered line it adds the charge of a month, which one hour alone may set, served or not.
    Nothing is given away at a price but to be rid of it: the floor is nothing where a surplus may be lost. Else what
    must run to sell something else can lose no more than that earns: the dearest market price, and in its own zone
    what is made along with a unit of it, at the dearest that this is there in the year (steam of a station whose
    electricity saves a park the charge of its highest hour).
    """
    found = prices(ds)
    by_year = {int(year): _market_price(ds, int(year)) for year in ds["year"].values}
    charge = _charge_of_month(ds)
    at_peak = [charge.get((zone, int(year)), 0.0) for zone, year in zip(found["zone"], found["year"], strict=True)]
    loss = found["carrier"].map(_cost_of_loss(ds)).fillna(_dearest_loss(ds))
    found["ceiling"] = (1 + _ROOM) * (loss + at_peak)
    along = _made_along(ds, found)
    lost = set(zip(ds["surplus_zone"].values.tolist(), ds["surplus_carrier"].values.tolist(), strict=True))
    places = zip(found["zone"], found["carrier"], found["year"], strict=True)
    found["floor"] = [
        0.0 if (zone, carrier) in lost else -by_year[int(year)] - along.get((zone, carrier, year), 0.0)
        for zone, carrier, year in places
    ]
    least, most = found["floor"] - _ROOM * found["year"].map(by_year), found["ceiling"]
    found["holds"] = (found["least"] >= least) & (found["most"] <= most)
    return found


def _made_along(ds: xr.Dataset, found: pd.DataFrame) -> dict[tuple[str, str, int], float]:
    """Most that comes along with a unit is worth, by zone, carrier and year [CNY/MWh]."""
    made = pd.DataFrame({"asset": ds["port_asset"].values, "coefficient": ds["port_coefficient"].values})
    made["zone"] = zones_of_ports(ds)
    made["carrier"] = ds["port_carrier"].values
    made = made[made["coefficient"] > 0].merge(found[["zone", "carrier", "year", "most"]], on=["zone", "carrier"])
    made["worth"] = made["coefficient"] * made["most"].clip(lower=0.0)
    others = made.groupby(["asset", "year"])["worth"].transform("sum") - made["worth"]
    made["along"] = others / made["coefficient"]
    most = made.groupby(["zone", "carrier", "year"])["along"].max().reset_index()
    return dict(zip(zip(most["zone"], most["carrier"], most["year"], strict=True), most["along"], strict=True))


def _charge_of_month(ds: xr.Dataset) -> dict[tuple[str, int], float]:
    """Charge of a month for a peak of one step, by the zone where the dearest line ends, and year [CNY/MWh]."""
    found: dict[tuple[str, int], float] = {}
    meant = ds["months_meant"].sel(month=ds["month_of"]).values if "months_meant" in ds else 1.0
    charge = ds["demand_charge"].transpose("asset", "year").values / _MONTHS * (meant / ds["weight"].values).max()
    for zone, of_asset in zip(ds["to_zone"].values.astype(str).tolist(), charge, strict=True):
        for year, value in zip(ds["year"].values.tolist(), of_asset.tolist(), strict=True):
            found[zone, int(year)] = max(found.get((zone, int(year)), 0.0), value)
    return found


def _cost_of_loss(ds: xr.Dataset) -> dict[str, float]:
    """Dearest loss of demand by carrier [CNY/MWh]."""
    rows = pd.DataFrame({"carrier": ds["demand_carrier"].values, "cost": ds["unserved_cost"].values})
    return {str(carrier): float(cost) for carrier, cost in rows.groupby("carrier")["cost"].max().items()}


def _dearest_loss(ds: xr.Dataset) -> float:
    return max(_cost_of_loss(ds).values(), default=float("inf"))


def _market_price(ds: xr.Dataset, year: int) -> float:
    """Dearest price at which anything is bought or sold in a year, in its dearest hour [CNY/MWh]."""
    of_year = ds["year_of"].values == year
    shapes = ds["profile_value"].sel(profile=ds["market_profile"].values.astype(str)).transpose(..., "step").values
    peak = np.abs(shapes[:, of_year]).max(axis=1, initial=1.0)
    price = ds["market_price"].sel(year=year).values * peak + ds["market_charge"].sel(year=year).values
    return float(np.abs(price).max(initial=0.0))
