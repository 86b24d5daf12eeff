"""Whether the sun stands where it should: the noon of a profile tells the time that its file is in."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.dataset.reading.stamps import in_words

# [h] panels to the east and west, the equation of time and clouds move the middle of the day by less than the first;
# an hour late within the second is what ends of hours taken as begins are
_MOST_APART, _LEAST_OF_ENDS = 1.75, 0.7
_DARK, _LEAST_DARK = 0.005, 0.3  # share of the peak that is night; share of the year that is night of a sun's profile
_LEAST_GATHERED = 0.55  # length of the mean direction of the output around the clock: wind has below 0.3
_MOST_LENGTH = 3.0  # [h]


def noon(values: pd.Series[float], begin: pd.Series[pd.Timestamp], length: NDArray[np.float64]) -> float | None:
    """Time of day around which a profile lies that is dark at night [h]; None of another profile."""
    numbers = values.to_numpy(dtype=np.float64)
    if not len(numbers) or length.max() > _MOST_LENGTH or numbers.max() <= 0 or numbers.min() < 0:
        return None
    dark = float(np.mean(numbers <= _DARK * numbers.max()))
    hour = ((begin - begin.dt.normalize()).dt.total_seconds() / 3600).to_numpy() + length / 2
    mean = (numbers * length * np.exp(2j * np.pi * hour / 24)).sum() / (numbers * length).sum()
    if dark < _LEAST_DARK or abs(mean) < _LEAST_GATHERED:
        return None
    return float(np.angle(mean) / (2 * np.pi) * 24 % 24)


def misplaced(found: float, longitude: float, offset: float) -> float | None:
    """Hours by which a noon is late (below 0: early) in a time so far ahead of UTC [h]; None if about right."""
    late = (found - solar_noon(longitude, offset) + 12) % 24 - 12
    return late if abs(late) > _MOST_APART or may_be_ends(late) else None


def may_be_ends(late: float) -> bool:
    """Whether a noon is as late as if ends of hours had been taken as begins."""
    return _LEAST_OF_ENDS < late <= _MOST_APART


def solar_noon(longitude: float, offset: float) -> float:
    """Time of day at which the sun stands highest, over the year's mean [h]."""
    return (12 + offset - longitude / 15) % 24


def in_doubt(column: str, found: float, late: float, longitude: float, offset: float) -> str:
    """Sentence on what to do about a file that says nothing of its time and whose sun is misplaced."""
    fits = round(offset + late) if abs(offset + late) > 1 else 0  # UTC is what most files are in
    return (
        f"column '{column}': taken in the study's time ({in_words(offset)}), the sun stands highest at {clock(found)},"
        f" and at longitude {longitude:g} it should at {clock(solar_noon(longitude, offset))}. The stamps fit if they"
        f" are in {in_words(fits)}: --utc {fits} moves them by {offset - fits:+g} h (--utc {offset:g} leaves them as"
        " they are)"
    )


def clock(hours: float) -> str:
    """A time of day as 12:05."""
    minutes = round(60 * hours) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
