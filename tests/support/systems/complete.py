"""The system in which every component of the formulation has members: the tables of `tests/support/complete_study`.

Two years of four hours, three zones, and every behaviour beside one that has it only in part: a converter without
minimum load, a line in one direction, a trade without a limit. Numbers differ wherever they can, so that a swapped
index shows.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xarray as xr

from energy_model.dataset import Tables, assemble
from energy_model.dataset.dictionary import SHAPES
from energy_model.scenario.scenario import load_scenario

STUDY = Path(__file__).parent.parent / "complete_study"
HOURS = 4
_HOURS_PER_YEAR = 8760.0
_WEIGHT = (1200.0, 3400.0, 2200.0, 1960.0, 2400.0, 1000.0, 2360.0, 3000.0)
_SPACING = (1.25, 2.0, 2.5, 1.75, 2.75, 1.5, 1.0, 2.25)
_MERGED = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_ENDS_BLOCK = (0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0)
_BLURRED = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
_MATCHING = {"north": "monthly", "south": "annual", "isle": "hourly"}


def complete_system() -> xr.Dataset:
    """The study as the product reads, checks and assembles it, then with what no table can say."""
    scenario = load_scenario("baseline", STUDY)
    tables = scenario.read(HOURS)
    data = _in_segments(assemble(tables, scenario.years), tables)
    # tables choose one way of matching for all parks
    data["matching"] = "zone", [_MATCHING[str(zone)] for zone in data["zone"].values]
    # a year of four hours is calm in all of them: what holds in calm days must differ from what holds on average
    data["demand_at_calm"] = data["demand_mean"] * 0.9
    data["calm_availability"] = xr.zeros_like(data["calm_availability"]) + 0.5
    data["calm_availability"] += 0.5 / (2.0 + xr.DataArray(np.arange(data.sizes["asset"]), dims="asset"))
    return data


def _in_segments(data: xr.Dataset, tables: Tables) -> xr.Dataset:
    """Steps of 1,000 to 3,400 hours, so that years cost and burn what years do.

    Most are nevertheless taken for single steps, so that ramps of committed plants have rows. Shapes have the mean 1
    over a year of these steps. Months without a step are left out: Pyomo refuses their rows, which are of numbers only.
    """
    data = data.sel(month=np.unique(data["month_of"]))
    data = data.assign(weight=("step", np.array(_WEIGHT)), spacing=("step", np.array(_SPACING)))
    data["step_length"] = data["weight"]
    weight = data["weight"].values.reshape(data.sizes["year"], -1)
    data["day_of"] = "step", ((np.cumsum(weight, axis=1) - weight) // 24).astype(int).ravel()
    data["merged"] = "step", np.array(_MERGED)
    data["ends_block"] = "step", np.array(_ENDS_BLOCK)
    data["is_blurred"] = data["is_blurred"] + np.array(_BLURRED)
    data["shift_energy"] = data["shift_energy"] * (_HOURS_PER_YEAR / HOURS)  # what is put off lasts for whole steps
    data["hours_of"] = xr.full_like(data["hours_of"], _HOURS_PER_YEAR)
    data["year_limit"] = np.minimum(data["market_energy"], data["market_capacity"] * _HOURS_PER_YEAR)
    profiles = tables["profiles"]
    shapes = data["profile"].isin(profiles["profile"][profiles["kind"].isin(SHAPES)].tolist())
    weighted = (data["profile_value"] * data["weight"]).groupby(data["year_of"]).sum() / _HOURS_PER_YEAR
    mean = weighted.sel(year_of=data["year_of"]).transpose("profile", "step").drop_vars("year_of")
    data["profile_value"] = data["profile_value"] / mean.where(shapes, 1.0)
    return data
