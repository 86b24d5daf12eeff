"""Several runs side by side as data: tables with differences to the first, and CSV files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pandas as pd

from energy_model.atomic_write import replacing_file
from energy_model.dataset import Problem, StudyError
from energy_model.dataset.units import MONEY
from energy_model.runs.comparison_tables import TABLES
from energy_model.runs.run_data import RunData


@dataclass(frozen=True)
class ComparedRuns:
    """Runs by a name that is unique among them; the first is what the others are compared with.

    Their datasets are without hours (`RunData.without_hours`), so that many runs are read in little time.
    """

    runs: Mapping[str, RunData]
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, runs: Sequence[RunData]) -> Self:
        """Compare runs; raises ValueError where there are fewer than two, StudyError where they differ in currency."""
        if len(runs) < 2:
            raise ValueError("a comparison needs two runs or more")
        _check_currency(runs)
        count = Counter(run.name for run in runs)
        keys: dict[str, RunData] = {}
        for number, run in enumerate(runs, start=1):
            key = run.name if count[run.name] == 1 else str(run.folder or f"{run.name} ({number})")
            keys[key if key not in keys else f"{key} ({number})"] = run.without_hours()
        return cls(keys)

    def table(self, name: str) -> pd.DataFrame:
        """A table by name, e.g. `overview`, `capacity`, `targets`: a column `run`, differences to the first run."""
        if name not in self._tables:
            self._tables[name] = TABLES[name](self.runs)
        return self._tables[name].copy()

    def save(self, folder: Path | str) -> Path:
        """Write all tables as CSV files and give their folder."""
        folder = Path(folder)
        for name in TABLES:
            with replacing_file(folder / f"{name}.csv") as fresh:
                self.table(name).to_csv(fresh, index=False, encoding="utf-8-sig")
        return folder


def _check_currency(runs: Sequence[RunData]) -> None:
    """Raise StudyError where runs count in several currencies: none is exchanged for another."""
    currencies = {run.summary.get("currency", MONEY): run for run in runs}
    if len(currencies) > 1:
        named = ", ".join(f"{run.name} in {currency}" for currency, run in currencies.items())
        hint = "Compare runs of one currency."
        raise StudyError([Problem("currency", "compare", f"the runs count in several currencies ({named}).", hint)])
