"""Tables of the carbon of electricity where it is used: by city, zone and park; and of the city's accounts of CO2."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from energy_model.analysis.carbon.emissions import emissions
from energy_model.analysis.carbon.plants import plant_factors
from energy_model.analysis.carbon.tracing import MADE, Traced, traced
from energy_model.analysis.columns import columns_of
from energy_model.analysis.energy.contributions import energy_by_year
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.shares import has_districts, shared
from energy_model.analysis.tidy import Floats, ratio
from energy_model.analysis.zones import OUTSIDE, PARK, zone_roles

CITY, DISTRICT = "city", "district"
LEVELS = (CITY, DISTRICT, "zone", PARK)
CITY_CO2, CONSUMPTION_CO2 = "co2_city", "co2_consumption"  # metrics of the study, where it has them
_SMALLEST_MWH = 1e-3


def carbon_factors(ds: xr.Dataset) -> pd.DataFrame:
    """Carbon factor of electricity by level, by flow tracing (`analysis.tracing`) and by production.

    Columns and units as in columns.csv. Level is city, district (where the study has districts: what zones use times
    their shares, in every hour, and what the assets there generate), zone (but for parks) or park; used is by demands,
    converters and processes; least and most are of the hours in which something is used; the production factor is CO2
    of the plants there over what they generate, NaN where there are none. The contractual factor counts by
    certificates: what a park matches has none, all else that of the residual mix. Zones outside the city are left out.
    """
    kinds = zone_roles(ds)
    rows = []
    for year in ds["year"].values:
        found = traced(ds, int(year))
        zones = np.array([zone for zone, _ in found.place])
        contractual = found.residual * (1.0 - _matched(ds, found, int(year)))[:, None]
        made = _made_in_districts(ds, int(year)) if has_districts(ds) else {}
        for level, zone, share in (*_places(kinds, zones), *_districts(ds, zones)):
            row = {"level": level, "zone": zone, "year": int(year)} | _factors(found, contractual, share)
            rows.append(row | (made.get(zone, {}) if level == DISTRICT else {}))
    table = pd.DataFrame(rows, columns=columns_of("carbon_factors"))
    return table[table[["used", "generated"]].max(axis=1) > _SMALLEST_MWH].reset_index(drop=True)


def _places(kinds: dict[str, str], zones: NDArray[np.str_]) -> Iterator[tuple[str, str, Floats]]:
    """Give level, zone and the share of each place that belongs to it."""
    yield CITY, "", np.array([kinds[zone] != OUTSIDE for zone in zones], dtype=float)
    for zone, kind in kinds.items():
        if kind != OUTSIDE:
            yield PARK if kind == PARK else "zone", zone, (zones == zone).astype(float)


def _districts(ds: xr.Dataset, zones: NDArray[np.str_]) -> Iterator[tuple[str, str, Floats]]:
    """Give level, district and its share of each place."""
    for district in ds["district"].values if has_districts(ds) else ():
        yield DISTRICT, str(district), ds["zone_share"].sel(district=district, zone=zones).values


def _made_in_districts(ds: xr.Dataset, year: int) -> dict[str, dict[str, float]]:
    """Electricity that the assets of each district generate, and the factor of it."""
    every = energy_by_year(ds)
    made = every["carrier"].isin(electric_carriers(ds)) & every["kind"].isin(MADE) & (every["energy"] > 0)
    rows = every.loc[made & (every["year"] == year), ["zone", "asset", "energy"]]
    rows = rows.assign(co2=rows["energy"] * rows["asset"].map(plant_factors(ds, year)).fillna(0.0))
    sums = shared(ds, rows, ["energy", "co2"]).groupby("zone")[["energy", "co2"]].sum()
    factors = ratio(sums["co2"], sums["energy"], _SMALLEST_MWH)
    parts = zip(sums.index, sums["energy"], factors, strict=True)
    return {str(name): {"generated": float(energy), "production_factor": float(of)} for name, energy, of in parts}


def _matched(ds: xr.Dataset, found: Traced, year: int) -> Floats:
    """Share of what is used in each place that its park matches with green power of its own. shape: (place,)."""
    zones, at = ds["matched_zone"].values, ds["year_of"].values == year
    used = ds["park_use"].transpose("matched_zone", "step").values[:, at] @ ds["weight"].values[at]
    matched = ds["matched_energy"].sel(zone=zones, year=year).values
    share = dict(zip(zones, np.nan_to_num(ratio(matched, used, _SMALLEST_MWH)), strict=True))
    delivered = set(zip(ds["traced_zone"].values, ds["to_carrier"].values, strict=True))
    return np.array([share[place[0]] if place in delivered else 0.0 for place in found.place], dtype=float)


def _factors(found: Traced, contractual: Floats, share: Floats) -> dict[str, float]:
    """Factors of a set of places, of use and of generation; share: (place,); shapes of sums: (step,)."""
    used = share @ found.used
    carbon = share @ (found.used * found.factor)
    hourly = ratio(carbon, used, _SMALLEST_MWH)
    generated = _energy(found.generated, share, found.weight)
    return {
        "used": float(used @ found.weight),
        "consumption_factor": float(ratio(carbon @ found.weight, used @ found.weight, _SMALLEST_MWH)),
        "least": float(np.nanmin(hourly)) if np.isfinite(hourly).any() else float("nan"),
        "most": float(np.nanmax(hourly)) if np.isfinite(hourly).any() else float("nan"),
        "contractual_factor": float(
            ratio(_energy(found.used * contractual, share, found.weight), used @ found.weight, _SMALLEST_MWH)
        ),
        "generated": generated,
        "production_factor": float(ratio(_energy(found.generated_co2, share, found.weight), generated, _SMALLEST_MWH)),
        "bought": _energy(found.bought, share, found.weight),
        "sold": _energy(found.sold, share, found.weight),
    }


def _energy(power: Floats, share: Floats, weight: Floats) -> float:
    return float(share @ power @ weight)


def accounts(ds: xr.Dataset) -> pd.DataFrame:
    """The city's CO2 by production and by consumption, side by side.

    Columns [t]: year, production (emitted in the city), purchases and exports (counted for what is bought and taken off
    for what is sold, both at the intensity of their market), consumption (production and purchases less exports),
    metric_production and metric_consumption (the study's own metrics co2_city and co2_consumption; NaN where it has
    none). A MWh bought and sold again counts nothing, as in inventories of provinces, and the account is linear: what
    is told here can be a target. Fuels and goods without an intensity keep the CO2 of making them in the city.
    """
    found, selling = emissions(ds), ds["market_sign"].values < 0
    sold = -ds["purchase_emissions"].isel(market=selling).sum("market")
    rows = []
    for year in ds["year"].values:
        own = found[found["year"] == year]
        production, purchases = (
            float(own.loc[own["kind"] == kind, "co2"].sum()) for kind in ("combustion", "purchase")
        )
        exports = float(sold.sel(year=year))
        rows.append(
            {
                "year": int(year),
                "production": production,
                "purchases": purchases,
                "exports": exports,
                "consumption": production + purchases - exports,
                "metric_production": _metric(ds, CITY_CO2, int(year)),
                "metric_consumption": _metric(ds, CONSUMPTION_CO2, int(year)),
            }
        )
    return pd.DataFrame(rows)


def _metric(ds: xr.Dataset, metric: str, year: int) -> float:
    if metric not in ds["metric"].values:
        return float("nan")
    return float(ds["metric_value"].sel(metric=metric, year=year))
