"""Quantities that metrics add up: the one list of them, for the mathematics and for the tables that name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Quantity:
    """A quantity of the members of a set in a year.

    name : as terms of metrics say it; over : the set; unit : the model's ('' where each member has its own)
    value : (model, member, year) -> expression
    key : of its coefficients `metric_<key>`, where the name stands for quantities of several sets
    is_told_only : over segments it is not what it is over hours, so that no target may be enforced on it
    """

    name: str
    over: str
    unit: str
    value: Callable[[Any, Any, Any], Any]
    key: str = ""
    is_told_only: bool = False

    @property
    def coefficients(self) -> str:
        """Name of the parameter (metric, member) that holds its coefficients."""
        return f"metric_{self.key or self.name}"


QUANTITIES = (
    Quantity("capacity", "asset", "MW", lambda m, i, y: m.capacity[i, y]),
    Quantity("new_capacity", "asset", "MW", lambda m, i, y: m.new_capacity[i, y]),
    Quantity("retrofit", "asset", "MW", lambda m, i, y: m.retrofitted[i, y]),
    Quantity("energy_capacity", "asset", "MWh", lambda m, i, y: m.energy_capacity[i, y]),
    Quantity("generation", "asset", "MWh", lambda m, i, y: m.generation[i, y]),
    Quantity("available", "asset", "MWh", lambda m, i, y: m.available_energy[i, y]),
    Quantity("starts", "asset", "MW", lambda m, i, y: m.starts[i, y], is_told_only=True),
    Quantity("online", "asset", "MWh", lambda m, i, y: m.online_energy[i, y], is_told_only=True),
    Quantity("night_generation", "asset", "MWh", lambda m, i, y: m.night_energy[i, y], is_told_only=True),
    Quantity("calm_available", "asset", "MW", lambda m, i, y: m.calm_availability[i, y] * m.capacity[i, y]),
    Quantity("input", "port", "MWh", lambda m, i, y: -m.port_energy[i, y]),
    Quantity("output", "port", "MWh", lambda m, i, y: m.port_energy[i, y]),
    Quantity("flow", "asset", "MWh", lambda m, i, y: m.sent[i, y]),
    Quantity("consumption", "demand", "MWh", lambda m, i, y: m.served_energy[i, y]),
    Quantity("peak_demand", "peak", "MW", lambda m, i, y: m.peak_load[i, y]),
    Quantity("flexible_demand", "demand", "MW", lambda m, i, y: m.flexible_at_peak[i, y]),
    Quantity("calm_demand", "demand", "MW", lambda m, i, y: m.demand_at_calm[i, y]),
    Quantity("calm_demand", "port", "MW", lambda m, i, y: m.calm_input[i, y], key="calm_port"),
    Quantity("purchase", "market", "MWh", lambda m, i, y: m.traded[i, y]),
    Quantity("sale", "market", "MWh", lambda m, i, y: m.traded[i, y]),
    Quantity("emissions", "asset", "t", lambda m, i, y: m.combustion_emissions[i, y], key="emission_asset"),
    Quantity("emissions", "market", "t", lambda m, i, y: m.purchase_emissions[i, y], key="emission_market"),
    Quantity("matched", "zone", "MWh", lambda m, i, y: m.matched_energy[i, y]),
    Quantity("certificates_bought", "zone", "MWh", lambda m, i, y: m.certificates_bought[i, y]),
    Quantity("certificates_kept", "asset", "MWh", lambda m, i, y: m.certificates_kept[i, y]),
    Quantity("certificates_sold", "asset", "MWh", lambda m, i, y: m.certificates_sold[i, y]),
    Quantity("given", "indicator", "", lambda m, i, y: m.indicator_value[i, y]),
)
UNITS = {quantity.name: quantity.unit for quantity in QUANTITIES}
TOLD_ONLY = tuple(quantity.name for quantity in QUANTITIES if quantity.is_told_only)
