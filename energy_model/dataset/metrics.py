"""Metrics and targets in the Dataset: for each quantity a matrix of coefficients, metric by asset, demand or market."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import energy_model.dataset.units as units
from energy_model.dataset.assets import WITH_PORTS, asset_table
from energy_model.dataset.columns import Variables, labels
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

# quantity: what it is summed over, and its model unit
QUANTITIES = {
    "capacity": ("asset", "MW"),
    "new_capacity": ("asset", "MW"),
    "retrofit": ("asset", "MW"),
    "energy_capacity": ("asset", "MWh"),
    "generation": ("asset", "MWh"),
    "input": ("port", "MWh"),
    "output": ("port", "MWh"),
    "flow": ("asset", "MWh"),
    "consumption": ("demand", "MWh"),
    "peak_demand": ("demand", "MW"),
    "flexible_demand": ("demand", "MW"),
    "purchase": ("market", "MWh"),
    "sale": ("market", "MWh"),
    "emissions": ("asset", "t"),
}
FILTERS = ("technology", "group", "sector", "zone", "asset", "carrier", "green")


def members(tables: Tables) -> dict[str, pd.DataFrame]:
    """Give what the terms of each quantity can select, with the columns of FILTERS, in the order of the coordinate.

    Under 'asset', 'port', 'demand' and 'market': everything, with a column ``has_<quantity>`` (bool) for each quantity
    that is summed over them. Of links the zone is the one where they end; of ports the carrier is the one that flows.
    Emissions are of what burns something or has emissions of its own, and of what is bought.
    """
    assets = asset_table(tables)
    assets["zone"] = assets["to_zone"].where(assets["link"].astype(bool), assets["zone"])
    factors = tables["carriers"].set_index("carrier")["emission_factor"]
    ports = tables["ports"]
    # what gives a fuel back saves its CO2: hydrogen injection gives coke back
    burning = set(ports["technology"][ports["carrier"].map(factors) > 0])
    burning |= _with_parameter(tables, "direct_emissions")
    behaviour = assets["behaviour"]
    assets = assets.assign(
        has_capacity=True,
        has_new_capacity=True,
        has_retrofit=assets["technology"].isin(_with_parameter(tables, "retrofit_cost")),
        has_energy_capacity=behaviour == "storage",
        has_generation=behaviour.isin(["supply", *WITH_PORTS]),
        has_flow=behaviour == "transmission",
        has_emissions=assets["technology"].isin(burning),
    )
    demands = tables["demands"].rename(columns={"demand": "asset"})
    demands = demands.assign(has_consumption=True, has_peak_demand=True, has_flexible_demand=True)
    buying = tables["markets"]["direction"] == "buy"
    markets = tables["markets"].rename(columns={"market": "asset"})
    markets = markets.assign(has_purchase=buying, has_sale=~buying, has_emissions=buying)
    return {"asset": assets, "port": _ports(assets, ports), "demand": demands, "market": markets}


def _ports(assets: pd.DataFrame, ports: pd.DataFrame) -> pd.DataFrame:
    """Give the ports of all assets, in the order of `port_variables`."""
    columns = ["asset", "technology", "group", "sector", "zone", "green"]
    own = assets.loc[assets["behaviour"].isin(WITH_PORTS), columns]
    found = own.merge(ports[["technology", "carrier", "direction"]], on="technology")
    return found.assign(has_input=found["direction"] == "in", has_output=found["direction"] == "out")


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


def metric_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the coefficient matrices and, for each metric, its unit and the number of model units in it."""
    everything, metrics = members(tables), tables.keys("metrics")
    matrices: dict[tuple[str, str], NDArray[np.float64]] = {
        (quantity, over): np.zeros((len(metrics), len(everything[over]))) for quantity, (over, _) in QUANTITIES.items()
    }
    matrices["emissions", "market"] = np.zeros((len(metrics), len(everything["market"])))
    for _, term in records(tables["metric_terms"]):
        for (quantity, over), matrix in matrices.items():
            if quantity == term["quantity"]:
                matrix[metrics.index(term["metric"])] += term["coefficient"] * selected(term, everything[over])
    variables: Variables = {
        _variable(quantity, over): (("metric", over), matrix) for (quantity, over), matrix in matrices.items()
    }
    shown = tables["metrics"]["unit"]
    return variables | {
        "metric_unit": ("metric", labels(shown)),
        "metric_scale": ("metric", np.array([scale(unit) for unit in shown], dtype=float)),
    }


def _variable(quantity: str, over: str) -> str:
    """Name the matrix of a quantity."""
    return f"metric_emission_{over}" if quantity == "emissions" else f"metric_{quantity}"


def scale(unit: str) -> float:
    """Give the number of model units in one unit, e.g. 1000 (MW) for GW."""
    return units.factor(unit, units.model_unit(unit))


def target_variables(tables: Tables, targets: pd.DataFrame) -> Variables:
    """Give the variables over (target): values in model units, of targets with ``of`` a share."""
    words = ("metric", "of", "sense", "unit", "clause", "basis", "name_zh", "name_en")
    variables: Variables = {f"target_{name}": ("target", labels(targets[name])) for name in words}
    return variables | {
        "target_year": ("target", targets["year"].to_numpy(dtype=np.int64)),
        "target_value": ("target", targets["value"].to_numpy(dtype=float)),
        "target_scale": ("target", np.array([scale(unit) for unit in targets["unit"]], dtype=float)),
    }
