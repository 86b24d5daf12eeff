"""Columns of a file as profiles of their kind: checked, and loads and prices divided by their mean, which is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.dataset.checks.hourly import bounds
from energy_model.dataset.dictionary import SHAPES
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.study.weather.notes import Note

_POWER = {"kW": 1e-3, "MW": 1.0, "GW": 1e3}  # [MW]
_UNIT = re.compile(r"[\[(](kW|MW|GW)(h?)[\])]")
_CLOSE_TO_1 = 1e-3


@dataclass(frozen=True)
class SourceColumn:
    """A column of a file for a profile: its name there, and by what it is divided."""

    name: str
    divisor: float = 1.0


def as_profiles(
    frame: pd.DataFrame,
    columns: Mapping[str, SourceColumn],
    kinds: Mapping[str, str],
    weight: np.ndarray,
    file_step: float,
) -> tuple[pd.DataFrame, list[Note], list[str]]:
    """Profiles [step x profile], what was done to them, and what is wrong with them.

    frame : a column by its name in the file; weight : of steps [h]; file_step : of the file [h], in which energies of
    it are given
    """
    found, notes, problems = {}, [], []
    for profile, column in columns.items():
        kind = kinds.get(profile, "factor")
        values = frame[column.name] / column.divisor
        if kind in SHAPES:
            mean = float(np.average(values, weights=weight))
            if mean <= 0:
                problems.append(f"column '{column.name}': its mean is {mean:.4g}, of which no shape can be made")
                continue
            if abs(mean - 1) > _CLOSE_TO_1:
                notes.append(_scaled(column.name, profile, kind, mean, file_step))
            values = values / mean
        problems += _faults(values, column, kind)
        found[profile] = values
    return pd.DataFrame(found, index=frame.index), notes, problems


def _scaled(name: str, profile: str, kind: str, mean: float, file_step: float) -> Note:
    """That a load or price was divided by its mean, and where that mean belongs."""
    words = {"column": name, "profile": profile, "mean": f"{mean:,.6g}"}
    if kind != "demand":
        return Note("price", **words)
    unit = _UNIT.search(name)
    power = mean * _POWER[unit[1]] if unit else mean
    energy = power / (file_step if unit and unit[2] else 1.0) * HOURS_PER_YEAR / 1e6
    return Note("load" if unit else "load_in_mw", **words, energy=f"{energy:,.4g}")


def _faults(values: pd.Series[float], column: SourceColumn, kind: str) -> Iterator[str]:
    """Numbers that a profile of a kind cannot have."""
    low, high = bounds(kind)
    beyond = values[(values < low - 1e-9) | (values > high + 1e-9)]
    if len(beyond):
        where = f"outside of {low:g}..{high:g}" if np.isfinite(high) else f"below {low:g}"
        yield (
            f"column '{column.name}': {len(beyond)} values {where}, from {values.min():.4g} to {values.max():.4g};"
            f" a profile of kind {kind} has none{_advice(values, column, kind)}"
        )


def _advice(values: pd.Series[float], column: SourceColumn, kind: str) -> str:
    if kind != "availability" or values.max() <= 1:
        return ""
    size = column.divisor * values.max()
    return (
        f". Output is divided by the capacity (--map '{column.name}/{size:.4g}=...' if that is {size:.4g}); weather"
        " (irradiance, wind speed) is no output: PVGIS, renewables.ninja and atlite make it from weather; a load needs"
        " a profile of kind demand"
    )
