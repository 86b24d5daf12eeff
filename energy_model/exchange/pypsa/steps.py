"""Snapshots as steps: their stamps, lengths and weights, and the hours that they stand for in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import energy_model.dataset.reading.timestamps as timestamps
from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.study_rows import Floats, StudyRows

_EARLIEST, _LATEST = 1990, 2100  # years that a study may be of
_ROUNDING = 1e-9
_LEAST = 0.01  # h, the shortest step of a table


@dataclass(frozen=True)
class Snapshots:
    """Snapshots of a network; arrays have the shape (snapshot,).

    objective, generators : weightings of costs, and of energies that limits count [h]
    length : elapsed hours of storages [h]; year : model year
    """

    objective: Floats
    generators: Floats
    length: Floats
    year: int

    @property
    def hours(self) -> float:
        """Hours that the snapshots stand for [h]."""
        return float(self.objective.sum())

    @property
    def of_limits(self) -> float | None:
        """Weight of an hour in limits beside that in costs; None where it changes from snapshot to snapshot."""
        ratio = self.generators / self.objective
        return float(ratio[0]) if np.allclose(ratio, ratio[0], rtol=_ROUNDING) else None


def snapshots(network: Any, rows: StudyRows, ledger: Ledger, *, has_storage: bool) -> Snapshots:
    """Read the snapshots and add the columns time, length and weight to the hourly table.

    Where costs and storages weigh snapshots alike, all follow each other; else each is a period of its own, which can
    only be where nothing is stored.
    """
    weights = network.snapshot_weightings
    objective, generators, length = (
        weights[name].to_numpy(dtype=float) for name in ("objective", "generators", "stores")
    )
    stamps = network.snapshots
    dated = isinstance(stamps, pd.DatetimeIndex)
    year = int(np.clip(stamps[0].year, _EARLIEST, _LATEST)) if dated else 2030
    if (np.minimum(objective, length) <= 0).any():
        ledger.refuse("Network", "snapshot_weightings", stamps[np.minimum(objective, length) <= 0], "weights")
        objective, length = np.maximum(objective, _LEAST), np.maximum(length, _LEAST)
    times = objective / length
    together = np.allclose(times, times[0], rtol=_ROUNDING)
    if not together:
        length, times = np.ones_like(objective), objective
        if has_storage:
            ledger.refuse("Network", "snapshot_weightings.stores", ["stores"], "weights")
    time = stamps if dated and _follow(stamps, length) else _stamps(stamps[0] if dated else None, year, length)
    rows.hourly["time"] = [f"{at:%Y-%m-%d %H:%M:%S}" for at in time]
    rows.hourly["length"] = [repr(float(hours)) for hours in length]
    rows.hourly["weight"] = [repr(float(often)) for often in times]
    if not together:
        rows.hourly["period"] = [f"s{number}" for number in range(len(time))]
    return Snapshots(objective, generators, length, year)


def _follow(stamps: pd.DatetimeIndex, length: Floats) -> bool:
    """Whether the stamps of a network are those of steps of these lengths."""
    first = np.append(True, np.zeros(len(stamps) - 1, dtype=bool))
    in_range = _EARLIEST <= stamps[0].year <= _LATEST
    return in_range and not timestamps.faults(pd.Series(stamps), length, first)


def _stamps(first: pd.Timestamp | None, year: int, length: Floats) -> pd.DatetimeIndex:
    """Stamps of steps one after the other, from the network's first one on."""
    begin = first if first is not None and first.year == year else pd.Timestamp(year, 1, 1)
    return pd.DatetimeIndex(begin + pd.to_timedelta(np.cumsum(length) - length, unit="h").round("s"))
