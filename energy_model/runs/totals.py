"""Totals of a run: capacity by technology, costs by kind."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.runs.run_data import RunData

POWER = ("generation", "storage", "transmission")
SECTIONS = (*POWER, "conversion", "fuel_storage", "pipelines", "process")
_SMALLEST_MW = 1e-3


def capacity_by_technology(run: RunData) -> pd.DataFrame:
    """Sum the table `capacity` over assets, without technologies that are not there in any year.

    Columns: section (one of SECTIONS), technology, year, existing, new, retired, capacity [MW], energy_capacity [MWh].
    Electricity stands apart from other carriers: what gives it and has its capacity measured in it is generation.
    """
    ds = run.dataset
    sections = dict(zip(ds["technology_of"].values, _sections(ds), strict=True))
    numbers = ["existing", "new", "retired", "capacity", "energy_capacity"]
    found = run.statistic("capacity", by=("technology", "year"), columns=numbers)
    found = found[found[["existing", "capacity"]].max(axis=1) > _SMALLEST_MW]
    found.insert(0, "section", found["technology"].map(sections))
    keys = [found["section"].map(SECTIONS.index), found["technology"].map(_places(ds)), found["year"]]
    return found.iloc[np.lexsort(keys[::-1])].reset_index(drop=True)


def _places(ds: xr.Dataset) -> dict[str, int]:
    """Place of each technology: group by group, in each as the study's table has them."""
    order = dict(zip(ds["group"].values, ds["group_order"].values, strict=True))
    group = dict(zip(ds["technology_of"].values, ds["group_of"].values, strict=True))
    names = [str(name) for name in ds["technology"].values if name in group]
    return {name: at for at, name in enumerate(sorted(names, key=lambda name: order[group[name]]))}


def _sections(ds: xr.Dataset) -> list[str]:
    """Section of each asset, by what it makes, keeps or carries."""
    electric = set(electric_carriers(ds))
    kinds = {kind: set(ds[kind].values) for kind in ("storage", "link", "process")}
    columns = zip(*(ds[f"port_{name}"].values for name in ("asset", "carrier", "coefficient")), strict=True)
    takes = {(asset, carrier) for asset, carrier, coefficient in columns if coefficient < 0}
    found = []
    for asset, carrier in zip(ds["asset"].values, ds["carrier_of"].values, strict=True):
        if asset in kinds["storage"]:
            found.append("storage" if carrier in electric else "fuel_storage")
        elif asset in kinds["link"]:
            found.append("transmission" if carrier in electric else "pipelines")
        elif carrier in electric and (asset, carrier) not in takes:
            found.append("generation")
        else:
            found.append("process" if asset in kinds["process"] else "conversion")
    return found


def costs_by_kind(run: RunData) -> pd.DataFrame:
    """Costs by kind and year; trade by carrier, bought and sold apart.

    Columns: year, kind, carrier ('' but for kinds 'bought' and 'sold'), cost [CNY/year]; sales are negative. Kinds that
    cost less than a yuan are left out. Costs are those of the year, not discounted.
    """
    ds, found = run.dataset, run.table("costs")
    carrier = dict(zip(ds["market"].values, ds["market_carrier"].values, strict=True))
    direction = dict(zip(ds["market"].values, ds["market_direction"].values, strict=True))
    trade = found["kind"] == "trade"
    sides = found["item"].map(direction).map({"buy": "bought", "sell": "sold"})
    found["carrier"] = found["item"].map(carrier).where(trade, "")
    found["kind"] = found["kind"].mask(trade, sides)
    found = found.groupby(["year", "kind", "carrier"], sort=False)["cost"].sum().reset_index()
    # what is below a yuan is the solver's rounding
    return found[found["cost"].abs() >= 1.0].reset_index(drop=True)
