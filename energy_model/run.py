"""A finished run: its solved dataset, tables and summary, in memory or in a results folder."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from energy_model.analysis.statistics import TABLES
from energy_model.dataset import Problem, StudyError


@dataclass(frozen=True)
class Run:
    """What `solve` gives and a results folder holds.

    dataset : inputs and solution by name (dims: the model's sets; model units MW, MWh, t, CNY)
    summary : the content of `summary.json`
    manifest : what it was made from: hashes, versions, options, machine
    folder : where it was written; None while it is in memory only
    """

    dataset: xr.Dataset
    summary: dict[str, Any]
    manifest: dict[str, Any]
    folder: Path | None = None
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.summary["scenario"])

    @property
    def targets(self) -> pd.DataFrame:
        """The scorecard: one row a target (columns as in `analysis.targets.scorecard`)."""
        return pd.DataFrame(self.summary["targets"])

    def table(self, name: str) -> pd.DataFrame:
        """A statistic by name, e.g. `capacity`, `generation`, `energy_balance`, `costs`."""
        if name not in self._tables:
            self._tables[name] = TABLES[name](self.dataset)
        return self._tables[name].copy()

    def report(self, path: Path | str | None = None, lang: str = "en") -> Path:
        """Write the HTML report and give its path (default: `report.html` in the run's folder)."""
        from energy_model.report.page import write_page

        if path is None and self.folder is None:
            raise ValueError("the run is in memory only: say where to write its report, run.report('report.html')")
        target = Path(path) if path is not None else Path(str(self.folder)) / "report.html"
        write_page(self, target, lang)
        return target

    def save(self, folder: Path, lang: str = "en") -> Run:
        """Write the results folder whole or not at all; an earlier one is replaced when the new one is complete."""
        kept = Run(self.dataset, self.summary, self.manifest, folder)
        with _replacing(folder) as fresh:
            compressed = {name: {"zlib": True, "complevel": 1} for name, v in self.dataset.items() if v.size > 10_000}
            self.dataset.to_netcdf(fresh / "solution.nc", engine="h5netcdf", encoding=compressed)
            (fresh / "tables").mkdir()
            for name in TABLES:
                kept.table(name).to_csv(fresh / "tables" / f"{name}.csv", index=False, encoding="utf-8-sig")
            _write_json(fresh / "summary.json", self.summary)
            _write_json(fresh / "manifest.json", self.manifest)
            kept.report(fresh / "report.html", lang)
        return kept

    @classmethod
    def load(cls, folder: Path | str) -> Run:
        """Read a results folder. Raises StudyError where there is none."""
        folder = Path(folder)
        if not (folder / "summary.json").is_file():
            known = sorted(p.parent.name for p in folder.parent.glob("*/summary.json"))
            mend = f"There are: {', '.join(known)}." if known else "Make one with 'energy-model solve'."
            raise StudyError([Problem("no-run", str(folder), "there are no results here.", mend)])
        with xr.open_dataset(folder / "solution.nc", engine="h5netcdf") as opened:
            dataset = opened.load()
        read = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("summary", "manifest")}
        return cls(dataset, read["summary"], read["manifest"], folder)


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A fresh folder beside the wanted one that takes its place when the block ends well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield fresh
        fresh.chmod(0o755)
        old = folder.with_name(f".{folder.name}-old-{os.getpid()}")
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8")
