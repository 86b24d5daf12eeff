"""The tiny study with steps of other lengths, weights and periods in its hourly table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tests.support.study import SEA_FACTOR, write_rows, write_study


@dataclass(frozen=True)
class StepStudy:
    """Rows of an hourly table: stamps `minutes` apart, and columns that are left out where they are empty.

    sea, load, tariff : profiles by row; without them a calm and a windy day in turn and a daily wave of mean 1
    """

    rows: int
    begin: str = "2030-01-01"
    minutes: float = 60
    length: Sequence[float | None] = ()
    weight: Sequence[float | None] = ()
    period: Sequence[str] = ()
    sea: Sequence[float] = ()
    load: Sequence[float] = ()
    tariff: Sequence[float] = ()


def stepped_study(folder: Path, steps: StepStudy) -> Path:
    """Write the study with this hourly table and give its folder back."""
    study = write_study(folder)
    time = pd.date_range(steps.begin, periods=steps.rows, freq=pd.Timedelta(minutes=steps.minutes))
    hours = [(at - at.normalize()) / pd.Timedelta(hours=1) for at in time]
    span = steps.minutes / 60
    wave = [_wave(hour, span) for hour in hours]
    columns: dict[str, Sequence[object]] = {
        "time": [f"{at:%Y-%m-%d %H:%M}" for at in time],
        "length [h]": steps.length,
        "weight": steps.weight,
        "period": steps.period,
        "sea_wind": steps.sea or [SEA_FACTOR["windy" if at.day % 2 == 0 else "calm"] for at in time],
        "city_load": steps.load or [value * steps.rows / sum(wave) for value in wave],
        "tariff": steps.tariff or [1.0] * steps.rows,
    }
    kept = {name: values for name, values in columns.items() if len(values)}
    rows = [["" if cell is None else f"{cell}" for cell in row] for row in zip(*kept.values(), strict=True)]
    write_rows(study, "hourly", [list(kept), *rows])
    return study


def _wave(hour: float, span: float) -> float:
    """Mean of the daily wave over a step."""
    if span >= 24:
        return 1.0
    turn = 2 * math.pi / 24
    return 1 - 0.3 * (math.sin(turn * (hour + span)) - math.sin(turn * hour)) / (turn * span)
