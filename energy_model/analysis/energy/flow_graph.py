"""Energy flows as a graph: from sources over carriers and plants to users, of the whole system or of one park.

Nodes are ``kind:item``. Sources: market (bought), supply (a group of plants), from (a line's technology, or a pooled
carrier, from outside the park), ambient (heat and cold that plants take up, counted by no carrier). Between: carrier
and plants (a group in a sector of the system, a technology of a park). Users: sector (of end uses, with what goes into
their processes), used (a carrier's demands in the city), demand (one, in a park), away (one outside the city), sold, to
(out of the park), losses (conversion, grid, storage, surplus). Everywhere between, what comes in goes out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.energy.contributions import energy_by_year
from energy_model.analysis.tidy import lookup
from energy_model.analysis.zones import OUTSIDE, PARK, zone_roles

WHOLE = ""  # scope of the whole system
FUELS = "gas"  # sector of plants that pass fuel on
COLUMNS = ["scope", "year", "source", "target", "carrier", "energy"]
_SMALLEST_MWH = 1.0
_AT = ["scope", "year"]


def energy_flows(ds: xr.Dataset) -> pd.DataFrame:
    """Where energy comes from, what it is turned into and where it goes, in each year; every row is one arrow.

    Columns: scope ('' for the whole system, or a park), year, source, target (nodes as told above), carrier, energy
    [MWh, above zero]. End-use processes end in their sector: what they do (goods, transport, heat of buildings) is no
    carrier. Flows of below 1 MWh are left out. Fuel that the terminals of a park pass on is not in the park's graph.
    """
    every = _described(ds, energy_by_year(ds))
    parks = [zone for zone, kind in zone_roles(ds).items() if kind == PARK]
    inside = every[every["zone"].isin(parks)]
    inside = inside[~((inside["sector"] == FUELS) & _is_fuel(ds, inside))]
    parts = [*_graph(every.assign(scope=WHOLE), whole=True), *_graph(inside.assign(scope=inside["zone"]), whole=False)]
    found = pd.concat([*parts, _pooled(ds, inside)], ignore_index=True)
    found = found[found["energy"] > 0].groupby(COLUMNS[:-1], sort=False)["energy"].sum().reset_index()
    return found[found["energy"] > _SMALLEST_MWH].astype({"year": int}).reset_index(drop=True)


def services(ds: xr.Dataset) -> set[str]:
    """Carriers that only processes give and only demands take: activities, not energy that is traded or stored."""
    kinds = zip(ds["contribution_carrier"].values, ds["contribution_kind"].values, strict=True)
    others = {carrier for carrier, kind in kinds if kind not in ("process", "demand")}
    taken = {*ds["port_carrier"].values[ds["port_coefficient"].values < 0]}
    given = {*ds["port_carrier"].values[ds["port_coefficient"].values > 0]}
    return {str(carrier) for carrier in given - taken - others}


def _described(ds: xr.Dataset, every: pd.DataFrame) -> pd.DataFrame:
    """Put beside each entry what its node is made from; services and what end uses make are left out."""
    for name in ("sector", "group"):
        every[name] = lookup(ds, f"{name}_of", every["asset"]).fillna("") if f"{name}_of" in ds else ""
    done = services(ds)
    ends = set(ds["port_asset"].values[np.isin(ds["port_carrier"].values, list(done))])
    # what saves a fuel gives it back to its sector and makes nothing else
    every["ends"] = every["asset"].isin(ends) | ((every["kind"] == "process") & _only_gives(every))
    zones = zone_roles(ds)
    every["away"] = every["zone"].map(zones) == OUTSIDE
    return every[~every["carrier"].isin(done)].reset_index(drop=True)


def _only_gives(every: pd.DataFrame) -> pd.Series[bool]:
    """Entries of processes that end uses would have: all their carriers are those of end uses (efficiency)."""
    takes = set(every["asset"][every["energy"] < 0])
    return ~every["asset"].isin(takes)


def _graph(found: pd.DataFrame, whole: bool) -> Iterator[pd.DataFrame]:
    """Arrows of the whole system, or of all parks; each entry says of which scope it is."""
    yield from _plants(found, whole)
    yield from _lines(found)
    yield from _ends(found, whole)


def _ends(found: pd.DataFrame, whole: bool) -> Iterator[pd.DataFrame]:
    """Supply, markets, demands, surplus, what storages lose, and end uses: each at one end of a carrier."""
    kind = found["kind"]
    gives = found["energy"] > 0
    supply = found["group"] if whole else found["item"]
    yield _arrows(found[kind == "supply"], "supply:" + supply)
    yield _arrows(found[(kind == "trade") & gives], "market:" + found["item"])
    yield _arrows(found[(kind == "trade") & ~gives], "sold:" + found["item"])
    together = ("used:" + found["carrier"]).where(~found["away"], "away:" + found["demand"])
    yield _arrows(found[kind == "demand"], together if whole else "demand:" + found["demand"])
    yield _arrows(found[kind == "surplus"], "losses:surplus")
    yield _arrows(found[found["ends"]], "sector:" + found["sector"])


def _plants(found: pd.DataFrame, whole: bool) -> Iterator[pd.DataFrame]:
    """Conversions and storages that boil off: carriers to plants to carriers, with losses or what is taken up."""
    inside = found[found["kind"].isin(("conversion", "process", "storage", "boil_off")) & ~found["ends"]]
    boils = set(inside["asset"][inside["kind"] == "boil_off"])
    stored = inside["kind"].isin(("storage", "boil_off")) & ~inside["asset"].isin(boils)
    yield _arrows(inside[stored], "losses:storage")
    inside = inside[~stored]
    node = "plants:" + (inside["sector"] + "/" + inside["group"] if whole else inside["item"])
    yield _arrows(inside, node)
    lost = inside.assign(node=node).groupby([*_AT, "asset", "node"], sort=False)["energy"].sum().reset_index()
    lost["carrier"] = ""
    yield _oriented(lost, lost["node"], np.where(lost["energy"] < 0, "losses:conversion", "ambient:"), -lost["energy"])


def _lines(found: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Lines: from carrier to carrier inside, else from or to where they lead; what is lost on the way."""
    lines = found[found["kind"] == "transmission"]
    one_end = lines.groupby([*_AT, "asset"])["carrier"].transform("size") == 1
    outer, inner = lines[one_end], lines[~one_end]
    away = outer["energy"].gt(0).map({True: "from:", False: "to:"})
    yield _arrows(outer, away + outer["item"])
    summed = inner.groupby([*_AT, "asset", "carrier"], sort=False)["energy"].sum().reset_index()
    pairs = summed.groupby([*_AT, "asset"])["carrier"].transform("size") == 2
    yield _arrows(summed[~pairs], "losses:grid")
    begin = summed[pairs & (summed["energy"] < 0)].set_index([*_AT, "asset"])
    end = summed[pairs & (summed["energy"] > 0)].set_index([*_AT, "asset"]).reindex(begin.index)
    both = begin.assign(into="carrier:" + end["carrier"], arrived=end["energy"]).reset_index()
    both = both.fillna({"into": "losses:grid", "arrived": 0.0})
    yield _oriented(both, "carrier:" + both["carrier"], both["into"], both["arrived"])
    yield _oriented(both, "carrier:" + both["carrier"], "losses:grid", -both["energy"] - both["arrived"])


