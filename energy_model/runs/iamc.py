"""A run in the format of the Integrated Assessment Modeling Consortium: one row a variable, one column a year.

Names of variables and units are those of its common definitions. The source of a technology and the fuel that a carrier
is are called as the column `iamc` of the study's tables says, else by the role of the carrier (iamc.csv). A source that
is called nothing is `Other`; a carrier that is called nothing (services such as steel or road freight) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd

from energy_model.analysis.tidy import lookup
from energy_model.dataset.units import MONEY
from energy_model.runs.iamc_names import OTHER, TRADE, IamcNames
from energy_model.runs.run_data import RunData

INDEX = ["model", "scenario", "region", "variable", "unit"]
_ENERGY, _MWH = "EJ/yr", 1e12 / 3600
_AT_ONCE = ("Electricity", "Heat", "Hydrogen")  # fuels that wind, sun and rivers give without another between
_END_USE = "Demand|"
_COLUMNS = ["variable", "year", "value"]


def iamc(run: RunData) -> pd.DataFrame:
    """Energy, capacity, investment, CO2 and its price of a run. Columns: INDEX, then the model years.

    The region is the place of the study; money is of the base year, `CNY_2025`. A variable with parts is the sum of
    those that are told. CO2 that is counted for bought power is emitted elsewhere and left out.
    """
    run = run.without_hours()
    names, money = IamcNames(run.dataset), f"{run.summary.get('currency', MONEY)}_{int(run.dataset['base_year'])}"
    parts = [
        _unit(_summed(_secondary(run, names), 2), _ENERGY, _MWH),
        _unit(_summed(_primary(run, names), 1), _ENERGY, _MWH),
        _unit(_final(run, names), _ENERGY, _MWH),
        _unit(_summed(_capacity(run, names), 2), "GW", 1e3),
        _unit(_storage(run, names), "GWh", 1e3),
        _unit(_summed(_emissions(run, names), 2), "Mt CO2/yr", 1e6),
        _unit(_summed(_investment(run, names), 3), f"billion {money}/yr", 1e9),
        _unit(_carbon_price(run), f"{money}/t CO2", 1.0),
    ]
    every = pd.concat(parts, ignore_index=True)
    wide = every.pivot_table(index=["variable", "unit"], columns="year", values="value", aggfunc="sum", fill_value=0.0)
    found = wide.reindex(columns=list(run.summary["years"]), fill_value=0.0).rename_axis(columns=None).reset_index()
    found.insert(0, "region", str(run.dataset.attrs.get("place_en", "")) or run.name)
    found.insert(0, "scenario", run.name)
    found.insert(0, "model", f"energy-model {run.manifest['versions']['energy-model']}".strip())
    return found


def _unit(told: pd.DataFrame, unit: str, per: float) -> pd.DataFrame:
    """Values in a unit; per : model units in it."""
    return told.assign(unit=unit, value=told["value"] / per)


def _summed(leaves: pd.DataFrame, level: int) -> pd.DataFrame:
    """Variables and all that they are part of, from `level` parts of the name on."""
    names = leaves["variable"].map(lambda name: _above(name, level))
    return leaves.assign(variable=names).explode("variable", ignore_index=True)


def _above(name: str, level: int) -> list[str]:
    parts = name.split("|")
    return ["|".join(parts[:count]) for count in range(level, len(parts) + 1)]


def _leaves(frame: pd.DataFrame, variables: Iterable[str], values: pd.Series[float]) -> pd.DataFrame:
    """Variable, year and value of each row."""
    return frame.assign(variable=list(variables), value=values)[_COLUMNS]


def _secondary(run: RunData, names: IamcNames) -> pd.DataFrame:
    """Fuels that are made: what conversions and processes give of another, and power of wind, sun and rivers."""
    made, given = _through_ports(run, names), _supplied(run)
    given = given.assign(fuel=given["carrier"].map(names.fuel))
    columns = ["technology", "fuel", "year", "output"]
    both = pd.concat([made.loc[made["makes"], columns], given.loc[given["fuel"].isin(_AT_ONCE), columns]])
    kind = both["fuel"].str.partition("|")[0]  # gas from coal is Gases|Coal
    return _leaves(both, "Secondary Energy|" + kind + "|" + both["technology"].map(names.source), both["output"])


def _through_ports(run: RunData, names: IamcNames) -> pd.DataFrame:
    """Table `fuels` of carriers that have a name, with `fuel` and whether the technology `makes` it."""
    found = run.table("fuels")
    found = found.assign(fuel=found["carrier"].map(names.fuel))
    found = found[found["fuel"] != ""]
    makes = np.array([names.makes(*pair) for pair in zip(found["technology"], found["fuel"], strict=True)], dtype=bool)
    return found.assign(makes=makes & (found["output"] > 0))


def _supplied(run: RunData) -> pd.DataFrame:
    """Output of wind, sun, rivers and mines. Columns: technology, carrier, year, output [MWh]."""
    found = run.table("generation")
    found = found[lookup(run.dataset, "natural", found["asset"]).astype(bool)]
    carrier = lookup(run.dataset, "carrier_of", found["asset"])
    return found.assign(carrier=carrier, output=found["generation"])[["technology", "carrier", "year", "output"]]


def _primary(run: RunData, names: IamcNames) -> pd.DataFrame:
    """Energy that comes into the system (direct equivalent): bought less sold, and what nature gives."""
    trade = run.table("trade")
    trade = trade.assign(fuel=trade["carrier"].map(names.fuel))
    trade = trade[trade["fuel"] != ""]
    bought = trade["energy"] * np.where(trade["direction"] == "buy", 1.0, -1.0)
    given = _supplied(run)
    fuels = given["carrier"].map(names.fuel)
    sources = given["technology"].map(names.source).str.partition("|")[0]
    sources = sources.where(fuels.isin(_AT_ONCE), fuels.map(names.primary))
    return pd.concat(
        [
            _leaves(trade, "Primary Energy|" + trade["fuel"].map(names.primary), bought),
            _leaves(given, "Primary Energy|" + sources.replace(TRADE, OTHER), given["output"]).loc[fuels != ""],
        ],
        ignore_index=True,
    )


def _final(run: RunData, names: IamcNames) -> pd.DataFrame:
    """Fuels that users take: demands, which have no sector here, and processes of users that make no fuel of them."""
    demand, taken = run.table("demand"), _through_ports(run, names)
    users = taken["sector"].map(names.sector).str.startswith(_END_USE)
    taken = taken[users & ~taken["technology"].isin(taken["technology"][taken["makes"]])]
    columns = ["sector", "fuel", "year", "value"]
    demand = demand.assign(sector="", fuel=demand["carrier"].map(names.fuel), value=demand["served"])
    uses = pd.concat(
        [demand.loc[demand["fuel"] != "", columns], taken.assign(value=taken["input"] - taken["output"])[columns]]
    )
    by_fuel = _summed(_leaves(uses, "Final Energy|" + uses["fuel"], uses["value"]), 1)
    own = uses[uses["sector"] != ""]
    sectors = own["sector"].map(names.sector).str.removeprefix(_END_USE).replace("AFOFI", "Agriculture")
    by_sector = _summed(_leaves(own, "Final Energy|" + sectors, own["value"]), 2)
    both = _leaves(own, "Final Energy|" + sectors + "|" + own["fuel"], own["value"])
    return pd.concat([by_fuel, by_sector, both], ignore_index=True)


def _capacity(run: RunData, names: IamcNames) -> pd.DataFrame:
    """Capacity that gives electricity, storages and lines aside."""
    found = _generators(run.table("capacity"), run, names)
    return _leaves(found, "Capacity|Electricity|" + found["technology"].map(names.source), found["capacity"])


def _storage(run: RunData, names: IamcNames) -> pd.DataFrame:
    found = run.table("storage")
    found = found[lookup(run.dataset, "carrier_of", found["asset"]).map(names.fuel) == "Electricity"]
    return _leaves(found, ["Capacity|Electricity|Storage Capacity"] * len(found), found["energy_capacity"])


def _generators(found: pd.DataFrame, run: RunData, names: IamcNames) -> pd.DataFrame:
    """Rows of assets whose capacity is measured in the electricity that they give."""
    electric = lookup(run.dataset, "carrier_of", found["asset"]).map(names.fuel) == "Electricity"
    operated = found["asset"].isin(run.dataset["operated"].values)
    return found[electric & operated & (found["technology"].map(names.taken) != "Electricity")]


def _emissions(run: RunData, names: IamcNames) -> pd.DataFrame:
    """CO2 from energy by sector, and what no fuel holds of industry's as that of its processes."""
    found = run.table("emissions")
    found = found[found["kind"] == "combustion"]
    sectors = found["sector"].map(names.sector)
    process = found["direct"].where(sectors.str.startswith(f"{_END_USE}Industry"), 0.0)
    energy = _leaves(found, "Emissions|CO2|Energy|" + sectors, found["co2"] - process)
    other = _leaves(found, ["Emissions|CO2|Industrial Processes"] * len(found), process)
    return pd.concat([energy, other[other["value"] != 0]], ignore_index=True)


def _investment(run: RunData, names: IamcNames) -> pd.DataFrame:
    """Overnight cost of generation that is built, evenly over the years since the model year before."""
    found = _generators(run.table("investment"), run, names)
    years = [int(run.dataset["base_year"]), *run.summary["years"]]
    since = {year: max(year - before, 1) for before, year in pairwise(years)}
    spread = (found["planned"] + found["committed"]) / found["year"].map(since)
    sources = found["technology"].map(names.source)
    return _leaves(found, "Investment|Energy Supply|Electricity|" + sources, spread)


def _carbon_price(run: RunData) -> pd.DataFrame:
    price = run.dataset["co2_price"].to_series().rename("value").reset_index()
    return price.assign(variable="Price|Carbon")[_COLUMNS]
