"""Whether the results of a scenario are what its inputs would give today, and if not, why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from energy_model.dataset import Problem, StudyError, fingerprint
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.runs.run_data import RunData
from energy_model.scenario.origins import Origin
from energy_model.scenario.scenario import Scenario

_IN_WORDS_ONLY = {"extends", "name_zh", "name_en", "description_zh", "description_en"}


@dataclass(frozen=True)
class Reason:
    """Reason for which results are stale: key of the messages `stale`, and the things concerned."""

    word: str
    about: tuple[str, ...] = ()


def provenance(scenario: Scenario, hours: int = HOURS_PER_YEAR) -> dict[str, Any]:
    """Provenance of results, for the manifest: hashes of the tables and of the overrides of the scenario's files."""
    overrides = [
        layer.content.model_dump(mode="json", by_alias=True, exclude=_IN_WORDS_ONLY) for layer in scenario.layers
    ]
    resolved = json.dumps(overrides, sort_keys=True).encode()
    return {
        "inputs": fingerprint(scenario.study),
        "scenario_hash": hashlib.sha256(resolved).hexdigest(),
        "hours": hours,
    }


def stale(
    run: RunData,
    scenario: Scenario,
    release: str,
    gap: float | None = None,
    time_limit: float = float("inf"),
    hours: int = HOURS_PER_YEAR,
) -> Reason | None:
    """Reason why a run is not what solving the scenario would give; None where it is up to date.

    gap : relative distance of cost and bound that is asked for; None: any. A run that had as long as `time_limit` [s]
    for the same gap and did not reach it would not reach it now. release : of energy-model.
    """
    then, now = run.manifest, provenance(scenario, hours)
    if then["versions"]["energy-model"] != release:
        return Reason("release", (then["versions"]["energy-model"], release))
    if changed := _different(then["inputs"], now["inputs"]):
        return Reason("inputs", changed)
    if then.get("extension"):
        return Reason("extension", (then["extension"]["path"],))
    if "scenario_hash" not in then:
        return Reason("unrecorded")
    if then["scenario_hash"] != now["scenario_hash"]:
        return Reason("scenario", _values(then["origins"], scenario.origins()))
    if then.get("hours") != hours:
        return Reason("hours", (str(then.get("hours")), str(hours)))
    if gap is not None and run.gap_searched > gap and not _in_vain(then["options"], gap, time_limit):
        return Reason("gap", (f"{100 * run.gap_searched:.3g} %", f"{100 * gap:.3g} %"))
    return None


def keep_others(scenarios: Iterable[Scenario], results: Path) -> None:
    """Raise StudyError where the results of scenarios whose study nobody named would replace those of another study.

    results : folder under which the runs lie; a study that is no longer there is no other.
    """
    problems = []
    for scenario in scenarios:
        folder = results / scenario.name
        if not (folder / "manifest.json").is_file():
            continue
        other = Path(json.loads((folder / "manifest.json").read_text("utf-8"))["study"])
        if other.exists() and other.resolve() != scenario.study.resolve():
            message = f"it holds a run of the study {other}, and here {scenario.study} would be solved."
            hint = f"Name the study that you mean, e.g. --study {other}, or another folder with --results."
            problems.append(Problem("other-study", str(folder), message, hint))
    if problems:
        raise StudyError(problems)


def _in_vain(options: dict[str, Any], gap: float, time_limit: float) -> bool:
    """Whether the same was asked for, with as much time."""
    had = float("inf") if options["time_limit"] is None else float(options["time_limit"])
    return float(options["gap"]) <= gap and had >= time_limit


def _different(then: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    """Names of the files that are not what they were."""
    return tuple(name for name in sorted({*then, *now}) if then.get(name) != now.get(name))


def _values(then: list[dict[str, str]], now: list[Origin]) -> tuple[str, ...]:
    """Names of the values that the scenario's files no longer set as they did."""
    before = {(origin["what"], origin["value"]) for origin in then}
    after = {(origin.what, origin.value) for origin in now}
    words = {f"{name}" for name, _ in before ^ after}
    return tuple(sorted(words - _IN_WORDS_ONLY))
