"""Runs that begin from what others left, and runs that are interrupted and go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import energy_model
from energy_model import Run
from energy_model.workflow.warm_start import SEARCH, unfinished
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder, tiny_run

pytestmark = pytest.mark.proof

GAP = 1e-3


class Heard:
    """A listener that keeps what it is told and interrupts at a round in hours, or in segments."""

    def __init__(self, interrupts: bool | None = None) -> None:
        self.told: list[tuple[str, str]] = []
        self._interrupts = interrupts

    def __call__(self, kind: str, text: str) -> None:
        self.told.append((kind, text))
        if kind == "bounds" and json.loads(text)["is_hourly"] == self._interrupts:
            raise KeyboardInterrupt

    @property
    def sources(self) -> list[str]:
        """Runs from which searches began."""
        return [text for kind, text in self.told if kind == "warm"]


def solved(results: Path, heard: Heard, scenario: str = "baseline", **options: Any) -> Run:
    asked = {"gap": GAP, "report": False, "hourly": False} | options
    return energy_model.solve(scenario, study=study_folder(), results=results, hours=HOURS, listener=heard, **asked)


def test_a_run_begins_from_the_one_before_unless_told_otherwise(tmp_path: Path) -> None:
    first, again, cold = Heard(), Heard(), Heard()
    run = solved(tmp_path, first)
    assert first.sources == [] and run.manifest["began_from"] is None
    assert (tmp_path / "baseline" / SEARCH).is_file()
    warm = solved(tmp_path, again)
    assert again.sources == ["baseline"] and warm.manifest["began_from"] == "baseline"
    assert solved(tmp_path, cold, cold=True).manifest["began_from"] is None
    assert cold.sources == []
    optimum = tiny_run().summary["objective_cny"]
    for found in (run, warm):
        assert found.summary["lower_bound_cny"] <= optimum * (1 + 1e-9)
        assert found.summary["objective_cny"] >= optimum * (1 - 1e-9)
        assert found.summary["gap"] <= GAP


def test_a_run_interrupted_in_hours_keeps_its_best_schedule(tmp_path: Path) -> None:
    run = solved(tmp_path, Heard(interrupts=True), gap=0.0)
    assert run.summary["status"] == "gap not reached"
    assert (tmp_path / "baseline" / "summary.json").is_file()
    on = Heard()
    resumed = solved(tmp_path, on, resume=True)
    assert on.sources == ["baseline"]
    assert resumed.summary["gap"] <= GAP


@pytest.mark.slow
def test_a_run_interrupted_before_hours_leaves_what_it_knows(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        solved(tmp_path, Heard(interrupts=False))
    assert unfinished(tmp_path, "baseline").is_file()
    on = Heard()
    assert solved(tmp_path, on, resume=True).summary["gap"] <= GAP
    assert on.sources == ["baseline"]
    assert not unfinished(tmp_path, "baseline").exists()


@pytest.mark.slow
def test_a_resumed_run_that_finds_nothing_better_leaves_the_earlier_one(tmp_path: Path) -> None:
    before = solved(tmp_path, Heard())
    after = solved(tmp_path, Heard(interrupts=True), resume=True, gap=0.0)
    kept = json.loads((tmp_path / "baseline" / "summary.json").read_text("utf-8"))
    assert after.summary["gap"] <= before.summary["gap"]
    assert kept["gap"] == after.summary["gap"]
