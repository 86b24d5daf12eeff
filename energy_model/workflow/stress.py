"""Stress test: one plan under other weather, prices, demand and outages, and what each of them costs and misses.

A case is a scenario file of the study's folder `scenarios/stress/`, or any scenario. Of a case only what differs from
the run's own scenario counts: its files are laid over those of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from energy_model.dataset import Problem, StudyError
from energy_model.runs.run_data import RunData
from energy_model.runs.up_to_date import provenance
from energy_model.scenario.scenario import SUFFIXES, Scenario, load_changes, load_scenario, scenario_name
from energy_model.study.location import scenarios_folder

FOLDER = "stress"


@dataclass(frozen=True)
class StressCase:
    """A case laid over the scenario of a run. done : its run of this very plan and input, where there is one."""

    scenario: Scenario
    done: RunData | None = None


def stress_cases(run: RunData, names: Sequence[str] = ()) -> list[StressCase]:
    """Cases of a stress test: those that are named, else all that ship with the run's study.

    Raises StudyError, with all problems at once, where a case is none.
    """
    study = Path(run.manifest["study"])
    files = run.manifest["scenario_files"]
    own = load_scenario(files[-1] if Path(files[-1]).suffix in SUFFIXES else run.name, study)
    found, problems = list[Scenario](), list[Problem]()
    for name in names or shipped(study):
        try:
            found.append(laid_over(own, load_changes(_place(study, name), study)))
        except StudyError as error:
            problems += error.problems
    if problems:
        raise StudyError(problems)
    return [StressCase(case, _done(run, case)) for case in found]


def shipped(study: Path) -> list[str]:
    """Names of the cases in the study's folder `scenarios/stress/`."""
    folder = scenarios_folder(study) / FOLDER
    return sorted(scenario_name(path) for path in folder.glob("*") if path.suffix in SUFFIXES)


def laid_over(own: Scenario, case: Scenario) -> Scenario:
    """The scenario with what a case changes besides."""
    known = {layer.path.resolve() for layer in own.layers}
    new = (layer for layer in case.layers if layer.path.resolve() not in known)
    return replace(own, name=case.name, layers=(*own.layers, *new))


def _done(run: RunData, case: Scenario) -> RunData | None:
    folder = Path(str(run.folder)).parent / f"{case.name}@{run.name}"
    if not (folder / "summary.json").is_file():
        return None
    found = RunData.load(folder)
    then, now = found.manifest, provenance(case, run.manifest["hours"])
    is_same = all(then.get(key) == now[key] for key in now)
    return found if is_same and then.get("plan", {}).get("made") == run.manifest["made"] else None


def _place(study: Path, name: str) -> str:
    """File of a case of the folder of cases; of any other the name that it has."""
    files = [scenarios_folder(study) / FOLDER / f"{name}{suffix}" for suffix in SUFFIXES]
    return next((str(path.absolute()) for path in files if path.is_file()), name)
