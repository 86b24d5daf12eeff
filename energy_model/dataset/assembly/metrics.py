"""Metrics in the Dataset: for each quantity a matrix of coefficients, metric by asset, demand, market or park."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import energy_model.dataset.units as units
from energy_model.dataset.assembly.arrays import Variables, labels
from energy_model.dataset.assembly.assets import WITH_PORTS, asset_table
from energy_model.dataset.assembly.indicators import indicator_units
from energy_model.dataset.assembly.roles import inside_zones
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables
from energy_model.formulation.quantities import QUANTITIES, UNITS

FILTERS = ("technology", "group", "sector", "zone", "asset", "carrier", "green", "indicator")
PEAK = "peak_demand"


def members(tables: Tables) -> dict[str, pd.DataFrame]:
    """Give what terms can select, as `_members` does; not to be changed."""
    return tables.once("members", _members)


def _members(tables: Tables) -> dict[str, pd.DataFrame]:
    """Give what the terms of each quantity can select, with the columns of FILTERS, in the order of the coordinate.

    Under 'asset', 'port', 'demand', 'market', 'zone' and 'indicator': everything, with a column ``has_<quantity>``
    (bool) for each quantity that is summed over them. Of links the zone is the one where they end; of ports the carrier
    is the one that flows. Emissions are of what burns something or has emissions of its own, and of what is traded
    (taken off for what is sold). Matched, and buyers of certificates, are the zones whose green power links trace; kept
    and sold certificates are of what they are issued for. Peak and
    calm demand are of demands and of what converters and processes in the city take.
    """
    assets, ports = _assets(tables), tables["ports"]
    demands = tables["demands"].rename(columns={"demand": "asset"})
    demands = demands.assign(has_consumption=True, has_peak_demand=True, has_flexible_demand=True, has_calm_demand=True)
    buying = tables["markets"]["direction"] == "buy"
    markets = tables["markets"].rename(columns={"market": "asset"})
    markets = markets.assign(has_purchase=buying, has_sale=~buying, has_emissions=buying | _counted(tables))
    zones = tables["zones"][["zone"]]
    traced = zones["zone"].isin(tables["links"]["traced_zone"])
    zones = zones.assign(has_matched=traced, has_certificates_bought=traced)
    indicators = tables["indicators"][["indicator"]].assign(has_given=True)
    everything = {
        "asset": assets,
        "port": _ports(assets, ports, inside_zones(tables)),
        "demand": demands,
        "market": markets,
    }
    return everything | {"zone": zones, "indicator": indicators}


def _assets(tables: Tables) -> pd.DataFrame:
    """Give all assets, in the order of the coordinate."""
    assets = asset_table(tables)
    assets["zone"] = assets["to_zone"].where(assets["link"].astype(bool), assets["zone"])
    factors = tables["carriers"].set_index("carrier")["emission_factor"]
    ports = tables["ports"]
    # what gives a fuel back saves its CO2: hydrogen injection gives coke back
    burning = set(ports["technology"][ports["carrier"].map(factors) > 0])
    burning |= _with_parameter(tables, "direct_emissions")
    behaviour = assets["behaviour"]
    certified = assets["technology"].isin(_with_parameter(tables, "certificates"))
    committed = (behaviour == "conversion") & assets["technology"].isin(_with_parameter(tables, "min_load"))
    return assets.assign(
        has_capacity=True,
        has_new_capacity=True,
        has_retrofit=assets["technology"].isin(_with_parameter(tables, "retrofit_cost")),
        has_energy_capacity=behaviour == "storage",
        has_generation=behaviour.isin(["supply", *WITH_PORTS]),
        has_available=behaviour == "supply",
        has_starts=committed,
        has_online=committed,
        has_night_generation=behaviour.isin(["supply", "conversion"]),
        has_calm_available=behaviour.isin(["supply", "conversion"]),
        has_flow=behaviour == "transmission",
        has_emissions=assets["technology"].isin(burning),
        has_certificates_kept=certified,
        has_certificates_sold=certified,
    )


def _ports(assets: pd.DataFrame, ports: pd.DataFrame, inside: Collection[str]) -> pd.DataFrame:
    """Give the ports of all assets, in the order of `port_variables`."""
    columns = ["asset", "technology", "group", "sector", "zone", "green"]
    own = assets.loc[assets["behaviour"].isin(WITH_PORTS), columns]
    ports = ports[["technology", "carrier", "direction", "zone"]]
    found = own.merge(ports, on="technology", suffixes=("", "_of_port"))
    found["zone"] = found["zone_of_port"].where(found["zone_of_port"] != "", found["zone"])
    taking = found["direction"] == "in"
    loads = taking & found["zone"].isin(inside)
    return found.assign(has_input=taking, has_output=~taking, has_peak_demand=loads, has_calm_demand=loads)


def _counted(tables: Tables) -> pd.Series[bool]:
    """Tell of each market whether a MWh traded has CO2 in some year."""
    markets, data = tables["markets"], tables["market_data"]
    some_year = data["market"][data["emission_intensity"].fillna(0.0) > 0]
    return (markets["emission_intensity"] > 0) | markets["market"].isin(some_year)


def _with_parameter(tables: Tables, name: str) -> set[str]:
    """Give the technologies for which a parameter is given and not 0."""
    data = tables["technology_data"]
    return set(data["technology"][(data["parameter"] == name) & (data["value"] != 0)])


def selected(term: Mapping[str, Any], everything: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which members a term of a metric selects: those that have its quantity and pass all its filters."""
    has = f"has_{term['quantity']}"
    if has not in everything.columns:
        return np.zeros(len(everything), dtype=bool)
    chosen = everything[has].to_numpy(dtype=bool)
    for name in FILTERS:
        wanted = term[name]
        if pd.isna(wanted) or wanted == "":
            continue
        if name not in everything.columns:
            return np.zeros(len(everything), dtype=bool)
        chosen = chosen & (everything[name] == wanted).to_numpy(dtype=bool)
    return chosen


