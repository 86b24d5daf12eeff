"""The tables of a comparison, by name: tidy, a column `run`, differences to the first run; written as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from energy_model.analysis import run_alignment
from energy_model.analysis.energy.electricity import electric_carriers, electricity_balance
from energy_model.analysis.run_alignment import aligned
from energy_model.analysis.storage.by_technology import BREAK_EVEN, KEYS, RATIOS, SUMS, storage_by_technology
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import capacity_by_technology, costs_by_kind

Runs = Mapping[str, RunData]


def overview(runs: Runs) -> pd.DataFrame:
    """Each run as a whole: see `analysis.run_alignment.overview`."""
    return run_alignment.overview({key: run.summary for key, run in runs.items()})


def yearly_costs(runs: Runs) -> pd.DataFrame:
    """Cost of each year: see `analysis.run_alignment.yearly`."""
    return run_alignment.yearly({key: run.summary for key, run in runs.items()})


def costs(runs: Runs) -> pd.DataFrame:
    """Costs of each year by kind and carrier [CNY/year], not discounted: see `runs.totals.costs_by_kind`."""
    return aligned(
        {key: costs_by_kind(run) for key, run in runs.items()}, ["year", "kind", "carrier"], ["cost"], _years(runs)
    )


def capacity(runs: Runs) -> pd.DataFrame:
    """Capacity [MW], of it new, and energy capacity [MWh] by technology and year."""
    tables = {key: capacity_by_technology(run) for key, run in runs.items()}
    return aligned(tables, ["section", "technology", "year"], ["capacity", "new", "energy_capacity"], _years(runs))


def balance(runs: Runs) -> pd.DataFrame:
    """Electricity by kind and item [MWh]: sources above zero, uses below."""
    tables = {key: electricity_balance(run.dataset, run.table("energy_balance")) for key, run in runs.items()}
    return aligned(tables, ["year", "kind", "item"], ["energy"], _years(runs))


def curtailment(runs: Runs) -> pd.DataFrame:
    """Available and curtailed energy of wind, sun and other supply of electricity [MWh], by year."""
    tables = {}
    for key, run in runs.items():
        carrier = dict(zip(run.dataset["asset"].values, run.dataset["carrier_of"].values, strict=True))
        found = run.table("generation")
        found = found[found["asset"].map(carrier).isin(electric_carriers(run.dataset))]
        summed = found.groupby("year")[["available", "curtailed"]].sum()
        # a run without wind and sun has its zeros too
        tables[key] = summed.reindex(run.summary["years"], fill_value=0.0).rename_axis("year").reset_index()
    return aligned(tables, ["year"], ["available", "curtailed"], _years(runs))


def co2(runs: Runs) -> pd.DataFrame:
    """CO2 by year [t]: emitted in the city, bought and sold with electricity, and by consumption."""
    tables = {key: run.table("accounts") for key, run in runs.items()}
    return aligned(tables, ["year"], ["production", "purchases", "exports", "consumption"], _years(runs))


def sectors(runs: Runs) -> pd.DataFrame:
    """CO2 emitted in the city by sector and year [t]."""
    tables = {}
    for key, run in runs.items():
        found = run.table("emissions")
        found = found[found["kind"] == "combustion"]
        tables[key] = found.groupby(["sector", "year"], sort=False)["co2"].sum().reset_index()
    return aligned(tables, ["sector", "year"], ["co2"], _years(runs))


def targets(runs: Runs) -> pd.DataFrame:
    """The scorecards: see `analysis.run_alignment.targets`."""
    return run_alignment.targets({key: run.summary for key, run in runs.items()})


def storage(runs: Runs) -> pd.DataFrame:
    """Each storage of electricity in each year: the columns of `storage_value`, without differences."""
    return pd.concat({key: run.table("storage_value") for key, run in runs.items()}, names=["run"]).reset_index("run")


def storage_technologies(runs: Runs) -> pd.DataFrame:
    """Storages by technology and year, with differences of sums: see `analysis.storage.by_technology`."""
    tables = {key: storage_by_technology(run) for key, run in runs.items()}
    sums = aligned(tables, KEYS, SUMS, _years(runs))
    rest = pd.concat(tables, names=["run"]).reset_index("run")
    return sums.merge(rest[["run", *KEYS, *RATIOS, *BREAK_EVEN]], on=["run", *KEYS], how="left")


def scenarios(runs: Runs) -> pd.DataFrame:
    """Overrides of the scenario files that differ: see `analysis.run_alignment.origins`."""
    return run_alignment.origins({key: run.manifest for key, run in runs.items()})


def _years(runs: Runs) -> dict[str, list[int]]:
    return {key: run.summary["years"] for key, run in runs.items()}


TABLES: dict[str, Callable[[Runs], pd.DataFrame]] = {
    function.__name__: function
    for function in (
        *(overview, yearly_costs, costs, capacity, balance, curtailment),
        *(co2, sectors, targets, storage, storage_technologies, scenarios),
    )
}
