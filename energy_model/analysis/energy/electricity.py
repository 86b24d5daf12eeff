"""Electricity as the city sees it: its carriers together, over the year and hour by hour, and its price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from energy_model.analysis.cache import cached
from energy_model.analysis.energy.balances import energy_balance
from energy_model.analysis.energy.contributions import flows_by_hour
from energy_model.analysis.energy.hourly import curtailed_power, steps_of
from energy_model.analysis.roles import ELECTRICITY, GREEN_ELECTRICITY, carriers_of

SEASONS = ("summer", "winter")
DAYS = 7
OTHER, CURTAILED = "other", "curtailed"
# kinds of the energy balance that are losses; shifting comes to nothing over a year
_LOSSES = {
    "transmission": "grid",
    "storage": "storage",
    "boil_off": "storage",
    "shifting": "storage",
    "surplus": "surplus",
}
_LOST_BY_HOUR = ("transmission", "boil_off", "surplus")  # storages give and take by the hour
_SMALLEST_MW = 1e-3
_Power = NDArray[np.float64]
_Part = tuple[str, str, str, _Power]  # side, kind, item, power


def electric_carriers(ds: xr.Dataset) -> list[str]:
    """Carriers with a role of electricity and those that a line turns into one, in the order of the dataset."""
    found = {*carriers_of(ds, ELECTRICITY, GREEN_ELECTRICITY)}
    begin, end = ds["from_carrier"].values, ds["to_carrier"].values
    pairs = {(str(a), str(b)) for a, b in zip(begin, end, strict=True) if a and b and a != b}
    while more := {name for pair in pairs if found & set(pair) for name in pair} - found:
        found |= more
    return [str(carrier) for carrier in ds["carrier"].values if str(carrier) in found]


def electricity_balance(ds: xr.Dataset, balance: pd.DataFrame | None = None) -> pd.DataFrame:
    """Where electricity comes from and goes to in a year; flows between electric carriers cancel.

    balance : the table `energy_balance` of all carriers, where it is at hand

    Columns: year, side (source or use), kind (technology, trade, demand or losses), item, energy [MWh], uses negative.
    The items of losses are 'grid', 'storage' (what storages take less what they give) and 'surplus'. A year sums to
    zero.
    """
    everything = energy_balance(ds) if balance is None else balance
    found = everything[everything["carrier"].isin(electric_carriers(ds))]
    lost = found["kind"].map(_LOSSES)
    other = found["kind"].where(found["kind"].isin(("trade", "demand")), "technology")
    found = found.assign(kind=other.mask(lost.notna(), "losses"), item=lost.fillna(found["item"]))
    summed = found.groupby(["year", "kind", "item"], sort=False)["energy"].sum().reset_index()
    summed.insert(1, "side", np.where(summed["energy"] > 0, "source", "use"))
    return summed.sort_values(["year", "side"], kind="stable").reset_index(drop=True)


@cached
def electricity_by_hour(ds: xr.Dataset, year: int) -> pd.DataFrame:
    """Sources and uses of electricity in every step of a year.

    Columns: time, side (source, use, demand or curtailed), kind (as in `electricity_balance`), item, power [MW], uses
    and losses negative. In each step sources and uses sum to the demand that is served, with what shifting adds at
    other hours; what is curtailed is beside that.
    """
    of_year = steps_of(ds, year)
    together: dict[tuple[str, str, str], _Power] = {}
    for side, kind, item, power in _parts(of_year):
        key = (side, kind, item)
        together[key] = together[key] + power if key in together else power
    kept = {key: power for key, power in together.items() if np.abs(power).max(initial=0.0) > _SMALLEST_MW}
    steps, whole = of_year.sizes["step"], np.zeros(0)
    words = {
        name: pd.Categorical(column).repeat(steps)
        for name, column in zip(
            ("side", "kind", "item"), zip(*kept, strict=True) if kept else ([], [], []), strict=True
        )
    }
    power = np.concatenate([whole, *kept.values()])
    return pd.DataFrame({"time": np.tile(of_year["time"].values, len(kept)), **words, "power": power})


def _parts(ds: xr.Dataset) -> Iterator[_Part]:
    electric = electric_carriers(ds)
    technology = dict(zip(ds["asset"].values, ds["technology_of"].values, strict=True))
    for flow in flows_by_hour(ds, electric):
        item = str(technology[flow.owner]) if flow.of == "asset" else flow.owner
        if flow.kind in ("demand", "shifting"):
            yield "demand", "demand", "demand", -flow.power
        elif flow.kind in _LOST_BY_HOUR:
            yield "use", "losses", _LOSSES[flow.kind], flow.power
        else:
            kind = "trade" if flow.kind == "trade" else "technology"
            yield "source" if flow.gives else "use", kind, item, flow.power
    for power in curtailed_power(ds, electric).values():
        yield CURTAILED, CURTAILED, CURTAILED, power


def gathered(hourly: pd.DataFrame, most: int) -> pd.DataFrame:
    """The largest sources and uses; the others become one of kind and item 'other' on each side.

    hourly : table of `electricity_by_hour`; most : how many of the two sides together are kept
    """
    groups = hourly.assign(size=hourly["power"].abs()).groupby(["side", "kind", "item"], sort=False, observed=True)
    sizes = groups["size"].sum()
    alone = sizes.index.get_level_values("side").isin(("demand", CURTAILED))
    sizes[alone] = np.inf
    small = (sizes.rank(ascending=False) > most + alone.sum()).to_numpy()[groups.ngroup().to_numpy()]
    if not small.any():
        return hourly
    sums = hourly[small].groupby(["side", "time"], observed=True)["power"].sum()
    rest: pd.DataFrame = sums.reset_index().assign(kind=OTHER, item=OTHER)
    kept: pd.DataFrame = hourly[~small]
    return pd.concat([kept, rest[kept.columns]], ignore_index=True)


def seasons(ds: xr.Dataset) -> dict[str, list[int]]:
    """Months of each season, as the study's settings have them."""
    ends = {name: (int(ds[f"{name}_begin"]), int(ds[f"{name}_end"])) for name in SEASONS}
    return {
        name: [(begin + at - 1) % 12 + 1 for at in range((end - begin) % 12 + 1)] for name, (begin, end) in ends.items()
    }