def peak_terms(tables: Tables) -> dict[str, Mapping[str, Any]]:
    """Give a term for each selection of loads whose peak terms ask for, by the name of the selection."""
    terms = tables["metric_terms"]
    return {selection(term): term for _, term in records(terms[terms["quantity"] == PEAK])}


def selection(term: Mapping[str, Any]) -> str:
    """Give a name to what a term selects by its filters, 'carrier=electricity'."""
    return " ".join(f"{name}={term[name]}" for name in FILTERS if not (pd.isna(term[name]) or term[name] == ""))


def metric_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the coefficient matrices and, for each metric, its unit and the number of model units in it."""
    everything, metrics, peaks = members(tables), tables.keys("metrics"), labels(peak_terms(tables))
    sizes = {over: len(those) for over, those in everything.items()} | {"peak": len(peaks)}
    matrices = {quantity: np.zeros((len(metrics), sizes[quantity.over])) for quantity in QUANTITIES}
    kinds, given = tables["metrics"].set_index("metric")["unit"].map(units.model_unit), indicator_units(tables)
    for _, term in records(tables["metric_terms"]):
        factor = term["coefficient"] * coefficient_scale(term, kinds[term["metric"]], given)
        for quantity, matrix in matrices.items():
            if quantity.name == term["quantity"]:
                over = quantity.over
                own = peaks == selection(term) if over == "peak" else selected(term, everything[over])
                matrix[metrics.index(term["metric"])] += factor * own
    variables: Variables = {
        quantity.coefficients: (("metric", quantity.over), matrix) for quantity, matrix in matrices.items()
    }
    shown = tables["metrics"]["unit"]
    return variables | {
        "metric_unit": ("metric", labels(shown)),
        "metric_kind": ("metric", labels(kinds)),
        "metric_scale": ("metric", np.array([scale(unit) for unit in shown], dtype=float)),
    }


def coefficient_scale(term: Mapping[str, Any], kind: str, given: Mapping[str, str]) -> float:
    """Give the number of model units in one unit of a term's coefficient, for a metric in the unit `kind`.

    given: units of the indicators. Raises units.UnitError where the coefficient does not lead from the quantity to the
    metric.
    """
    quantity = given.get(term["indicator"], "1") if term["quantity"] == "given" else UNITS[term["quantity"]]
    wanted = "1" if quantity == kind else kind if quantity == "1" else f"{kind}/{quantity}"
    return units.factor(term["unit"], wanted)


def scale(unit: str) -> float:
    """Give the number of model units in one unit, e.g. 1000 (MW) for GW."""
    return units.factor(unit, units.model_unit(unit))
