"""Values of lost load beside what supply costs: one that is a hundred times the dearest supply decides a plan alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

RATIO = 100.0  # from here on the value hides what supply costs, and the search has numbers of two scales
_CHAIN = 3  # conversions one after the other whose costs are added up: gas to power, power to hydrogen, its turbine


@dataclass(frozen=True)
class DearLostLoad:
    """Demands of a carrier whose lost load is valued at `value`; `dearest` : cost of the dearest supply [CNY/MWh]."""

    carrier: str
    demands: tuple[str, ...]
    value: float
    dearest: float


def dear_lost_load(tables: Tables) -> list[DearLostLoad]:
    """Demands by carrier whose lost load is valued at `RATIO` times the dearest supply or more.

    Supply costs what is bought at its highest price, and what plants pay per unit with their inputs at the dearest;
    capacity is left aside. A carrier whose supply costs nothing has nothing to compare with.
    """
    dearest, found = _dearest(tables), []
    demands = tables["demands"]
    for carrier, value in dict.fromkeys(zip(demands["carrier"], demands["unserved_cost"], strict=True)):
        cost = dearest.get(carrier, 0.0)
        if cost > 0 and value >= RATIO * cost:
            own = demands[(demands["carrier"] == carrier) & (demands["unserved_cost"] == value)]["demand"]
            found.append(DearLostLoad(carrier, tuple(own), value, cost))
    return found


def _dearest(tables: Tables) -> dict[str, float]:
    """Cost of the dearest supply by carrier [CNY/MWh]."""
    bought, om = _bought(tables), _variable_om(tables)
    technologies = tables["technologies"]
    supply = technologies[technologies["behaviour"] == "supply"]
    for carrier, technology in zip(supply["carrier"], supply["technology"], strict=True):
        bought[carrier] = max(bought.get(carrier, 0.0), om.get(technology, 0.0))
    dearest = dict(bought)
    for _ in range(_CHAIN):
        dearest = _converted(tables, bought, dearest, om)
    return dearest


def _bought(tables: Tables) -> dict[str, float]:
    """Highest price by carrier of what is bought."""
    markets, hourly = tables["markets"], tables["hourly"]
    markets = markets[markets["direction"] == "buy"].set_index("market")
    prices: dict[str, float] = {}
    for _, row in records(tables["market_data"]):
        if row["market"] in markets.index:
            market = markets.loc[row["market"]]
            profile = row["price_profile"] or market["price_profile"]
            most = float(hourly[profile].max()) if profile in hourly else 1.0
            price = row["price"] * most + (row["charge"] or 0.0)
            prices[market["carrier"]] = float(np.fmax(prices.get(market["carrier"], 0.0), price))
    return prices


def _variable_om(tables: Tables) -> dict[str, float]:
    """Highest operating cost per unit by technology."""
    data = tables["technology_data"]
    own = data[data["parameter"] == "variable_om"]
    return {str(name): float(value) for name, value in own.groupby("technology")["value"].max().items()}


def _converted(
    tables: Tables, bought: Mapping[str, float], dearest: Mapping[str, float], om: Mapping[str, float]
) -> dict[str, float]:
    """The same with what plants make of their inputs, whose cost is that of their only output or of each of them."""
    found = dict(bought)
    for technology, ports in tables["ports"].groupby("technology"):
        taken = ports[ports["direction"] == "in"]
        inputs = float(sum(v * dearest.get(c, 0.0) for c, v in zip(taken["carrier"], taken["value"], strict=True)))
        given = ports[(ports["direction"] == "out") & (ports["value"] > 0)]
        for carrier, value in zip(given["carrier"], given["value"], strict=True):
            cost = (inputs + om.get(str(technology), 0.0)) / value
            found[carrier] = max(found.get(carrier, 0.0), cost)
    return found
