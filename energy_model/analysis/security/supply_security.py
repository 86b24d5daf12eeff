"""Security of supply: firm capacity against the peak, and what is left when one large thing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.security.adequacy import Firm, anywhere, firm_plants, peak_demand, purchases
from energy_model.analysis.security.transfer_capacity import Grid, Place, grid
from energy_model.analysis.tidy import SMALLEST_MW

FIRM_METRIC = "firm_capacity"
NOTHING, LINK, UNIT = "none", "link", "unit"


def security(ds: xr.Dataset) -> pd.DataFrame:
    """Firm capacity and imports against the highest hourly demand, as it is and with one thing lost.

    Columns and units as in columns.csv. Kinds: none (all is there), link (between zones), unit (the largest of a
    technology). Size is the capacity of a link, what a unit is counted on for; lost is of what can reach the places
    with demand; firm and imports are with nothing lost; peak see `adequacy.demand_by_place`; margin is firm and imports
    less lost less peak; unserved is of the peak, what lines cannot bring when all that is left runs; largest is what
    takes most from the margin, then leaves most unserved; metric_firm is the study's metric firm_capacity, NaN where it
    has none; storage is discharge, in none of the others.

    Firm is what plants give at their mean availability in the ten calmest days. A unit is `unit_size` of the asset
    where the dataset has it, else all of the asset; a link is all its circuits. Both are more than one unit or circuit.
    """
    if not electric_carriers(ds):
        return pd.DataFrame(columns=columns_of("security"))
    rows = [row for year in ds["year"].values for row in _of_year(ds, int(year))]
    return pd.DataFrame(rows, columns=columns_of("security"))


@dataclass(frozen=True)
class _System:
    """System of a year: lines, firm capacity by place, imports, and demand at the peak [MW]."""

    lines: Grid
    supply: Mapping[Place, float]
    imports: Mapping[Place, float]
    demand: dict[Place, float]

    def reaching(self, lost: Mapping[Place, float], without: str, imports: bool = True) -> float:
        """Power that can reach any place with demand [MW]."""
        return self.lines.carried(self._left(lost, imports), anywhere(self.demand), without)

    def unserved(self, lost: Mapping[Place, float], without: str) -> float:
        """Part of the peak that cannot be brought [MW]."""
        return max(0.0, sum(self.demand.values()) - self.lines.carried(self._left(lost, True), self.demand, without))

    def _left(self, lost: Mapping[Place, float], imports: bool) -> dict[Place, float]:
        parts = (self.supply, self.imports) if imports else (self.supply,)
        return {
            place: sum(part.get(place, 0.0) for part in parts) - lost.get(place, 0.0)
            for place in dict.fromkeys(place for part in parts for place in part)
        }


def _of_year(ds: xr.Dataset, year: int) -> list[dict[str, Any]]:
    plants, lines = firm_plants(ds, year), grid(ds, year)
    system = _System(lines, _by_place(plants), purchases(ds, year), peak_demand(ds, year))
    own, everything = system.reaching({}, "", imports=False), system.reaching({}, "")
    peak = sum(system.demand.values())
    common = {"year": year, "firm": own, "imports": everything - own, "peak": peak}
    common |= {"metric_firm": _metric(ds, year), "storage": _storage(ds, year)}
    rows: list[dict[str, Any]] = []
    for kind, item, size, gone in [(NOTHING, "", 0.0, {}), *_links(lines), *_units(ds, plants)]:
        without = item if kind == LINK else ""
        lost = everything - system.reaching(gone, without)
        found = {"kind": kind, "item": item, "size": size, "lost": lost, "margin": everything - lost - peak}
        rows.append(common | found | {"unserved": system.unserved(gone, without), "largest": False})
    if len(rows) > 1:
        max(rows[1:], key=lambda row: (round(row["lost"]), row["unserved"]))["largest"] = True
    return rows


_Loss = tuple[str, str, float, dict[Place, float]]  # kind, item, size, power that is gone by place


def _links(lines: Grid) -> list[_Loss]:
    """Links between two zones that carry something."""
    between = {name: line for name, line in lines.lines.items() if line[0][0] != line[1][0]}
    return [(LINK, name, line[2], {}) for name, line in between.items() if line[2] > SMALLEST_MW]


def _units(ds: xr.Dataset, plants: Iterable[Firm]) -> list[_Loss]:
    """The largest unit of each technology that runs when it is asked to, by what it can be counted on for.

    Wind and sun stand on many sites: what they have in common is their cable, which is a link.
    """
    technology = dict(zip(ds["asset"].values, ds["technology_of"].values, strict=True))
    largest: dict[str, tuple[Firm, float]] = {}
    for plant in plants:
        if not plant.called:
            continue
        power = plant.power
        if "unit_size" in ds and (unit := float(ds["unit_size"].sel(asset=plant.asset))) > 0:
            power = min(power, unit * plant.share)
        known = largest.get(technology[plant.asset])
        if power > SMALLEST_MW and (known is None or power > known[1]):
            largest[technology[plant.asset]] = (plant, power)
    return [(UNIT, plant.asset, power, {plant.place: power}) for plant, power in largest.values()]


def _by_place(plants: Iterable[Firm]) -> dict[Place, float]:
    found: dict[Place, float] = {}
    for plant in plants:
        found[plant.place] = found.get(plant.place, 0.0) + plant.power
    return found


def _metric(ds: xr.Dataset, year: int) -> float:
    if FIRM_METRIC not in ds["metric"].values:
        return float("nan")
    return float(ds["metric_value"].sel(metric=FIRM_METRIC, year=year))


def _storage(ds: xr.Dataset, year: int) -> float:
    """Power that storages of electricity can give [MW]; those of other carriers give none by themselves."""
    electric = [a for a in ds["storage"].values if str(ds["carrier_of"].sel(asset=a).item()) in electric_carriers(ds)]
    return float(ds["capacity"].sel(asset=electric, year=year).sum())
