"""Totals of a run: capacity by technology, costs by kind."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.runs.run_data import RunData

POWER = ("generation", "storage", "transmission")
SECTIONS = (*POWER, "conversion", "fuel_storage", "pipelines", "process")
_SMALLEST_MW = 1e-3


def capacity_by_technology(run: RunData) -> pd.DataFrame:
    """Sum the table `capacity` over assets, without technologies that are not there in any year.

    Columns: section (one of SECTIONS), technology, year, existing, new, retired, capacity [MW], energy_capacity [MWh].
    Power stands apart from other sectors and carriers; processes are the end uses of the sectors.
    """
    ds = run.dataset
    electric = electric_carriers(ds)
    described = zip(*(ds[f"{name}_of"].values for name in ("technology", "sector", "carrier")), strict=True)
    sections = {
        technology: _section(behaviour, sector == "power", carrier in electric)
        for behaviour, (technology, sector, carrier) in zip(ds["behaviour"].values, described, strict=True)
    }
    numbers = ["existing", "new", "retired", "capacity", "energy_capacity"]
    found = run.statistic("capacity", by=("technology", "year"), columns=numbers)
    found = found[found[["existing", "capacity"]].max(axis=1) > _SMALLEST_MW]
    found.insert(0, "section", found["technology"].map(sections))
    order = {str(name): at for at, name in enumerate(ds["technology"].values)}
    found = found.assign(at=found["section"].map(SECTIONS.index), of=found["technology"].map(order))
    return found.sort_values(["at", "of", "year"]).drop(columns=["at", "of"]).reset_index(drop=True)


def _section(behaviour: str, in_power: bool, is_electric: bool) -> str:
    match behaviour:
        case "supply":
            return "generation"
        case "conversion":
            return "generation" if in_power else "conversion"
        case "storage":
            return "storage" if is_electric else "fuel_storage"
        case "transmission":
            return "transmission" if is_electric else "pipelines"
        case _:
            return "process"


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
