"""The study that a network becomes, as its components are added: places, groups, capacities, numbers in range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from energy_model.dataset.dictionary import dictionary
from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.pypsa.parts import Part
from energy_model.exchange.pypsa.places import BusPlaces
from energy_model.exchange.pypsa.steps import Snapshots
from energy_model.exchange.study_rows import GREY, StudyRows

LARGEST = 1e6  # MW, the most that a table can say
OTHER = "other"  # group of what has no carrier


@dataclass
class StudyOfNetwork:
    """Rows, places and steps so far.

    emissions : CO2 by carrier [t/MWh of primary energy]; shown : names of carriers
    assets : (component, name) -> asset; nominal : asset -> capacity of the network for one of the study
    fuels : (zone, carrier) of fuels that are bought; prices : largest costs so far, by kind
    """

    rows: StudyRows
    places: BusPlaces
    steps: Snapshots
    ledger: Ledger
    emissions: Mapping[str, float]
    assets: dict[tuple[str, str], str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    fuels: dict[tuple[str, str], str] = field(default_factory=dict)
    largest_cost: float = 0.0

    def asset(self, component: str, part: Part) -> str:
        """Name of the asset and technology of a component."""
        key = self.rows.key("assets", part.name, component.lower())
        self.assets[component, part.name] = key
        return key

    def group(self, part: Part) -> str:
        """Technology group of a component: its carrier."""
        return self.groups.get(part.text("carrier"), OTHER)

    def in_range(self, component: str, part: Part, numbers: Mapping[str, tuple[str, float]]) -> dict[str, float]:
        """Numbers of a technology by parameter, given with the attribute that each is of; what the table refuses goes
        into the ledger and is left out."""
        rules, kept = dictionary()["technology_data"].parameters, {}
        for parameter, (attribute, value) in numbers.items():
            low, high = rules[parameter].minimum, rules[parameter].maximum
            if (low is None or value >= low) and (high is None or value <= high):
                kept[parameter] = value
            else:
                reason = "negative" if value < 0 else "range"
                self.ledger.refuse(component, attribute, [part.name], reason)
        return kept

    def fuel(self, zone: str, carrier: str, emission: float) -> str:
        """Carrier of a fuel with CO2 [t/MWh], bought in a zone at no price: its costs are those of its users."""
        rows = self.rows
        if ("", carrier) not in self.fuels:
            self.fuels["", carrier] = key = rows.key("carriers", f"{carrier} fuel")
            rows.add("carriers", carrier=key, name=f"{carrier} (fuel)", emission_factor=emission, colour=GREY)
        fuel = self.fuels["", carrier]
        if (zone, carrier) not in self.fuels:
            self.fuels[zone, carrier] = market = rows.key("markets", f"{fuel}_{zone}")
            rows.add("markets", market=market, zone=zone, carrier=fuel, direction="buy", name=f"{carrier}, {zone}")
            rows.add("market_data", market=market, price=0.0, capacity=LARGEST)
        return fuel

    def count_costs(self, operation: float, capacity: float) -> None:
        """Remember the largest cost of a MWh: that of operation, and of capacity used in one step only."""
        weight = float(self.steps.objective.min())
        self.largest_cost = max(self.largest_cost, abs(operation) + abs(capacity) / weight)

    def capacity(
        self, component: str, part: Part, asset: str, nominal: str, duration: float = 0.0, unit: float = 1.0
    ) -> None:
        """Add what exists, or what may be built.

        duration : of storage [h]; unit : MW of the study for one of the network's
        """
        if not part.flag(f"{nominal}_extendable"):
            size = part.number(nominal) * unit
            self.exists(component, part, asset, nominal, size, duration)
            return
        least, most, fixed = (part.number(f"{nominal}_{end}") for end in ("min", "max", "set"))
        if not np.isnan(fixed):
            least = most = fixed
        least, most = max(least, 0.0) * unit, most * unit
        if least > LARGEST or most < 0:
            self.ledger.refuse(component, f"{nominal}_{'min' if most >= 0 else 'max'}", [part.name], "range")
            least, most = min(least, LARGEST), max(most, 0.0)
        if most > LARGEST:
            self.ledger.note(f"Capacity without a limit of its own ({nominal}_max) may be up to {LARGEST:,.0f} MW.")
        self.rows.add("potentials", asset=asset, minimum=least, maximum=min(most, LARGEST))

    def exists(self, component: str, part: Part, asset: str, nominal: str, size: float, duration: float = 0.0) -> None:
        """Add a plant that was there before the model year and stays."""
        if size > LARGEST or size < 0:
            self.ledger.refuse(component, nominal, [part.name], "range" if size > 0 else "negative")
            size = min(max(size, 0.0), LARGEST)
        if size == 0:
            return
        energy = {"energy": size * duration} if duration else {}
        self.rows.add(
            "plants",
            plant=asset,
            asset=asset,
            capacity=size,
            **energy,
            start=self.steps.year - 1,
            end="never",
            status="operating",
            name=part.name,
        )
