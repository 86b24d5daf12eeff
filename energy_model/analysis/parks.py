"""Parks one by one: their use, their traceable green power, how much of it matches, prices and CO2; their targets."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.carbon.tracing import traced
from energy_model.analysis.certificates import certificates
from energy_model.analysis.columns import columns_of, empty
from energy_model.analysis.energy.exchange import flows
from energy_model.analysis.plants import capacity, generation
from energy_model.analysis.tidy import Floats, long, lookup, ratio
from energy_model.analysis.zones import PARK, zone_roles, zones_of_ports

MATCHINGS = ("annual", "monthly", "hourly")
SHARES = {"physical": "green_used", "matched": "matched", "contractual": "counted", "bought": "certificates_bought"}


def parks(ds: xr.Dataset) -> pd.DataFrame:
    """Figures of each park and year.

    Columns and units as in columns.csv. Used is electricity of demands, converters and processes (the model's
    `park_use`); green are plants in the park that feed the carrier of its traced lines; own_use and fed_in are what
    these lines bring to the park and out of it, delivered both; counted is what of this the park may count, as it does
    not sell the certificate; matched is the model's, under the matching in force. Shares are of what is used: physical
    (green power traced hour by hour through all lines, whoever has the certificate), matched, contractual (counted),
    bought (certificates from outside, in none of the others), and what could be matched with the same dispatch if what
    is counted and used were compared over each year, month or hour.
    co2 is burnt in the park, nothing for power from outside. NaN where no line is traced.
    """
    zones = [zone for zone, kind in zone_roles(ds).items() if kind == PARK]
    if not zones:
        return empty("parks")
    pairs = pd.MultiIndex.from_product([zones, ds["year"].values], names=["zone", "year"])
    found = pd.DataFrame(index=pairs)
    for name, series in (*_green(ds), *_delivered(ds), *_certificates(ds), *_matched(ds)):
        found[name] = series.reindex(pairs)
    found["matched"] = found["matched"].where(found["used"].notna())
    for name in MATCHINGS:
        found[f"share_{name}"] = ratio(found[f"share_{name}"], found["used"])
    for name, of in SHARES.items():
        found[f"share_{name}"] = ratio(found[of], found["used"])
    found["matching"] = lookup(ds, "matching", pd.Series(pairs.get_level_values("zone")), "zone").to_numpy()
    found["co2"] = _burnt(ds).reindex(pairs, fill_value=0.0)
    return found.reset_index()[columns_of("parks")].astype({"year": int})


_Named = Iterator[tuple[str, "pd.Series[float]"]]


def _green(ds: xr.Dataset) -> _Named:
    """Plants that feed the carrier which the traced lines of their zone take."""
    lines = ds["link"].values[ds["traced_zone"].sel(asset=ds["link"].values).values != ""]
    feeding = set(zip(*(ds[name].sel(asset=lines).values for name in ("traced_zone", "from_carrier")), strict=True))
    assets = zip(*(ds[name].values for name in ("asset", "zone_of", "carrier_of", "natural")), strict=True)
    plants = [a for a, zone, carrier, natural in assets if natural and (zone, carrier) in feeding]
    sizes, output = capacity(ds), generation(ds)
    of_sizes, of_output = (table[table["asset"].isin(plants)].groupby(["zone", "year"]) for table in (sizes, output))
    yield "green_capacity", of_sizes["capacity"].sum()
    for name, column in (("available", "available"), ("generated", "generation"), ("curtailed", "curtailed")):
        yield f"green_{name}", of_output[column].sum()


def _delivered(ds: xr.Dataset) -> _Named:
    lines = flows(ds)
    lines["zone"] = lookup(ds, "traced_zone", lines["asset"])
    lines["arrived"] = lines["sent"] * (1 - lookup(ds, "loss", lines["asset"]).astype(float))
    inside = lines["to_zone"] == lines["zone"]
    ends = pd.MultiIndex.from_frame(lines[["zone", "year"]]).unique()
    for name, part in (("own_use", lines[inside]), ("fed_in", lines[~inside]), ("delivered", lines)):
        yield name, part.groupby(["zone", "year"])["arrived"].sum().reindex(ends, fill_value=0.0)


def _certificates(ds: xr.Dataset) -> _Named:
    """Certificates that a park keeps, sells and buys, none where none are issued or on offer."""
    found = certificates(ds)
    pairs = pd.MultiIndex.from_product([ds["matched_zone"].values, ds["year"].values])
    for name in ("kept", "sold"):
        yield f"certificates_{name}", found.groupby(["park", "year"])[name].sum().reindex(pairs, fill_value=0.0)
    nothing = xr.zeros_like(ds["matched_energy"])  # in runs of before parks could buy
    yield "certificates_bought", long(ds.get("certificates_bought", nothing), "zone", name="zone").reindex(pairs)


def _matched(ds: xr.Dataset) -> _Named:
    """Energy matched by the model, and over each year, month and hour: of both sums of a block the smaller."""
    zones, weight = ds["matched_zone"].values, ds["weight"].values
    counted, used = (ds[name].transpose("matched_zone", "step").values * weight for name in ("claimed", "park_use"))
    yield "matched", long(ds["matched_energy"], "zone", name="zone")
    yield "used", _sums(ds, zones, used)
    yield "counted", _sums(ds, zones, counted)
    yield "green_used", _green_used(ds)
    blocks = {"annual": ds["year_of"].values, "monthly": ds["month_of"].values}
    for name, block in blocks.items():
        starts = np.flatnonzero(np.diff(block, prepend=block[:1] - 1))
        least = np.minimum(*(np.add.reduceat(energy, starts, axis=1) for energy in (counted, used)))
        yield f"share_{name}", _sums(ds, zones, np.maximum(least, 0.0), ds["year_of"].values[starts])
    yield "share_hourly", _sums(ds, zones, np.clip(counted, 0.0, used))


def _green_used(ds: xr.Dataset) -> pd.Series[float]:
    """Green power in what is used of the carriers that the traced lines deliver, by flow tracing, by (zone, year)."""
    delivered = set(zip(ds["traced_zone"].values, ds["to_carrier"].values, strict=True))
    found: dict[tuple[str, int], float] = {}
    for year in ds["year"].values:
        mixed = traced(ds, int(year))
        energy = (mixed.used * mixed.green) @ mixed.weight
        for place, green in zip(mixed.place, energy, strict=True):
            if place in delivered:
                found[place[0], int(year)] = found.get((place[0], int(year)), 0.0) + float(green)
    return pd.Series(found, index=pd.MultiIndex.from_tuples(found, names=["zone", "year"]), dtype=float)


def _sums(ds: xr.Dataset, zones: Floats, energy: Floats, year_of: Floats | None = None) -> pd.Series[float]:
    """Sums of each year of an energy (zone, block) [MWh], by (zone, year)."""
    of = ds["year_of"].values if year_of is None else year_of
    sums = pd.DataFrame({int(year): energy[:, of == year].sum(axis=1) for year in ds["year"].values}, index=zones)
    pairs = pd.MultiIndex.from_product([zones, sums.columns], names=["zone", "year"])
    return pd.Series(sums.to_numpy().ravel(), index=pairs)


def _burnt(ds: xr.Dataset) -> pd.Series[float]:
    burnt = long(ds["combustion_emissions"], "burner").rename("co2").reset_index()
    return burnt.assign(zone=lookup(ds, "zone_of", burnt["asset"])).groupby(["zone", "year"])["co2"].sum()


@cached
def mean_prices(ds: xr.Dataset, year: int) -> pd.DataFrame:
    """Mean price over the hours of a year in each park. Columns: zone, carrier, price [CNY/MWh]; balanced ones only."""
    zones = [zone for zone, kind in zone_roles(ds).items() if kind == PARK]
    at = np.flatnonzero(ds["year_of"].values == year)
    price = ds["price"].sel(zone=zones).isel(step=at).transpose("zone", "carrier", "step")
    mean = np.asarray(price.values @ ds["weight"].values[at], dtype=np.float64) / ds["weight"].values[at].sum()
    pairs = pd.MultiIndex.from_product([zones, ds["carrier"].values], names=["zone", "carrier"])
    return pd.Series(mean.ravel(), index=pairs, name="price").dropna().reset_index()


@cached
def parks_of_targets(ds: xr.Dataset) -> dict[str, str]:
    """The park of each target that has one: the one it names, or the one in which all that its metrics add up lies.

    A line belongs to the park whose green power it traces, else to where it ends.
    """
    kinds, zones_of, found = zone_roles(ds), places_of_metrics(ds, zones_of_members(ds)), {}
    names = ("target", "target_metric", "target_of", "target_zone")
    for target, metric, of, zone in zip(*(ds[name].values for name in names), strict=True):
        zones = {str(zone)} if zone else {place for name in (metric, of) for place in zones_of.get(str(name), ())}
        if len(zones) == 1 and kinds.get(next(iter(zones))) == PARK:
            found[str(target)] = next(iter(zones))
    return found


def places_of_metrics(ds: xr.Dataset, places: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """Places of all that each metric adds up, given those of members by dim and name; '' for what lies nowhere."""
    metrics = [str(metric) for metric in ds["metric"].values]
    found: dict[str, set[str]] = {metric: set() for metric in metrics}
    for name in [name for name in ds.data_vars if str(name).startswith("metric_")]:
        matrix = ds[name]
        if matrix.ndim != 2 or matrix.dims[1] == "year":
            continue
        of = places.get(str(matrix.dims[1]), {})
        zones = [of.get(str(item), "") for item in ds[matrix.dims[1]].values]
        for row, column in zip(*np.nonzero(matrix.values), strict=True):
            found[metrics[row]].add(zones[column])
    return found


def zones_of_members(ds: xr.Dataset) -> dict[str, dict[str, str]]:
    """Zone of everything that a metric can add up, by dim and name."""
    names = zip(*(ds[name].values for name in ("asset", "zone_of", "to_zone", "traced_zone")), strict=True)
    assets = {str(asset): str(park or end or zone) for asset, zone, end, park in names}
    ports = dict(zip(ds["port"].values.astype(str).tolist(), zones_of_ports(ds), strict=True))
    others = {
        dim: {str(k): str(zone) for k, zone in zip(ds[dim].values, ds[f"{dim}_zone"].values, strict=True)}
        for dim in ("demand", "market")
    }
    zones = {str(zone): str(zone) for zone in ds["zone"].values}
    return others | {"asset": assets, "port": ports, "zone": zones}
