"""Storages: what flows in, what they begin and end with and how large they may be are read by storages and fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from energy_model.dataset.assembly.assets import asset_table, parameter
from energy_model.dataset.assembly.interpolation import Floats, by_year
from energy_model.dataset.assembly.plants import alive
from energy_model.dataset.checks.assets import TOLERANCE, behaviours
from energy_model.dataset.dictionary import ALWAYS, HOURLY, SHARES
from energy_model.dataset.rows import by_row, records
from energy_model.dataset.tables import Tables

STORAGE, NO_LIMIT = "storage", float("inf")
# columns that storages alone read, and what stands in them for nothing
_OF_ASSETS = {
    "inflow": 0.0,
    "inflow_profile": ALWAYS,
    "initial_energy": NO_LIMIT,
    "final_energy_min": 0.0,
    "final_energy_max": NO_LIMIT,
    "least_level": "",
    "most_level": "",
}
_OF_POTENTIALS = {"energy_minimum": 0.0, "energy_maximum": NO_LIMIT}


def check_readers(tables: Tables, years: Sequence[int]) -> None:
    """Report inflows, levels, sizes of energy and converters of what is no storage."""
    behaviour = behaviours(tables)
    for row, asset in records(tables.sound("assets", ["technology", *_OF_ASSETS])):
        _refuse_others(tables, "assets", row, asset, behaviour.get(asset["technology"], STORAGE), _OF_ASSETS)
    owner = tables.sound("assets", ["asset", "technology"]).set_index("asset")["technology"].map(behaviour)
    links = set(tables["links"]["link"])
    for row, limit in records(tables.sound("potentials", ["asset", *_OF_POTENTIALS])):
        own = "transmission" if limit["asset"] in links else owner.get(limit["asset"], STORAGE)
        _refuse_others(tables, "potentials", row, limit, own, _OF_POTENTIALS)
    for row, technology in records(tables.sound("technologies", ["behaviour", "shared_converter"])):
        _refuse_others(tables, "technologies", row, technology, technology["behaviour"], {"shared_converter": True})


def _refuse_others(
    tables: Tables, table: str, row: int, cells: Mapping[str, Any], own: str, columns: Mapping[str, Any]
) -> None:
    """Report cells with a number in the row of something that is no storage."""
    for column, nothing in columns.items():
        if own != STORAGE and isinstance(own, str) and cells[column] != nothing:
            message, hint = f"a {own} has no {column}.", f"Leave the cell blank; {STORAGE} reads it."
            tables.report("unread-column", table, message, hint, row=row, column=column)


def check_inflow(tables: Tables, years: Sequence[int]) -> None:
    """Report profiles of no inflow, inflows below nothing, and storages that nothing can fill."""
    names = [f"{HOURLY}.{name}" for name in tables.keys("profiles")]
    hourly = tables[HOURLY] if tables.clean(HOURLY, *names) else tables[HOURLY].iloc[:0, :0]
    data = tables.sound("technology_data", ["technology", "parameter", "value"])
    without = set(data["technology"][(data["parameter"] == "charge_ratio") & (data["value"] == 0)])
    for row, asset in records(tables.sound("assets", ["technology", *_OF_ASSETS])):
        profile = asset["inflow_profile"]
        below = int((hourly[profile] < 0).sum()) if profile in hourly else 0
        if profile != ALWAYS and asset["inflow"] == 0:
            message, column = "there is no inflow, so that its hourly factor means nothing.", "inflow_profile"
            hint = "Give an inflow: 1 MW where the profile holds the MW themselves."
        elif below:
            message, column = f"'{profile}' is below 0 in {below} hours: no inflow is.", "inflow_profile"
            hint = "What is taken from a storage is a demand or a standing loss."
        elif asset["technology"] in without and asset["inflow"] == 0 and asset["initial_energy"] in (0, NO_LIMIT):
            message, column = f"nothing can fill it: the charge_ratio of '{asset['technology']}' is 0.", "inflow"
            hint = "Give it an inflow, or the technology a charge_ratio above 0."
        else:
            continue
        tables.report("inflow", "assets", message, hint, row=row, column=column)


def check_levels(tables: Tables, years: Sequence[int]) -> None:
    """Report ends that exclude each other, and storages that begin or must end with more than they can hold."""
    sound = tables.sound("assets", ["asset", "initial_energy", "final_energy_min", "final_energy_max"])
    most = _largest(tables, years)
    for row, asset in records(sound):
        low, high = asset["final_energy_min"], asset["final_energy_max"]
        if low > high:
            message = f"final_energy_min ({low:g} MWh) is above final_energy_max ({high:g} MWh)."
            tables.report("levels", "assets", message, "Exchange them.", row=row, column="final_energy_min")
        for column in ("initial_energy", "final_energy_min"):
            own, size = asset[column], most.get(asset["asset"], NO_LIMIT)
            if np.isfinite(own) and own > size + TOLERANCE:
                message = f"'{asset['asset']}' can hold {size:g} MWh at most, less than these {own:g} MWh."
                hint = f"Lower it, or enlarge the storage in {tables.place('plants')} or {tables.place('potentials')}."
                tables.report("levels", "assets", message, hint, row=row, column=column)


def check_profiles(tables: Tables, years: Sequence[int]) -> None:
    """Report a least energy by hour above the most, where both are shares or both MWh, and a most below nothing."""
    names = [f"{HOURLY}.{name}" for name in tables.keys("profiles")]
    hourly = tables[HOURLY] if tables.clean(HOURLY, *names) else tables[HOURLY].iloc[:0, :0]
    kinds = dict(zip(tables["profiles"]["profile"], tables["profiles"]["kind"], strict=True))
    for row, asset in records(tables.sound("assets", ["least_level", "most_level"])):
        least, most = asset["least_level"], asset["most_level"]
        above = 0
        if least in hourly and most in hourly and (kinds[least] in SHARES) == (kinds[most] in SHARES):
            above = int((hourly[least] > hourly[most] + TOLERANCE).sum())
        below = int((hourly[most] < 0).sum()) if most in hourly else 0
        if above or below:
            what = f"'{least}' is above '{most}'" if above else f"'{most}' is below 0"
            message, hint = f"{what} in {above or below} hours: nothing could be in it then.", "Correct the profile."
            tables.report("levels", "assets", message, hint, row=row, column="most_level")


def check_sizes(tables: Tables, years: Sequence[int]) -> None:
    """Report a least energy capacity above the largest, or above what the power allows, and more that is there."""
    limits = tables.sound("potentials", ["asset", "maximum", *_OF_POTENTIALS])
    there, longest = _existing(tables, years), _longest(tables, years)
    for row, limit in records(limits):
        low, high = limit["energy_minimum"], limit["energy_maximum"]
        by_power = longest.get(limit["asset"], NO_LIMIT) * limit["maximum"]
        if low > high:
            message, column = f"energy_minimum ({low:g} MWh) is above energy_maximum ({high:g} MWh).", "energy_minimum"
            hint = "Exchange them."
        elif low > by_power + TOLERANCE:
            message, column = f"with {limit['maximum']:g} MW there are {by_power:g} MWh at most.", "energy_minimum"
            hint = "Lower it, or raise the maximum or the technology's duration_max."
        elif there.get(limit["asset"], 0.0) > high + TOLERANCE:
            message, column = f"its plants have {there[limit['asset']]:g} MWh already.", "energy_maximum"
            hint = "'energy_maximum' counts existing and new energy capacity."
        else:
            continue
        tables.report("energy-capacity", "potentials", message, hint, row=row, column=column)


def _largest(tables: Tables, years: Sequence[int]) -> dict[str, float]:
    """Give the energy [MWh] that each storage can hold in every year; nothing where other columns have problems."""
    there, longest = _existing(tables, years, least=True), _longest(tables, years)
    if not tables.clean("potentials.asset", "potentials.year", "potentials.maximum", "potentials.energy_maximum"):
        return {}
    potentials = tables["potentials"]
    keys = [key for key in dict.fromkeys(potentials["asset"]) if key in longest]
    power, energy = (by_year(potentials, "asset", name, keys, years) for name in ("maximum", "energy_maximum"))
    for key, megawatts, megawatt_hours in zip(keys, power, energy, strict=True):
        there[key] = float(np.minimum(longest[key] * megawatts, megawatt_hours).min(initial=NO_LIMIT))
    return there


def _existing(tables: Tables, years: Sequence[int], *, least: bool = False) -> dict[str, float]:
    """Give the energy [MWh] of the plants of each storage, the most or the least of all years."""
    needed = ("plants.asset", "plants.energy", "plants.start", "plants.end", "assets.asset", "assets.technology")
    if not tables.clean(*needed, "technology_data.value", "technologies.behaviour"):
        return {}
    keys = [name for _, name in by_row(_storages(tables)["asset"])]
    energy: Floats = alive(tables, "energy", keys, years)
    found = energy.min(axis=1, initial=NO_LIMIT) if least else energy.max(axis=1, initial=0.0)
    return dict(zip(keys, found.tolist(), strict=True))


def _longest(tables: Tables, years: Sequence[int]) -> dict[str, float]:
    """Give the longest duration [h] of each storage for which there is one."""
    needed = ("technology_data.technology", "technology_data.parameter", "technology_data.value", "assets.technology")
    if not tables.clean(*needed, "technologies.behaviour", "links.technology"):
        return {}
    own = _storages(tables)
    hours = parameter(tables, "duration_max", own, [*years, 0][:1])[:, 0]  # of all years the same
    return {name: float(value) for name, value in zip(own["asset"], hours, strict=True) if np.isfinite(value)}


def _storages(tables: Tables) -> pd.DataFrame:
    assets = asset_table(tables)
    return assets[assets["behaviour"] == STORAGE]


CHECKS = (check_readers, check_inflow, check_levels, check_profiles, check_sizes)
