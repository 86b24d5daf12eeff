"""Profiles that limit what is in a storage: as the step ends, so that of several steps the last one counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.dataset.assembly.arrays import Variables, floats, labels
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.dictionary import ALWAYS, HOURLY, SHARES
from energy_model.dataset.tables import Tables

COLUMNS = ("least_level", "most_level")


def level_profiles(tables: Tables) -> dict[str, Floats]:
    """Give the profiles of the levels in use, under names of their own, over the steps of a year."""
    used = sorted({name for column in COLUMNS for name in tables["assets"][column].tolist() if name})
    ones = np.ones(len(tables[HOURLY]))
    return {_named(name): ones if name == ALWAYS else floats(tables[HOURLY][name]) for name in used}


def level_variables(tables: Tables, assets: pd.DataFrame) -> Variables:
    """Give the profile of each limit by asset ('' for none), and whether it is a share of the energy capacity."""
    kinds = dict(zip(tables["profiles"]["profile"], tables["profiles"]["kind"], strict=True)) | {ALWAYS: SHARES[0]}
    found: Variables = {}
    for column in COLUMNS:
        names = [str(name) for name in assets[column].tolist()]
        found[f"{column}_of"] = ("asset", labels([_named(name) if name else "" for name in names]))
        found[f"{column}_share"] = ("asset", np.array([float(kinds.get(name) in SHARES) for name in names]))
    return found


def _named(profile: str) -> str:
    return f"{profile} as steps end"
