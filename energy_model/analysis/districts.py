"""Figures on the levels city, district and park: sums of zones and assets times their shares of a district."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.carbon.emissions import emissions
from energy_model.analysis.carbon.factors import CITY, DISTRICT, carbon_factors
from energy_model.analysis.columns import columns_of
from energy_model.analysis.energy.balances import SMALLEST_MWH
from energy_model.analysis.energy.contributions import energy_by_year
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.parks import places_of_metrics, zones_of_members
from energy_model.analysis.plants import capacity
from energy_model.analysis.shares import has_districts, shared
from energy_model.analysis.targets import scorecard
from energy_model.analysis.zones import OUTSIDE, PARK, zone_roles, zones_of_ports

_KEYS = ["level", "zone", "year"]


def districts(ds: xr.Dataset) -> pd.DataFrame:
    """Electricity, capacity, CO2, factors and targets of the city, of each district and of each park, by year.

    Columns and units as in columns.csv. No rows where the study has no districts. What is used, with its factor, is
    that of the zones (`carbon_factors`); what is generated, its factor, capacity and CO2 are those of the assets, each
    times its share of the district; targets are the indicators of the parks that lie in the district and those of which
    all that is added up lies there, of the city those that no park has.
    """
    if not has_districts(ds):
        return pd.DataFrame(columns=columns_of("districts"))
    found = carbon_factors(ds)
    found = found[found["level"] != "zone"].reset_index(drop=True)
    found["co2_electricity"] = found["used"] * found["consumption_factor"].fillna(0.0)
    for part in (_of_assets(ds), _judged(ds)):
        found = found.merge(part, on=_KEYS, how="left")
    sums = [name for name in columns_of("districts") if name not in (*_KEYS, *_FACTORS)]
    found[sums] = found[sums].fillna(0.0)
    return found[columns_of("districts")]


_FACTORS = ("consumption_factor", "production_factor")


def _of_assets(ds: xr.Dataset) -> pd.DataFrame:
    """Capacity of power plants, of it green, and CO2 that is emitted, by level, zone and year."""
    makes = np.isin(ds["asset"].values, ds["operated"].values)
    makes &= np.isin(ds["carrier_of"].values, electric_carriers(ds))
    plants = capacity(ds)[["asset", "zone", "year", "capacity"]]
    plants = plants[plants["asset"].isin(ds["asset"].values[makes])]
    green = plants["asset"].isin(ds["asset"].values[ds["green"].values])
    burnt = emissions(ds).query("kind == 'combustion'").rename(columns={"source": "asset"})
    burnt["zone"] = burnt["asset"].map(dict(zip(ds["asset"].values, ds["zone_of"].values, strict=True)))
    every = pd.concat(
        [plants.assign(green_capacity=plants["capacity"].where(green, 0.0)), burnt[["asset", "zone", "year", "co2"]]]
    ).fillna(0.0)
    numbers = ["capacity", "green_capacity", "co2"]
    roles = every["zone"].map(zone_roles(ds))
    parts = [
        every[roles != OUTSIDE].assign(level=CITY, zone=""),
        every[roles == PARK].assign(level=PARK),
        shared(ds, every, numbers).assign(level=DISTRICT),
    ]
    return pd.concat(parts).groupby(_KEYS, sort=False)[numbers].sum().reset_index()


def _judged(ds: xr.Dataset) -> pd.DataFrame:
    """Targets that are evaluated and those that are met, by level, zone and year of the target."""
    rows = scorecard(ds)[["id", "zone", "year", "met"]]
    rows = rows[rows["met"].notna()].assign(targets=1.0, asset="")
    rows["met"] = rows["met"].astype(float)
    parks = rows[rows["zone"] != ""]
    main = dict(zip(ds["zone"].values, ds["district"].values[ds["zone_share"].values.argmax(axis=1)], strict=True))
    district = parks["zone"].map(main).reindex(rows.index).fillna(rows["id"].map(districts_of_targets(ds)))
    parts = [
        rows[rows["zone"] == ""].assign(level=CITY),
        parks.assign(level=PARK),
        rows.assign(level=DISTRICT, zone=district).dropna(subset="zone"),
    ]
    return pd.concat(parts).groupby(_KEYS, sort=False)[["targets", "met"]].sum().reset_index()


def districts_of_targets(ds: xr.Dataset) -> dict[str, str]:
    """District of each target of no park of which all that its metrics add up lies in one, wherever a zone is whole."""
    whole = ds["district"].values[ds["zone_share"].values.argmax(axis=1)].astype(str)
    lies_in = dict(zip(ds["zone"].values, np.where(ds["zone_share"].values.max(axis=1) == 1, whole, ""), strict=True))
    members = zones_of_members(ds)
    places = {dim: {item: lies_in.get(zone, "") for item, zone in of.items()} for dim, of in members.items()}
    share, placed = ds["asset_share"].values, ds["placed"].values
    own = ds["district"].values[share.argmax(axis=1)].astype(str)
    own = np.where(share.max(axis=1) == 1, own, "")
    places["asset"] |= dict(zip(ds["asset"].values[placed].tolist(), own[placed].tolist(), strict=True))
    at_home = ds["zone_of"].sel(asset=ds["port_asset"].values).values == np.array(zones_of_ports(ds), dtype=object)
    owners = zip(ds["port"].values, ds["port_asset"].values, at_home, strict=True)
    places["port"] |= {str(port): places["asset"][str(asset)] for port, asset, is_home in owners if is_home}
    of_metric, found = places_of_metrics(ds, places), {}
    for target, *metrics in zip(*(ds[f"target{name}"].values for name in ("", "_metric", "_of")), strict=True):
        where = {place for metric in metrics for place in of_metric.get(str(metric), ())}
        if len(where) == 1 and (district := where.pop()):
            found[str(target)] = district
    return found


def district_balance(ds: xr.Dataset) -> pd.DataFrame:
    """Where each carrier comes from and goes to in each district and year; uses are negative.

    Columns as in columns.csv: those of `zone_balance`. What lines bring and take, with their losses, and what shares
    leave open, is one row of the kind `exchange`: for each district, carrier and year the rows sum to zero.
    """
    columns = columns_of("district_balance")
    if not has_districts(ds):
        return pd.DataFrame(columns=columns)
    every = energy_by_year(ds)
    inside = every["zone"].map(zone_roles(ds)) != OUTSIDE
    found = shared(ds, every[inside & (every["kind"] != "transmission")], ["energy"])
    found = found.groupby(["zone", "carrier", "year", "kind", "item"], sort=False)["energy"].sum().reset_index()
    open_ = found.groupby(["zone", "carrier", "year"], sort=False)["energy"].sum().mul(-1).reset_index()
    both = pd.concat([found, open_.assign(kind="exchange", item="exchange")], ignore_index=True)
    both = both[both["energy"].abs() > SMALLEST_MWH].rename(columns={"zone": "district"}).astype({"year": int})
    return both.sort_values(columns[:-1])[columns].reset_index(drop=True)


def projects(ds: xr.Dataset) -> pd.DataFrame:
    """Plants one by one, as the study gives them: those that operate and those that are committed.

    Columns and units as in columns.csv; district: those with a share, the largest first, separated by spaces; end: NaN
    for never.
    """
    columns = columns_of("projects")
    if "plant" not in ds:
        return pd.DataFrame(columns=columns)
    at = pd.Index(ds["asset"].values).get_indexer(pd.Index(ds["plant_asset"].values))
    found = pd.DataFrame({"plant": ds["plant"].values.astype(str)})
    for name in ("asset", "status", "start", "capacity", "energy", "source", "confidence"):
        found[name] = ds[f"plant_{name}"].values
    found["end"] = np.where(np.isfinite(ds["plant_end"].values), ds["plant_end"].values, np.nan)
    for name, variable in (("technology", "technology_of"), ("group", "group_of"), ("zone", "zone_of")):
        found[name] = ds[variable].values[at].astype(str)
    weights = ds["asset_share"].values[at] if "asset_share" in ds else np.zeros((len(found), 0))
    names = ds["district"].values if "district" in ds else np.array([], dtype=str)
    found["district"] = [" ".join(names[np.argsort(-row, kind="stable")[: int((row > 0).sum())]]) for row in weights]
    return found[columns]
