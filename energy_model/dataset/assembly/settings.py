"""Settings of a study by year; what it does not say is the dictionary's default, here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from energy_model.dataset.assembly.interpolation import Floats, by_year
from energy_model.dataset.dictionary import SETTINGS, dictionary
from energy_model.dataset.tables import Tables


def setting(tables: Tables, name: str, years: Sequence[int]) -> Floats:
    """Value of a setting in each of the years. shape: (year,); [the dictionary's unit], NaN without a default."""
    missing = dictionary()[SETTINGS].parameters[name].number
    found: Floats = by_year(tables[SETTINGS], "setting", "value", [name], years, missing)[0]
    return found
