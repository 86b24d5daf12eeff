"""The calmest days of the weather year: what plants can give and what is demanded in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.dataset.assembly.arrays import Variables, floats
from energy_model.dataset.assembly.assets import asset_table
from energy_model.dataset.assembly.demands import shapes
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.dictionary import ALWAYS
from energy_model.dataset.steps import Positions, in_year, steps_of
from energy_model.dataset.tables import Tables

HOURS = 10 * 24.0


def calm_variables(tables: Tables, years: Sequence[int], demand_mean: Floats, maximum_capacity: Floats) -> Variables:
    """Give `calm_day` of `year_of_calm`, the share of steps in them, and by asset and demand the means over them.

    Those days of a year are calmest in which wind and sun, in the largest capacities that the study allows (none
    counted above the mean demand of all), give least energy. They are the same for every plan. Days that occur often in
    a year are fewer, and of the last one counts what makes ten.

    Parameters
    ----------
    demand_mean : (demand, year) [MW]
    maximum_capacity : (asset, year) [MW]
    """
    most = float(demand_mean.max(axis=1, initial=0.0).sum())
    size = np.minimum(maximum_capacity.max(axis=1, initial=0.0), most)
    each = [in_year(tables, year) for year in years]
    found = [_calmest(of_year, size) for of_year in each]
    shares = [share for _, share in found]
    availability = [_profiles(of_year) @ share for of_year, share in zip(each, shares, strict=True)]
    demand = [shapes(of_year) @ share for of_year, share in zip(each, shares, strict=True)]
    return {
        "calm_day": ("calm", np.concatenate([days for days, _ in found])),
        "year_of_calm": ("calm", np.repeat(np.asarray(years, dtype=np.int64), [len(days) for days, _ in found])),
        "calm_share": ("step", np.concatenate(shares)),
        "calm_availability": (("asset", "year"), np.stack(availability, axis=1)),
        "demand_at_calm": (("demand", "year"), np.stack(demand, axis=1) * demand_mean),
    }


def _calmest(tables: Tables, size: Floats) -> tuple[Positions, Floats]:
    """The calmest days of a model year, and the share that each step has in them. size : of assets [MW]."""
    profiles = _profiles(tables)
    natural = (asset_table(tables)["behaviour"] == "supply").to_numpy(dtype=bool) & (np.ptp(profiles, axis=1) > 0)
    steps = steps_of(tables)
    given = np.bincount(steps.day, ((size * natural) @ profiles) * steps.length)
    order = np.argsort(given / np.bincount(steps.day, steps.length), kind="stable")
    meant = np.bincount(steps.day, steps.weight)
    before = np.cumsum(meant[order]) - meant[order]
    counted = np.zeros(len(given))
    counted[order] = np.clip(HOURS - before, 0.0, meant[order])
    share: Floats = (counted / meant)[steps.day] * steps.weight / counted.sum()
    return np.flatnonzero(counted), share


def _profiles(tables: Tables) -> Floats:
    """Give the availability of each asset. shape: (asset, hour)."""
    hourly = tables["hourly"]
    ones = np.ones(len(hourly))
    of = asset_table(tables)["availability"]
    rows = [ones if name == ALWAYS else floats(hourly[name]) for name in of]
    return np.array(rows).reshape(len(rows), len(hourly))
