"""The calmest days of the weather year: what plants can give and what is demanded in them."""

from __future__ import annotations

import numpy as np

from energy_model.dataset.assembly.arrays import Variables, floats
from energy_model.dataset.assembly.assets import asset_table
from energy_model.dataset.assembly.demands import shapes
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.dictionary import ALWAYS
from energy_model.dataset.tables import Tables

DAYS, HOURS = 10, 24


def calm_variables(tables: Tables, demand_mean: Floats, maximum_capacity: Floats) -> Variables:
    """Give `calm_day`, the share of steps in them, and by asset and demand the means over them.

    Those days are calmest in which wind and sun, in the largest capacities that the study allows (none counted above
    the mean demand of all), give least energy. They are the same for every plan.

    Parameters
    ----------
    demand_mean : (demand, year) [MW]
    maximum_capacity : (asset, year) [MW]
    """
    profiles = _profiles(tables)
    natural = (asset_table(tables)["behaviour"] == "supply").to_numpy(dtype=bool) & (np.ptp(profiles, axis=1) > 0)
    most = float(demand_mean.max(axis=1, initial=0.0).sum())
    size = np.minimum(maximum_capacity.max(axis=1, initial=0.0), most) * natural
    days = np.arange(profiles.shape[1]) // HOURS
    given = np.bincount(days, weights=size @ profiles)
    calmest = np.sort(np.argsort(given, kind="stable")[:DAYS])
    hours = np.isin(days, calmest)
    demanded = shapes(tables, profiles.shape[1])[:, hours].mean(axis=1)
    return {
        "calm_day": ("calm", calmest),
        "calm_share": ("step", np.tile(hours / hours.sum(), demand_mean.shape[1])),
        "calm_availability": ("asset", profiles[:, hours].mean(axis=1)),
        "demand_at_calm": (("demand", "year"), demanded[:, None] * demand_mean),
    }


def _profiles(tables: Tables) -> Floats:
    """Give the availability of each asset. shape: (asset, hour)."""
    hourly = tables["hourly"]
    ones = np.ones(len(hourly))
    of = asset_table(tables)["availability"]
    rows = [ones if name == ALWAYS else floats(hourly[name]) for name in of]
    return np.array(rows).reshape(len(rows), len(hourly))
