"""Contributions to the balances: what each thing gives to its node and takes from it, over a year and hour by hour.

A solved dataset says them as the model pushed them (`workflow.contributions`): no sum is worked out a second time here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.tidy import SMALLEST_MW, Floats


class Flow(NamedTuple):
    """Power that one quantity of the model gives to a node, or takes from it.

    kind : as in the balances; owner : the asset, demand, market or node it belongs to, a member of the set `of`
    zone, carrier : where the owner is, also of pooled carriers; gives : rather than takes
    power : (step,) [MW], negative where it is taken
    source : the quantity (variable, row): what a line sends from one node and gives to another has the same
    factor : power per unit of the quantity
    """

    kind: str
    of: str
    owner: str
    zone: str
    carrier: str
    gives: bool
    power: Floats
    source: tuple[str, int]
    factor: float


def flows_by_hour(
    ds: xr.Dataset, carriers: Collection[str], kinds: Collection[str] = (), owners: Collection[str] | None = None
) -> Iterator[Flow]:
    """Flows of some carriers in every step, of some kinds (by default all) and owners (by default all).

    ds : a solved dataset, or the steps of one year of it. A quantity that both gives and takes is two flows.
    """
    texts = {name: ds[f"contribution_{name}"].values for name in ("kind", "of", "owner", "zone", "carrier")}
    wanted = np.isin(texts["carrier"], list(carriers))
    wanted &= np.isin(texts["kind"], list(kinds)) if kinds else True
    wanted &= np.isin(texts["owner"], list(owners)) if owners is not None else True
    columns = (ds[f"part_{name}"].values for name in ("contribution", "source", "row", "factor"))
    quantities: dict[str, Floats] = {}
    for at, source, row, factor in zip(*columns, strict=True):
        if not wanted[at]:
            continue
        name = str(source)
        if name not in quantities:
            quantities[name] = ds[name].values.reshape(-1, ds.sizes["step"])
        kind, of, owner, zone, carrier = (str(values[at]) for values in texts.values())
        for gives, power in _one_signed(factor * quantities[name][row], float(factor)):
            yield Flow(kind, of, owner, zone, carrier, gives, power, (name, int(row)), float(factor))


def _one_signed(power: Floats, factor: float) -> Iterator[tuple[bool, Floats]]:
    """A power as it is where all of it is given or taken, else in two; what is nothing has the sign of its factor."""
    low, high = float(power.min(initial=0.0)), float(power.max(initial=0.0))
    if low < -SMALLEST_MW and high > SMALLEST_MW:
        yield True, np.maximum(power, 0.0)
        yield False, np.minimum(power, 0.0)
    else:
        yield (high > -low if max(high, -low) > SMALLEST_MW else factor > 0), power


@cached
def energy_by_year(ds: xr.Dataset) -> pd.DataFrame:
    """Energy that each thing gives to its node over a year, or takes.

    Columns: zone (where the thing stands, also of pooled carriers), carrier, year, kind, item (technology of an asset,
    a market, else the kind), energy [MWh] (uses negative), asset, demand (the owner; '' where it is neither).

    What flows into storages, and what they began with less what they end with, is a supply of the year, as what they
    can give of it: `storage` is what they lose. Hour by hour only what they give and take is told.
    """
    years = ds["year"].values
    texts = {name: ds[f"contribution_{name}"].values.astype(str) for name in ("zone", "carrier", "kind", "of", "owner")}
    found = pd.DataFrame({name: np.repeat(values, len(years)) for name, values in texts.items()})
    found.insert(2, "year", np.tile(years, ds.sizes["contribution"]))
    found["energy"] = ds["contribution_energy"].transpose("contribution", "year").values.ravel()
    technology = found["owner"].map(dict(zip(ds["asset"].values, ds["technology_of"].values, strict=True)))
    of_market = found["owner"].where(found["of"] == "market", found["kind"])
    found["item"] = technology.where(found["of"] == "asset", of_market)
    for owner in ("asset", "demand"):
        found[owner] = found["owner"].where(found["of"] == owner, "")
    return _with_fed(ds, found[["zone", "carrier", "year", "kind", "item", "energy", "asset", "demand"]])


def _with_fed(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    """The table with what storages get from outside of the balances as a supply, which they take up."""
    if "fed_energy" not in ds or not ds.sizes["fed_storage"]:
        return found
    stored = found["kind"] == "storage"
    fed = ds["fed_energy"].to_series().reindex(pd.MultiIndex.from_frame(found.loc[stored, ["asset", "year"]]))
    supply = found[stored].assign(kind="supply", energy=fed.to_numpy()).dropna(subset="energy")
    rest = found.copy()
    rest.loc[supply.index, "energy"] -= supply["energy"]
    return pd.concat([rest, supply], ignore_index=True)
