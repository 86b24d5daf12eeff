"""Break-even cost of storages: at which overnight cost a plan would be indifferent to one more unit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.tidy import SMALLEST_MW, Floats, long, lookup, of_pairs

_ROUNDING = 1e-6


def break_even(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    """Overnight cost of a unit built in the year, and that at which one more would neither cost nor save anything.

    found : asset, year, capacity, existing [MW], duration [h]

    Columns: asset, year, unit_duration [h] (a unit is a MW with so many MWh: as it stands; of what does not stand, of
    the least and the most the one that is nearer to paying), overnight_cost, break_even_cost [CNY/MW, with its energy],
    overnight_cost_energy, break_even_cost_energy [CNY/MWh, the same over the duration], break_even_at_most (true where
    the duals only say that it must cost no more than this: of what is not built they may overrate the first unit).
    Costs below zero: it would have to be paid for standing there. NaN where it is not known: of what may not be built,
    in years in which none may stand, where units cost nothing, and in runs that keep no reduced costs.
    """
    cost, excess = (_Unit(ds, f"{name}_new_capacity", f"{name}_new_energy", found) for name in ("cost_of", "reduced"))
    overnight = _Unit(ds, "overnight_cost", "overnight_cost_energy", found)
    stands = found["capacity"].to_numpy() > SMALLEST_MW
    hours = np.where(stands, found["duration"].to_numpy(dtype=np.float64), _nearest(ds, found, excess))
    limit = of_pairs(ds, "maximum_capacity", "asset", found["asset"], found["year"])
    unit, present, over = overnight.at(hours), cost.at(hours), excess.at(hours)
    with np.errstate(invalid="ignore", divide="ignore"):
        known = (present > 0) & np.isfinite(over) & (limit > SMALLEST_MW)
        even = np.where(known, unit * (1 - over / present), np.nan)
        unwanted = (over > _ROUNDING * present) | ~stands
        per_energy = np.where(hours > 0, 1 / hours, np.nan)
    result = found[["asset", "year"]].copy()
    result["unit_duration"] = hours
    result["overnight_cost"], result["break_even_cost"] = unit, even
    result["overnight_cost_energy"], result["break_even_cost_energy"] = unit * per_energy, even * per_energy
    # what existed before stands at no cost of the model's: its own duals are those of capacity in use
    result["break_even_at_most"] = known & unwanted & (found["existing"].to_numpy() <= SMALLEST_MW)
    return result


class _Unit:
    """A number per MW and one per MWh of each row; NaN where the dataset has none."""

    def __init__(self, ds: xr.Dataset, power: str, energy: str, found: pd.DataFrame) -> None:
        self.power, self.energy = _of_rows(ds, power, found), _of_rows(ds, energy, found)

    def at(self, hours: Floats) -> Floats:
        """Of a MW with so many MWh."""
        return np.asarray(self.power + hours * self.energy, dtype=np.float64)


def _nearest(ds: xr.Dataset, found: pd.DataFrame, excess: _Unit) -> Floats:
    """Of the least and the most hours those at which a unit costs least more than it is worth."""
    ends = [lookup(ds, name, found["asset"]).to_numpy(dtype=np.float64) for name in ("duration_min", "duration_max")]
    return np.where(excess.at(ends[0]) < excess.at(ends[1]), *ends)


def _of_rows(ds: xr.Dataset, name: str, found: pd.DataFrame) -> Floats:
    if name not in ds:
        return np.full(len(found), np.nan)
    (dim,) = (d for d in ds[name].dims if d != "year")
    series = long(ds[name], str(dim))
    return np.asarray(series.reindex(pd.MultiIndex.from_frame(found[["asset", "year"]])), dtype=np.float64)
