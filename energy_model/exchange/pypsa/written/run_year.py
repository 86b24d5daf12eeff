"""The year of a run that becomes a network: numbers by item, places as buses, and costs that nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr

from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.study_rows import Floats

Item = dict[str, Any]
FIXED_COSTS = "fixed costs"


@dataclass
class RunYear:
    """Dataset of a solved run of one year, and the network that it becomes.

    constant : costs that no decision changes, by what they are of [money]
    """

    data: xr.Dataset
    network: Any
    ledger: Ledger
    constant: dict[str, float] = field(default_factory=dict)

    def items(self, dim: str, wanted: Callable[[Item], bool] | None = None) -> Iterator[tuple[str, Item]]:
        """Items of a dimension and all their numbers and words, those by year among them."""
        for name, row in self._tables(dim).items():
            if wanted is None or wanted(row):
                yield name, row

    def _tables(self, dim: str) -> dict[str, Item]:
        if dim not in self._known:
            plain = {str(k): v.values for k, v in self.data.data_vars.items() if v.dims == (dim,)}
            by_year = {str(k): v.values[:, 0] for k, v in self.data.data_vars.items() if v.dims == (dim, "year")}
            columns = {**plain, **by_year}
            names = [str(name) for name in self.data[dim].values]
            self._known[dim] = {name: {k: _plain(v[at]) for k, v in columns.items()} for at, name in enumerate(names)}
        return self._known[dim]

    @cached_property
    def _known(self) -> dict[str, dict[str, Item]]:
        return {}

    def setting(self, name: str) -> float:
        """A number of the year."""
        return float(self.data[name].values.ravel()[0])

    def profile(self, name: str) -> Floats:
        """A profile by step."""
        found: Floats = self.data["profile_value"].sel(profile=name).values.astype(float)
        return found

    def bus(self, zone: str, carrier: str) -> str:
        """Bus of a carrier in a zone, added where it is not there yet."""
        at = str(self.data["pool"].sel(carrier=carrier).item()) or zone
        name = f"{at} {carrier}"
        if name not in self.network.c["Bus"].static.index:
            x, y = (float(self.data[k].sel(zone=at).item()) for k in ("longitude", "latitude"))
            # around loops of other carriers PyPSA would take resistances
            is_power = str(self.data["role"].sel(carrier=carrier).item()) == "electricity"
            self.network.add("Bus", name, carrier="AC" if is_power else carrier, x=x, y=y, location=at)
            if bool(self.data["disposable"].sel(carrier=carrier).item()):
                self.network.add("Generator", f"{name} surplus", bus=name, sign=-1.0, p_nom=LARGE, carrier="surplus")
        return name

    def add_constant(self, of: str, amount: float) -> None:
        """Add a cost that no decision changes."""
        self.constant[of] = self.constant.get(of, 0.0) + amount


LARGE = 1e6  # MW, of what has no limit


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
