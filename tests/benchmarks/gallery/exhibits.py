"""The systems of the gallery by name, in full size and, as hours are given, smaller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import xarray as xr

from tests.benchmarks.gallery import power, sectors
from tests.benchmarks.gallery.profiles import HOURS

# paid by the year, and so cut to the hours of a shorter one
_BY_YEAR = ("overnight_cost", "overnight_cost_energy", "fixed_om")


@dataclass(frozen=True)
class Exhibit:
    """A system of the gallery. build : its dataset of so many hours a year; size : hours measured; gaps : asked for."""

    build: Callable[[int], xr.Dataset]
    size: int = HOURS
    gaps: tuple[float, ...] = (0.01,)

    def title(self, hours: int) -> str:
        """What a reader sees: the first line on what it is."""
        return f"{(self.build.__doc__ or '').splitlines()[0].rstrip('.')}, {hours:,} hours"

    def hours(self, asked: int) -> int:
        """An exhibit has the hours it has."""
        return self.size

    def dataset(self, hours: int) -> xr.Dataset:
        """Inputs in model units, as `energy_model.dataset.assemble` gives them."""
        data = self.build(hours)
        return data.assign({name: data[name] * hours / HOURS for name in _BY_YEAR})


EXHIBITS = {
    "one-zone": Exhibit(power.one_zone),
    "one-zone-quarter": Exhibit(power.one_zone, size=2190),
    "dear-lost-load": Exhibit(power.dear_lost_load),
    "only-weather": Exhibit(power.only_weather),
    "island": Exhibit(power.island),
    "island-two-weeks": Exhibit(power.island, size=336),
    "reservoir": Exhibit(power.reservoir),
    "merchant": Exhibit(power.merchant),
    "merchant-quarter": Exhibit(power.merchant, size=2190),
    "negative-prices": Exhibit(power.negative_prices),
    "oemof-storage": Exhibit(power.oemof_storage),
    "oemof-storage-exact": Exhibit(power.oemof_storage, gaps=(1e-6,)),
    "commitment": Exhibit(power.commitment),
    "congested": Exhibit(power.congested, size=2190),
    "two-zones": Exhibit(power.two_zones, size=4380),
    "many-zones": Exhibit(power.many_zones, size=1095),
    "many-zones-week": Exhibit(power.many_zones, size=168),
    "old-fleet": Exhibit(power.old_fleet, size=4380),
    "pure-heat": Exhibit(sectors.pure_heat),
    "combined-heat": Exhibit(sectors.combined_heat),
    "quarters": Exhibit(sectors.quarters),
    "hydrogen-chain": Exhibit(sectors.hydrogen_chain),
    "hydrogen-years": Exhibit(sectors.hydrogen_years, size=2190),
    "green-share": Exhibit(sectors.green_share),
    "co2-cap": Exhibit(sectors.co2_cap),
    "co2-cap-month": Exhibit(sectors.co2_cap, size=730),
    "moving-demand": Exhibit(sectors.moving_demand),
    "two-years": Exhibit(sectors.two_years),
    "model-energy": Exhibit(sectors.model_energy),
}