def notable_weeks(hourly: pd.DataFrame, months_of: Mapping[str, Sequence[int]]) -> dict[str, pd.Timestamp]:
    """First day of weeks worth a look: `summer` and `winter` around the largest demand of the season, `curtailed` with
    the most that is curtailed; those that there are.

    hourly : table of `electricity_by_hour`; months_of : by season. A week begins three days before the peak's day, or
    on the best day to begin, and lies within the hours there are. There are none where steps are not of one length, or
    do not follow each other.
    """
    wide = hourly.pivot_table(index="time", columns="side", values="power", aggfunc="sum", observed=True)
    times = pd.DatetimeIndex(wide.index)
    day = _steps_of_a_day(times)
    if "demand" not in wide or not day or len(times) < DAYS * day:
        return {}
    weeks, latest = {}, len(times) - DAYS * day
    for season, months in months_of.items():
        demand = wide["demand"].where(times.month.isin(months))
        if demand.notna().any():
            begin = times.searchsorted(times[int(np.nanargmax(demand))].normalize() - pd.Timedelta(days=3))
            weeks[season] = times[min(int(begin), latest)]
    if CURTAILED in wide:
        sums = wide[CURTAILED].rolling(DAYS * day).sum().shift(1 - DAYS * day).to_numpy()[: latest + 1 : day]
        if len(sums):
            weeks[CURTAILED] = times[day * int(np.argmax(sums))]
    return weeks


def _steps_of_a_day(times: pd.DatetimeIndex) -> int:
    """Number of the steps of a day, where steps follow each other at one distance, but for a leap day; else 0."""
    apart = np.diff(times.to_numpy())
    if not len(apart) or (apart != np.median(apart)).sum() > 1:
        return 0
    steps = float(np.timedelta64(1, "D") / np.median(apart))
    return int(steps) if steps.is_integer() else 0


def grid_price(ds: xr.Dataset) -> xr.DataArray:
    """Price of electricity in each zone; of several carriers with that role the first that is balanced there.

    dims (zone, step); [CNY/MWh]; NaN where none is.
    """
    layers = ds["price"].sel(carrier=carriers_of(ds, ELECTRICITY)).transpose("carrier", "zone", "step")
    found = np.full(layers.shape[1:], np.nan, dtype=layers.dtype)
    for layer in layers.values:
        found = np.where(np.isnan(found), layer, found)
    return xr.DataArray(found, dims=["zone", "step"], coords={"zone": ds["zone"]})


@cached
def monthly_prices(ds: xr.Dataset, year: int) -> pd.DataFrame:
    """Mean price of electricity over each month of the table. Columns: zone, month (1 to 12), price [CNY/MWh]."""
    if not carriers_of(ds, ELECTRICITY):
        return pd.DataFrame({"zone": [], "month": [], "price": []})
    at = np.flatnonzero(ds["year_of"].values == year)
    price = grid_price(ds.isel(step=at))
    wide = pd.DataFrame(price.transpose("step", "zone").values, columns=price["zone"].values)
    wide = wide.dropna(axis="columns", how="all")
    months = np.asarray(pd.DatetimeIndex(ds["time"].values[at]).month)
    weight = pd.Series(ds["weight"].values[at])
    sums = wide.mul(weight, axis="index").groupby(months).sum(min_count=1)
    mean = sums.div(weight.groupby(months).sum(), axis="index").rename_axis(index="month", columns="zone")
    prices = pd.DataFrame({"price": mean.unstack()})
    return prices.reset_index()
