"""Which runs are compared: what is there and up to date is taken, the rest is solved first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import filter as matching
from glob import glob, has_magic
from pathlib import Path

from energy_model.dataset import Problem, StudyError
from energy_model.dataset.problems import suggestion
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.runs.run_data import RunData
from energy_model.runs.up_to_date import Reason, stale
from energy_model.scenario.scenario import SUFFIXES, Scenario, list_scenarios, load_scenario, same_name
from energy_model.study.location import study_folder
from energy_model.versions import version_of

RESULTS = Path("results")
Item = str | Path | RunData


@dataclass(frozen=True)
class ComparisonItem:
    """A thing to compare.

    name : as it was given; run : that is there; scenario : to solve, None for a run that is taken as it is; reason :
    why the scenario must be solved, or why a run that is taken as it is would be another today
    """

    name: str
    run: RunData | None
    scenario: Scenario | None = None
    reason: Reason | None = None

    @property
    def must_be_solved(self) -> bool:
        """Whether it is a scenario without results, or with such as are out of date."""
        return self.scenario is not None and self.reason is not None


@dataclass(frozen=True)
class ComparisonRequest:
    """For what the scenarios are solved: study, results folder, gap, time limit [s], hours of a year."""

    study: Path | str | None = None
    results: Path = RESULTS
    gap: float = 0.01
    time_limit: float = float("inf")
    hours: int = HOURS_PER_YEAR

    def as_run(self, folder: Path) -> ComparisonItem:
        """A run that is taken as it is; where its study is at hand, with why it would be another today."""
        run = RunData.load(folder)
        study, files = run.manifest["study"], run.manifest["scenario_files"]
        try:
            scenario = load_scenario(Path(files[-1]).absolute() if Path(files[-1]).is_file() else run.name, study)
        except StudyError:
            return ComparisonItem(str(folder), run)
        release, hours = version_of("energy-model"), run.manifest.get("hours", self.hours)
        return ComparisonItem(str(folder), run, reason=stale(run, scenario, release, hours=hours))

    def as_scenario(self, name: str) -> ComparisonItem:
        """A scenario, with its run where it has one, and why it must be solved."""
        scenario = load_scenario(name, self.study)
        folder = self.results / scenario.name
        if not (folder / "summary.json").is_file():
            return ComparisonItem(name, None, scenario, Reason("new"))
        run, release = RunData.load(folder), version_of("energy-model")
        return ComparisonItem(name, run, scenario, stale(run, scenario, release, self.gap, self.time_limit, self.hours))

    def find(self, item: str) -> ComparisonItem:
        """Item that is meant: a results folder, a scenario's file, a scenario's name, a name under the results."""
        if (Path(item) / "summary.json").is_file():
            return self.as_run(Path(item))
        if item.endswith(SUFFIXES):
            return self.as_scenario(item)
        known, folder = list_scenarios(self.study), self.results / item
        if item in known and not self._is_of_another_study(folder):
            return self.as_scenario(item)
        if (folder / "summary.json").is_file():
            return self.as_run(folder)
        runs = [path.parent.name for path in self.results.glob("*/summary.json")]
        message = f"there is neither a run nor a scenario '{item}'."
        raise StudyError([Problem("no-run", str(folder), message, suggestion(item, sorted({*known, *runs})))])

    def names(self, item: str) -> list[str]:
        """Items that match a pattern: files and folders, else scenarios, else names under the results."""
        if not has_magic(item):
            return [item]
        paths = [
            path for path in sorted(glob(item)) if (Path(path) / "summary.json").is_file() or path.endswith(SUFFIXES)
        ]
        runs = sorted(path.parent.name for path in self.results.glob("*/summary.json"))
        return paths or matching(list_scenarios(self.study), item) or matching(runs, item) or [item]

    def _is_of_another_study(self, folder: Path) -> bool:
        """Whether there is a run of this name that was made from another study, which is still there."""
        if self.study is not None or not (folder / "summary.json").is_file():
            return False
        study = Path(RunData.load(folder).manifest["study"])
        return study.exists() and study.resolve() != study_folder(None).resolve()


def choose(items: Sequence[Item], request: ComparisonRequest) -> list[ComparisonItem]:
    """Items to compare, each once. Raises StudyError with all problems at once."""
    chosen: dict[Path | int, ComparisonItem] = {}
    problems: list[Problem] = []
    for name, item in _found(items, request, problems):
        place = _place(item, request)
        before = chosen.setdefault(place, item)
        if (
            before.scenario
            and item.scenario
            and before.scenario.files[-1].resolve() != item.scenario.files[-1].resolve()
        ):
            problems.append(same_name(name, before.scenario.files[-1]))
    if problems:
        raise StudyError(problems)
    return list(chosen.values())


def _found(
    items: Sequence[Item], request: ComparisonRequest, problems: list[Problem]
) -> Iterator[tuple[str, ComparisonItem]]:
    for item in items:
        if isinstance(item, RunData):
            yield item.name, ComparisonItem(item.name, item)
            continue
        for name in request.names(str(item)):
            try:
                yield name, request.find(name)
            except StudyError as error:
                problems += error.problems


def _place(item: ComparisonItem, request: ComparisonRequest) -> Path | int:
    """Where the results are or will be; of a run in memory its identity."""
    if item.scenario is not None:
        return (request.results / item.scenario.name).resolve()
    assert item.run is not None
    return item.run.folder.resolve() if item.run.folder is not None else id(item.run)
