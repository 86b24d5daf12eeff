"""From a run of one year to a PyPSA network that is solved there to the same cost, and a ledger of what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.pypsa.network import pypsa, quietly
from energy_model.exchange.pypsa.written.capacity import add_fixed_costs
from energy_model.exchange.pypsa.written.demands import add_demands, add_markets
from energy_model.exchange.pypsa.written.lines import add_links
from energy_model.exchange.pypsa.written.producers import add_conversions, add_supply
from energy_model.exchange.pypsa.written.refusals import refuse_rules
from energy_model.exchange.pypsa.written.run_year import RunYear
from energy_model.exchange.pypsa.written.storages import add_storages
from energy_model.exchange.pypsa.written.targets import add_targets


@dataclass(frozen=True)
class ExportedNetwork:
    """Outcome of an export: the network, None where nothing could be carried, and what was not carried."""

    network: Any
    ledger: Ledger


def network_of(data: xr.Dataset, name: str) -> ExportedNetwork:
    """Network of the dataset of a solved run (`RunData.dataset`); name : of the network.

    Costs are those of the model year. What of them no decision changes is the capital cost of a generator that gives
    nothing, so that PyPSA's objective is the cost of the run. Raises StudyError where PyPSA is not installed.
    """
    ledger = Ledger()
    if data.sizes["year"] > 1:
        ledger.refuse("scenario", "years", data["year"].values, "periods")
        return ExportedNetwork(None, ledger)
    with quietly():
        run = RunYear(data, pypsa().Network(name=name), ledger)
        _add_time(run)
        _add_carriers(run)
        refuse_rules(run)
        add_targets(run)
        for add in (add_demands, add_markets, add_supply, add_conversions, add_storages, add_links, add_fixed_costs):
            add(run)
    return ExportedNetwork(run.network, ledger)


def save_network(network: Any, path: Path) -> None:
    """Write a network as a NetCDF file."""
    with quietly():
        network.export_to_netcdf(str(path))


def _add_time(run: RunYear) -> None:
    """Snapshots, and their weightings."""
    n, data = run.network, run.data
    n.set_snapshots(pd.DatetimeIndex(data["time"].values, name="snapshot"))
    n.snapshot_weightings["objective"] = n.snapshot_weightings["generators"] = data["weight"].values.astype(float)
    n.snapshot_weightings["stores"] = data["step_length"].values.astype(float)


def _add_carriers(run: RunYear) -> None:
    """Carriers of buses, and groups of technologies, with their colours."""
    colours: dict[str, str] = {}
    for dim in ("group", "carrier"):
        names, found = run.data[dim].values, run.data[f"{dim}_colour"].values
        colours |= {str(name): str(colour) for name, colour in zip(names, found, strict=True)}
    run.network.add("Carrier", list(colours), color=list(colours.values()))
    own = np.array(["AC", "capacity", "surplus", "trade", "unserved", "fixed costs"])
    run.network.add("Carrier", [name for name in own.tolist() if name not in colours])
