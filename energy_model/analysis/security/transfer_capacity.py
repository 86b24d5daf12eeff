"""Transfer capacity from plants to places of demand: largest flows, without any dispatch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.energy.electricity import electric_carriers

Place = tuple[str, str]
_KW = 1000.0  # the algorithm takes whole numbers: kilowatts
_MOST = 2**30  # kW; more than any flow here, and within 32 bits


@dataclass(frozen=True)
class Grid:
    """Lines between places of a year: (begin, end) -> capacity [MW]; losses are left out."""

    lines: Mapping[str, tuple[Place, Place, float, bool]]

    def carried(self, supply: Mapping[Place, float], demand: Mapping[Place, float], without: str = "") -> float:
        """Largest power [MW] that gets from supply to demand, where one line is lost; demand may be infinite."""
        if not supply or not demand:
            return 0.0
        places = list(dict.fromkeys([*supply, *demand, *(p for line in self.lines.values() for p in line[:2])]))
        index = {place: at for at, place in enumerate(places, start=1)}
        edges: dict[tuple[int, int], float] = {(0, index[place]): power for place, power in supply.items()}
        sink = len(places) + 1
        edges |= {(index[place], sink): power for place, power in demand.items()}
        for name, (begin, end, power, both) in self.lines.items():
            if name != without:
                pairs = ((begin, end), (end, begin)) if both else ((begin, end),)
                for a, b in pairs:
                    edges[index[a], index[b]] = edges.get((index[a], index[b]), 0.0) + power
        size = np.minimum(np.array(list(edges.values())) * _KW, _MOST).astype(np.int32)
        rows, columns = np.array(list(edges), dtype=np.int32).reshape(-1, 2).T
        # imported here: a report, which reads what was found, need not wait for it
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import maximum_flow

        graph = csr_matrix((size, (rows, columns)), shape=(sink + 1, sink + 1))
        return float(maximum_flow(graph, 0, sink).flow_value) / _KW


@cached
def grid(ds: xr.Dataset, year: int) -> Grid:
    """Lines of electricity of a year of a solved dataset."""
    electric, links = set(electric_carriers(ds)), ds["link"].values
    names = ("zone_of", "from_carrier", "to_zone", "to_carrier", "bidirectional")
    columns = [ds[name].sel(asset=links).values for name in names]
    power = ds["capacity"].sel(asset=links, year=year).values
    lines = {}
    for link, zone, carrier, to_zone, to_carrier, both, size in zip(links, *columns, power, strict=True):
        if carrier in electric and to_carrier in electric:
            begin, end = (str(zone), str(carrier)), (str(to_zone), str(to_carrier))
            lines[str(link)] = (begin, end, float(size), bool(both))
    return Grid(lines)
