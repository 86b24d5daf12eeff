"""PyPSA networks of the systems of `tests.support.systems.random_system`, for the equality test and the benchmark."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa
import xarray as xr

# say which of two behaviours is meant, otherwise PyPSA warns; the new one becomes its default
pypsa.options.api.legacy_string_dtype = False


def network(data: xr.Dataset) -> pypsa.Network:
    """A filled network of generators, storage units, links and loads.

    Lines become links without loss that run both ways; PyPSA counts a flow back as a negative one, so a variable cost
    of lines must be zero in the data for the two models to be equal.
    """
    n = pypsa.Network()
    n.set_snapshots(range(data.sizes["step"]))
    n.snapshot_weightings = n.snapshot_weightings.mul(data["weight"].values, axis=0)
    n.snapshot_weightings["stores"] = data["step_length"].values
    zones = data["zone"].values.tolist()
    n.add("Bus", zones)
    table = data[[k for k, v in data.data_vars.items() if v.dims == ("asset",)]].to_dataframe()
    yearly = data[[k for k, v in data.data_vars.items() if v.dims == ("asset", "year")]].isel(year=0, drop=True)
    table = table.join(yearly.to_dataframe())
    table["capital_cost"] = _annuity(table["wacc"], table["lifetime"]) * table["overnight_cost"] + table["fixed_om"]
    _generators(n, data, table[table["behaviour"] == "supply"])
    _storage_units(n, table[table["behaviour"] == "storage"])
    _links(n, table[table["behaviour"] == "transmission"])
    _loads(n, data)
    return n


def _annuity(wacc: pd.Series, lifetime: pd.Series) -> pd.Series:
    return wacc / (1 - (1 + wacc) ** -lifetime)


def _profiles(data: xr.Dataset, names: pd.Series) -> pd.DataFrame:
    values = data["profile_value"].sel(profile=names.to_numpy()).values.T
    return pd.DataFrame(values, columns=names.index)


def _generators(n: pypsa.Network, data: xr.Dataset, table: pd.DataFrame) -> None:
    limited = table[table["availability_of"] != "always"]
    for part, profiles in ((limited, _profiles(data, limited["availability_of"])), (table.drop(limited.index), 1.0)):
        n.add(
            "Generator",
            list(part.index),
            bus=part["zone_of"],
            p_nom_extendable=True,
            p_nom_max=part["maximum_capacity"],
            p_max_pu=profiles,
            marginal_cost=part["variable_om"],
            capital_cost=part["capital_cost"],
        )


def _storage_units(n: pypsa.Network, table: pd.DataFrame) -> None:
    n.add(
        "StorageUnit",
        list(table.index),
        bus=table["zone_of"],
        p_nom_extendable=True,
        p_nom_max=table["maximum_capacity"],
        max_hours=table["duration_max"],
        efficiency_store=table["efficiency_in"],
        efficiency_dispatch=table["efficiency_out"],
        marginal_cost=table["variable_om"],
        capital_cost=table["capital_cost"],
        cyclic_state_of_charge=True,
    )


def _links(n: pypsa.Network, table: pd.DataFrame) -> None:
    n.add(
        "Link",
        list(table.index),
        bus0=table["zone_of"],
        bus1=table["to_zone"],
        p_nom_extendable=True,
        p_nom_max=table["maximum_capacity"],
        p_min_pu=-1.0,
        capital_cost=table["capital_cost"],
    )


def _loads(n: pypsa.Network, data: xr.Dataset) -> None:
    demand = data[["demand_zone", "demand_profile", "unserved_cost"]].to_dataframe()
    mean = data["demand_mean"].isel(year=0).to_series()
    load = _profiles(data, demand["demand_profile"]) * mean.to_numpy()
    n.add("Load", list(demand.index), bus=demand["demand_zone"], p_set=load)
    peak = load.max().to_numpy()
    # shedding at the value of lost load, as a generator that is always there
    n.add(
        "Generator",
        list(demand.index),
        suffix=" shed",
        bus=demand["demand_zone"],
        p_nom=peak,
        p_max_pu=load / np.maximum(peak, 1e-12),
        marginal_cost=demand["unserved_cost"],
    )
