"""The years for which a study has demands, without reading all of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import energy_model.dataset.reading.cells as cells
from energy_model.dataset.reading.reading import source_of


def demand_years(study: Path) -> list[int]:
    """Give the years of the table demand_data, ascending; StudyError if a workbook cannot be opened."""
    words = source_of(study).column("demand_data", "year")
    found, _ = cells.years(pd.Series(words, dtype="str"))
    return sorted({int(year) for year in found.dropna()})
