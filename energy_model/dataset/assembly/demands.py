"""The part of the Dataset about demands: where, of what, when, how much, and how far they bend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from energy_model.dataset.assembly.arrays import Variables, floats, labels
from energy_model.dataset.assembly.interpolation import Floats, by_year
from energy_model.dataset.assembly.roles import OUTSIDE, zone_roles
from energy_model.dataset.dictionary import ALWAYS
from energy_model.dataset.steps import in_year, steps_of
from energy_model.dataset.tables import Tables

_NUMBERS = (
    "unserved_cost", "interruptible_share", "interruption_cost", "shift_share", "shift_up", "shift_cost", "shift_hours",
)  # fmt: skip


def window_profile(hours: float) -> str:
    """Name the profile that closes blocks of so many hours; no key of a study has a blank in it."""
    return f"window {hours:g}"


def exact_shape(values: Floats, weight: Floats) -> Floats:
    """Give a shape a mean of exactly 1, files round it to some digits. shapes: (hour,); weight [h]."""
    shape: Floats = values / ((values * weight).sum() / weight.sum())
    return shape


def windows(tables: Tables) -> dict[str, Floats]:
    """Give for each length of block in use its profile over the hours of a year: 0 at the last hour of a block."""
    demands = tables["demands"]
    lengths = sorted(set(floats(demands["shift_window"][demands["shift_share"] > 0])))
    steps = steps_of(tables)
    return {window_profile(n): (~steps.closes(n)).astype(float) for n in lengths}


def demand_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the variables over (demand) and (demand, year)."""
    demands = tables["demands"]
    energy = by_year(tables["demand_data"], "demand", "energy", tables.keys("demands"), years)
    mean = energy / steps_of(tables).year_hours
    variables: Variables = {
        f"demand_{column}": ("demand", labels(demands[column])) for column in ("zone", "carrier", "profile")
    }
    variables["shift_profile"] = ("demand", labels(demands["shift_profile"]))
    closing = np.where(demands["shift_share"] > 0, [window_profile(n) for n in demands["shift_window"]], ALWAYS)
    variables["shift_open"] = ("demand", labels(closing))
    for column in _NUMBERS:
        variables[column] = ("demand", floats(demands[column]))
    each = [in_year(tables, year) for year in years]
    at_peak = _at_peak(each, mean)
    flexible = np.minimum(floats(demands["interruptible_share"]) + floats(demands["shift_share"]), 1.0)[:, None]
    arrays = {
        "demand_mean": mean,
        "shift_energy": np.stack([_reach(of_year) for of_year in each], axis=1) * mean,
        "demand_at_peak": at_peak,
        "flexible_at_peak": flexible * at_peak,
    }
    return variables | {name: (("demand", "year"), array) for name, array in arrays.items()}


def shapes(tables: Tables) -> Floats:
    """Give the shape of each demand in a model year, of mean 1. shape: (demand, hour)."""
    hourly, weight = tables["hourly"], steps_of(tables).weight
    names = tables["demands"]["profile"]
    ones = np.ones(len(weight))
    rows = [ones if name == ALWAYS else exact_shape(floats(hourly[name]), weight) for name in names]
    return np.array(rows).reshape(len(rows), len(weight))


def _reach(tables: Tables) -> Floats:
    """Give hours of mean demand that shifting cannot exceed: a block at the largest shift. shape: (demand,)."""
    demands = tables["demands"]
    highest = shapes(tables).max(axis=1, initial=0.0)
    down = floats(demands["shift_share"]) * highest
    reach: Floats = floats(demands["shift_window"]) * np.maximum(down, floats(demands["shift_up"]))
    return reach


def _at_peak(each: Sequence[Tables], mean: Floats) -> Floats:
    """Give each demand at the hour in which the city needs most of its carrier. shape: (demand, year); [MW].

    each : tables of each model year
    """
    tables, of_hour = each[0], [shapes(of_year) for of_year in each]
    demands = tables["demands"]
    roles = dict(zip(tables["zones"]["zone"], zone_roles(tables), strict=True))
    inside = (demands["zone"].map(roles) != OUTSIDE).to_numpy(dtype=bool)
    result = np.zeros_like(mean)
    for carrier in pd.unique(demands["carrier"]):
        members = (demands["carrier"] == carrier).to_numpy(dtype=bool)
        for position in range(mean.shape[1]):
            level = mean[:, position, None] * of_hour[position]
            peak = level[members & inside].sum(axis=0).argmax() if (members & inside).any() else 0
            result[members, position] = level[members, peak]
    return result
