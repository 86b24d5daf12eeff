"""The years for which a workbook has demands, without reading all of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import energy_model.dataset.reading.cells as cells


def demand_years(workbook: Path) -> list[int]:
    """Give the years of the sheet demand_data, ascending; StudyError if the workbook cannot be opened."""
    from energy_model.dataset.reading.workbook import Workbook  # openpyxl takes a moment to import

    words = Workbook(workbook).column("demand_data", "year")
    found, _ = cells.years(pd.Series(words, dtype="str"))
    return sorted({int(year) for year in found.dropna()})
