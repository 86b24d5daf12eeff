"""A results folder that is read on demand: the solved dataset is large, and often not needed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd
import xarray as xr

from energy_model.dataset import Problem, StudyError
from energy_model.runs import solution_file
from energy_model.runs import table_files as result_tables

SOLUTION, TABLES = "solution.nc", "tables"


class ResultsFolder:
    """Run on disk. No file stays open.

    A run is of one piece: when another has taken its place in the folder, reading raises StudyError.
    """

    def __init__(self, folder: Path) -> None:
        """Remember which solution there is; raises OSError where there is none."""
        self._folder = folder
        self._at_first = self._which()

    @cached_property
    def dataset(self) -> xr.Dataset:
        """Inputs and solution by name."""
        found = solution_file.read(self._folder / SOLUTION)
        self._check()
        return found

    @cached_property
    def without_hours(self) -> xr.Dataset:
        """The part of the dataset that has no value for each hour, read in a fraction of the time."""
        found = solution_file.read(self._folder / SOLUTION, hourly=False)
        self._check()
        return found

    def table(self, name: str) -> pd.DataFrame | None:
        """A table as it was written; None where it must be computed anew."""
        found = result_tables.read(self._folder / TABLES, name)
        self._check()
        return found

    def _which(self) -> tuple[int, int, int]:
        found = (self._folder / SOLUTION).stat()
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _check(self) -> None:
        if self._which() != self._at_first:
            message = "the results were replaced by others while they were being read."
            raise StudyError([Problem("replaced", str(self._folder), message, "Read them again.")])
