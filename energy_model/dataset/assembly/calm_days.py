"""The calmest days of the weather year: what plants can give and what is demanded in them."""

from __future__ import annotations

import numpy as np

from energy_model.dataset.assembly.arrays import Variables, floats
from energy_model.dataset.assembly.assets import asset_table
from energy_model.dataset.assembly.demands import shapes
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.dictionary import ALWAYS
from energy_model.dataset.steps import steps_of
from energy_model.dataset.tables import Tables

HOURS = 10 * 24.0


def calm_variables(tables: Tables, demand_mean: Floats, maximum_capacity: Floats) -> Variables:
    """Give `calm_day`, the share of steps in them, and by asset and demand the means over them.

    Those days are calmest in which wind and sun, in the largest capacities that the study allows (none counted above
    the mean demand of all), give least energy. They are the same for every plan. Days that occur often in a year are
    fewer, and of the last one counts what makes ten.

    Parameters
    ----------
    demand_mean : (demand, year) [MW]
    maximum_capacity : (asset, year) [MW]
    """
    profiles = _profiles(tables)
    natural = (asset_table(tables)["behaviour"] == "supply").to_numpy(dtype=bool) & (np.ptp(profiles, axis=1) > 0)
    most = float(demand_mean.max(axis=1, initial=0.0).sum())
    size = np.minimum(maximum_capacity.max(axis=1, initial=0.0), most) * natural
    steps = steps_of(tables)
    given = np.bincount(steps.day, (size @ profiles) * steps.length) / np.bincount(steps.day, steps.length)
    order = np.argsort(given, kind="stable")
    meant = np.bincount(steps.day, steps.weight)
    before = np.cumsum(meant[order]) - meant[order]
    counted = np.zeros(len(given))
    counted[order] = np.clip(HOURS - before, 0.0, meant[order])
    share = (counted / meant)[steps.day] * steps.weight / counted.sum()
    return {
        "calm_day": ("calm", np.flatnonzero(counted)),
        "calm_share": ("step", np.tile(share, demand_mean.shape[1])),
        "calm_availability": ("asset", profiles @ share),
        "demand_at_calm": (("demand", "year"), (shapes(tables) @ share)[:, None] * demand_mean),
    }


def _profiles(tables: Tables) -> Floats:
    """Give the availability of each asset. shape: (asset, hour)."""
    hourly = tables["hourly"]
    ones = np.ones(len(hourly))
    of = asset_table(tables)["availability"]
    rows = [ones if name == ALWAYS else floats(hourly[name]) for name in of]
    return np.array(rows).reshape(len(rows), len(hourly))
