"""A system of several years as PyPSA plans it: investment periods, with a component for every year of building."""

from __future__ import annotations

from typing import Any

import linopy
import pandas as pd
import pypsa
import xarray as xr

from tests.support.pypsa_network import network

_COMPONENTS = ("Generator", "StorageUnit", "Link", "Load")
_BUILT = ("Generator", "StorageUnit", "Link")


def create_model(n: pypsa.Network) -> linopy.Model:
    """The network's linear program; over the years of building an asset keeps to its largest capacity."""
    periods = n.has_investment_periods
    model = n.optimize.create_model(multi_investment_periods=periods, include_objective_constant=False)
    if periods:
        for component in _BUILT:
            _limit_capacity(n, model, component)
    return model


def peer_network(data: xr.Dataset) -> pypsa.Network:
    """A filled network; costs of an asset must be the same in all years, as `registry.consecutive` makes them."""
    flat = network(data)
    years = data["year"].values
    if years.size == 1:
        return flat
    n = pypsa.Network()
    hour = data["step"].values % (data.sizes["step"] // years.size)
    # PyPSA's hints do not know its own way of saying periods
    snapshots: Any = pd.MultiIndex.from_arrays([data["year_of"].values, hour], names=["period", "timestep"])
    n.set_snapshots(snapshots)
    n.set_investment_periods(years.tolist())
    n.snapshot_weightings = n.snapshot_weightings.mul(data["weight"].values, axis=0)
    n.add("Bus", flat.buses.index)
    for component in _COMPONENTS:
        for year in years:
            _add_vintage(n, flat, component, int(year), first=year == years[0])
    return n


def _add_vintage(n: pypsa.Network, flat: pypsa.Network, component: str, year: int, first: bool) -> None:
    """What may be built in a year; what cannot be built (loads, load shedding) is there from the first year on."""
    source = flat.components[component]
    inputs = [c for c in source.static.columns if source.defaults.at[c, "status"].startswith("Input")]
    static = source.static[inputs]
    if "p_nom_extendable" in static:
        built = static[static["p_nom_extendable"]]
        _add(n, flat, component, built.assign(build_year=year), f" {year}")
        static = static.drop(built.index)
    if first:
        _add(n, flat, component, static, "")


def _add(n: pypsa.Network, flat: pypsa.Network, component: str, static: pd.DataFrame, suffix: str) -> None:
    if static.empty:
        return
    columns: dict[str, Any] = {str(name): values for name, values in static.items()}
    if component == "StorageUnit":
        columns["cyclic_state_of_charge_per_period"] = True
    for name, series in flat.components[component].dynamic.items():
        own = series.columns.intersection(static.index)
        if len(own):
            values = series.reindex(columns=static.index)
            constant = static[name] if name in static else pd.Series(1.0, index=static.index)
            columns[name] = values.fillna(constant).set_axis(n.snapshots)
    n.add(component, list(static.index), suffix=suffix, **columns)


def _limit_capacity(n: pypsa.Network, model: linopy.Model, component: str) -> None:
    static = n.components[component].static
    static = static[static["p_nom_extendable"]]
    # the name of an asset is that of its components without the year of building
    asset = static.index.str.rsplit(n=1).str[0].rename("asset")
    built = model.variables[f"{component}-p_nom"]
    groups = pd.Series(asset, index=static.index, name="asset").reindex(built.indexes["name"])
    most = static["p_nom_max"].groupby(asset).max()
    total = built.to_linexpr().groupby(groups).sum()
    model.add_constraints(total <= most.rename_axis("asset").to_xarray(), name=f"{component}-largest-capacity")
