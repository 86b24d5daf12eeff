"""A finished run as data: its solved dataset, tables and summary, in memory or in a results folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pandas as pd
import xarray as xr

from energy_model.analysis.columns import described
from energy_model.analysis.run_alignment import amount
from energy_model.analysis.statistics import Value, statistics
from energy_model.analysis.tables import TABLES
from energy_model.dataset import Problem, StudyError
from energy_model.runs.description import RunTables, as_html, as_text, lines
from energy_model.runs.folder import ResultsFolder


@dataclass(frozen=True, repr=False)
class RunData:
    """Result of `solve`, and content of a results folder.

    Every table is also an attribute: `run.capacity` is `run.table("capacity")`.

    solved : the solved dataset, or the results folder that it is read from when it is asked for
    summary : the content of `summary.json`
    manifest : its provenance: hashes, versions, options, machine
    folder : where it was written; None while it is in memory only
    whole : the run that this one is a part of (see `without_hours`)
    search : what its search left for the next of the study (`workflow.warm_start`), until it is written
    """

    solved: xr.Dataset | ResultsFolder
    summary: dict[str, Any]
    manifest: dict[str, Any]
    folder: Path | None = None
    whole: Self | None = field(default=None, repr=False, compare=False)
    search: bytes | None = field(default=None, repr=False, compare=False)
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __repr__(self) -> str:
        return as_text(self._lines())

    def _repr_html_(self) -> str:
        return as_html(self._lines())

    def _lines(self) -> dict[str, str]:
        return lines(self.summary, self.manifest, str(self.folder) if self.folder else "in memory")

    @property
    def tables(self) -> RunTables:
        """All tables by name, `run.tables["capacity"]`; shown, it says what each holds."""
        return RunTables(self.table)

    @property
    def dataset(self) -> xr.Dataset:
        """Inputs and solution by name (dims: the model's sets; model units MW, MWh, t, CNY)."""
        return self.solved.dataset if isinstance(self.solved, ResultsFolder) else self.solved

    def without_hours(self) -> Self:
        """Same run with a dataset without its hourly variables, which is loaded in a fraction of a second."""
        if isinstance(self.solved, ResultsFolder):
            kept = self.solved.without_hours
        else:
            kept = self.solved.drop_dims("step", errors="ignore")
        return type(self)(kept, self.summary, self.manifest, self.folder, whole=self.whole or self)

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.summary["scenario"])

    @property
    def objective(self) -> float:
        """Net present cost of the schedule [money of the study]."""
        return amount(self.summary, "objective")

    @property
    def lower_bound(self) -> float:
        """Net present cost below which no solution lies [money of the study]."""
        return amount(self.summary, "lower_bound")

    @property
    def gap_searched(self) -> float:
        """Gap of the plan before its polish, of what decisions can change: what the search was asked to reach."""
        return float(self.summary.get("gap_searched", self.summary["gap"]))

    @property
    def targets(self) -> pd.DataFrame:
        """The scorecard: one row a target (columns as in `analysis.targets.scorecard`)."""
        return pd.DataFrame(self.summary["targets"])

    def table(self, name: str) -> pd.DataFrame:
        """A statistic by name, e.g. `capacity`, `generation`, `energy_balance`, `costs`."""
        if self.whole is not None:
            return self.whole.table(name)
        if name not in self._tables:
            written = self.solved.table(name) if isinstance(self.solved, ResultsFolder) else None
            self._tables[name] = TABLES[name](self.dataset) if written is None else written
        return self._tables[name].copy()

    def statistic(
        self,
        table: str,
        by: str | Sequence[str] | None = None,
        where: Mapping[str, Value | Sequence[Value]] | None = None,
        columns: str | Sequence[str] | None = None,
        year: int | None = None,
    ) -> pd.DataFrame:
        """Rows of a table, or put together: ``run.statistic("generation", by="technology", year=2030)``.

        The same as `analysis.statistics.statistics`, which says how. Raises StatisticError.
        """
        return statistics(self, table, by, where, columns, year)

    @classmethod
    def load(cls, folder: Path | str) -> Self:
        """Read the summary and manifest of a results folder; the rest is read when it is asked for.

        Raises StudyError where there are no results, and later where others have taken their place.
        """
        folder = Path(folder)
        if not (folder / "summary.json").is_file():
            known = sorted(p.parent.name for p in folder.parent.glob("*/summary.json"))
            hint = f"There are: {', '.join(known)}." if known else "Make one with 'energy-model solve'."
            raise StudyError([Problem("no-run", str(folder), "there are no results here.", hint)])
        files = ResultsFolder(folder)
        read = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("summary", "manifest")}
        return cls(files, read["summary"], read["manifest"], folder)


def _attribute(name: str) -> property:
    """A table as an attribute of runs."""

    def table(run: RunData) -> pd.DataFrame:
        return run.table(name)

    return property(table, doc=f"{described()[name].names['en']}: `run.table({name!r})`.")


for _name in TABLES:  # on the class, so that an editor and help() know them
    setattr(RunData, _name, _attribute(_name))