def _pooled(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    """Exchange of a park with outside without a line: the rest of its own entries.

    Carriers of the city's pools, and fuels, which terminals that are left out may give.
    """
    open_ended = (lookup(ds, "pool", found["carrier"], "carrier") != "") | _is_fuel(ds, found)
    pooled = found[open_ended].assign(scope=found["zone"])
    rest = pooled.groupby([*_AT, "carrier"], sort=False)["energy"].sum().reset_index()
    node = rest["energy"].gt(0).map({True: "to:", False: "from:"}) + rest["carrier"]
    return _oriented(rest, "carrier:" + rest["carrier"], node, rest["energy"])


def _is_fuel(ds: xr.Dataset, found: pd.DataFrame) -> pd.Series[bool]:
    return lookup(ds, "emission_factor", found["carrier"], "carrier") > 0


def _arrows(found: pd.DataFrame, node: pd.Series[str] | str) -> pd.DataFrame:
    """Arrows between a carrier and a node: out of the node where energy is above zero, else into it."""
    return _oriented(found, node, "carrier:" + found["carrier"], found["energy"])


def _oriented(found: pd.DataFrame, source: object, target: object, energy: pd.Series[float]) -> pd.DataFrame:
    """Arrows from source to target, turned round where energy is below zero."""
    ends = pd.DataFrame({"source": source, "target": target}, index=found.index)
    turned = energy < 0
    return pd.DataFrame(
        {
            "scope": found["scope"],
            "year": found["year"],
            "source": ends["source"].where(~turned, ends["target"]),
            "target": ends["target"].where(~turned, ends["source"]),
            "carrier": found["carrier"],
            "energy": energy.abs(),
        }
    )
