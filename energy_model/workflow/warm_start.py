"""Warm start of a run: what an earlier search of the same study left, and what this one leaves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from energy_model.atomic_write import replacing_file
from energy_model.horizon import warm_store_file
from energy_model.horizon.warm_store import WarmStore
from energy_model.runs.run_data import RunData
from energy_model.runs.up_to_date import stale
from energy_model.scenario.scenario import Scenario

SEARCH = "search.npz"  # in the folder of a run; beside it `<scenario>.search.npz` of one that was interrupted


@dataclass
class WarmStart:
    """Warm start of a run, looked for under a results folder.

    results : None: there are no other runs, and nothing is left
    is_cold : look for none; is_resumed : look only at what the scenario itself left
    first : folder of the run that is looked at before all others
    """

    results: Path | None = None
    is_cold: bool = False
    is_resumed: bool = False
    first: Path | None = None
    left: WarmStore | None = field(default=None, init=False)
    source: str | None = field(default=None, init=False)
    _scenario: Scenario | None = field(default=None, init=False)

    def of(self, scenario: Scenario) -> None:
        """Look for what this scenario can begin from."""
        self._scenario = scenario
        if self.results is None or self.is_cold:
            return
        for path in self._candidates(self.results, scenario):
            if path.is_file():
                self.source, self._path = _name(path), path
                return

    def take(self, left: WarmStore) -> None:
        """Take what a search leaves."""
        self.left = left

    def store(self) -> WarmStore | None:
        """Store of another search; None where there is none that can be read."""
        found = None if self.source is None else warm_store_file.read(self._path)
        if found is None:
            self.source = None
        return found

    def content(self) -> bytes | None:
        """File of what this search leaves, for the folder of the run; None where nothing is kept."""
        return None if self.left is None or self.results is None else warm_store_file.written(self.left)

    def earlier(self, run: RunData, hours: int) -> Path | None:
        """Folder of the earlier run of a resumed scenario, of the same input, that is no worse than what was found."""
        folder = self.results / run.name if self.results is not None and self.is_resumed else None
        if folder is None or self._scenario is None or not (folder / "summary.json").is_file():
            return None
        before = RunData.load(folder)
        is_same = stale(before, self._scenario, run.manifest["versions"]["energy-model"], hours=hours) is None
        return folder if is_same and before.summary["gap"] <= run.summary["gap"] else None

    def keep(self) -> None:
        """Keep what a search without a schedule leaves beside the runs, so that it can be resumed."""
        content = self.content()
        if content is not None and self.results is not None and self._scenario is not None:
            with replacing_file(unfinished(self.results, self._scenario.name)) as fresh:
                fresh.write_bytes(content)

    def _candidates(self, results: Path, scenario: Scenario) -> list[Path]:
        own = [unfinished(results, scenario.name), results / scenario.name / SEARCH]
        if self.is_resumed:
            return own
        first = [] if self.first is None else [self.first / SEARCH]
        return [own[0], *first, *(path.parent / SEARCH for path in _of_study(results, scenario))]


def unfinished(results: Path, scenario: str) -> Path:
    """File of what a search of a scenario left that ended without a schedule."""
    return results / f"{scenario}.{SEARCH}"


def _of_study(results: Path, scenario: Scenario) -> list[Path]:
    """Manifests of the runs of a scenario's study and model years, the newest first; its own before all others."""
    found = []
    for path in results.glob("*/manifest.json"):
        run, summary = _read(path), _read(path.with_name("summary.json"))
        if "plan" in run:  # its decision is another run's
            continue
        if run.get("study") == str(scenario.study) and summary.get("years") == list(scenario.years):
            found.append((path.parent.name == scenario.name, str(run.get("made")), path))
    return [path for *_, path in sorted(found, reverse=True)]


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content


def _name(path: Path) -> str:
    return path.parent.name if path.name == SEARCH else path.name.removesuffix(f".{SEARCH}")
